"""How fine: eleven stops from a few broad themes to many narrow ones, and which of them to suggest.

The rule knows no labels. The best split by modularity is often too coarse for work; much finer ones lose only a
little. So the finest stop is suggested that keeps 99 % of the best modularity: where texts fall apart into clear
groups it stays coarse, where groups hold distinct subgroups it goes as fine as the texts themselves do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from allied.synthesis.communities import Graph, modularity, partition

STOPS: Final = 11
RESOLUTIONS: Final = tuple(0.25 * 64 ** (stop / (STOPS - 1)) for stop in range(STOPS))
KEPT: Final = 0.99  # of the best modularity


@dataclass(frozen=True)
class Ladder:
    """How many themes every stop has, coarsest first, never falling; and the stop that the texts suggest."""

    counts: tuple[int, ...]
    suggested: int


def ladder(tied: Graph, *, smallest: int) -> Ladder:
    """Every stop of one graph. Communities below ``smallest`` texts are not counted as themes."""
    counts: list[int] = []
    worth: list[float] = []
    for resolution in RESOLUTIONS:
        found = partition(tied, resolution)
        count = int((np.bincount(found) >= smallest).sum()) if len(found) else 0
        counts.append(max([count, *counts[-1:]]))
        worth.append(modularity(tied, found))
    enough = [stop for stop, value in enumerate(worth) if value >= KEPT * max(worth)]
    return Ladder(tuple(counts), enough[-1])


def stop_of(granularity: float) -> int:
    """The stop that stands nearest to a granularity from 0 (coarsest) to 1 (finest)."""
    return round(min(max(granularity, 0.0), 1.0) * (STOPS - 1))


def granularity_of(stop: int) -> float:
    return stop / (STOPS - 1)
