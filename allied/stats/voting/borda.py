"""Borda count: points for every place on every ballot."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allied.stats import require
from allied.stats.require import Floats
from allied.stats.results import Result
from allied.stats.voting.ballots import ALL_COUNTED, Ballots, read_ballots
from allied.stats.wording import plural

UNRANKED = ("none", "shared")


@dataclass(frozen=True, kw_only=True)
class BordaCount(Result):
    """Points of all candidates.

    Attributes:
        points: candidate -> points.
        order: candidates by points, ties in the order given.
        winner: who has most points; None where several do.
        tied_winners: all who have most points.
    """

    points: dict[Hashable, float]
    order: tuple[Hashable, ...]
    winner: Hashable | None
    tied_winners: tuple[Hashable, ...]

    def in_words(self) -> str:
        voters = plural(self.n or 0, "ballot")
        if self.winner is None:
            return f"{' and '.join(map(str, self.tied_winners))} share most points ({voters})."
        second = self.order[1]
        return (
            f"{self.winner} has most points, {self.points[self.winner]:.12g} "
            f"before {second} with {self.points[second]:.12g} ({voters})."
        )


def borda(
    ballots: Sequence[Mapping[str, Any]], candidates: Sequence[Hashable], *, unranked: str = "none"
) -> BordaCount:
    """Which candidate stands high with most people, even if few put it first.

    Not for: elections in which voters may bury a rival, or near copies of a candidate may be added: both move the
    points of others.

    Formula: per ballot one point for every candidate placed below, half a point for every one tied with.

    Args:
        ballots: one mapping per kind of ballot: ranking, a list of candidates, best first (a list among them is a tie),
            and count, how many cast it, 1 where not given.
        candidates: every candidate, each once.
        unranked: candidates that a ballot leaves out get "none", or have the points of the last places "shared" among
            them.

    Raises:
        EmptySample: there are no ballots, or one ranks nobody.
        NotEnough: fewer than 2 candidates.
        UnknownInput: a ballot has no ranking.
        UnknownOption: another ``unranked``.
        Inconsistent: a candidate is unknown or doubled.
        WrongKind, OutOfRange: a count is not a whole number of 1 or more.

    Source: de Borda, J.-C. (1781). Mémoire sur les élections au scrutin; ties: Black (1976), Public Choice 28.

    Example:
        >>> ballots = [{"count": 3, "ranking": ["a", "b", "c"]}, {"count": 2, "ranking": ["b", "c", "a"]}]
        >>> borda(ballots, ["a", "b", "c"]).points
        {'a': 6.0, 'b': 7.0, 'c': 2.0}
    """
    require.option("unranked", unranked, UNRANKED)
    read = read_ballots(ballots, candidates)
    totals = _points(read, shared=unranked == "shared")
    best_first = np.argsort(-totals, kind="stable")
    winners = tuple(read.candidates[place] for place in np.flatnonzero(totals == totals.max()))
    return BordaCount(
        method="borda",
        n=read.voters,
        points=dict(zip(read.candidates, totals.tolist(), strict=True)),
        order=tuple(read.candidates[place] for place in best_first),
        winner=winners[0] if len(winners) == 1 else None,
        tied_winners=winners,
        no_interval=ALL_COUNTED,
        warnings=read.truncated(),
        citation="de Borda (1781), Mémoire sur les élections au scrutin",
    )


def _points(read: Ballots, *, shared: bool) -> Floats:
    total = np.zeros(len(read.candidates))
    for places, count in zip(read.places, read.counts, strict=True):
        below = (places[:, None] < places[None, :]).sum(axis=1)
        level = (places[:, None] == places[None, :]).sum(axis=1) - 1
        points = below + level / 2
        if not shared:
            points = np.where(places == read.unranked, 0.0, points)
        total += count * points
    return total
