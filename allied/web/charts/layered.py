"""A calm layout of boxes in given columns: each near what it is tied to, none over another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean

HIGH, STEP = 46, 58
SWEEPS = 6


def arranged(columns: Sequence[Sequence[str]], ties: Sequence[tuple[str, str]]) -> dict[str, tuple[int, float]]:
    """By key the column and the top edge, at least 0. Boxes of a column are ``STEP`` or more apart.

    Keys that no column has may occur in ``ties``; they are left out.
    """
    tops = {key: place * float(STEP) for column in columns for place, key in enumerate(column)}
    column_of = {key: place for place, column in enumerate(columns) for key in column}
    near: dict[str, list[str]] = defaultdict(list)
    for start, end in ties:
        if start in tops and end in tops and column_of[start] != column_of[end]:
            near[start].append(end)
            near[end].append(start)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            tops |= _settled(column, near, tops)
    highest = min(tops.values(), default=0.0)
    return {key: (column_of[key], top - highest) for key, top in tops.items()}


def _settled(column: Sequence[str], near: Mapping[str, list[str]], tops: Mapping[str, float]) -> dict[str, float]:
    """Each box of one column as near as possible to the middle of what it is tied to, none over another."""
    wanted = {key: fmean(tops[other] for other in near[key]) if key in near else tops[key] for key in column}
    order = sorted(column, key=lambda key: (wanted[key], tops[key]))
    placed: dict[str, float] = {}
    lowest = float("-inf")
    for key in order:
        placed[key] = max(wanted[key], lowest)
        lowest = placed[key] + STEP
    drift = fmean(placed[key] - wanted[key] for key in order) if order else 0.0
    return {key: top - drift for key, top in placed.items()}
