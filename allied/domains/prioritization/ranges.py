"""The order by RICE ranges: of all estimates, each side counting once, and of each side by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from allied.domains.prioritization import agreement, tally
from allied.domains.prioritization.frameworks import Definition, short
from allied.domains.prioritization.models import Candidate, Round, Vote
from allied.domains.prioritization.rules import SIDES
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.stats.prioritisation.ranges import RiceRange, rice_range
from allied.stats.wording import percent

CALM = 1.0  # twice the effort: what takes more to turn an order round is not said


@dataclass(frozen=True)
class Ranked:
    """A candidate by its RICE range; the limits hold 90 of 100 draws.

    ``given``: ballots of each side with its three estimates. ``flips`` says what would put the next one before it.
    """

    candidate: Candidate
    score: float
    lower: float
    upper: float
    rank_lower: int
    rank_upper: int
    p_first: float
    given: Mapping[Side, int]
    flips: str

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

    @property
    def given_words(self) -> str:
        ux, product = (self.given.get(side, 0) for side in SIDES)
        return _("UX n = %(ux)s, Product n = %(product)s", ux=ux, product=product)

    @property
    def logs(self) -> tuple[float, float, float]:
        """Score and limits as a drawing needs them: scores of one round lie powers of ten apart."""
        return log(self.score), log(self.lower), log(self.upper)


@dataclass(frozen=True)
class OfSide:
    """The order by the estimates of one side alone, of ``n`` ballots, each with its chance of the first place."""

    side: Side
    n: int
    order: tuple[tuple[Candidate, str], ...]


@dataclass(frozen=True)
class Ranges:
    """The order by RICE range, the pairs that it cannot order, and how far the sides agree on it."""

    rows: tuple[Ranked, ...]
    not_apart: tuple[tuple[Candidate, Candidate], ...]
    draws: int
    without: tuple[Candidate, ...]
    sides: tuple[OfSide, ...]
    agreement: tuple[str, ...]

    @property
    def axis(self) -> tuple[float, float]:
        """From the lowest limit to the highest, of all rows."""
        return min(row.logs[1] for row in self.rows), max(row.logs[2] for row in self.rows)

    def of(self, candidate: int) -> Ranked | None:
        return next((row for row in self.rows if row.candidate.pk == candidate), None)


def ranged(found: Round, definition: Definition, asked: Sequence[Candidate], votes: Sequence[Vote]) -> Ranges | None:
    """The ranges of a closed round; None where fewer than 2 candidates have all three estimates."""
    factors = [factor.name for factor in definition.factors]
    whole = [vote for vote in votes if set(vote.estimates) == set(factors)]
    joint = tally.joint_estimates(votes, factors)
    ranked = [candidate for candidate in asked if candidate.pk in joint]
    if len(ranked) < 2:
        return None
    told = rice_range([joint[candidate.pk] for candidate in ranked], seed=found.seed)
    given = {
        one.pk: {side: sum(1 for vote in whole if (vote.candidate_id, vote.side) == (one.pk, side)) for side in Side}
        for one in ranked
    }
    return Ranges(
        rows=tuple(_rows(told, ranked, given)),
        not_apart=tuple((ranked[first], ranked[second]) for first, second in told.not_apart),
        draws=told.draws,
        without=tuple(candidate for candidate in asked if candidate.pk not in joint),
        sides=tuple(_of_side(side, found, factors, asked, whole) for side in SIDES),
        agreement=tuple(_agreement(definition, asked, whole)),
    )


def _rows(told: RiceRange, ranked: Sequence[Candidate], given: Mapping[int, Mapping[Side, int]]) -> Iterator[Ranked]:
    assert told.lower is not None  # noqa: S101  ranges always have both limits
    assert told.upper is not None  # noqa: S101
    for at, after in zip(told.order, [*told.order[1:], None], strict=True):
        yield Ranked(
            ranked[at],
            told.score[at],
            told.lower[at],
            told.upper[at],
            told.rank_lower[at],
            told.rank_upper[at],
            told.p_first[at],
            given[ranked[at].pk],
            "" if after is None else _flips(told.score[at] / told.score[after], ranked[after]),
        )


def _flips(times: float, after: Candidate) -> str:
    """How much more effort, or less reach, would put the next one before this one."""
    if not 1 < times <= 1 + CALM:
        return ""
    return _(
        "Order flips with %(reference)s if effort +%(more)s, or reach −%(less)s",
        reference=after.node.reference,
        more=percent(times - 1),
        less=percent(1 - 1 / times),
    )


def _of_side(
    side: Side, found: Round, factors: Sequence[str], asked: Sequence[Candidate], votes: Sequence[Vote]
) -> OfSide:
    own = [vote for vote in votes if vote.side == side]
    joint, n = tally.joint_estimates(own, factors), len({vote.ballot for vote in own})
    ranked = [candidate for candidate in asked if candidate.pk in joint]
    if len(ranked) < 2:
        return OfSide(side, n, tuple((one, "") for one in ranked))
    told = rice_range([joint[one.pk] for one in ranked], seed=found.seed)
    return OfSide(side, n, tuple((ranked[at], percent(told.p_first[at])) for at in told.order))


def _agreement(definition: Definition, asked: Sequence[Candidate], votes: Sequence[Vote]) -> list[str]:
    """Of the scores that the likely values of each ballot come to."""
    rows = (
        (vote.side, vote.ballot, vote.candidate_id, definition.score({k: v[1] for k, v in vote.estimates.items()}))
        for vote in votes
    )
    given = agreement.by_side(rows)
    return agreement.sentences(given, agreement.middles(given, median), asked)
