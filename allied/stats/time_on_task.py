"""Task times: the typical time and the ratio of two. Times are seconds, above 0, of successful attempts alone."""

from dataclasses import dataclass
from math import ceil, exp, sqrt
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.distributions import binomial_between, t_quantile, z_quantile
from allied.stats.errors import Undefined
from allied.stats.means import NO_SPREAD, summary, welch
from allied.stats.require import Floats
from allied.stats.results import Estimate

SAURO_LEWIS = (
    "Sauro & Lewis (2010). Average task times in usability tests: what to report? CHI 2010, 2347-2350; "
    "Sauro & Lewis (2016). Quantifying the User Experience, 2nd ed., ch. 3."
)
METHODS = ("log_t", "median_binomial")
LARGEST_LOGARITHM = 700.0


@dataclass(frozen=True, kw_only=True)
class TaskTime(Estimate):
    """The typical time: the geometric mean by log_t, the median by median_binomial."""

    headline: ClassVar[str] = "typical"

    typical: float
    geometric_mean: float
    median: float
    lower: float
    upper: float

    def in_words(self) -> str:
        limits = f"{wording.duration(self.lower)} to {wording.duration(self.upper)}, n = {self.n}"
        return f"A typical attempt takes {wording.duration(self.typical)} ({limits})."


@dataclass(frozen=True, kw_only=True)
class TimeRatio(Estimate):
    """Typical time of a divided by that of b."""

    headline: ClassVar[str] = "ratio"

    ratio: float
    lower: float
    upper: float
    t: float
    df: float
    p_value: float

    def in_words(self) -> str:
        times = f"{self.ratio:.2f} times as long ({self.lower:.2f} to {self.upper:.2f})"
        if self.lower > 1 or self.upper < 1:
            return f"The first takes {times}."
        return f"The first takes {times}, which includes no difference. Too early to call."


def time_on_task_ci(times: ArrayLike, *, confidence: float = 0.95, method: str = "log_t") -> TaskTime:
    """How long the task typically takes, with an interval that respects the long tail of times.

    Not for: times of failed or abandoned attempts mixed with successes, or attempts cut off at a limit.

    Formula: log_t is exp of the t interval on ln(time), around the geometric mean, which is close to the median and
    best below some 25 people; median_binomial takes the order statistics at ranks ceil(n/2 ∓ z √n / 2).

    Args:
        times: at least two times in seconds, each above 0.
        confidence: two-sided level, between 0 and 1.
        method: "log_t" or "median_binomial".

    Raises:
        EmptySample, NotEnough: there are fewer than two times.
        OutOfRange: a time is not above 0, or confidence lies outside (0, 1).
        WrongKind: a time is not a number.
        UnknownOption: the method is another one.
        Undefined: two or three times vary so much that exp of the upper limit is beyond any number.

    Source: Sauro & Lewis (2010), Average task times in usability tests: what to report?

    Example:
        >>> answer = time_on_task_ci([94, 95, 96, 113, 121, 132, 190, 193, 255, 298])
        >>> round(answer.lower), round(answer.upper)
        (107, 198)
    """
    confidence = require.confidence(confidence)
    row = require.positives("times", times, at_least=2)
    option = require.option("method", method, METHODS)
    logs = summary(np.log(row))
    geometric_mean, median = exp(logs.mean), float(np.median(row))
    if option == "log_t":
        margin = t_quantile(confidence, logs.n - 1) * sqrt(logs.variance / logs.n)
        typical, lower, upper = geometric_mean, _seconds(logs.mean - margin), _seconds(logs.mean + margin)
        warnings: tuple[str, ...] = () if logs.variance else (NO_SPREAD,)
    else:
        typical = median
        lower, upper, warnings = _median_limits(np.sort(row), confidence)
    return TaskTime(
        method=option,
        n=row.size,
        confidence=confidence,
        typical=typical,
        geometric_mean=geometric_mean,
        median=median,
        lower=lower,
        upper=upper,
        warnings=warnings,
        citation=SAURO_LEWIS,
    )


def time_on_task_compare(a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95) -> TimeRatio:
    """How many times as long the task takes with one design as with the other, for different people.

    Not for: the same people with both designs; take the logarithms and use ``paired_t_test``.

    Formula: Welch's t on ln(time); the ratio of geometric means and its limits are exp of those of the difference.

    Args:
        a, b: at least two times in seconds each, above 0.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough, OutOfRange, WrongKind: as in ``time_on_task_ci``.
        Undefined: no time varies in either group, or a few times vary beyond any number.

    Source: Sauro & Lewis (2016), Quantifying the User Experience, 2nd ed., ch. 5.

    Example:
        >>> round(time_on_task_compare([40, 36, 53, 56, 110], [94, 95, 96, 113, 121]).ratio, 3)
        0.526
    """
    confidence = require.confidence(confidence)
    first, second = (
        summary(np.log(require.positives(name, times, at_least=2))) for name, times in (("a", a), ("b", b))
    )
    logs = welch(first, second, confidence)
    return TimeRatio(
        method="welch_log_t",
        n=first.n + second.n,
        confidence=confidence,
        ratio=_seconds(logs.difference),
        lower=_seconds(logs.lower),
        upper=_seconds(logs.upper),
        t=logs.t,
        df=logs.df,
        p_value=logs.p_value,
        citation=SAURO_LEWIS,
    )


def _seconds(logarithm: float) -> float:
    """exp, refused where it leaves the range of floating point."""
    if logarithm > LARGEST_LOGARITHM:
        raise Undefined("So few times that vary so much leave the interval without an upper limit worth naming.")
    return exp(logarithm)


def _median_limits(ordered: Floats, confidence: float) -> tuple[float, float, tuple[str, ...]]:
    n = ordered.size
    margin = z_quantile(confidence) * sqrt(n) / 2
    low, high = max(ceil(n / 2 - margin), 1), min(ceil(n / 2 + margin), n)
    covered = binomial_between(low, high - 1, n, 0.5)
    short = covered < confidence - 0.01
    warning = f"With {n} times these limits hold the median {covered:.0%} of the time, not {confidence:.0%}."
    return float(ordered[low - 1]), float(ordered[high - 1]), (warning,) if short else ()
