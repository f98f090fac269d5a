"""The nearest neighbours of every text among all texts: exact, in blocks, so that memory stays bounded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

ROWS: Final = 1024
COLUMNS: Final = 8192
FEW: Final = 512  # columns are looked at first: they set the mark that others have to beat
NOWHERE: Final = -3.0  # below every cosine


@dataclass(frozen=True)
class Neighbours:
    """Per text its k nearest others, nearest first: ``places`` (n, k) in the array, cosine ``nearness`` (n, k)."""

    places: NDArray[np.int32]
    nearness: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.places)


def how_many(n: int) -> int:
    """Neighbours a text is given among ``n``: 15 of 3,000, more of more, so that themes grow with what is there."""
    return max(1, min(n - 1, int(np.clip(round(15 * (n / 3_000) ** 0.35), 5, 30))))


def nearest(vectors: Vectors, k: int, *, start: int = 0, stop: int | None = None) -> Neighbours:
    """The ``k`` nearest of the unit rows ``start`` to ``stop`` among all rows of ``vectors``, itself left out.

    At 100,000 rows of 256 a block of similarities takes 34 MB. Ties fall to the lower place.
    """
    stop = len(vectors) if stop is None else min(stop, len(vectors))
    blocks = [_block(vectors, first, min(first + ROWS, stop), k) for first in range(start, stop, ROWS)]
    return joined(blocks, k)


def joined(parts: list[Neighbours], k: int) -> Neighbours:
    """Parts of one answer, in their order."""
    if not parts:
        return Neighbours(np.zeros((0, k), np.int32), np.zeros((0, k), np.float32))
    return Neighbours(np.concatenate([part.places for part in parts]), np.concatenate([p.nearness for p in parts]))


def _block(vectors: Vectors, first: int, last: int, k: int) -> Neighbours:
    count = last - first
    best = np.full((count, k), NOWHERE, np.float32)
    places = np.zeros((count, k), np.int32)
    edges = [0, *range(FEW, len(vectors), COLUMNS), len(vectors)]
    for column, end in pairwise(edges):
        found = vectors[first:last] @ vectors[column:end].T
        _leave_out_itself(found, first, column)
        best, places = _better(best, places, found, column)
    order = np.lexsort((places, -best), axis=1)
    return Neighbours(np.take_along_axis(places, order, 1), np.take_along_axis(best, order, 1))


def _leave_out_itself(found: Vectors, first: int, column: int) -> None:
    low, high = max(first, column), min(first + found.shape[0], column + found.shape[1])
    if low < high:
        same = np.arange(low, high)
        found[same - first, same - column] = NOWHERE


def _better(best: Vectors, places: NDArray[np.int32], found: Vectors, column: int) -> tuple[Vectors, NDArray[np.int32]]:
    """The best of what was known and what was found. Only what beats the worst known one is sorted at all."""
    count, k = best.shape
    flat = np.flatnonzero(found > best.min(axis=1)[:, None])
    rows, columns = np.divmod(flat, found.shape[1])
    per_row = np.bincount(rows, minlength=count)
    wide = np.full((count, k + per_row.max(initial=0)), NOWHERE, np.float32)
    wide_places = np.zeros(wide.shape, np.int32)
    wide[:, :k], wide_places[:, :k] = best, places
    at = k + np.arange(len(rows)) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    wide[rows, at], wide_places[rows, at] = found.ravel()[flat], columns + column
    top = np.argpartition(-wide, k - 1, axis=1)[:, :k]
    return np.take_along_axis(wide, top, 1), np.take_along_axis(wide_places, top, 1)
