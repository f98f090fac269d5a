"""Which theme of a new run is which of the last: by the texts that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from allied.synthesis.communities import Labels

SAME: Final = 0.3  # of the texts of both together


@dataclass(frozen=True)
class Same:
    """The theme that it was before, and how many of the texts that either holds both hold, 0..1."""

    before: int
    alike: float


def same_themes(before: Labels, now: Labels) -> dict[int, Same]:
    """Theme of now → what it was, for the pairing that keeps most texts together. One to one.

    Both label the same texts from 0; -1 stands for none. A pair shares at least ``SAME`` of the texts that either of
    the two holds, among texts that stood in both runs.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  heavy

    both = (before >= 0) & (now >= 0)
    if not both.any():
        return {}
    shared = np.zeros((int(now.max()) + 1, int(before.max()) + 1))
    np.add.at(shared, (now[both], before[both]), 1)
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    alike = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    rows, columns = linear_sum_assignment(-alike)
    pairs = [(int(row), int(column), float(alike[row, column])) for row, column in zip(rows, columns, strict=True)]
    return {row: Same(column, share) for row, column, share in pairs if share >= SAME}
