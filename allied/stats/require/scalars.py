"""One argument: a number, a whole number, a share, a level, an option."""

from collections.abc import Collection
from numbers import Integral, Real

import numpy as np

from allied.stats.errors import EmptySample, NotEnough, OutOfRange, UnknownOption, WrongKind
from allied.stats.require.sizes import LARGEST, SMALLEST, limits, short


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
        raise OutOfRange(f"{name} must be above 0; it is {short(result)}.")
    if result < SMALLEST:
        raise OutOfRange(f"{name} is too small to compute with; measure it in another unit.")
    return result


def not_negative(name: str, value: object) -> float:
    """A finite number of zero or more."""
    result = number(name, value)
    if result < 0:
        raise OutOfRange(f"{name} must be 0 or more; it is {short(result)}.")
    return result


def within(name: str, value: object, low: float, high: float) -> float:
    """A finite number from ``low`` to ``high``, both included."""
    result = number(name, value)
    if not low <= result <= high:
        raise OutOfRange(f"{name} must lie from {short(low)} to {short(high)}; it is {short(result)}.")
    return result


def between(name: str, value: object, low: float, high: float) -> float:
    """A finite number strictly between ``low`` and ``high``."""
    result = number(name, value)
    if not low < result < high:
        limits = f"{short(low)} and {short(high)}, not on them"
        raise OutOfRange(f"{name} must lie between {limits}; it is {short(result)}.")
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
        raise OutOfRange(f"{name} must be a whole number {limits(low, high)}; it is {result}.")
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
