"""Rank-biased overlap: how alike two ordered lists are when the top matters most and the lists may end anywhere."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from allied.stats import require
from allied.stats.errors import EmptySample, Inconsistent
from allied.stats.results import Estimate
from allied.stats.wording import figure, interval


@dataclass(frozen=True, kw_only=True)
class RankBiasedOverlap(Estimate):
    """Overlap of two ranked lists, 0 (nothing shared) to 1 (the same list).

    ``lower`` and ``upper`` are not a sampling interval: they are the least and most that the lists could reach if both
    were continued without end, so they hold with certainty (``confidence`` is 1).

    Attributes:
        rbo_ext: overlap if the agreement seen so far goes on at the same rate.
        p: persistence: chance that a reader of the list goes one place further.
        top_weight: share of the weight that falls on the places seen.
    """

    headline: ClassVar[str] = "rbo_ext"

    rbo_ext: float
    p: float
    top_weight: float

    def in_words(self) -> str:
        limits = interval(self.lower or 0, self.upper or 0, 2)
        return f"Overlap {figure(self.rbo_ext, 2)} of 1, the top places counting most ({limits} if both lists went on)."


def rank_biased_overlap(a: Sequence[Hashable], b: Sequence[Hashable], *, p: float = 0.9) -> RankBiasedOverlap:
    """How alike two ordered lists are when the top counts most; they may hold different items and end anywhere.

    Not for: rankings in which every place counts alike (``rank_correlation``), or lists with ties.

    Formula: (1 - p) x sum over depths d of p^(d-1) x (items shared down to d) / d, carried on past the end of the lists
    at the agreement reached there.

    Args:
        a, b: items, best first; no item twice in one list. The lists may differ in length and in content.
        p: persistence between 0 and 1; 0.9 puts 86 % of the weight on the first 10 places.

    Raises:
        EmptySample: a list is empty.
        WrongKind: a list is text, or holds items that cannot be compared.
        Inconsistent: an item stands twice in one list.
        OutOfRange: p is not strictly between 0 and 1.

    Source:
        Webber, W., Moffat, A. & Zobel, J. (2010). A similarity measure for indefinite rankings. ACM Transactions on
        Information Systems 28(4): equations 11 (least), 30 (rest) and 32 (extrapolated, lists of any length).

    Example:
        >>> round(rank_biased_overlap(["a", "b", "c"], ["b", "a", "c"], p=0.9).rbo_ext, 3)
        0.9
    """
    persistence = require.between("p", p, 0, 1)
    first, second = _ranking("a", a), _ranking("b", b)
    short, long = sorted((first, second), key=len)
    shared = _shared(short, long)
    extrapolated = _extrapolated(shared, len(short), persistence)
    least = _least(shared, persistence)
    most = least + _rest(shared[-1], len(short), len(long), persistence)
    return RankBiasedOverlap(
        method="rank_biased_overlap",
        n=len(long),
        rbo_ext=extrapolated,
        p=persistence,
        top_weight=_top_weight(len(short), persistence),
        lower=min(least, extrapolated),
        upper=min(1.0, max(most, extrapolated)),
        confidence=1.0,
        warnings=("The limits are what the unseen ends of the lists could change, not sampling error.",),
        citation="Webber, Moffat & Zobel (2010), A similarity measure for indefinite rankings",
    )


def _ranking(name: str, items: Sequence[Hashable]) -> list[Hashable]:
    ranking = list(require.names(name, items))
    if not ranking:
        raise EmptySample(f"{name} is empty; give at least one item.")
    if len(set(ranking)) < len(ranking):
        raise Inconsistent(f"{name} names an item twice; each item has one place.")
    return ranking


def _shared(short: list[Hashable], long: list[Hashable]) -> list[int]:
    """How many items the two lists share down to each depth of the longer list."""
    seen_short: set[Hashable] = set()
    seen_long: set[Hashable] = set()
    shared = []
    for depth, item in enumerate(long):
        seen_long.add(item)
        if depth < len(short):
            seen_short.add(short[depth])
        shared.append(len(seen_short & seen_long))
    return shared


def _extrapolated(shared: list[int], short: int, p: float) -> float:
    long, at_short, at_long = len(shared), shared[short - 1], shared[-1]
    seen = sum(x / depth * p**depth for depth, x in enumerate(shared, start=1))
    beyond = sum(at_short * (d - short) / (short * d) * p**d for d in range(short + 1, long + 1))
    last = (at_long - at_short) / long + at_short / short
    return min(1.0, (1 - p) / p * (seen + beyond) + last * p**long)


def _least(shared: list[int], p: float) -> float:
    total = sum((x - shared[-1]) * p**depth / depth for depth, x in enumerate(shared, start=1))
    return max(0.0, (1 - p) / p * (total - shared[-1] * math.log1p(-p)))


def _rest(at_long: int, short: int, long: int, p: float) -> float:
    """How much the unseen places could add at most."""
    full = long + short - at_long
    harmonic = _harmonic(1, full, p)
    bracket = (
        short * _harmonic(short + 1, full, p)
        + long * _harmonic(long + 1, full, p)
        - at_long * (math.log1p(-p) + harmonic)
    )
    return max(0.0, p**short + p**long - p**full - (1 - p) / p * bracket)


def _harmonic(first: int, last: int, p: float) -> float:
    return sum(p**d / d for d in range(first, last + 1))


def _top_weight(depth: int, p: float) -> float:
    """Weight of the first places, equation 21 of the source."""
    return 1 - p**depth + (1 - p) / p * depth * (-math.log1p(-p) - _harmonic(1, depth, p))
