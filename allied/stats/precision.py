"""How many people a figure needs for an interval of wanted width, and what a rate of nothing still allows."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt
from typing import ClassVar

from allied.stats import require, wording
from allied.stats.distributions import t_quantile, z_quantile
from allied.stats.errors import OutOfRange
from allied.stats.results import Estimate

SAURO_LEWIS = "Sauro & Lewis (2016). Quantifying the User Experience, 2nd ed., ch. 6."
HANLEY = "Hanley & Lippman-Hand (1983). If nothing goes wrong, is everything all right? JAMA 249(13), 1743-1745."
A_PLAN = "A plan follows from its assumptions; it is not estimated from a sample."

# Sizes that are whole numbers on paper must not be rounded up because of the last binary digit.
SLACK = 1e-9
LARGEST = 1e9


@dataclass(frozen=True, kw_only=True)
class SampleSize(Estimate):
    """How many people give the wanted margin."""

    headline: ClassVar[str] = "n"

    n: int
    margin: float

    def in_words(self) -> str:
        return f"Plan {wording.plural(self.n, 'person', 'people')} for a margin of ±{self.margin:g}."


@dataclass(frozen=True, kw_only=True)
class RuleOfThree(Estimate):
    """What can still be true when it happened to nobody. One-sided: the lower limit is 0."""

    headline: ClassVar[str] = "rate"

    rate: float
    lower: float
    upper: float
    upper_exact: float
    upper_rule_of_three: float

    def in_words(self) -> str:
        people = wording.plural(self.n or 0, "person", "people")
        return f"None of {people}: up to {wording.percent(self.upper_exact, 1)} may still be affected."


def sample_size_proportion_margin(
    p: float, margin: float, *, confidence: float = 0.95, method: str = "adjusted_wald"
) -> SampleSize:
    """How many people a rate needs for its interval to be this narrow.

    Not for: comparing two groups (``sample_size_two_proportions``).

    Formula: wald z² p (1 - p) / margin²; adjusted_wald the same less z². Rounded up, 1 or more.

    Args:
        p: the rate you expect, 0..1; 0.5 when you do not know.
        margin: half the width of the interval, between 0 and 1.
        confidence: two-sided level, between 0 and 1.
        method: "adjusted_wald" or "wald".

    Raises:
        OutOfRange: a share lies outside its limits.
        WrongKind: a share is not a number.
        UnknownOption: the method is another one.

    Source: Sauro & Lewis (2016), Quantifying the User Experience, 2nd ed., ch. 6.

    Example:
        >>> sample_size_proportion_margin(0.5, 0.1).n
        93
    """
    p, margin = require.share("p", p), require.between("margin", require.positive("margin", margin), 0, 1)
    option = require.option("method", method, ("adjusted_wald", "wald"))
    z_squared = z_quantile(require.confidence(confidence)) ** 2
    needed = z_squared * p * (1 - p) / margin**2 - (z_squared if option == "adjusted_wald" else 0)
    n = max(ceil(needed - SLACK), 1)
    return SampleSize(method=option, n=n, no_interval=A_PLAN, margin=margin, citation=SAURO_LEWIS)


def sample_size_mean_margin(sd: float, margin: float, *, confidence: float = 0.95) -> SampleSize:
    """How many people an average needs for its interval to be this narrow.

    Not for: task times; plan those on their logarithms.

    Formula: the smallest n of 2 or more with t(n - 1) sd / √n <= margin.

    Args:
        sd: standard deviation you expect, above 0.
        margin: half the width of the interval, above 0, in the same unit.
        confidence: two-sided level, between 0 and 1.

    Raises:
        OutOfRange: sd or margin is not above 0, confidence lies outside (0, 1), or no size below a billion is enough.
        WrongKind: an argument is not a number.

    Source: Sauro & Lewis (2016), Quantifying the User Experience, 2nd ed., ch. 6.

    Example:
        >>> sample_size_mean_margin(20, 5).n
        64
    """
    sd, margin, confidence = (
        require.positive("sd", sd),
        require.positive("margin", margin),
        require.confidence(confidence),
    )

    def is_enough(n: int) -> bool:
        return t_quantile(confidence, n - 1) * sd / sqrt(n) <= margin * (1 + SLACK)

    n = _smallest(is_enough)
    return SampleSize(method="t", n=n, no_interval=A_PLAN, margin=margin, citation=SAURO_LEWIS)


def rule_of_three(n: int, *, confidence: float = 0.95) -> RuleOfThree:
    """How common a thing may still be when it happened to none of n people.

    Not for: a thing that happened once or more (``completion_rate_ci``).

    Formula: exact 1 - (1 - confidence)^(1/n), one-sided; rule of three 3 / n, capped at 1, which is meant for 95%.

    Args:
        n: people observed, 1 or more, none of them affected.
        confidence: one-sided level, between 0 and 1.

    Raises:
        EmptySample: n is 0.
        WrongKind: n is not a whole number.
        OutOfRange: n is negative, or confidence lies outside (0, 1).

    Source: Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right?

    Example:
        >>> round(rule_of_three(30).upper_exact, 4)
        0.095
    """
    n, confidence = require.size("n", n), require.confidence(confidence)
    upper = 1 - (1 - confidence) ** (1 / n)
    return RuleOfThree(
        method="exact_one_sided",
        n=n,
        confidence=confidence,
        rate=0.0,
        lower=0.0,
        upper=upper,
        upper_exact=upper,
        upper_rule_of_three=min(3 / n, 1.0),
        citation=HANLEY,
    )


def _smallest(is_enough: Callable[[int], bool]) -> int:
    """The smallest n of 2 or more that is enough, by doubling and halving."""
    high = 2
    while not is_enough(high):
        high *= 2
        if high > LARGEST:
            raise OutOfRange("No sample below a billion people is enough; widen the margin.")
    low = max(high // 2, 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high
