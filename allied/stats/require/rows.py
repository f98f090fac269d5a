"""Many values: a row of numbers, a table, a list of names."""

from collections.abc import Hashable, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allied.stats.errors import EmptySample, NotEnough, OutOfRange, WrongKind
from allied.stats.require.sizes import LARGEST, limits, short, there_are

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def names(name: str, values: object) -> Sequence[Hashable]:
    """A list of plain names: text or numbers, as ids are.

    Raises:
        WrongKind: it is one piece of text or no sequence, or holds what cannot be a name.
    """
    if isinstance(values, (str, bytes)) or not isinstance(values, Sequence):
        raise WrongKind(f"{name} must be a list of names; {values!r} is not one.")
    if odd := [value for value in values if not isinstance(value, Hashable) or value is None]:
        raise WrongKind(f"{name} must hold plain names, text or numbers; {odd[0]!r} is not one.")
    return values


def numbers(name: str, values: ArrayLike, *, at_least: int = 1) -> Floats:
    """One row of finite numbers as an array of floats; text and truth values are refused.

    Raises:
        EmptySample: there are none.
        NotEnough: there are fewer than ``at_least``.
        WrongKind: one is not a number, or the values are not one flat row.
        OutOfRange: one is not finite.
    """
    result = _array(name, values)
    if result.ndim != 1:
        raise WrongKind(f"{name} must be one row of numbers; it has {result.ndim} dimensions.")
    if not result.size:
        raise EmptySample(f"{name} is empty; give at least {at_least} {'number' if at_least == 1 else 'numbers'}.")
    if result.size < at_least:
        raise NotEnough(f"{name} needs at least {at_least} numbers; there {there_are(result.size)}.")
    return _computable(name, result)


def positives(name: str, values: ArrayLike, *, at_least: int = 1) -> Floats:
    """One row of finite numbers above zero."""
    result = numbers(name, values, at_least=at_least)
    if (result <= 0).any():
        place = int(np.argmax(result <= 0))
        raise OutOfRange(f"{name} must all be above 0; number {place + 1} is {short(result[place])}.")
    return result


def not_negatives(name: str, values: ArrayLike, *, at_least: int = 1) -> Floats:
    """One row of finite numbers of zero or more."""
    result = numbers(name, values, at_least=at_least)
    if (result < 0).any():
        place = int(np.argmax(result < 0))
        raise OutOfRange(f"{name} must all be 0 or more; number {place + 1} is {short(result[place])}.")
    return result


def numbers_within(name: str, values: ArrayLike, low: float, high: float, *, at_least: int = 1) -> Floats:
    """One row of finite numbers from ``low`` to ``high``, both included."""
    result = numbers(name, values, at_least=at_least)
    outside = (result < low) | (result > high)
    if outside.any():
        place = int(np.argmax(outside))
        raise OutOfRange(
            f"{name} must all lie from {short(low)} to {short(high)}; number {place + 1} is {short(result[place])}."
        )
    return result


def wholes(name: str, values: ArrayLike, low: int | None = None, high: int | None = None) -> Ints:
    """One row of whole numbers, from ``low`` to ``high`` where given; an array must have an integer type.

    Raises:
        EmptySample: there are none.
        WrongKind: one is not a whole number, or the values are not one flat row.
        OutOfRange: one lies outside the limits.
    """
    result = _array(name, values)
    if result.ndim != 1:
        raise WrongKind(f"{name} must be one row of whole numbers; it has {result.ndim} dimensions.")
    if not result.size:
        raise EmptySample(f"{name} is empty; give at least 1 whole number.")
    if result.dtype.kind not in "iu":
        raise WrongKind(f"{name} must hold whole numbers; some are fractions, or of another kind.")
    if low is not None and (smallest := int(result.min())) < low:
        raise OutOfRange(f"{name} must be whole numbers {limits(low, high)}; one is {smallest}.")
    if high is not None and (largest := int(result.max())) > high:
        raise OutOfRange(f"{name} must be whole numbers {limits(low, high)}; one is {largest}.")
    return result


def table(name: str, rows: ArrayLike) -> Floats:
    """Rows of equal length, of finite numbers, as a two-dimensional array of floats.

    Raises:
        EmptySample: there are no rows, or no columns.
        WrongKind: rows differ in length, or a cell is not a number.
        OutOfRange: a cell is not finite.
    """
    result = _array(name, rows)
    if not result.size:
        raise EmptySample(f"{name} is empty; give at least one row with one number.")
    if result.ndim != 2:
        raise WrongKind(f"{name} must be rows of equal length.")
    return _computable(name, result)


def _array(name: str, values: ArrayLike) -> NDArray[Any]:
    if isinstance(values, (str, bytes)) or not (isinstance(values, Sequence) or hasattr(values, "__array__")):
        raise WrongKind(f"{name} must be a sequence of numbers; {type(values).__name__} is not one.")
    if isinstance(values, Sequence):
        _refuse_other_kinds(name, values)
    try:
        result = np.asarray(values)
    except ValueError as ragged:
        raise WrongKind(f"{name} must be rows of equal length.") from ragged
    if result.size and result.dtype.kind == "O":
        result = _from_objects(name, result)
    if result.size and result.dtype.kind not in "iuf":
        raise WrongKind(f"{name} must hold numbers; it holds {result.dtype}.")
    return result


def _from_objects(name: str, values: NDArray[Any]) -> Floats:
    """Fractions and whole numbers beyond 64 bits, as floats."""
    try:
        return values.astype(np.float64)
    except OverflowError as too_large:
        raise OutOfRange(f"{name} holds a number too large to compute with; measure it in another unit.") from too_large


def _refuse_other_kinds(name: str, values: Sequence[Any]) -> None:
    """Refuse text and truth values before numpy turns them into numbers of its own choosing."""
    for kind in set(map(type, values)):
        if issubclass(kind, (bool, np.bool_, str, bytes)) or not issubclass(kind, (Real, Sequence, np.ndarray)):
            odd = next(value for value in values if type(value) is kind)
            raise WrongKind(f"{name} must hold numbers only; {odd!r} is not one.")
        if issubclass(kind, Sequence):
            for row in (value for value in values if type(value) is kind):
                _refuse_other_kinds(name, row)


def _computable(name: str, values: NDArray[Any]) -> Floats:
    as_floats = values.astype(np.float64, copy=False)
    within = np.abs(as_floats) <= LARGEST
    if not within.all():
        place = int(np.argmax(~within.ravel())) + 1
        problem = f"number {place} is {short(as_floats.ravel()[place - 1])}"
        raise OutOfRange(f"{name} must hold finite numbers of a size to compute with; {problem}.")
    return as_floats
