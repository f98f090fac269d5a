"""The range that a drawing spans, with lines at round numbers, and figures as a chart writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from allied.kernel.words import _

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high`` with a line every ``tick``."""

    low: float
    high: float
    tick: float

    @property
    def ticks(self) -> list[float]:
        return [self.low + step * self.tick for step in range(round((self.high - self.low) / self.tick) + 1)]

    @property
    def digits(self) -> int:
        """Decimals that tell two lines apart."""
        return next((d for d in range(12) if math.isclose(self.tick, round(self.tick, d))), 12)


def around(values: Iterable[float], *, lines: int = 5) -> Axis:
    """The smallest axis with ends at round numbers that holds all values and has about ``lines`` lines."""
    low, high = min(given := list(values)), max(given)
    if low == high:
        low, high = low - (abs(low) or 1) / 2, high + (abs(high) or 1) / 2
    size = 10 ** math.floor(math.log10((high - low) / lines))
    tick = next(step * size for step in STEPS if step * size * lines >= (high - low) * (1 - 1e-9))
    return Axis(math.floor(low / tick + 1e-9) * tick, math.ceil(high / tick - 1e-9) * tick, tick)


def figure(value: float, digits: int = 1, unit: str = "") -> str:
    """1,246.5 with its unit; a true minus sign, and none before a zero."""
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−") + unit


def ranged(value: float, low: float, high: float, digits: int = 1, unit: str = "") -> str:
    """ "61.8% (60.6 to 62.9%)" """
    return _(
        "%(figure)s (%(figure2)s to %(figure3)s)",
        figure=figure(value, digits, unit),
        figure2=figure(low, digits),
        figure3=figure(high, digits, unit),
    )
