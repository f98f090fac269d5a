"""Experiments you may look at as often as you like: bounds that hold at every look at once.

The price of looking is a wider interval. A result here may be read, and acted on, at any time.
"""

from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from typing import ClassVar

from allied.stats import require, wording
from allied.stats.errors import Undefined
from allied.stats.means import group_of
from allied.stats.results import Estimate

HOWARD = (
    "Howard, Ramdas, McAuliffe & Sekhon (2021). Time-uniform, nonparametric, nonasymptotic confidence sequences. "
    "Annals of Statistics 49(2), 1055-1080."
)
JOHARI = "Johari, Koomen, Pekelis & Walsh (2022). Always valid inference. Operations Research 70(3), 1806-1821."
WAUDBY_SMITH = (
    "Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024). Time-uniform central limit theory and asymptotic confidence "
    "sequences. Annals of Statistics 52(6)."
)
LARGEST_EXPONENT = 700.0
BEYOND_NUMBERS = "The likelihood ratio is larger than a number can hold and is given as e^700; read its logarithm."


@dataclass(frozen=True, kw_only=True)
class MixtureBoundary(Estimate):
    """How far the sum of centered observations may wander by intrinsic time v before it is evidence."""

    headline: ClassVar[str] = "boundary"

    boundary: float
    rho: float
    lower: float
    upper: float

    def in_words(self) -> str:
        return f"The running sum stays within ±{wording.figure(self.boundary, 2)} unless there is an effect."


@dataclass(frozen=True, kw_only=True)
class MixtureEvidence(Estimate):
    """Log of the wealth of a bet against no effect; above ln(1/alpha) it may be called, at any time."""

    headline: ClassVar[str] = "log_supermartingale"

    log_supermartingale: float
    rho: float

    def in_words(self) -> str:
        return f"Log evidence against no effect: {wording.figure(self.log_supermartingale, 2)} (3.0 is needed at 5%)."


@dataclass(frozen=True, kw_only=True)
class Msprt(Estimate):
    """The difference with its always-valid interval. Keep the smallest ``p_value`` of all looks."""

    headline: ClassVar[str] = "mean_difference"

    mean_difference: float
    lower: float
    upper: float
    likelihood_ratio: float
    log_likelihood_ratio: float
    p_value: float

    def in_words(self) -> str:
        digits = wording.digits_for(self.upper - self.lower)
        moved = wording.change(self.mean_difference, self.lower, self.upper, digits=digits)
        return f"{moved} You may look again at any time."


@dataclass(frozen=True, kw_only=True)
class ConfidenceSequence(Estimate):
    """Treatment minus control, with an interval that holds at every look at once."""

    headline: ClassVar[str] = "difference"

    difference: float
    lower: float
    upper: float
    p_value: float

    def in_words(self) -> str:
        digits = wording.digits_for(self.upper - self.lower)
        moved = wording.change(self.difference, self.lower, self.upper, digits=digits)
        return f"{moved} You may look again at any time."


def normal_mixture_boundary(v: float, alpha: float, v_opt: float, *, alpha_opt: float = 0.05) -> MixtureBoundary:
    """How far a running sum may go by chance, whatever the moment you look.

    Not for: heavy-tailed sums; the bound holds for sub-Gaussian ones.

    Formula: √((v + rho) ln((v + rho) / (rho alpha²))), two-sided, with
    rho = v_opt / (2 ln(1/alpha_opt) + ln(1 + 2 ln(1/alpha_opt))).

    Args:
        v: intrinsic time, the sum of variances so far, 0 or more.
        alpha: level over all looks, between 0 and 1.
        v_opt: the intrinsic time at which the bound is to be tightest, above 0.
        alpha_opt: the level at which it is to be tightest, between 0 and 1.

    Raises:
        OutOfRange: an argument lies outside its limits.
        WrongKind: an argument is not a number.

    Source: Howard, Ramdas, McAuliffe & Sekhon (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences.

    Example:
        >>> round(normal_mixture_boundary(100, 0.05, 100).boundary, 5)
        30.35209
    """
    v, alpha = require.not_negative("v", v), require.between("alpha", alpha, 0, 1)
    rho = _rho(v_opt, alpha_opt)
    boundary = sqrt((v + rho) * (log1p(v / rho) - 2 * log(alpha)))
    return MixtureBoundary(
        method="normal_mixture",
        n=None,
        confidence=1 - alpha,
        boundary=boundary,
        rho=rho,
        lower=-boundary,
        upper=boundary,
        citation=HOWARD,
    )


def normal_mixture_log_martingale(s: float, v: float, v_opt: float, *, alpha_opt: float = 0.05) -> MixtureEvidence:
    """How strong the evidence against no effect is now, whatever the moment you look.

    Not for: heavy-tailed sums; the bound holds for sub-Gaussian ones.

    Formula: ln(rho / (v + rho)) / 2 + s² / (2 (v + rho)), with rho as in ``normal_mixture_boundary``.

    Args:
        s: running sum of centered observations.
        v: intrinsic time, the sum of variances so far, 0 or more.
        v_opt: the intrinsic time at which the bound is to be tightest, above 0.
        alpha_opt: the level at which it is to be tightest, between 0 and 1.

    Raises:
        OutOfRange: an argument lies outside its limits.
        WrongKind: an argument is not a number.

    Source: Howard, Ramdas, McAuliffe & Sekhon (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences.

    Example:
        >>> round(normal_mixture_log_martingale(10, 100, 100).log_supermartingale, 4)
        -0.651
    """
    s, v = require.number("s", s), require.not_negative("v", v)
    rho = _rho(v_opt, alpha_opt)
    return MixtureEvidence(
        method="normal_mixture",
        n=None,
        no_interval="Evidence is compared with ln(1/alpha); the interval belongs to the sum (normal_mixture_boundary).",
        log_supermartingale=-log1p(v / rho) / 2 + s * s / (2 * (v + rho)),
        rho=rho,
        citation=HOWARD,
    )


def msprt_normal(
    mean_difference: float, n_per_group: int, sigma: float, tau: float, *, confidence: float = 0.95
) -> Msprt:
    """Whether two groups differ so far, looking as often as you like, when the spread is known.

    Not for: an unknown spread in small samples; use ``asymptotic_confidence_sequence`` with some hundred people.

    Formula: with V = 2 sigma² / n, Lambda = √(V / (V + tau²)) exp(tau² d² / (2 V (V + tau²))) and p = min(1, 1/Lambda)
    at this look; the always-valid p is the smallest so far. The interval holds the differences with Lambda below
    1/alpha.

    Args:
        mean_difference: treatment minus control so far.
        n_per_group: people per group so far, 1 or more.
        sigma: known standard deviation within each group, above 0.
        tau: standard deviation of the effects you expect, above 0.
        confidence: level over all looks, between 0 and 1.

    Raises:
        EmptySample: n_per_group is 0.
        OutOfRange: sigma or tau is not above 0, or confidence lies outside (0, 1).
        WrongKind: an argument is not a number, or n_per_group not a whole one.

    Source: Johari, Koomen, Pekelis & Walsh (2022), Always valid inference.

    Example:
        >>> round(msprt_normal(0.5, 50, 1, 0.3).p_value, 4)
        0.2072
    """
    difference, n = require.number("mean_difference", mean_difference), require.size("n_per_group", n_per_group)
    variance, mixing = 2 * require.positive("sigma", sigma) ** 2 / n, require.positive("tau", tau) ** 2
    confidence = require.confidence(confidence)
    total = variance + mixing
    log_ratio = log(variance / total) / 2 + mixing * difference**2 / (2 * variance * total)
    margin = sqrt(variance * total / mixing * (log(total / variance) - 2 * log(1 - confidence)))
    return Msprt(
        method="msprt_normal",
        n=2 * n,
        confidence=confidence,
        mean_difference=difference,
        lower=difference - margin,
        upper=difference + margin,
        likelihood_ratio=exp(min(log_ratio, LARGEST_EXPONENT)),
        log_likelihood_ratio=log_ratio,
        p_value=min(exp(-log_ratio), 1.0),
        warnings=(BEYOND_NUMBERS,) if log_ratio > LARGEST_EXPONENT else (),
        citation=JOHARI,
    )


def asymptotic_confidence_sequence(
    mean1: float,
    sd1: float,
    n1: int,
    mean2: float,
    sd2: float,
    n2: int,
    *,
    alpha: float = 0.05,
    tuning_n: float = 5000,
) -> ConfidenceSequence:
    """How much treatment (2) differs from control (1) so far, looking as often as you like.

    Not for: the first handful of people; the guarantee needs the averages to be roughly normal, some hundred per group.

    Formula: with N = n1 + n2, s² = N (sd1²/n1 + sd2²/n2) and rho² = (-2 ln alpha + ln(1 - 2 ln alpha)) / tuning_n, the
    difference ± s √(2 (N rho² + 1) ln(√(N rho² + 1) / alpha)) / (N rho).

    Args:
        mean1, sd1, n1: average, standard deviation (n - 1) and size of the control.
        mean2, sd2, n2: the same of the treatment.
        alpha: level over all looks, between 0 and 1.
        tuning_n: total people at which the interval is to be tightest, above 0.

    Raises:
        EmptySample, NotEnough: a group has fewer than two people.
        OutOfRange: a standard deviation is negative, or alpha or tuning_n lies outside its limits.
        WrongKind: an argument is not a number, or a size not a whole one.
        Undefined: neither group varies.

    Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Time-uniform central limit theory.

    Example:
        >>> answer = asymptotic_confidence_sequence(0.41, 3.9, 3407, 0.7, 6.2, 3461)
        >>> round(answer.lower, 4), round(answer.upper, 4)
        (-0.0894, 0.6694)
    """
    control, treatment = group_of("1", mean1, sd1, n1), group_of("2", mean2, sd2, n2)
    alpha, tuning = require.between("alpha", alpha, 0, 1), require.positive("tuning_n", tuning_n)
    variance = control.variance / control.n + treatment.variance / treatment.n
    if not variance:
        raise Undefined("Neither group varies, so there is no spread to judge the difference by.")
    difference, total = treatment.mean - control.mean, control.n + treatment.n
    rho_squared = (-2 * log(alpha) + log1p(-2 * log(alpha))) / tuning
    spread = total * rho_squared + 1
    margin = sqrt(variance * 2 * spread * (log(spread) / 2 - log(alpha)) / (total * rho_squared))
    log_evidence = rho_squared * difference**2 * total / variance / (2 * spread) - log(spread) / 2
    return ConfidenceSequence(
        method="asymptotic",
        n=total,
        confidence=1 - alpha,
        difference=difference,
        lower=difference - margin,
        upper=difference + margin,
        p_value=min(exp(-log_evidence), 1.0),
        warnings=_early(min(control.n, treatment.n)),
        citation=WAUDBY_SMITH,
    )


def _rho(v_opt: float, alpha_opt: float) -> float:
    v_opt, alpha_opt = require.positive("v_opt", v_opt), require.between("alpha_opt", alpha_opt, 0, 1)
    return v_opt / (-2 * log(alpha_opt) + log1p(-2 * log(alpha_opt)))


def _early(smallest: int) -> tuple[str, ...]:
    return ("Fewer than 100 people in a group: the guarantee is not reached yet.",) if smallest < 100 else ()
