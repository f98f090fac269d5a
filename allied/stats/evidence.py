"""How much a body of evidence weighs: repeated voices counted once, old findings faded, and a posterior on the rest.

The parts are published statistics. Which half-life or prior to use is a policy; show it beside the figure.
"""

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.distributions import beta_quantile, beta_share_above
from allied.stats.errors import EmptySample, Inconsistent, OutOfRange
from allied.stats.results import Estimate

GELMAN = "Gelman et al. (2013). Bayesian Data Analysis, 3rd ed., ch. 2.4 (conjugate Beta posterior)."
KISH = "Kish (1965). Survey Sampling. Wiley."
HALF_LIFE = "Exponential half-life weighting; the half-life is a policy, not a measurement."
A_WEIGHT = "A weight follows from the policy given; it is not estimated from a sample."


@dataclass(frozen=True, kw_only=True)
class BetaPosterior(Estimate):
    """What the evidence says of a rate: posterior mean, credible interval, and the chance to be above a threshold."""

    headline: ClassVar[str] = "mean"

    mean: float
    lower: float
    upper: float
    threshold: float
    probability_above: float

    def in_words(self) -> str:
        rate = f"{wording.percent(self.mean)} ({wording.percent_interval(self.lower, self.upper)}, n = {self.n:g})"
        above = (
            f"above {wording.percent(self.threshold)} with a probability of {wording.percent(self.probability_above)}"
        )
        return f"The rate is about {rate}, and {above}."


@dataclass(frozen=True, kw_only=True)
class EffectiveSample(Estimate):
    """How many equally weighted people the evidence is worth."""

    headline: ClassVar[str] = "n_eff"

    n_eff: float

    def in_words(self) -> str:
        return f"{wording.plural(self.n or 0, 'piece')} of evidence weigh as much as {self.n_eff:.1f} equal ones."


@dataclass(frozen=True, kw_only=True)
class DesignEffect(Estimate):
    """How much clustering inflates the variance, and how many independent people remain."""

    headline: ClassVar[str] = "n_eff"

    n_eff: float
    design_effect: float

    def in_words(self) -> str:
        return f"{self.n:g} clustered answers are worth {self.n_eff:.1f} independent ones."


@dataclass(frozen=True, kw_only=True)
class RecencyWeight(Estimate):
    """Weight of a finding by its age."""

    headline: ClassVar[str] = "weight"

    weight: float

    def in_words(self) -> str:
        return f"It counts {wording.percent(self.weight)} of a finding made today."


def beta_binomial_posterior(
    successes: float,
    failures: float,
    *,
    prior_alpha: float = 1,
    prior_beta: float = 1,
    threshold: float = 0.5,
    confidence: float = 0.95,
) -> BetaPosterior:
    """What a rate is likely to be, and how likely it exceeds a threshold, given counts and a prior.

    Not for: counting ten quotes of one person as ten; give effective counts (``design_effect``).

    Formula: Beta(prior_alpha + successes, prior_beta + failures); equal-tailed credible interval.

    Args:
        successes, failures: counts for and against, 0 or more; effective counts may be fractions.
        prior_alpha, prior_beta: the Beta prior, above 0; (1, 1) is flat.
        threshold: rate to compare with, 0..1.
        confidence: level of the credible interval, between 0 and 1.

    Raises:
        OutOfRange: an argument lies outside its limits.
        WrongKind: an argument is not a number.

    Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., ch. 2.4.

    Example:
        >>> round(beta_binomial_posterior(8, 2, threshold=0.7).probability_above, 3)
        0.687
    """
    successes, failures = require.not_negative("successes", successes), require.not_negative("failures", failures)
    a = require.positive("prior_alpha", prior_alpha) + successes
    b = require.positive("prior_beta", prior_beta) + failures
    threshold, confidence = require.share("threshold", threshold), require.confidence(confidence)
    tail = (1 - confidence) / 2
    return BetaPosterior(
        method="beta_binomial",
        n=successes + failures,
        confidence=confidence,
        mean=a / (a + b),
        lower=beta_quantile(tail, a, b),
        upper=beta_quantile(1 - tail, a, b),
        threshold=threshold,
        probability_above=beta_share_above(threshold, a, b),
        warnings=() if successes + failures else ("There is no evidence yet; this is the prior alone.",),
        citation=GELMAN,
    )


def effective_sample_size(weights: ArrayLike) -> EffectiveSample:
    """How many equally weighted pieces of evidence a weighted collection is worth.

    Not for: pieces that come from the same people; weights do not undo that (``design_effect``).

    Formula: (sum of weights)² / sum of squared weights.

    Args:
        weights: one per piece, 0 or more, not all 0.

    Raises:
        EmptySample: there are no weights, or all are 0.
        OutOfRange: a weight is negative or not finite.
        WrongKind: a weight is not a number.

    Source: Kish (1965), Survey Sampling.

    Example:
        >>> effective_sample_size([3, 1, 1, 1]).n_eff
        3.0
    """
    row = require.not_negatives("weights", weights)
    if not row.any():
        raise EmptySample("All weights are 0, so no evidence is left.")
    return EffectiveSample(
        method="kish",
        n=row.size,
        no_interval=A_WEIGHT,
        n_eff=float(row.sum() ** 2 / (row**2).sum()),
        citation=KISH,
    )


def design_effect(n: float, cluster_size: float, icc: float) -> DesignEffect:
    """How many independent people are left when answers come in clusters: several per person, team or session.

    Not for: clusters of very different sizes; take the weighted average size, and read the figure as rough.

    Formula: 1 + (cluster_size - 1) icc; n divided by it.

    Args:
        n: answers in all, above 0.
        cluster_size: answers per cluster, 1 or more.
        icc: intraclass correlation, how alike answers of one cluster are: above -1 / (cluster_size - 1), at most 1.

    Raises:
        EmptySample: n is 0.
        OutOfRange: an argument lies outside its limits.
        Inconsistent: clusters of this size cannot be so unalike.
        WrongKind: an argument is not a number.

    Source: Kish (1965), Survey Sampling.

    Example:
        >>> round(design_effect(100, 10, 0.05).n_eff, 2)
        68.97
    """
    total = require.not_negative("n", n)
    if total == 0:
        raise EmptySample("n is 0, so there is nothing to measure; give at least 1.")
    size = require.number("cluster_size", cluster_size)
    if size < 1:
        raise OutOfRange(f"cluster_size must be 1 or more; it is {size:g}.")
    inflation = 1 + (size - 1) * require.within("icc", icc, -1, 1)
    if inflation <= 0:
        raise Inconsistent(
            f"icc cannot be as low as {icc:g} in clusters of {size:g}; it exceeds -1 / (cluster_size - 1)."
        )
    return DesignEffect(
        method="kish",
        n=total,
        no_interval=A_WEIGHT,
        n_eff=total / inflation,
        design_effect=inflation,
        citation=KISH,
    )


def recency_weight(age_days: float, half_life_days: float) -> RecencyWeight:
    """How much a finding still counts at its age.

    Not for: findings about things that do not change; give them no half-life.

    Formula: 0.5 ^ (age / half-life).

    Args:
        age_days: age in days, 0 or more.
        half_life_days: days after which it counts half, above 0.

    Raises:
        OutOfRange: an argument lies outside its limits.
        WrongKind: an argument is not a number.

    Source: exponential half-life weighting; the half-life is a policy.

    Example:
        >>> recency_weight(180, 180).weight
        0.5
    """
    age, half_life = require.not_negative("age_days", age_days), require.positive("half_life_days", half_life_days)
    return RecencyWeight(
        method="half_life",
        n=None,
        no_interval=A_WEIGHT,
        weight=0.5 ** (age / half_life),
        citation=HALF_LIFE,
    )
