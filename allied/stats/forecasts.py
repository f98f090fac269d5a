"""How good a team's predictions were: probabilities against what happened, and ranges against what came."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import proportions, require, wording
from allied.stats.distributions import binomial_between
from allied.stats.errors import Inconsistent
from allied.stats.means import mean_ci
from allied.stats.results import Estimate

BRIER = (
    "Brier (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78(1), 1-3; "
    "parts: Murphy (1973). A new vector partition of the probability score. Journal of Applied Meteorology 12(4)."
)
HIT_RATE = "Gneiting & Raftery (2007). Strictly proper scoring rules, prediction, and estimation. JASA 102, 359-378."


@dataclass(frozen=True, kw_only=True)
class BrierScore(Estimate):
    """Mean squared error of probabilities: 0 is perfect, 0.25 is always saying 50%.

    ``brier`` = reliability - resolution + uncertainty, by distinct forecast. ``skill`` is the share of the base rate's
    error avoided, None where every outcome was the same.
    """

    headline: ClassVar[str] = "brier"

    brier: float
    lower: float
    upper: float
    base_rate: float
    reliability: float
    resolution: float
    uncertainty: float
    skill: float | None

    def in_words(self) -> str:
        score = f"Brier score {self.brier:.3f} ({self.lower:.3f} to {self.upper:.3f}, n = {self.n})"
        if self.skill is None:
            return f"{score}. Every outcome was the same, so there is no base rate to beat."
        better = "better" if self.skill > 0 else "no better"
        return f"{score}: {better} than always naming the base rate of {wording.percent(self.base_rate)}."


@dataclass(frozen=True, kw_only=True)
class IntervalHitRate(Estimate):
    """Share of predicted ranges that held what came, against the share they promised."""

    headline: ClassVar[str] = "rate"

    hits: int
    rate: float
    lower: float
    upper: float
    promised: float
    p_value: float

    def in_words(self) -> str:
        held = f"{self.hits} of {self.n} ranges held what came: {wording.percent(self.rate)}"
        limits = f"({wording.percent_interval(self.lower, self.upper)}), promised {wording.percent(self.promised)}"
        if self.lower <= self.promised <= self.upper:
            return f"{held} {limits}. Too early to call them off."
        wrong = "narrow: make them wider" if self.rate < self.promised else "wide: make them narrower"
        return f"{held} {limits}. The ranges are too {wrong}."


def brier_score(forecasts: ArrayLike, outcomes: ArrayLike, *, confidence: float = 0.95) -> BrierScore:
    """How far predicted probabilities were from what happened.

    Not for: comparing teams who predicted different things; some things are harder to foretell.

    Formula: mean of (forecast - outcome)², with the t interval of these squares, clipped to 0..1. Murphy's parts by
    distinct forecast: reliability - resolution + uncertainty.

    Args:
        forecasts: at least two probabilities, 0..1.
        outcomes: 1 where it happened, else 0, in the same order.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: there are fewer than two forecasts.
        Inconsistent: forecasts and outcomes differ in number.
        WrongKind, OutOfRange: a forecast is not a number of 0..1, or an outcome not 0 or 1.

    Source: Brier (1950), Verification of forecasts expressed in terms of probability.

    Example:
        >>> round(brier_score([0.9, 0.7, 0.2, 0.4], [1, 1, 0, 1]).brier, 4)
        0.125
    """
    chances = require.numbers_within("forecasts", forecasts, 0, 1, at_least=2)
    happened = require.wholes("outcomes", outcomes, 0, 1)
    if chances.size != happened.size:
        raise Inconsistent(f"forecasts and outcomes must pair up; there are {chances.size} and {happened.size}.")
    squares = mean_ci((chances - happened) ** 2, confidence=confidence)
    base = float(happened.mean())
    _, group = np.unique(chances, return_inverse=True)
    sizes = np.bincount(group)
    said, came = np.bincount(group, chances) / sizes, np.bincount(group, happened) / sizes
    uncertainty = base * (1 - base)
    return BrierScore(
        method="brier",
        n=chances.size,
        confidence=confidence,
        brier=squares.mean,
        lower=max(squares.lower, 0.0),
        upper=min(squares.upper, 1.0),
        base_rate=base,
        reliability=float((sizes * (said - came) ** 2).sum() / chances.size),
        resolution=float((sizes * (came - base) ** 2).sum() / chances.size),
        uncertainty=uncertainty,
        skill=1 - squares.mean / uncertainty if uncertainty else None,
        warnings=squares.warnings,
        citation=BRIER,
    )


def interval_hit_rate(
    lowers: ArrayLike, uppers: ArrayLike, actuals: ArrayLike, *, promised: float = 0.9, confidence: float = 0.95
) -> IntervalHitRate:
    """Whether the ranges a team predicts hold what comes as often as promised.

    Not for: rewarding wide ranges; a range from nothing to everything always holds.

    Formula: share with lower <= actual <= upper, with the Wilson interval; p is the exact two-sided binomial test
    against the promise (twice the smaller tail, at most 1).

    Args:
        lowers, uppers: limits of each range, lower <= upper.
        actuals: what came, in the same order.
        promised: share the ranges were meant to hold, between 0 and 1.
        confidence: two-sided level of the interval, between 0 and 1.

    Raises:
        EmptySample: there are no ranges.
        Inconsistent: the rows differ in length, or a lower limit exceeds its upper one.
        WrongKind, OutOfRange: a value is not a finite number, or a level lies outside (0, 1).

    Source: Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation.

    Example:
        >>> interval_hit_rate([1, 2, 3, 4], [5, 4, 6, 9], [3, 7, 4, 9]).hits
        3
    """
    promised, confidence = require.between("promised", promised, 0, 1), require.confidence(confidence)
    low, high, came = (
        require.numbers(name, row) for name, row in (("lowers", lowers), ("uppers", uppers), ("actuals", actuals))
    )
    if not low.size == high.size == came.size:
        sizes = f"{low.size}, {high.size} and {came.size}"
        raise Inconsistent(f"lowers, uppers and actuals must be as many; there are {sizes}.")
    if (low > high).any():
        raise Inconsistent(f"lowers cannot exceed uppers; range {int(np.argmax(low > high)) + 1} runs backwards.")
    n, hits = low.size, int(np.count_nonzero((low <= came) & (came <= high)))
    lower, upper = proportions.wilson(hits, n, confidence)
    tail = min(binomial_between(0, hits, n, promised), binomial_between(hits, n, n, promised))
    return IntervalHitRate(
        method="wilson",
        n=n,
        confidence=confidence,
        hits=hits,
        rate=hits / n,
        lower=lower,
        upper=upper,
        promised=promised,
        p_value=min(2 * tail, 1.0),
        citation=f"{HIT_RATE} {proportions.WILSON}",
    )
