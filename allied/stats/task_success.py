"""Task completion: how many people got there, against a goal, and between two designs. Rates are shares from 0 to 1."""

from dataclasses import dataclass
from typing import ClassVar

from allied.stats import proportions, require, wording
from allied.stats.distributions import binomial_at_least, z_quantile
from allied.stats.results import Estimate

LEWIS_SAURO = "Lewis & Sauro (2006). When 100% really isn't 100%. Journal of Usability Studies 1(3), 136-150."
SAURO_LEWIS = "Sauro & Lewis (2016). Quantifying the User Experience, 2nd ed., ch. 4."
POINT_METHODS = ("laplace", "wilson", "jeffreys", "mle")


@dataclass(frozen=True, kw_only=True)
class CompletionRate(Estimate):
    """Share of attempts that succeeded, with its interval."""

    headline: ClassVar[str] = "rate"

    successes: int
    rate: float
    lower: float
    upper: float

    def in_words(self) -> str:
        low_high = wording.percent_interval(self.lower, self.upper)
        return f"{self.successes} of {self.n} completed: {wording.percent(self.rate)} ({low_high})."


@dataclass(frozen=True, kw_only=True)
class LikelyRate(Estimate):
    """Best single guess of the rate among everybody, which is not x/n when n is small."""

    headline: ClassVar[str] = "point"

    successes: int
    point: float
    lower: float
    upper: float

    def in_words(self) -> str:
        low_high = wording.percent_interval(self.lower, self.upper)
        found = f"{self.successes} of {self.n} completed"
        return f"{found}; the best guess for everybody is {wording.percent(self.point)} ({low_high})."


@dataclass(frozen=True, kw_only=True)
class BenchmarkTest(Estimate):
    """Chance of doing at least this well if the true rate were only the benchmark."""

    headline: ClassVar[str] = "rate"

    successes: int
    benchmark: float
    rate: float
    lower: float
    upper: float
    p_value_mid: float
    p_value_exact: float

    def in_words(self) -> str:
        goal = wording.percent(self.benchmark)
        chance = wording.percent(self.p_value_mid, 1)
        found = f"{self.successes} of {self.n} completed against a goal of {goal}"
        return f"{found}. If the true rate were only {goal}, this or better would happen {chance} of the time."


def completion_rate_ci(
    successes: int, n: int, *, confidence: float = 0.95, method: str = "adjusted_wald"
) -> CompletionRate:
    """Which completion rates among everybody fit what a sample did.

    Not for: several attempts of one person counted as several people.

    Formula: adjusted_wald is Agresti-Coull (z²/2 successes and z²/2 failures added, then p ± z √(p(1-p)/n)), clipped to
    0..1; wilson is the score interval without continuity correction; exact is Clopper-Pearson; jeffreys is the
    equal-tailed posterior under Beta(1/2, 1/2); wald adds nothing and is offered for comparison with other tools.

    Args:
        successes: how many completed, 0..n.
        n: how many tried, 1 or more.
        confidence: two-sided level, between 0 and 1.
        method: "adjusted_wald", "wilson", "exact", "jeffreys" or "wald".

    Raises:
        EmptySample: n is 0.
        OutOfRange: successes exceed n or are negative, or confidence lies outside (0, 1).
        WrongKind: a count is not a whole number.
        UnknownOption: the method is another one.

    Source: Agresti & Coull (1998), Approximate is better than "exact" for interval estimation of binomial proportions.

    Example:
        >>> answer = completion_rate_ci(7, 10)
        >>> round(answer.lower, 3), round(answer.upper, 3)
        (0.392, 0.897)
    """
    n = require.size("n", n)
    successes = require.part_of("successes", successes, "n", n)
    confidence = require.confidence(confidence)
    interval, citation = proportions.METHODS[require.option("method", method, proportions.METHODS)]
    lower, upper = interval(successes, n, confidence)
    return CompletionRate(
        method=method,
        n=n,
        confidence=confidence,
        successes=successes,
        rate=successes / n,
        lower=lower,
        upper=upper,
        warnings=_wald_is_narrow(method),
        citation=citation,
    )


def completion_rate_point_estimate(
    successes: int, n: int, *, method: str = "laplace", confidence: float = 0.95
) -> LikelyRate:
    """The best single guess of the completion rate among everybody, when few have tried.

    Not for: reporting what happened; that is x of n. With 100 people or more the choice hardly matters.

    Formula: laplace (x + 1) / (n + 2); wilson (x + z²/2) / (n + z²) with z at 95%; jeffreys (x + 1/2) / (n + 1);
    mle x / n. The interval is the adjusted-Wald interval of the same counts.

    Args:
        successes: how many completed, 0..n.
        n: how many tried, 1 or more.
        method: "laplace", "wilson", "jeffreys" or "mle".
        confidence: two-sided level of the interval, between 0 and 1.

    Raises:
        EmptySample, OutOfRange, WrongKind, UnknownOption: as in ``completion_rate_ci``.

    Source: Lewis & Sauro (2006), When 100% really isn't 100%, Journal of Usability Studies 1(3).

    Example:
        >>> round(completion_rate_point_estimate(10, 10).estimate, 3)
        0.917
    """
    option = require.option("method", method, POINT_METHODS)
    found = completion_rate_ci(successes, n, confidence=confidence)
    z_squared = z_quantile(0.95) ** 2
    added, extra = {"laplace": (1, 2), "wilson": (z_squared / 2, z_squared), "jeffreys": (0.5, 1), "mle": (0, 0)}[
        option
    ]
    return LikelyRate(
        method=option,
        n=n,
        confidence=confidence,
        successes=successes,
        point=(successes + added) / (n + extra),
        lower=found.lower,
        upper=found.upper,
        citation=LEWIS_SAURO,
    )


def completion_rate_vs_benchmark(
    successes: int, n: int, benchmark: float, *, confidence: float = 0.95
) -> BenchmarkTest:
    """Whether a sample is good enough to claim that more than the benchmark would complete the task.

    Not for: proving that a design misses its goal; a large p means only that the claim is not made yet.

    Formula: one-sided binomial tail P(X >= x) at p = benchmark; mid-p counts half of P(X = x). The interval is the
    adjusted-Wald interval of the rate.

    Args:
        successes: how many completed, 0..n.
        n: how many tried, 1 or more.
        benchmark: the goal, strictly between 0 and 1.
        confidence: two-sided level of the interval, between 0 and 1.

    Raises:
        EmptySample, OutOfRange, WrongKind: as in ``completion_rate_ci``, or the benchmark is not between 0 and 1.

    Source: Sauro & Lewis (2016), Quantifying the User Experience, 2nd ed., ch. 4.

    Example:
        >>> round(completion_rate_vs_benchmark(8, 9, 0.7).p_value_mid, 4)
        0.1182
    """
    goal = require.between("benchmark", benchmark, 0, 1)
    found = completion_rate_ci(successes, n, confidence=confidence)
    at_least, more = (binomial_at_least(count, n, goal) for count in (successes, successes + 1))
    return BenchmarkTest(
        method="binomial_mid_p",
        n=n,
        confidence=confidence,
        successes=successes,
        benchmark=goal,
        rate=found.rate,
        lower=found.lower,
        upper=found.upper,
        p_value_mid=(at_least + more) / 2,
        p_value_exact=at_least,
        citation=SAURO_LEWIS,
    )


def _wald_is_narrow(method: str) -> tuple[str, ...]:
    if method != "wald":
        return ()
    return ("The Wald interval is too narrow in small samples and has no width at 0 or 100%; prefer adjusted_wald.",)
