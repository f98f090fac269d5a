"""What a closed round came to: agreement of the sides, the order that ballots give, and the ranges of the scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from allied.domains.prioritization import tally
from allied.domains.prioritization.models import Candidate, Round, Vote
from allied.domains.prioritization.tally import LEAST_OF_A_SIDE, Line
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.stats import kendall_w, rank_biased_overlap, rank_correlation, rice_range, schulze, words
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
            short=_short(self.score),
            short2=_short(self.lower),
            short3=_short(self.upper),
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
    lines = tally.lines(asked, votes)
    ux, product = (tally.order_of(side, lines) for side in (Side.UX, Side.PRODUCT))
    ballots = {side.value: len({vote.ballot for vote in votes if vote.side == side}) for side in Side}
    return Results(
        lines=tuple(lines),
        ux_order=tuple(ux),
        product_order=tuple(product),
        order=_schulze(asked, votes),
        agreement=tuple(_agreement(lines, votes, ballots, ux, product)),
        ballots=ballots,
        ranges=_ranges(found, asked, votes) if found.asks_ranges else None,
    )


def _agreement(
    lines: Sequence[Line],
    votes: Sequence[Vote],
    ballots: dict[str, int],
    ux: Sequence[Candidate],
    product: Sequence[Candidate],
) -> list[str]:
    if min(ballots[Side.UX], ballots[Side.PRODUCT]) < LEAST_OF_A_SIDE:
        return [
            _(
                "UX has %(ballots)s and Product %(ballots2)s ballots: below 2 of each side no figure "
                "tells whether they agree.",
                ballots=ballots[Side.UX],
                ballots2=ballots[Side.PRODUCT],
            )
        ]
    both = [line for line in lines if line.ux.mean is not None and line.product.mean is not None]
    sentences = []
    try:
        told = rank_correlation([line.ux.mean for line in both], [line.product.mean for line in both])
        sentences.append(_("The two orders: %(words)s", words=words(told)))
        overlap = rank_biased_overlap([each.pk for each in ux], [each.pk for each in product])
        sentences.append(
            _(
                "With the top counting most: overlap of the orders %(rbo_ext)s of 1 (n = %(n)s items).",
                rbo_ext=f"{overlap.rbo_ext:.2f}",
                n=overlap.n,
            )
        )
    except StatsError as reason:
        sentences.append(_("The two orders cannot be compared by a figure: %(reason)s", reason=reason))
    return sentences + [said for side in (Side.UX, Side.PRODUCT) if (said := _within(side, votes, len(lines)))]


def _within(side: Side, votes: Sequence[Vote], asked: int) -> str:
    """How alike the people of one side rank; only those who voted on everything can be compared."""
    by_ballot: dict[int, dict[int, int]] = defaultdict(dict)
    for vote in votes:
        if vote.side == side and vote.score is not None:
            by_ballot[vote.ballot][vote.candidate_id] = -vote.score
    whole = [[marks[key] for key in sorted(marks)] for marks in by_ballot.values() if len(marks) == asked]
    try:
        return (
            _("Within %(label)s: %(words)s", label=side.label, words=words(kendall_w(whole)))
            if len(whole) >= LEAST_OF_A_SIDE
            else ""
        )
    except StatsError:
        return ""


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


def _ranges(found: Round, asked: Sequence[Candidate], votes: Sequence[Vote]) -> Ranges | None:
    joint = tally.joint_estimates(votes)
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


def _short(value: float) -> str:
    """Three digits are more than such a figure holds."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


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
