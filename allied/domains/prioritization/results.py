"""What a closed round came to: agreement of the sides, the order that ballots give, and the ranges of the scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from allied.domains.prioritization import agreement, tally
from allied.domains.prioritization.frameworks import Definition, definition_of
from allied.domains.prioritization.models import Candidate, Round, Vote
from allied.domains.prioritization.ranges import Ranges, ranged
from allied.domains.prioritization.rules import SIDES
from allied.domains.prioritization.scoring import Scores, scored
from allied.domains.prioritization.tally import Line
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.stats import schulze
from allied.stats.errors import StatsError


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
    definition: Definition

    def in_order(self, order: str) -> list[Line]:
        """The lines as a reader wants them: ``score`` by RICE range, anything else furthest apart first."""
        if order != "score" or self.ranges is None:
            return list(self.lines)
        places = {row.candidate.pk: place for place, row in enumerate(self.ranges.rows)}
        return sorted(self.lines, key=lambda line: places.get(line.candidate.pk, len(places)))

    @property
    def told(self) -> list[Line]:
        """The lines of which somebody gave a reason."""
        return [line for line in self.lines if line.ux.said or line.product.said or line.other.said]

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
        ranges=ranged(found, definition, asked, votes) if definition.has_ranges else None,
        scores=scored(definition, asked, votes) if definition.is_scored else None,
        definition=definition,
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
