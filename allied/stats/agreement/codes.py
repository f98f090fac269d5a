"""Ratings of many raters, read once into codes that arithmetic can use."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allied.stats import require
from allied.stats.errors import EmptySample, NotEnough, OutOfRange, WrongKind
from allied.stats.require import Floats, Ints


@dataclass(frozen=True)
class Ratings:
    """The ratings that can be paired, one entry per rating.

    Attributes:
        owners: index of the unit each rating belongs to.
        codes: index into ``values`` of each rating.
        values: the distinct ratings in ascending order; mere indexes at nominal level.
        sizes: ratings per unit, all at least 2.
        unpaired: units left out because they have fewer than 2 ratings.
    """

    owners: Ints
    codes: Ints
    values: Floats
    sizes: Floats
    unpaired: int

    @property
    def units(self) -> int:
        return len(self.sizes)


def read_ratings(ratings: Sequence[Sequence[Any]], level: str) -> Ratings:
    """Pairable ratings of a raters x units table; None is a rating not given.

    Raises:
        EmptySample: there are no ratings at all.
        NotEnough: no unit has two ratings.
        WrongKind: rows differ in length, or a rating does not suit the level.
        OutOfRange: a number is not finite, or negative at ratio level.
    """
    rows = _rows(ratings)
    given = [(unit, value) for row in rows for unit, value in enumerate(row) if value is not None]
    if not given:
        raise EmptySample("ratings holds no rating at all; None stands for a rating that was not given.")
    columns = np.array([unit for unit, _ in given], dtype=np.int64)
    labels = [value for _, value in given]
    values, codes = _labels(labels) if level == "nominal" else _numbers(labels, level)
    return _paired(columns, codes, values, units=len(rows[0]))


def _rows(ratings: Sequence[Sequence[Any]]) -> list[list[Any]]:
    if not isinstance(ratings, Iterable) or any(isinstance(row, (str, bytes)) for row in ratings):
        raise WrongKind("ratings must be one row per rater, each a sequence of ratings.")
    try:
        rows = [row.tolist() if isinstance(row, np.ndarray) else list(row) for row in ratings]
    except TypeError as flat:
        raise WrongKind("ratings must be one row per rater, each a sequence of ratings.") from flat
    if not rows or not max(map(len, rows)):
        raise EmptySample("ratings is empty; give one row per rater.")
    if len(set(map(len, rows))) > 1:
        raise WrongKind(
            "Every rater needs one entry per unit, None where no rating was given; the rows differ in length."
        )
    if len(rows) < 2:
        raise NotEnough("Agreement needs at least 2 raters; there is 1.")
    return rows


def _labels(labels: list[Any]) -> tuple[Floats, Ints]:
    seen: dict[Hashable, int] = {}
    try:
        codes = [seen.setdefault(label, len(seen)) for label in labels]
    except TypeError as unhashable:
        raise WrongKind("A nominal rating must be a plain label: text, a number or a truth value.") from unhashable
    if any(isinstance(label, float) and not math.isfinite(label) for label in seen):
        raise OutOfRange("A rating is not a finite number; use None for a rating that was not given.")
    return np.arange(len(seen), dtype=np.float64), np.array(codes, dtype=np.int64)


def _numbers(labels: list[Any], level: str) -> tuple[Floats, Ints]:
    numbers = require.numbers("ratings", labels)
    if level == "ratio" and (numbers < 0).any():
        raise OutOfRange("Ratings at ratio level must be 0 or more; one is negative.")
    values, codes = np.unique(numbers, return_inverse=True)
    return values, codes.astype(np.int64)


def _paired(columns: Ints, codes: Ints, values: Floats, *, units: int) -> Ratings:
    sizes = np.bincount(columns, minlength=units)
    kept = sizes >= 2
    if not kept.any():
        raise NotEnough("No unit has two ratings, so there is nothing to compare.")
    place = np.cumsum(kept) - 1
    paired = kept[columns]
    used, codes = np.unique(codes[paired], return_inverse=True)
    return Ratings(
        owners=place[columns[paired]],
        codes=codes.astype(np.int64),
        values=values[used],
        sizes=sizes[kept].astype(np.float64),
        unpaired=int(units - kept.sum()),
    )
