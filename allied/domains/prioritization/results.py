"""What a closed round came to: agreement of the sides, the order that ballots give, and the ranges of the scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from allied.domains.prioritization import agreement, tally
from allied.domains.prioritization.frameworks import Definition, definition_of, short
from allied.domains.prioritization.models import Candidate, Round, Vote
from allied.domains.prioritization.rules import SIDES
from allied.domains.prioritization.scoring import Scores, scored
from allied.domains.prioritization.tally import Line
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.stats import rice_range, schulze
from allied.stats.errors import StatsError
from allied.stats.wording import percent


@dataclass(frozen=True)
class Ranked:
    """A candidate by its RICE range; the limits hold 90 of 100 draws."""

    candidate: Candidate
    score: float
    lower: float
    upper: float
    rank_lower: int
    rank_upper: int
    p_first: float

    @property
    def score_words(self) -> str:
        """ "119 (35.4 to 395)"."""
        return _(
            "%(short)s (%(short2)s to %(short3)s)",
            short=short(self.score),
            short2=short(self.lower),
            short3=short(self.upper),
        )

    @property
    def first_words(self) -> str:
        return _("first in %(percent)s of draws", percent=percent(self.p_first))


@dataclass(frozen=True)
class Ranges:
    """The order by RICE range, the pairs that it cannot order, and what would turn it round."""

    rows: tuple[Ranked, ...]
    not_apart: tuple[tuple[Candidate, Candidate], ...]
    flips: str
    draws: int
    without: tuple[Candidate, ...]


@dataclass(frozen=True)
class Results:
    """``lines`` furthest apart first; ``agreement`` are sentences, each with its n; ``order`` is Schulze's."""

    lines: tuple[Line, ...]
    ux_order: tuple[Candidate, ...]
    product_order: tuple[Candidate, ...]
    order: tuple[Candidate, ...]
    agreement: tuple[str, ...]
    ballots: dict[str, int]
    ranges: Ranges | None
    scores: Scores | None

    @property
    def summary(self) -> str:
        """ "They are close on 4 of 6 and far apart on 2."; where votes are too few, only that."""
        compared = [line for line in self.lines if line.can_compare and line.apart is not None]
        if not compared:
            return _("Too few votes of one side to compare the two. Read the votes and reasons themselves.")
        far = sum(1 for line in compared if (line.apart or 0) >= tally.FAR)
        near = len(compared) - far
        return _(
            "Both sides voted before either could read the other’s ballots. "
            "They are close on %(near)s of %(compared)s and far apart on %(far)s.",
            near=near,
            compared=len(compared),
            far=far,
        )


def results(found: Round, asked: Sequence[Candidate], votes: Sequence[Vote]) -> Results:
    """Everything that the page of a closed round tells. Pure arithmetic on its rows."""
    definition = definition_of(found)
    lines = tally.lines(asked, votes, {factor.name: factor.label for factor in definition.factors})
    given = agreement.by_side((vote.side, vote.ballot, vote.candidate_id, vote.score) for vote in votes)
    middles = agreement.middles(given, fmean)  # for orders alone: medians tie often
    ux, product = (tally.order_of(asked, middles[side]) for side in SIDES)
    return Results(
        lines=tuple(lines),
        ux_order=tuple(ux),
        product_order=tuple(product),
        order=_schulze(asked, votes),
        agreement=tuple(agreement.sentences(given, middles, asked)),
        ballots={side.value: len({vote.ballot for vote in votes if vote.side == side}) for side in Side},
        ranges=_ranges(found, definition, asked, votes) if definition.has_ranges else None,
        scores=scored(definition, asked, votes) if definition.is_scored else None,
    )


def _schulze(asked: Sequence[Candidate], votes: Sequence[Vote]) -> tuple[Candidate, ...]:
    """One order of all ballots: a comes before b where more people, by the strongest chain, put it higher."""
    rankings = []
    by_ballot: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes:
        if vote.score is not None:
            by_ballot[vote.ballot][vote.score].append(vote.candidate_id)
    for scores in by_ballot.values():
        rankings.append({"ranking": [scores[score] for score in sorted(scores, reverse=True)]})
    known = {candidate.pk: candidate for candidate in asked}
    try:
        return tuple(known[pk] for pk in schulze(rankings, list(known)).order if isinstance(pk, int))
    except StatsError:
        return ()


def _ranges(found: Round, definition: Definition, asked: Sequence[Candidate], votes: Sequence[Vote]) -> Ranges | None:
    joint = tally.joint_estimates(votes, [factor.name for factor in definition.factors])
    ranked = [candidate for candidate in asked if candidate.pk in joint]
    if len(ranked) < 2:
        return None
    told = rice_range([joint[candidate.pk] for candidate in ranked], seed=found.seed)
    assert told.lower is not None  # noqa: S101  ranges always have both limits
    assert told.upper is not None  # noqa: S101
    rows = tuple(
        Ranked(
            ranked[at],
            told.score[at],
            told.lower[at],
            told.upper[at],
            told.rank_lower[at],
            told.rank_upper[at],
            told.p_first[at],
        )
        for at in told.order
    )
    pairs = tuple((ranked[first], ranked[second]) for first, second in told.not_apart)
    left = tuple(candidate for candidate in asked if candidate.pk not in joint)
    return Ranges(rows, pairs, _flips(rows), told.draws, left)


def _flips(rows: Sequence[Ranked]) -> str:
    """How much more effort of the first would put the second before it."""
    first, second = rows[0], rows[1]
    more = first.score / second.score - 1
    if more <= 0:
        return ""
    return _(
        "The first two change places if %(reference)s takes %(percent)s more effort than said.",
        reference=first.candidate.node.reference,
        percent=percent(more),
    )
