"""From texts to named themes: the whole way, each step resumable by who calls it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.communities import Labels, agreed, graph, partition
from allied.synthesis.granularity import RESOLUTIONS, granularity_of, ladder, stop_of
from allied.synthesis.middles import Middles, Placed, settle
from allied.synthesis.names import names
from allied.synthesis.neighbours import Neighbours, Vectors, how_many, nearest
from allied.synthesis.phrases import phrases
from allied.synthesis.quotes import representative

QUOTES = 5


@dataclass(frozen=True)
class Sorted:
    """Texts sorted into themes, largest first.

    ``counts``: about how many themes each stop of granularity has. ``agreement``, 0..1: how often repeated runs
    keep texts together that lie together here.
    """

    placed: Placed
    middles: Middles
    granularity: float
    suggested: float
    counts: tuple[int, ...]
    agreement: float


@dataclass(frozen=True)
class Described:
    """Per theme a name and the places of its quotes, the most central first; and the words learnt to be filler."""

    names: list[str]
    quotes: list[list[int]]
    filler: list[str]


def sort(vectors: Vectors, neighbours: Neighbours, granularity: float | None = None) -> Sorted:
    """Sort texts into themes; without a granularity from 0 to 1 as finely as the texts suggest themselves."""
    least = smallest(len(vectors))
    tied = graph(neighbours)
    steps = ladder(tied, smallest=least)
    stop = steps.suggested if granularity is None else stop_of(granularity)
    found = agreed(tied, RESOLUTIONS[stop])
    middles, placed = settle(vectors, largest_first(found.labels, least))
    suggested = granularity_of(steps.suggested)
    return Sorted(placed, middles, granularity_of(stop), suggested, steps.counts, found.agreement)


def smallest(n: int) -> int:
    """How many of ``n`` texts make a theme at least."""
    return max(2 if n < 100 else 3, round(math.sqrt(n) / 8))


def largest_first(labels: Labels, least: int) -> Labels:
    """Labels numbered by size; communities of fewer than ``least`` texts become -1."""
    sizes = np.bincount(labels)
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    renamed = np.full(len(sizes), -1, dtype=np.int64)
    kept = order[sizes[order] >= least]
    renamed[kept] = np.arange(len(kept))
    return renamed[labels]


def describe(
    texts: Sequence[str], vectors: Vectors, labels: Labels, centres: NDArray[np.float32], *, ignored: Collection[str]
) -> Described:
    """Name each theme and choose its quotes."""
    found = names(phrases(texts, ignored=ignored), labels)
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels[labels >= 0], minlength=len(centres))
    members = np.split(order[np.searchsorted(labels[order], 0) :], np.cumsum(sizes)[:-1])
    quotes = [
        [int(part[at]) for at in representative(vectors[part], middle, [texts[place] for place in part], QUOTES)]
        for part, middle in zip(members, centres, strict=True)
    ]
    return Described(found.of_themes, quotes, found.filler)


def parts(vectors: Vectors, most: int) -> Labels:
    """Split the texts of one theme into 2 to ``most`` parts, the largest 0; all 0 where they do not fall apart."""
    tied = graph(nearest(vectors, min(how_many(len(vectors)), max(2, len(vectors) // 3))))
    best = np.zeros(len(vectors), dtype=np.int64)
    for resolution in RESOLUTIONS:
        found = largest_first(partition(tied, resolution), 2)
        count = int(found.max(initial=0)) + 1
        if count > most and best.max(initial=0) > 0:
            break
        best = np.where((found < 0) | (found >= most), most - 1, found)
        if count >= most:
            break
    return largest_first(best, 1)
