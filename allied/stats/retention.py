"""Who comes back, and how long people stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import proportions, require, wording
from allied.stats.distributions import z_quantile
from allied.stats.errors import Inconsistent, OutOfRange
from allied.stats.results import Series

KAPLAN_MEIER = (
    "Kaplan & Meier (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481; interval: "
    "Kalbfleisch & Prentice (2002). The Statistical Analysis of Failure Time Data, 2nd ed. (Greenwood, log-log)."
)


@dataclass(frozen=True, kw_only=True)
class RetentionCohort(Series):
    """Share of one cohort active in each period, with Wilson intervals, in the order given."""

    headline: ClassVar[str] = "rate"

    rate: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]

    def in_words(self) -> str:
        last = f"{wording.percent(self.rate[-1])} ({wording.percent_interval(self.lower[-1], self.upper[-1])})"
        return f"Of {self.n} people, {last} were active in the last of {wording.plural(len(self.rate), 'period')}."


@dataclass(frozen=True, kw_only=True)
class SurvivalCurve(Series):
    """Share still there after each time at which somebody left; empty while nobody has left.

    ``median`` is the first time by which half have left, None while more than half are there.
    """

    headline: ClassVar[str] = "survival"

    time: tuple[float, ...]
    survival: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    median: float | None

    def in_words(self) -> str:
        if not self.survival:
            return f"Nobody has left yet (n = {self.n})."
        if self.median is None:
            least = wording.percent(self.survival[-1])
            return f"More than half are still there ({least} at {self.time[-1]:g}, n = {self.n})."
        return f"Half have left by {self.median:g} (n = {self.n})."


def retention_cohort(cohort_size: int, active_by_period: Sequence[int], *, confidence: float = 0.95) -> RetentionCohort:
    """Which share of the people who started together was active in each later period.

    Not for: periods the cohort has not reached yet; leave them out, or use ``kaplan_meier``.

    Formula: active / cohort size per period, with the Wilson interval.

    Args:
        cohort_size: people who started, 1 or more.
        active_by_period: people active in each period, whole numbers of 0..cohort_size.
        confidence: two-sided level of each interval, between 0 and 1.

    Raises:
        EmptySample: nobody started, or there are no periods.
        OutOfRange: more are active than started, or confidence lies outside (0, 1).
        WrongKind: a count is not a whole number.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Example:
        >>> [round(rate, 2) for rate in retention_cohort(1000, [1000, 620, 480]).rate]
        [1.0, 0.62, 0.48]
    """
    n, confidence = require.size("cohort_size", cohort_size), require.confidence(confidence)
    active = [int(count) for count in require.wholes("active_by_period", active_by_period, 0)]
    if max(active) > n:
        raise OutOfRange(f"active_by_period cannot exceed cohort_size; {max(active)} is more than {n}.")
    limits = [proportions.wilson(count, n, confidence) for count in active]
    return RetentionCohort(
        method="wilson",
        n=n,
        confidence=confidence,
        rate=tuple(count / n for count in active),
        lower=tuple(low for low, _ in limits),
        upper=tuple(high for _, high in limits),
        citation=proportions.WILSON,
    )


def kaplan_meier(time: ArrayLike, event: ArrayLike, *, confidence: float = 0.95) -> SurvivalCurve:
    """How long people stay, when some have not left yet.

    Not for: leaving that depends on why somebody is no longer observed; the method takes the two as unrelated.

    Formula: the product of (1 - left / at risk) over the times at which somebody left; Greenwood's variance on the
    log-log scale for the interval. Somebody censored at a time is still at risk at that time.

    Args:
        time: how long each person was observed, 0 or more, in any one unit.
        event: 1 where the person left at that time, 0 where observation ended (still there), in the same order.
        confidence: two-sided level of each interval, between 0 and 1.

    Raises:
        EmptySample: there is nobody.
        Inconsistent: time and event differ in length.
        OutOfRange: a time is negative, an event neither 0 nor 1, or confidence lies outside (0, 1).
        WrongKind: a time is not a number, or an event not a whole one.

    Source: Kaplan & Meier (1958), Nonparametric estimation from incomplete observations.

    Example:
        >>> [round(share, 3) for share in kaplan_meier([1, 2, 3, 4], [1, 0, 1, 1]).survival]
        [0.75, 0.375, 0.0]
    """
    confidence = require.confidence(confidence)
    times = require.not_negatives("time", time)
    left = require.wholes("event", event, 0, 1)
    if times.size != left.size:
        raise Inconsistent(f"time and event must be the same people; they have {times.size} and {left.size} values.")
    moments = np.unique(times[left == 1])
    at_risk = times.size - np.searchsorted(np.sort(times), moments)
    leaving = np.sort(times[left == 1])
    events = np.searchsorted(leaving, moments, side="right") - np.searchsorted(leaving, moments)
    survival = np.cumprod(1 - events / at_risk)
    lower, upper = _log_log_limits(survival.tolist(), at_risk.tolist(), events.tolist(), z_quantile(confidence))
    half = np.flatnonzero(survival <= 0.5 + 1e-12)
    return SurvivalCurve(
        method="kaplan_meier",
        n=times.size,
        confidence=confidence,
        time=tuple(moments.tolist()),
        survival=tuple(survival.tolist()),
        lower=lower,
        upper=upper,
        at_risk=tuple(at_risk.tolist()),
        events=tuple(events.tolist()),
        median=float(moments[half[0]]) if half.size else None,
        warnings=_ends(survival.tolist()),
        citation=KAPLAN_MEIER,
    )


def _ends(survival: list[float]) -> tuple[str, ...]:
    if not survival:
        return ("Nobody has left yet, so there is no curve; everybody is still there.",)
    return () if survival[-1] > 0 else ("Nobody is left at the end; the last interval repeats the one before.",)


def _log_log_limits(
    survival: list[float], at_risk: list[int], events: list[int], z: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Limits within 0..1; where nobody is left the variance does not exist and the last upper limit stands."""
    lowers: list[float] = []
    uppers: list[float] = []
    greenwood, last = 0.0, 1.0
    for share, there, leaving in zip(survival, at_risk, events, strict=True):
        if share > 0:
            greenwood += leaving / (there * (there - leaving))
            spread = z * sqrt(greenwood) / abs(log(share))
            lowers.append(share ** exp(spread))
            last = share ** exp(-spread)
        else:
            lowers.append(0.0)
        uppers.append(last)
    return tuple(lowers), tuple(uppers)
