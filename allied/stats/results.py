"""The shape of every answer: a frozen dataclass that carries its interval, its n, its warnings and its source.

A family declares its own result by naming its headline, the field that *is* the estimate::

    @dataclass(frozen=True, kw_only=True)
    class NpsInterval(Estimate):
        headline: ClassVar[str] = "nps"

        nps: float

An estimate without an interval must say why in ``no_interval``. A figure that is not finite never leaves the library.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from allied.stats.errors import Undefined


@dataclass(frozen=True, kw_only=True)
class Result:
    """What all answers share. Use ``Estimate`` for one figure and ``Series`` for one per period or item.

    Attributes:
        method: name of the procedure, as its ``method`` option spells it where there is a choice.
        n: how many observations the figure rests on; for a planned study, how many it needs. None if neither applies.
        confidence: two-sided level of the interval, 0..1; None where there is no interval.
        warnings: sentences that belong beside the figure wherever it is shown.
        no_interval: why there is no interval; empty where there is one.
        citation: author, year, title of the published method.
    """

    headline: ClassVar[str] = ""

    method: str
    n: int | float | None
    confidence: float | None = None
    warnings: tuple[str, ...] = ()
    no_interval: str = ""
    citation: str

    def __post_init__(self) -> None:
        if self.headline:
            object.__setattr__(self, "estimate", getattr(self, self.headline))
        for name in (each.name for each in fields(self)):
            # The headline is checked under its own name.
            if name != "estimate" and not _is_finite(getattr(self, name)):
                raise Undefined(f"{name} by {self.method} is not a finite number for these data, so it is withheld.")

    def as_dict(self) -> dict[str, Any]:
        """All fields as plain values (numbers, text, lists, dicts): what JSON can carry."""
        return {each.name: plain(getattr(self, each.name)) for each in fields(self)}

    def in_words(self) -> str:
        """One or two sentences a team can act on; families say it in their own terms."""
        raise NotImplementedError(f"{type(self).__name__} does not say itself in words yet.")


@dataclass(frozen=True, kw_only=True)
class Estimate(Result):
    """One figure with its interval, both in the unit of the figure."""

    estimate: float = field(init=False)
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        has_interval = self.lower is not None and self.upper is not None and self.confidence is not None
        if has_interval == bool(self.no_interval):
            raise TypeError(f"{type(self).__name__} needs an interval, or the reason why it has none, and not both.")


@dataclass(frozen=True, kw_only=True)
class Series(Result):
    """A figure per period, item or person, each with its interval, in the same order."""

    estimate: tuple[float, ...] = field(init=False)
    lower: tuple[float, ...] | None = None
    upper: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        has_interval = self.lower is not None and self.upper is not None and self.confidence is not None
        if has_interval == bool(self.no_interval):
            raise TypeError(f"{type(self).__name__} needs intervals, or the reason why it has none, and not both.")


def plain(value: Any) -> Any:
    """The value with tuples and arrays as lists, nested results as dicts and numpy scalars as Python's own."""
    if isinstance(value, Result):
        return value.as_dict()
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    return value


def _is_finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return _is_finite(list(value.values()))
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return all(_is_finite(each) for each in value)
    return True
