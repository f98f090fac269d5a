"""Arguments are checked, never coerced: each function returns what it was given, typed, or refuses with a sentence."""

from collections.abc import Collection, Hashable, Sequence
from numbers import Integral, Real
from typing import Any, SupportsFloat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allied.stats.errors import EmptySample, NotEnough, OutOfRange, UnknownOption, WrongKind

# Beyond these sizes squares of squares leave the range of floating point; nothing that teams measure comes near.
LARGEST, SMALLEST = 1e60, 1e-60

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def number(name: str, value: object) -> float:
    """A finite real number of computable size. Text and truth values are refused.

    Raises:
        WrongKind: it is not a number.
        OutOfRange: it is infinite, not a number in the floating-point sense, or too large to compute with.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise WrongKind(f"{name} must be a number; {value!r} is not one.")
    try:
        result = float(value)
    except OverflowError as too_large:
        raise OutOfRange(f"{name} is too large to compute with; measure it in another unit.") from too_large
    if not np.isfinite(result):
        raise OutOfRange(f"{name} must be a finite number; it is {result}.")
    if abs(result) > LARGEST:
        raise OutOfRange(f"{name} is too large to compute with; measure it in another unit.")
    return result


def positive(name: str, value: object) -> float:
    """A finite number above zero, and not so small that dividing by it leaves the range of floating point."""
    result = number(name, value)
    if result <= 0:
        raise OutOfRange(f"{name} must be above 0; it is {_short(result)}.")
    if result < SMALLEST:
        raise OutOfRange(f"{name} is too small to compute with; measure it in another unit.")
    return result


def not_negative(name: str, value: object) -> float:
    """A finite number of zero or more."""
    result = number(name, value)
    if result < 0:
        raise OutOfRange(f"{name} must be 0 or more; it is {_short(result)}.")
    return result


def within(name: str, value: object, low: float, high: float) -> float:
    """A finite number from ``low`` to ``high``, both included."""
    result = number(name, value)
    if not low <= result <= high:
        raise OutOfRange(f"{name} must lie from {_short(low)} to {_short(high)}; it is {_short(result)}.")
    return result


def between(name: str, value: object, low: float, high: float) -> float:
    """A finite number strictly between ``low`` and ``high``."""
    result = number(name, value)
    if not low < result < high:
        limits = f"{_short(low)} and {_short(high)}, not on them"
        raise OutOfRange(f"{name} must lie between {limits}; it is {_short(result)}.")
    return result


def confidence(value: object) -> float:
    """A two-sided level strictly between 0 and 1: 0.95, not 95."""
    return between("confidence", value, 0, 1)


def share(name: str, value: object) -> float:
    """A proportion from 0 to 1, both included."""
    return within(name, value, 0, 1)


def whole(name: str, value: object, low: int | None = None, high: int | None = None) -> int:
    """A whole number of Python's or numpy's integers, from ``low`` to ``high`` where given.

    Raises:
        WrongKind: it is not a whole number; 3.0 is not accepted for 3.
        OutOfRange: it lies outside the limits.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
        raise WrongKind(f"{name} must be a whole number; {value!r} is not one.")
    number(name, value)
    result = int(value)
    if (low is not None and result < low) or (high is not None and result > high):
        raise OutOfRange(f"{name} must be a whole number {_limits(low, high)}; it is {result}.")
    return result


def count(name: str, value: object) -> int:
    """A whole number of 0 or more."""
    return whole(name, value, low=0)


def size(name: str, value: object) -> int:
    """A whole number of 1 or more: how many there are to measure.

    Raises:
        EmptySample: it is 0.
    """
    result = count(name, value)
    if result == 0:
        raise EmptySample(f"{name} is 0, so there is nothing to measure; give at least 1.")
    return result


def more_than_one(name: str, value: object) -> int:
    """A whole number of 2 or more: how many there are, where a spread is needed.

    Raises:
        EmptySample: it is 0.
        NotEnough: it is 1.
    """
    result = size(name, value)
    if result == 1:
        raise NotEnough(f"{name} is 1, and one value has no spread; give at least 2.")
    return result


def part_of(name: str, value: object, whole_name: str, total: int) -> int:
    """A count that cannot exceed ``total``."""
    result = count(name, value)
    if result > total:
        raise OutOfRange(f"{name} cannot exceed {whole_name}; {result} is more than {total}.")
    return result


def flag(name: str, value: object) -> bool:
    """A truth value: True or False, not 0 or 1."""
    if not isinstance(value, (bool, np.bool_)):
        raise WrongKind(f"{name} must be true or false; {value!r} is neither.")
    return bool(value)


def option(name: str, value: object, allowed: Collection[str]) -> str:
    """One of the named options."""
    if not isinstance(value, str) or value not in allowed:
        raise UnknownOption(f"{name} must be one of {', '.join(allowed)}; {value!r} is not.")
    return value


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
        raise NotEnough(f"{name} needs at least {at_least} numbers; there {_are(result.size)}.")
    return _computable(name, result)


def positives(name: str, values: ArrayLike, *, at_least: int = 1) -> Floats:
    """One row of finite numbers above zero."""
    result = numbers(name, values, at_least=at_least)
    if (result <= 0).any():
        place = int(np.argmax(result <= 0))
        raise OutOfRange(f"{name} must all be above 0; number {place + 1} is {_short(result[place])}.")
    return result


def not_negatives(name: str, values: ArrayLike, *, at_least: int = 1) -> Floats:
    """One row of finite numbers of zero or more."""
    result = numbers(name, values, at_least=at_least)
    if (result < 0).any():
        place = int(np.argmax(result < 0))
        raise OutOfRange(f"{name} must all be 0 or more; number {place + 1} is {_short(result[place])}.")
    return result


def numbers_within(name: str, values: ArrayLike, low: float, high: float, *, at_least: int = 1) -> Floats:
    """One row of finite numbers from ``low`` to ``high``, both included."""
    result = numbers(name, values, at_least=at_least)
    outside = (result < low) | (result > high)
    if outside.any():
        place = int(np.argmax(outside))
        raise OutOfRange(
            f"{name} must all lie from {_short(low)} to {_short(high)}; number {place + 1} is {_short(result[place])}."
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
        raise OutOfRange(f"{name} must be whole numbers {_limits(low, high)}; one is {smallest}.")
    if high is not None and (largest := int(result.max())) > high:
        raise OutOfRange(f"{name} must be whole numbers {_limits(low, high)}; one is {largest}.")
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
        problem = f"number {place} is {_short(as_floats.ravel()[place - 1])}"
        raise OutOfRange(f"{name} must hold finite numbers of a size to compute with; {problem}.")
    return as_floats


def _short(value: SupportsFloat) -> str:
    return f"{float(value):.6g}"


def _limits(low: int | None, high: int | None) -> str:
    if low is None:
        return f"of at most {high}"
    return f"of at least {low}" if high is None else f"from {low} to {high}"


def _are(quantity: int) -> str:
    return "is 1" if quantity == 1 else f"are {quantity}"
