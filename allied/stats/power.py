"""How many people two groups need to be told apart, and how likely a test is to do so.

``n_per_group`` is unrounded, so that it can be compared with published tables; ``people_needed`` is what to recruit in
each group, and ``n`` in all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt
from typing import ClassVar

from allied.stats import require, wording
from allied.stats.distributions import t_power, z_above
from allied.stats.errors import OutOfRange
from allied.stats.precision import A_PLAN, LARGEST, SLACK
from allied.stats.results import Estimate

FLEISS = (
    "Fleiss, Levin & Paik (2003). Statistical Methods for Rates and Proportions, 3rd ed., ch. 4; "
    "null-baseline variant: Miller (2010). How not to run an A/B test."
)
COHEN = "Cohen (1988). Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2 (noncentral t)."


@dataclass(frozen=True, kw_only=True)
class GroupSizes(Estimate):
    """How many people per group give the wanted power; unrounded, with the whole number to recruit beside it."""

    headline: ClassVar[str] = "n_per_group"

    n_per_group: float
    people_needed: int
    alpha: float
    power: float

    def in_words(self) -> str:
        chance = f"a chance of {wording.percent(self.power)} to find the difference if it is there"
        return f"Plan {self.people_needed} people in each group for {chance}."


@dataclass(frozen=True, kw_only=True)
class ProportionGroupSizes(GroupSizes):
    """Also the variant that takes both groups' variance from the baseline under the null hypothesis."""

    n_per_group_null_baseline: float


@dataclass(frozen=True, kw_only=True)
class Power(Estimate):
    """Chance to find a difference of this size."""

    headline: ClassVar[str] = "power"

    power: float

    def in_words(self) -> str:
        return f"With {self.n} people in all, the chance to find this difference is {wording.percent(self.power)}."


def sample_size_two_proportions(
    p1: float, p2: float, *, alpha: float = 0.05, power: float = 0.8
) -> ProportionGroupSizes:
    """How many people each group needs to tell two rates apart.

    Not for: stopping early when the difference shows; plan a sequential test for that.

    Formula: (z(1-α/2) √(2 p̄ q̄) + z(power) √(p1 q1 + p2 q2))² / (p1 - p2)²; the null-baseline variant puts 2 p1 q1 in
    place of 2 p̄ q̄.

    Args:
        p1: baseline rate, between 0 and 1.
        p2: rate you want to be able to find, between 0 and 1 and different from p1.
        alpha: two-sided level of the test, between 0 and 1.
        power: wanted chance to find the difference, between 0 and 1.

    Raises:
        OutOfRange: a share lies outside its limits, or the rates are equal.
        WrongKind: an argument is not a number.

    Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed.; null-baseline variant
        Miller (2010), How not to run an A/B test.

    Example:
        >>> round(sample_size_two_proportions(0.5, 0.75, power=0.9).n_per_group, 1)
        76.7
    """
    p1, p2 = require.between("p1", p1, 0, 1), require.between("p2", p2, 0, 1)
    alpha, power = require.between("alpha", alpha, 0, 1), require.between("power", power, 0, 1)
    if p1 == p2:
        raise OutOfRange(f"p1 and p2 must differ; both are {p1:g}.")
    z_alpha, z_power = z_above(alpha / 2), -z_above(power)
    mean, apart = (p1 + p2) / 2, sqrt(p1 * (1 - p1) + p2 * (1 - p2))

    def size(null_variance: float) -> float:
        return ((z_alpha * sqrt(2 * null_variance) + z_power * apart) / (p1 - p2)) ** 2

    n = size(mean * (1 - mean))
    return ProportionGroupSizes(
        method="normal",
        n=2 * ceil(n - SLACK),
        no_interval=A_PLAN,
        n_per_group=n,
        n_per_group_null_baseline=size(p1 * (1 - p1)),
        people_needed=ceil(n - SLACK),
        alpha=alpha,
        power=power,
        citation=FLEISS,
    )


def sample_size_two_means(delta: float, sd: float, *, alpha: float = 0.05, power: float = 0.8) -> GroupSizes:
    """How many people each group needs to tell two averages apart.

    Not for: the same people measured twice, who need far fewer.

    Formula: the n at which the two-sided t test, by the noncentral t with 2 (n - 1) degrees of freedom and both tails
    counted, has the wanted power.

    Args:
        delta: difference you want to be able to find, not 0, in the unit of sd.
        sd: standard deviation within each group, above 0.
        alpha: two-sided level of the test, between 0 and 1.
        power: wanted chance to find the difference, between 0 and 1.

    Raises:
        OutOfRange: an argument lies outside its limits, or no size below a billion gives that power.
        WrongKind: an argument is not a number.

    Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2.

    Example:
        >>> round(sample_size_two_means(1, 1, power=0.9).n_per_group, 3)
        22.021
    """
    effect = abs(require.number("delta", delta)) / require.positive("sd", sd)
    alpha, power = require.between("alpha", alpha, 0, 1), require.between("power", power, 0, 1)
    if effect == 0:
        raise OutOfRange("delta must not be 0; no sample finds a difference that is not there.")

    def short_of(n: float) -> float:
        return t_power(effect * sqrt(n / 2), 2 * (n - 1), alpha, both_tails=True) - power

    n = _solve(short_of, power)
    return GroupSizes(
        method="noncentral_t",
        n=2 * ceil(n - SLACK),
        no_interval=A_PLAN,
        n_per_group=n,
        people_needed=ceil(n - SLACK),
        alpha=alpha,
        power=power,
        citation=COHEN,
    )


def power_two_means(n_per_group: int, delta: float, sd: float, *, alpha: float = 0.05) -> Power:
    """The chance that a t test finds a difference of this size.

    Not for: explaining a result after the fact; the power at the observed difference only restates its p.

    Formula: upper tail of the noncentral t with 2 (n - 1) degrees of freedom; the tail in the wrong direction is not
    counted as finding the difference.

    Args:
        n_per_group: people per group, 2 or more.
        delta: true difference, in the unit of sd; its sign does not matter.
        sd: standard deviation within each group, above 0.
        alpha: two-sided level of the test, between 0 and 1.

    Raises:
        EmptySample, NotEnough: there are fewer than 2 people per group.
        OutOfRange: sd is not above 0, or alpha lies outside (0, 1).
        WrongKind: an argument is not a number, or n_per_group not a whole one.

    Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2.

    Example:
        >>> round(power_two_means(20, 1, 1).power, 4)
        0.869
    """
    n = require.more_than_one("n_per_group", n_per_group)
    effect = abs(require.number("delta", delta)) / require.positive("sd", sd)
    alpha = require.between("alpha", alpha, 0, 1)
    power = t_power(effect * sqrt(n / 2), 2 * (n - 1), alpha, both_tails=False)
    return Power(method="noncentral_t", n=2 * n, no_interval=A_PLAN, power=power, citation=COHEN)


def _solve(short_of: Callable[[float], float], power: float) -> float:
    """The unrounded group size at which the shortfall of power is nil: bracketed by doubling, then halved."""
    low, high = 2.0, 4.0
    if short_of(low) >= 0:
        return low
    while short_of(high) < 0:
        low, high = high, 2 * high
        if high > LARGEST:
            raise OutOfRange(
                f"No group below a billion people finds this difference with power {power:g}; ask for less."
            )
    while high - low > 1e-11 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if short_of(middle) < 0 else (low, middle)
    return (low + high) / 2
