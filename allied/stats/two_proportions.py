"""Two completion rates, or any two shares of different people, compared."""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from allied.stats import proportions, require, wording
from allied.stats.distributions import z_p_value, z_quantile
from allied.stats.results import Estimate

CITATIONS = {
    "n_minus_1": (
        "Campbell (2007). Chi-squared and Fisher-Irwin tests of two-by-two tables with small sample recommendations. "
        "Statistics in Medicine 26, 3661-3675; interval of Agresti & Caffo (2000)."
    ),
    "newcombe_score": (
        "Newcombe (1998). Interval estimation for the difference between independent proportions: comparison of eleven "
        "methods. Statistics in Medicine 17, 873-890 (method 10); test of Campbell (2007)."
    ),
    "agresti_caffo": (
        "Agresti & Caffo (2000). Simple and effective confidence intervals for proportions and differences of "
        "proportions. The American Statistician 54(4), 280-288; test of Campbell (2007)."
    ),
    "wald": "Newcombe (1998). Statistics in Medicine 17, 873-890 (method 1); pooled z test.",
}
ALIKE = "Every attempt in both groups ended the same way, so the test has nothing to tell apart."
WALD_IS_NARROW = "The Wald interval is too narrow in small samples; prefer newcombe_score."

Limits = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class ProportionDifference(Estimate):
    """Rate 1 minus rate 2, its interval, and the z statistic of the test with its two-sided p."""

    headline: ClassVar[str] = "difference"

    rate1: float
    rate2: float
    difference: float
    lower: float
    upper: float
    statistic: float
    p_value: float

    def in_words(self) -> str:
        value, lower, upper = (100 * each for each in (self.difference, self.lower, self.upper))
        apart = self.method == "newcombe_score"
        return wording.change(value, lower, upper, " percentage points", digits=0, apart=apart)


def two_proportion_compare(
    x1: int, n1: int, x2: int, n2: int, *, confidence: float = 0.95, method: str = "n_minus_1"
) -> ProportionDifference:
    """Whether two groups of different people differ in a rate, and by how much.

    Not for: the same people in both groups (their outcomes are paired), or groups chosen after the outcome was known.

    Formula: difference x1/n1 - x2/n2. Interval: newcombe_score combines the two Wilson intervals; agresti_caffo, also
    given with n_minus_1, adds one success and one failure to each group; wald adds nothing. Test: pooled z times
    √((N - 1)/N), the N-1 chi-square; with wald the plain pooled z.

    Args:
        x1, n1: successes and attempts of group 1.
        x2, n2: successes and attempts of group 2.
        confidence: two-sided level, between 0 and 1.
        method: "n_minus_1", "newcombe_score", "agresti_caffo" or "wald".

    Raises:
        EmptySample: a group has no attempts.
        OutOfRange: successes exceed attempts, or a count is negative, or confidence lies outside (0, 1).
        WrongKind: a count is not a whole number.
        UnknownOption: the method is another one.

    Source: Campbell (2007), Chi-squared and Fisher-Irwin tests of two-by-two tables; Newcombe (1998), Interval
        estimation for the difference between independent proportions.

    Example:
        >>> answer = two_proportion_compare(56, 70, 48, 80, method="newcombe_score")
        >>> round(answer.lower, 4), round(answer.upper, 4)
        (0.0524, 0.3339)
    """
    n1, n2 = require.size("n1", n1), require.size("n2", n2)
    x1, x2 = require.part_of("x1", x1, "n1", n1), require.part_of("x2", x2, "n2", n2)
    confidence = require.confidence(confidence)
    option = require.option("method", method, CITATIONS)
    limits = {"newcombe_score": _newcombe, "wald": _wald}.get(option, _agresti_caffo)
    lower, upper = limits(x1, n1, x2, n2, confidence)
    alike = x1 + x2 in (0, n1 + n2)
    statistic = 0.0 if alike else _pooled_z(x1, n1, x2, n2, corrected=option != "wald")
    return ProportionDifference(
        method=option,
        n=n1 + n2,
        confidence=confidence,
        rate1=x1 / n1,
        rate2=x2 / n2,
        difference=x1 / n1 - x2 / n2,
        lower=lower,
        upper=upper,
        statistic=statistic,
        p_value=z_p_value(statistic),
        warnings=(*((ALIKE,) if alike else ()), *((WALD_IS_NARROW,) if option == "wald" else ())),
        citation=CITATIONS[option],
    )


def _pooled_z(x1: int, n1: int, x2: int, n2: int, *, corrected: bool) -> float:
    total = n1 + n2
    pooled = (x1 + x2) / total
    z = (x1 / n1 - x2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return z * sqrt((total - 1) / total) if corrected else z


def _newcombe(x1: int, n1: int, x2: int, n2: int, confidence: float) -> Limits:
    p1, p2 = x1 / n1, x2 / n2
    (low1, high1), (low2, high2) = proportions.wilson(x1, n1, confidence), proportions.wilson(x2, n2, confidence)
    below, above = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2), sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return _clipped(p1 - p2 - below, p1 - p2 + above)


def _agresti_caffo(x1: int, n1: int, x2: int, n2: int, confidence: float) -> Limits:
    return _wald(x1 + 1, n1 + 2, x2 + 1, n2 + 2, confidence)


def _wald(x1: int, n1: int, x2: int, n2: int, confidence: float) -> Limits:
    p1, p2 = x1 / n1, x2 / n2
    margin = z_quantile(confidence) * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return _clipped(p1 - p2 - margin, p1 - p2 + margin)


def _clipped(lower: float, upper: float) -> Limits:
    return max(lower, -1.0), min(upper, 1.0)
