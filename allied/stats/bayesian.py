"""Two arms compared by posterior probability. Differences are treatment (2, B) minus control (1, A)."""

from dataclasses import dataclass
from math import expm1, sqrt
from typing import ClassVar

import numpy as np
from scipy.special import betaln, polygamma, psi

from allied.stats import require, wording
from allied.stats.distributions import normal_share_above, z_quantile
from allied.stats.errors import Undefined
from allied.stats.means import Group, group_of
from allied.stats.results import Estimate

STUCCHIO = "Stucchio (2015). Bayesian A/B testing at VWO; log-normal approximation of the ratio of two Beta posteriors."
GELMAN = "Gelman et al. (2013). Bayesian Data Analysis, 3rd ed., ch. 2.5 (normal with known variance)."
MILLER = "Miller (2014). Formulas for Bayesian A/B testing."
DIFFERENCES = ("absolute", "relative")


@dataclass(frozen=True, kw_only=True)
class Uplift(Estimate):
    """Relative uplift of B over A: its log's mean and spread, and its interval as a share (0.1 = 10% more)."""

    headline: ClassVar[str] = "expected_uplift"

    expected_uplift: float
    lower: float
    upper: float
    log_uplift_mean: float
    log_uplift_sd: float
    chance_to_win: float

    def in_words(self) -> str:
        moved = f"{wording.percent(self.expected_uplift, 1)} ({wording.percent_interval(self.lower, self.upper, 1)})"
        return f"B is better than A with a probability of {wording.percent(self.chance_to_win)}; uplift {moved}."


@dataclass(frozen=True, kw_only=True)
class GaussianEffect(Estimate):
    """Posterior of the effect: mean ``expected``, standard deviation ``stddev``, credible interval."""

    headline: ClassVar[str] = "expected"

    expected: float
    stddev: float
    lower: float
    upper: float
    chance_to_win: float

    def in_words(self) -> str:
        digits = wording.digits_for(self.upper - self.lower)
        effect = f"{wording.figure(self.expected, digits)} ({wording.interval(self.lower, self.upper, digits)})"
        return f"Treatment is better with a probability of {wording.percent(self.chance_to_win)}; effect {effect}."


@dataclass(frozen=True, kw_only=True)
class ProbabilityBest(Estimate):
    """Posterior probability that B's rate exceeds A's."""

    headline: ClassVar[str] = "probability_b_beats_a"

    probability_b_beats_a: float

    def in_words(self) -> str:
        chance = wording.percent(self.probability_b_beats_a)
        return f"B is better than A with a probability of {chance}, given a flat prior and n = {self.n}."


def bayesian_binomial_lognormal(
    x1: int,
    n1: int,
    x2: int,
    n2: int,
    *,
    prior_a: float = 1,
    prior_b: float = 1,
    confidence: float = 0.95,
) -> Uplift:
    """How many times better B converts than A, by a log-normal approximation of the posterior.

    Not for: a handful of conversions; ``bayesian_ab_binomial_exact`` needs no approximation.

    Formula: each arm Beta(prior_a + x, prior_b + n - x); the log of a Beta(a, b) has mean psi(a) - psi(a + b) and
    variance psi'(a) - psi'(a + b); uplift exp(difference of means) - 1.

    Args:
        x1, n1: conversions and people of A.
        x2, n2: conversions and people of B.
        prior_a, prior_b: both arms' Beta prior, above 0.
        confidence: level of the credible interval, between 0 and 1.

    Raises:
        EmptySample: an arm has nobody.
        OutOfRange: conversions exceed people, or a prior or confidence lies outside its limits.
        WrongKind: a count is not a whole number.

    Source: Stucchio (2015), Bayesian A/B testing at VWO.

    Example:
        >>> round(bayesian_binomial_lognormal(49, 100, 51, 100).chance_to_win, 4)
        0.6105
    """
    confidence = require.confidence(confidence)
    prior_a, prior_b = require.positive("prior_a", prior_a), require.positive("prior_b", prior_b)
    mean1, variance1 = _log_beta(*_arm(1, x1, n1), prior_a, prior_b)
    mean2, variance2 = _log_beta(*_arm(2, x2, n2), prior_a, prior_b)
    mean, sd = mean2 - mean1, sqrt(variance1 + variance2)
    margin = z_quantile(confidence) * sd
    return Uplift(
        method="beta_log_normal",
        n=n1 + n2,
        confidence=confidence,
        expected_uplift=expm1(mean),
        lower=expm1(mean - margin),
        upper=expm1(mean + margin),
        log_uplift_mean=mean,
        log_uplift_sd=sd,
        chance_to_win=normal_share_above(0, mean, sd),
        citation=STUCCHIO,
    )


def bayesian_ab_gaussian(
    mean1: float,
    sd1: float,
    n1: int,
    mean2: float,
    sd2: float,
    n2: int,
    *,
    difference_type: str = "absolute",
    confidence: float = 0.95,
    prior_mean: float = 0,
    prior_variance: float = 1,
    proper_prior: bool = False,
) -> GaussianEffect:
    """How likely treatment (2) is better than control (1), and by how much, from averages and spreads.

    Not for: stopping as soon as the probability looks good without having planned for it.

    Formula: the effect is normal around mean2 - mean1 (relative: divided by mean1) with variance sd1²/n1 + sd2²/n2
    (relative: sd2²/(n2 mean1²) + sd1² mean2²/(n1 mean1⁴), the delta method); a proper prior is combined by precision.

    Args:
        mean1, sd1, n1: average, standard deviation (n - 1) and size of the control.
        mean2, sd2, n2: the same of the treatment.
        difference_type: "absolute" or "relative" (0.1 = 10% more).
        confidence: level of the credible interval, between 0 and 1.
        prior_mean, prior_variance: normal prior of the effect, in the unit of difference_type; used if proper_prior.
        proper_prior: False leaves the prior out (flat).

    Raises:
        EmptySample, NotEnough: a group has fewer than two people.
        OutOfRange: a standard deviation is negative, or prior_variance or confidence lies outside its limits.
        WrongKind: an argument is not of its kind.
        UnknownOption: the difference_type is another one.
        Undefined: neither group varies, or a relative difference is asked of a control that averages 0.

    Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., ch. 2.5.

    Example:
        >>> round(bayesian_ab_gaussian(0.41, 3.9, 3407, 0.7, 6.2, 3461).chance_to_win, 4)
        0.9899
    """
    confidence = require.confidence(confidence)
    option = require.option("difference_type", difference_type, DIFFERENCES)
    control, treatment = group_of("1", mean1, sd1, n1), group_of("2", mean2, sd2, n2)
    prior = require.number("prior_mean", prior_mean), require.positive("prior_variance", prior_variance)
    mean, variance = _relative(control, treatment) if option == "relative" else _absolute(control, treatment)
    if not variance:
        raise Undefined("Neither group varies, so there is no spread to judge the difference by.")
    if require.flag("proper_prior", proper_prior):
        mean, variance = _combine((mean, variance), prior)
    sd = sqrt(variance)
    margin = z_quantile(confidence) * sd
    return GaussianEffect(
        method=f"normal_{option}",
        n=control.n + treatment.n,
        confidence=confidence,
        expected=mean,
        stddev=sd,
        lower=mean - margin,
        upper=mean + margin,
        chance_to_win=normal_share_above(0, mean, sd),
        citation=GELMAN,
    )


def bayesian_ab_binomial_exact(x1: int, n1: int, x2: int, n2: int) -> ProbabilityBest:
    """How likely B converts better than A, exactly, under a flat prior.

    Not for: how much better; a probability of 99% can be of a tiny difference.

    Formula: with Beta(1 + x, 1 + n - x) posteriors, the closed sum of Miller over i = 0 … x2 of
    B(a1 + i, b1 + b2) / ((b2 + i) B(1 + i, b2) B(a1, b1)), computed in logarithms.

    Args:
        x1, n1: conversions and people of A.
        x2, n2: conversions and people of B.

    Raises:
        EmptySample: an arm has nobody.
        OutOfRange: conversions exceed people, or a count is negative.
        WrongKind: a count is not a whole number.

    Source: Miller (2014), Formulas for Bayesian A/B testing.

    Example:
        >>> round(bayesian_ab_binomial_exact(5, 10, 8, 10).probability_b_beats_a, 4)
        0.9087
    """
    (x1, n1), (x2, n2) = _arm(1, x1, n1), _arm(2, x2, n2)
    a1, b1, a2, b2 = x1 + 1, n1 - x1 + 1, x2 + 1, n2 - x2 + 1
    i = np.arange(a2)
    terms = np.exp(betaln(a1 + i, b1 + b2) - np.log(b2 + i) - betaln(1 + i, b2) - betaln(a1, b1))
    return ProbabilityBest(
        method="beta_exact",
        n=n1 + n2,
        no_interval="A posterior probability already holds the uncertainty of both rates.",
        probability_b_beats_a=min(float(terms.sum()), 1.0),
        citation=MILLER,
    )


def _arm(number: int, x: int, n: int) -> tuple[int, int]:
    size = require.size(f"n{number}", n)
    return require.part_of(f"x{number}", x, f"n{number}", size), size


def _log_beta(x: int, n: int, prior_a: float, prior_b: float) -> tuple[float, float]:
    """Mean and variance of the logarithm of a Beta posterior."""
    a, total = prior_a + x, prior_a + prior_b + n
    return float(psi(a) - psi(total)), float(polygamma(1, a) - polygamma(1, total))


def _absolute(control: Group, treatment: Group) -> tuple[float, float]:
    """Mean and variance of the difference."""
    return treatment.mean - control.mean, treatment.variance / treatment.n + control.variance / control.n


def _relative(control: Group, treatment: Group) -> tuple[float, float]:
    """Mean and variance of the difference as a share of the control, by the delta method."""
    if abs(control.mean) < require.SMALLEST:
        raise Undefined("The control averages 0, so there is no relative difference; use difference_type absolute.")
    of_treatment = treatment.variance / treatment.n / control.mean**2
    of_control = control.variance / control.n * treatment.mean**2 / control.mean**4
    return (treatment.mean - control.mean) / control.mean, of_treatment + of_control


def _combine(data: tuple[float, float], prior: tuple[float, float]) -> tuple[float, float]:
    """Mean and variance of two normals multiplied: weighted by precision."""
    precision = 1 / data[1] + 1 / prior[1]
    return (data[0] / data[1] + prior[0] / prior[1]) / precision, 1 / precision
