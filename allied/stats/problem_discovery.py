"""How many usability problems a test finds, and how many people that takes."""

from dataclasses import dataclass
from math import ceil, expm1, log1p
from typing import ClassVar

from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.errors import Inconsistent, NotEnough, OutOfRange
from allied.stats.results import Estimate

NIELSEN_LANDAUER = (
    "Nielsen & Landauer (1993). A mathematical model of the finding of usability problems. INTERCHI '93, 206-213."
)
LEWIS = (
    "Lewis (2001). Evaluation of procedures for adjusting problem-discovery rates estimated from small samples. "
    "International Journal of Human-Computer Interaction 13(4), 445-479."
)
SAURO_LEWIS = "Sauro & Lewis (2016). Quantifying the User Experience, 2nd ed., ch. 7."
GIVEN_P = "The chance is computed from the p that was given; its uncertainty is that of p."
NO_PUBLISHED_INTERVAL = "Lewis's adjustment corrects a bias; no interval is published for it. Compare the three rates."

# A goal met to within rounding error is met.
SLACK = 1e-12


@dataclass(frozen=True, kw_only=True)
class DiscoveryChance(Estimate):
    """Chance that a problem of frequency p turns up at least once."""

    headline: ClassVar[str] = "probability"

    p: float
    probability: float

    def in_words(self) -> str:
        people = wording.plural(self.n or 0, "person", "people")
        found = f"{people} would meet a problem that affects {wording.percent(self.p)}"
        return f"{found} with a chance of {wording.percent(self.probability)}."


@dataclass(frozen=True, kw_only=True)
class DiscoverySampleSize(Estimate):
    """How many people give a problem of frequency p the wanted chance to turn up."""

    headline: ClassVar[str] = "n"

    n: int
    p: float
    goal: float

    def in_words(self) -> str:
        chance = f"a chance of {wording.percent(self.goal)} to find a problem that affects {wording.percent(self.p)}"
        return f"Plan {wording.plural(self.n, 'person', 'people')} for {chance} of people."


@dataclass(frozen=True, kw_only=True)
class AdjustedDiscovery(Estimate):
    """The average problem frequency, deflated for small samples, and what it says of problems still to find."""

    headline: ClassVar[str] = "p_adjusted"

    n_participants: int
    n_problems: int
    n_once: int
    p_observed: float
    p_good_turing: float
    p_normalized: float
    p_adjusted: float
    discovered_proportion: float
    n_problems_total: int

    def in_words(self) -> str:
        found = f"{self.n_problems} of about {self.n_problems_total} problems found"
        people = wording.plural(self.n_participants, "person", "people")
        share = wording.percent(self.discovered_proportion)
        return f"{found} ({share}) with {people}; {self.n_once} came up only once."


def problem_discovery_probability(p: float, n: int) -> DiscoveryChance:
    """The chance that a problem shows up at least once among n people.

    Not for: "five people find 85% of problems" as a law; that holds at p = 0.31 alone. At p = 0.1 five find 41%.

    Formula: 1 - (1 - p)^n.

    Args:
        p: share of people the problem affects, 0..1.
        n: people in the test, 1 or more.

    Raises:
        OutOfRange: p lies outside 0..1.
        EmptySample: n is 0.
        WrongKind: n is not a whole number.

    Source: Nielsen & Landauer (1993), A mathematical model of the finding of usability problems.

    Example:
        >>> round(problem_discovery_probability(0.31, 5).probability, 3)
        0.844
    """
    p, n = require.share("p", p), require.size("n", n)
    return DiscoveryChance(
        method="binomial",
        n=n,
        no_interval=GIVEN_P,
        p=p,
        probability=_chance(p, n),
        citation=NIELSEN_LANDAUER,
    )


def problem_discovery_sample_size(p: float, goal: float) -> DiscoverySampleSize:
    """How many people a test needs to find a problem with the wanted chance.

    Not for: the whole set of problems, whose frequencies differ; plan for the rarest that matters.

    Formula: ln(1 - goal) / ln(1 - p), rounded up.

    Args:
        p: share of people the problem affects, above 0 and at most 1.
        goal: wanted chance to find it, between 0 and 1.

    Raises:
        OutOfRange: p or goal lies outside its limits.
        WrongKind: p or goal is not a number.

    Source: Sauro & Lewis (2016), Quantifying the User Experience, 2nd ed., table 7.1.

    Example:
        >>> problem_discovery_sample_size(0.1, 0.9).n
        22
    """
    p, goal = require.share("p", p), require.between("goal", goal, 0, 1)
    if p == 0:
        raise OutOfRange("p must be above 0; a problem that affects nobody is never found.")
    n = 1 if p == 1 else max(ceil(log1p(-goal) / log1p(-p)), 1)
    if n > 1 and _chance(p, n - 1) >= goal - SLACK:
        n -= 1
    return DiscoverySampleSize(method="binomial", n=n, no_interval=GIVEN_P, p=p, goal=goal, citation=SAURO_LEWIS)


def problem_discovery_adjusted_p(matrix: ArrayLike) -> AdjustedDiscovery:
    """How frequent the problems of a small test really are, and how many are still to find.

    Not for: more than some 20 people, where the observed rate hardly needs the adjustment.

    Formula: mean of the Good-Turing rate p / (1 + once / problems) and the normalized rate (p - 1/n)(1 - 1/n);
    discovered 1 - (1 - p)^n; total is problems / discovered, rounded up.

    Args:
        matrix: one row per person (2 or more), one column per problem, 1 where the person met it, else 0.

    Raises:
        EmptySample, NotEnough: there are no problems, or fewer than 2 people.
        WrongKind: rows differ in length or a cell is not a number.
        OutOfRange: a cell is neither 0 nor 1.
        Inconsistent: nobody met one of the problems.

    Source: Lewis (2001), Evaluation of procedures for adjusting problem-discovery rates.

    Example:
        >>> round(problem_discovery_adjusted_p([[1, 1, 0, 0, 1], [1, 0, 1, 0, 0], [1, 0, 0, 1, 1]]).p_adjusted, 4)
        0.2333
    """
    cells = require.table("matrix", matrix)
    people, problems = cells.shape
    if people < 2:
        raise NotEnough("matrix needs at least 2 people; there is 1.")
    if not ((cells == 0) | (cells == 1)).all():
        raise OutOfRange("matrix must hold 0 (not met) and 1 (met) only.")
    met = cells.sum(axis=0)
    if (met == 0).any():
        raise Inconsistent("matrix has a problem that nobody met; leave its column out.")
    once = int((met == 1).sum())
    observed = float(met.sum()) / (people * problems)
    good_turing, normalized = observed / (1 + once / problems), (observed - 1 / people) * (1 - 1 / people)
    adjusted = (good_turing + normalized) / 2
    discovered = _chance(adjusted, people)
    return AdjustedDiscovery(
        method="lewis",
        n=people,
        no_interval=NO_PUBLISHED_INTERVAL,
        n_participants=people,
        n_problems=problems,
        n_once=once,
        p_observed=observed,
        p_good_turing=good_turing,
        p_normalized=normalized,
        p_adjusted=adjusted,
        discovered_proportion=discovered,
        n_problems_total=ceil(problems / discovered - SLACK),
        citation=LEWIS,
    )


def _chance(p: float, n: int) -> float:
    """1 - (1 - p)^n without losing digits where p is small."""
    return 1.0 if p == 1 else -expm1(n * log1p(-p))
