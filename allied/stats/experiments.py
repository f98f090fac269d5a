"""Fixed-horizon experiments: is the split sound, how much does a pre-period help, and which of many tests stand.

Differences are treatment minus control. Look once, at the planned end; for looking as you go, use ``sequential``.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.distributions import chi2_p_value
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, Undefined
from allied.stats.means import summary, welch
from allied.stats.require import Floats
from allied.stats.results import Estimate, Series

DENG = (
    "Deng, Xu, Kohavi & Walker (2013). Improving the sensitivity of online controlled experiments by utilizing "
    "pre-experiment data. WSDM '13, 123-132."
)
FABIJAN = (
    "Fabijan et al. (2019). Diagnosing sample ratio mismatch in online controlled experiments. KDD '19; "
    "Kohavi, Tang & Xu (2020). Trustworthy Online Controlled Experiments, ch. 21."
)
SRM_ALARM = 0.001
CORRECTIONS = {
    "bonferroni": "Dunn (1961). Multiple comparisons among means. JASA 56, 52-64.",
    "holm": "Holm (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statistics 6, 65-70.",
    "hochberg": "Hochberg (1988). A sharper Bonferroni procedure for multiple tests of significance. Biometrika 75(4).",
    "benjamini_hochberg": "Benjamini & Hochberg (1995). Controlling the false discovery rate. JRSS B 57(1), 289-300.",
    "benjamini_yekutieli": (
        "Benjamini & Yekutieli (2001). The control of the false discovery rate in multiple testing under dependency. "
        "Annals of Statistics 29(4), 1165-1188."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Cuped(Estimate):
    """The difference after the pre-period is taken out. ``variance_reduction`` is the squared correlation."""

    headline: ClassVar[str] = "difference"

    theta: float
    difference: float
    standard_error: float
    lower: float
    upper: float
    t: float
    df: float
    p_value: float
    unadjusted_difference: float
    variance_reduction: float

    def in_words(self) -> str:
        digits = wording.digits_for(self.upper - self.lower)
        moved = wording.change(self.difference, self.lower, self.upper, digits=digits)
        return f"{moved} The pre-period explains {wording.percent(self.variance_reduction)} of the variance."


@dataclass(frozen=True, kw_only=True)
class RatioMismatch(Series):
    """Share of people that each arm received, against the split that was planned."""

    headline: ClassVar[str] = "shares"

    shares: tuple[float, ...]
    expected_shares: tuple[float, ...]
    chi2: float
    df: int
    p_value: float

    def in_words(self) -> str:
        found = ", ".join(wording.percent(share, 2) for share in self.shares)
        planned = ", ".join(wording.percent(share, 2) for share in self.expected_shares)
        verdict = (
            "Find the cause before reading any metric." if self.p_value < SRM_ALARM else "The split is as planned."
        )
        return f"The arms hold {found} of {self.n} people; planned were {planned}. {verdict}"


@dataclass(frozen=True, kw_only=True)
class MultipleTesting(Series):
    """Adjusted p-values in the order given, and how many stand at ``alpha``."""

    headline: ClassVar[str] = "adjusted"

    adjusted: tuple[float, ...]
    rejected: int
    alpha: float

    def in_words(self) -> str:
        stand = f"{self.rejected} of {wording.plural(self.n or 0, 'test')}"
        return f"{stand} stand at {wording.level(self.alpha)} after correction for testing many."


def cuped(
    pre_control: ArrayLike,
    post_control: ArrayLike,
    pre_treatment: ArrayLike,
    post_treatment: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Cuped:
    """The treatment's effect with less noise, by what each person did before the experiment.

    Not for: a covariate that the treatment can change; it must be measured before the experiment began.

    Formula: theta is cov(pre, post) / var(pre) over all people of both arms together; the difference of
    post - theta pre, treatment minus control, with Welch's interval. The standard error takes theta as known.

    Args:
        pre_control, post_control: the same people in the same order, before and during; at least 2.
        pre_treatment, post_treatment: likewise for the treatment.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: an arm has fewer than two people.
        Inconsistent: an arm's rows differ in length.
        WrongKind, OutOfRange: a value is not a finite number.
        Undefined: the pre-period, or what it leaves, does not vary.

    Source: Deng, Xu, Kohavi & Walker (2013), Improving the sensitivity of online controlled experiments.

    Example:
        >>> round(cuped([1, 2, 3, 4, 5, 6], [2, 3, 5, 5, 7, 8], [2, 3, 4, 5, 6, 3], [4, 5, 6, 8, 9, 5]).theta, 4)
        1.2674
    """
    confidence = require.confidence(confidence)
    control_before, control_after = _arm("control", pre_control, post_control)
    treatment_before, treatment_after = _arm("treatment", pre_treatment, post_treatment)
    theta, explained = _regression(
        np.concatenate([control_before, treatment_before]), np.concatenate([control_after, treatment_after])
    )
    adjusted = welch(
        summary(treatment_after - theta * treatment_before), summary(control_after - theta * control_before), confidence
    )
    return Cuped(
        method="cuped",
        n=control_before.size + treatment_before.size,
        confidence=confidence,
        theta=theta,
        difference=adjusted.difference,
        standard_error=adjusted.standard_error,
        lower=adjusted.lower,
        upper=adjusted.upper,
        t=adjusted.t,
        df=adjusted.df,
        p_value=adjusted.p_value,
        unadjusted_difference=float(treatment_after.mean() - control_after.mean()),
        variance_reduction=explained,
        citation=DENG,
    )


def sample_ratio_mismatch(observed: ArrayLike, expected_ratio: ArrayLike) -> RatioMismatch:
    """Whether the arms received people in the planned ratio; if not, no metric of the experiment can be trusted.

    Not for: checking after every visit; a test at the planned end holds its error rate, repeated ones do not.

    Formula: Pearson's chi-square of the counts against the ratio, k - 1 degrees of freedom. Below p = 0.001 stop.

    Args:
        observed: people per arm, whole numbers, at least 2 arms.
        expected_ratio: planned ratio, one number above 0 per arm, in any scale: [1, 1] or [0.9, 0.1].

    Raises:
        EmptySample: nobody is in the experiment.
        NotEnough: there are fewer than two arms.
        Inconsistent: observed and expected_ratio differ in length.
        WrongKind, OutOfRange: a count is not a whole number of 0 or more, or a ratio is not above 0.

    Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments.

    Example:
        >>> f"{sample_ratio_mismatch([821588, 815482], [1, 1]).p_value:.1e}"
        '1.8e-06'
    """
    counts = require.wholes("observed", observed, low=0)
    ratio = require.positives("expected_ratio", expected_ratio)
    if counts.size != ratio.size:
        raise Inconsistent(f"observed and expected_ratio must match; they have {counts.size} and {ratio.size} arms.")
    if counts.size < 2:
        raise NotEnough("observed needs at least 2 arms; there is 1.")
    total = int(counts.sum())
    if total == 0:
        raise EmptySample("Nobody is in the experiment yet: all counts are 0.")
    planned = ratio / ratio.sum()
    chi2 = float((((counts - total * planned) ** 2) / (total * planned)).sum())
    p_value = chi2_p_value(chi2, counts.size - 1)
    return RatioMismatch(
        method="pearson_chi2",
        n=total,
        no_interval="The test asks whether the planned split is plausible; the shares are those of everybody assigned.",
        shares=tuple(float(share) for share in counts / total),
        expected_shares=tuple(float(share) for share in planned),
        chi2=chi2,
        df=counts.size - 1,
        p_value=p_value,
        warnings=_few_expected(total * planned),
        citation=FABIJAN,
    )


def multiple_testing(
    p_values: ArrayLike, *, method: str = "benjamini_hochberg", alpha: float = 0.05
) -> MultipleTesting:
    """Which of many tests stand, when testing many makes chance findings likely.

    Not for: choosing the correction after the p-values are known.

    Formula: bonferroni m p; holm steps down and hochberg steps up over (m - i + 1) p; benjamini_hochberg steps up over
    (m / i) p and controls the false discovery rate; benjamini_yekutieli also multiplies by 1 + 1/2 + … + 1/m, which
    holds under any dependence. Adjusted values are capped at 1; those at most alpha stand.

    Args:
        p_values: at least one, each 0..1, in any order.
        method: "bonferroni", "holm", "hochberg", "benjamini_hochberg" or "benjamini_yekutieli".
        alpha: level for the whole family, between 0 and 1.

    Raises:
        EmptySample: there are none.
        WrongKind, OutOfRange: a p-value is not a number from 0 to 1, or alpha lies outside (0, 1).
        UnknownOption: the method is another one.

    Source: Holm (1979), A simple sequentially rejective multiple test procedure; Benjamini & Hochberg (1995),
        Controlling the false discovery rate.

    Example:
        >>> multiple_testing([0.01, 0.02, 0.03, 0.04, 0.05]).rejected
        5
    """
    row = require.numbers_within("p_values", p_values, 0, 1)
    option = require.option("method", method, CORRECTIONS)
    alpha = require.between("alpha", alpha, 0, 1)
    adjusted = np.minimum(_adjust(row, option), 1.0)
    return MultipleTesting(
        method=option,
        n=row.size,
        no_interval="A p-value has no interval; give the interval of each difference beside it.",
        adjusted=tuple(float(value) for value in adjusted),
        rejected=int(np.count_nonzero(adjusted <= alpha * (1 + 1e-12))),
        alpha=alpha,
        citation=CORRECTIONS[option],
    )


def _adjust(p: Floats, method: str) -> Floats:
    m = p.size
    if method == "bonferroni":
        return m * p
    order = np.argsort(p, kind="stable")
    rank = np.arange(1, m + 1)
    factor = m / rank if method.startswith("benjamini") else m - rank + 1
    if method == "benjamini_yekutieli":
        factor = factor * (1 / rank).sum()
    stepped = factor * p[order]
    # Step-down never lets a larger p end below a smaller one; step-up never lets a smaller one end above a larger.
    monotone = np.maximum.accumulate(stepped) if method == "holm" else np.minimum.accumulate(stepped[::-1])[::-1]
    result = np.empty_like(p)
    result[order] = monotone
    return result


def _regression(before: Floats, after: Floats) -> tuple[float, float]:
    """Slope of the outcome on the pre-period over everybody, and the share of variance it explains."""
    if np.ptp(before) == 0 or np.ptp(after) == 0:
        raise Undefined("The pre-period or the outcome is the same for everybody, so it has nothing to explain.")
    (of_before, shared), (_, of_after) = np.cov(before, after)
    return float(shared / of_before), float(shared**2 / (of_before * of_after))


def _arm(name: str, pre: ArrayLike, post: ArrayLike) -> tuple[Floats, Floats]:
    before = require.numbers(f"pre_{name}", pre, at_least=2)
    after = require.numbers(f"post_{name}", post, at_least=2)
    if before.size != after.size:
        raise Inconsistent(
            f"pre_{name} and post_{name} must be the same people; they have {before.size} and {after.size} values."
        )
    return before, after


def _few_expected(expected: Floats) -> tuple[str, ...]:
    return ("An arm is expected to hold fewer than 5 people; chi-square is rough there.",) if expected.min() < 5 else ()
