"""Averages of ratings, scores and amounts: one group, two groups, and the same people twice. Units are the values'."""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.distributions import t_p_value, t_quantile
from allied.stats.errors import Inconsistent, Undefined
from allied.stats.require import Floats
from allied.stats.results import Estimate

STUDENT = "Student (1908). The probable error of a mean. Biometrika 6(1), 1-25."
WELCH = (
    'Welch (1947). The generalization of "Student\'s" problem when several different population variances are involved.'
)
NO_SPREAD = "All values are alike, so the interval has no width; that is not certainty."


@dataclass(frozen=True, kw_only=True)
class Mean(Estimate):
    """An average with its t interval."""

    headline: ClassVar[str] = "mean"

    mean: float
    margin: float
    standard_deviation: float
    lower: float
    upper: float

    def in_words(self) -> str:
        return f"Average {wording.figure(self.mean)} ({wording.interval(self.lower, self.upper)}, n = {self.n})."


@dataclass(frozen=True, kw_only=True)
class MeanDifference(Estimate):
    """A difference of averages with its t test; which minus which is said by the method that made it."""

    headline: ClassVar[str] = "difference"

    difference: float
    lower: float
    upper: float
    standard_error: float
    t: float
    df: float
    p_value: float

    def in_words(self) -> str:
        digits = wording.digits_for(self.upper - self.lower)
        return wording.change(self.difference, self.lower, self.upper, digits=digits, apart=self.method == "welch_t")


class Group(NamedTuple):
    """What a t test needs of one group."""

    mean: float
    variance: float
    n: int


def mean_ci(values: ArrayLike, *, confidence: float = 0.95) -> Mean:
    """How far an average may lie from that of everybody you could have asked.

    Not for: task times and other strongly skewed amounts (``time_on_task_ci``), or shares (``completion_rate_ci``).

    Formula: mean ± t(n - 1) s / √n, with s of n - 1.

    Args:
        values: at least two finite numbers.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: there are fewer than two values.
        WrongKind: a value is not a number.
        OutOfRange: a value is not finite, or confidence lies outside (0, 1).

    Source: Student (1908), The probable error of a mean.

    Example:
        >>> answer = mean_ci([3, 5, 3, 7, 1, 6, 2, 5, 1, 1, 3, 2, 6, 2, 2])
        >>> round(answer.mean, 2), round(answer.margin, 2)
        (3.27, 1.12)
    """
    confidence = require.confidence(confidence)
    row = require.numbers("values", values, at_least=2)
    group = summary(row)
    margin = t_quantile(confidence, group.n - 1) * sqrt(group.variance / group.n)
    return Mean(
        method="t",
        n=group.n,
        confidence=confidence,
        mean=group.mean,
        margin=margin,
        standard_deviation=sqrt(group.variance),
        lower=group.mean - margin,
        upper=group.mean + margin,
        warnings=() if group.variance else (NO_SPREAD,),
        citation=STUDENT,
    )


def welch_t_test(a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95) -> MeanDifference:
    """Whether the averages of two groups of different people differ, without assuming equal spread.

    Not for: the same people measured twice (``paired_t_test``), or peeking at a running experiment
    (``asymptotic_confidence_sequence``).

    Formula: mean(a) - mean(b), standard error √(s²a/na + s²b/nb), Welch-Satterthwaite degrees of freedom.

    Args:
        a, b: at least two finite numbers each.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: a group has fewer than two values.
        WrongKind, OutOfRange: as in ``mean_ci``.
        Undefined: neither group varies.

    Source: Welch (1947), The generalization of "Student's" problem.

    Example:
        >>> round(welch_t_test([6, 7, 5, 6, 7, 4, 6], [5, 4, 3, 6, 5, 2]).p_value, 4)
        0.0444
    """
    confidence = require.confidence(confidence)
    first = summary(require.numbers("a", a, at_least=2))
    return welch(first, summary(require.numbers("b", b, at_least=2)), confidence)


def paired_t_test(a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95) -> MeanDifference:
    """Whether the same people scored differently the second time, or with the other design.

    Not for: different people in the two rows, or pairs that were matched after the results were known.

    Formula: the mean of a - b, pair by pair, with the t interval on n - 1 degrees of freedom.

    Args:
        a, b: at least two finite numbers each, in the same order of people.
        confidence: two-sided level, between 0 and 1.

    Raises:
        Inconsistent: the rows differ in length.
        EmptySample, NotEnough, WrongKind, OutOfRange: as in ``mean_ci``.
        Undefined: every difference is the same.

    Source: Student (1908), The probable error of a mean.

    Example:
        >>> round(paired_t_test([72.5, 80, 65, 90, 77.5], [60, 75, 62.5, 82.5, 80]).t, 6)
        2.0
    """
    confidence = require.confidence(confidence)
    first, second = require.numbers("a", a, at_least=2), require.numbers("b", b, at_least=2)
    if first.size != second.size:
        raise Inconsistent(
            f"a and b must be pairs of the same people; they have {first.size} and {second.size} values."
        )
    group = summary(first - second)
    error = sqrt(group.variance / group.n)
    return _difference(group.mean, error, group.n - 1, group.n, confidence, "paired_t", STUDENT)


def welch_from_summary(
    mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int, *, confidence: float = 0.95
) -> MeanDifference:
    """Whether treatment (2) and control (1) differ, from averages and spreads alone.

    Not for: shares with few events (``two_proportion_compare``), or looking more than once.

    Formula: mean2 - mean1; otherwise as ``welch_t_test``.

    Args:
        mean1, sd1, n1: average, standard deviation (n - 1) and size of the control.
        mean2, sd2, n2: the same of the treatment.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: a group has fewer than two people.
        OutOfRange: a standard deviation is negative, a number is not finite, or confidence lies outside (0, 1).
        WrongKind: a size is not a whole number.
        Undefined: neither group varies.

    Source: Welch (1947), The generalization of "Student's" problem.

    Example:
        >>> round(welch_from_summary(0.41, 3.9, 3407, 0.7, 6.2, 3461).p_value, 5)
        0.02016
    """
    confidence = require.confidence(confidence)
    control, treatment = group_of("1", mean1, sd1, n1), group_of("2", mean2, sd2, n2)
    return welch(treatment, control, confidence)


def group_of(label: str, mean: float, sd: float, n: int) -> Group:
    """Checked summary figures of one group; ``label`` names its arguments in refusals."""
    size = require.more_than_one(f"n{label}", n)
    return Group(require.number(f"mean{label}", mean), require.not_negative(f"sd{label}", sd) ** 2, size)


def summary(row: Floats) -> Group:
    """Mean, variance (n - 1) and size of a row of at least two numbers."""
    spread = 0.0 if np.ptp(row) == 0 else float(np.var(row, ddof=1))
    return Group(float(np.mean(row)), spread, row.size)


def welch(first: Group, second: Group, confidence: float) -> MeanDifference:
    """First minus second, by Welch's unequal-variances t."""
    share1, share2 = first.variance / first.n, second.variance / second.n
    error = sqrt(share1 + share2)
    if not error:
        raise Undefined("Neither group varies, so there is no spread to judge the difference by.")
    df = error**4 / (share1**2 / (first.n - 1) + share2**2 / (second.n - 1))
    return _difference(first.mean - second.mean, error, df, first.n + second.n, confidence, "welch_t", WELCH)


def _difference(
    difference: float, error: float, df: float, n: int, confidence: float, method: str, citation: str
) -> MeanDifference:
    if not error:
        raise Undefined("Every pair differs by the same amount, so there is no spread to judge the difference by.")
    margin = t_quantile(confidence, df) * error
    return MeanDifference(
        method=method,
        n=n,
        confidence=confidence,
        difference=difference,
        lower=difference - margin,
        upper=difference + margin,
        standard_error=error,
        t=difference / error,
        df=df,
        p_value=t_p_value(difference / error, df),
        citation=citation,
    )
