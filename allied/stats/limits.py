"""Limits of a figure, or the reason why it has none, and how both are said."""

import math
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

from allied.stats.results import Estimate
from allied.stats.wording import interval


@dataclass(frozen=True)
class Spread:
    """Limits of a figure, or why there are none.

    Attributes:
        lower, upper: limits in the unit of the figure; None where the reason says why.
        reason: why there are no limits; empty where there are.
        warnings: what weakens the limits.
    """

    lower: float | None
    upper: float | None
    reason: str = ""
    warnings: tuple[str, ...] = ()

    def level(self, confidence: float) -> float | None:
        """The confidence that belongs beside the limits; None where there are none."""
        return None if self.reason else confidence


def no_spread(reason: str) -> Spread:
    """No limits, and the sentence that says why."""
    return Spread(None, None, reason)


def spread_around(estimate: float, margin: float, *, low: float = -1.0, high: float = 1.0) -> Spread:
    """Symmetric limits, clipped to the scale of the figure."""
    return Spread(max(low, estimate - margin), min(high, estimate + margin))


def t_quantile(freedom: float, confidence: float) -> float:
    """Student's t that leaves the middle ``confidence`` between its minus and plus."""
    return float(stdtrit(freedom, (1 + confidence) / 2))


def z_quantile(confidence: float) -> float:
    """The normal quantile that leaves the middle ``confidence`` between its minus and plus."""
    return float(ndtri((1 + confidence) / 2))


def beside(result: Estimate, basis: str, digits: int = 2) -> str:
    """What stands in brackets after a figure: its limits where it has them, and what it rests on."""
    if result.lower is None or result.upper is None:
        return f"({basis})"
    return f"({interval(result.lower, result.upper, digits)}, {basis})"


def binomial_limits(successes: float, n: float, confidence: float) -> tuple[float, float]:
    """Adjusted-Wald limits of a share.

    Source: Agresti, A. & Coull, B. A. (1998). Approximate is better than "exact". The American Statistician 52(2).
    """
    z = z_quantile(confidence)
    trials = n + z**2
    center = (successes + z**2 / 2) / trials
    margin = z * math.sqrt(center * (1 - center) / trials)
    return max(0.0, center - margin), min(1.0, center + margin)


def binomial_spread(successes: float, n: float | None, confidence: float) -> Spread:
    """Adjusted-Wald limits of a share; none where the number of people is not known."""
    if n is None:
        return no_spread("The input holds shares, so the number of people is unknown; give counts for an interval.")
    return Spread(*binomial_limits(successes, n, confidence))


def mean_spread(mean: float, deviation: float, n: int, confidence: float, *, low: float, high: float) -> Spread:
    """Limits of a mean by Student's t, clipped to the scale; none where all values are the same."""
    if not deviation:
        return no_spread("All answers are the same, so they hold no spread to build an interval from.")
    return spread_around(mean, t_quantile(n - 1, confidence) * deviation / math.sqrt(n), low=low, high=high)
