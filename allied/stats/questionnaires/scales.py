"""What works for any rating scale: the share of top answers (CSAT, CES) and the consistency of several items."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import proportions, require, wording
from allied.stats.distributions import f_quantile
from allied.stats.errors import NotEnough, Undefined
from allied.stats.results import Estimate

CRONBACH = (
    "Cronbach (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16(3), 297-334; interval: "
    "Feldt (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty. "
    "Psychometrika 30(3), 357-370."
)


@dataclass(frozen=True, kw_only=True)
class TopBox(Estimate):
    """Share of ratings in the top boxes."""

    headline: ClassVar[str] = "proportion"

    count: int
    proportion: float
    lower: float
    upper: float

    def in_words(self) -> str:
        limits = wording.percent_interval(self.lower, self.upper)
        return f"{self.count} of {self.n} chose a top answer: {wording.percent(self.proportion)} ({limits})."


@dataclass(frozen=True, kw_only=True)
class CronbachAlpha(Estimate):
    """Internal consistency of a scale's items, with Feldt's interval."""

    headline: ClassVar[str] = "alpha"

    alpha: float
    items: int
    lower: float
    upper: float

    def in_words(self) -> str:
        limits = wording.interval(self.lower, self.upper, 2)
        people = wording.plural(self.n or 0, "person", "people")
        return f"Cronbach's alpha {wording.figure(self.alpha, 2)} ({limits}) from {self.items} items and {people}."


def top_box(ratings: ArrayLike, scale_max: int, *, boxes: int = 1, confidence: float = 0.95) -> TopBox:
    """Which share of people chose one of the top answers: CSAT, CES and the like.

    Not for: scales where a low number is good; turn the answers around first.

    Formula: ratings above scale_max - boxes, divided by n; adjusted-Wald (Agresti-Coull) interval.

    Args:
        ratings: whole numbers from 1 to scale_max.
        scale_max: highest point of the scale, 2 or more.
        boxes: how many of the top points count, 1..scale_max - 1.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample: there are no ratings.
        WrongKind: a rating is not a whole number.
        OutOfRange: a rating is off the scale, boxes is not less than scale_max, or confidence lies outside (0, 1).

    Source: Agresti & Coull (1998), Approximate is better than "exact" for interval estimation of binomial proportions.

    Example:
        >>> top_box([5, 4, 4, 3, 2, 5, 5, 1, 4, 5], 5, boxes=2).proportion
        0.7
    """
    highest = require.whole("scale_max", scale_max, low=2)
    boxes = require.whole("boxes", boxes, 1, highest - 1)
    confidence = require.confidence(confidence)
    row = require.wholes("ratings", ratings, 1, highest)
    count = int(np.count_nonzero(row > highest - boxes))
    lower, upper = proportions.adjusted_wald(count, row.size, confidence)
    return TopBox(
        method="adjusted_wald",
        n=row.size,
        confidence=confidence,
        count=count,
        proportion=count / row.size,
        lower=lower,
        upper=upper,
        citation=proportions.AGRESTI_COULL,
    )


def cronbach_alpha(items: ArrayLike, *, confidence: float = 0.95) -> CronbachAlpha:
    """How consistently several items measure one thing.

    Not for: showing that a scale measures what it should, or that it has one dimension; alpha shows neither.

    Formula: k / (k - 1) times (1 - sum of item variances / variance of the sums), variances of n - 1; Feldt's interval
    from F with n - 1 and (n - 1)(k - 1) degrees of freedom.

    Args:
        items: one row per person, one column per item (at least 2 of each), all scored in the same direction.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: there are fewer than 2 people or 2 items.
        WrongKind: rows differ in length or a cell is not a number.
        OutOfRange: a cell is not finite, or confidence lies outside (0, 1).
        Undefined: everybody has the same sum.

    Source: Cronbach (1951), Coefficient alpha and the internal structure of tests; interval Feldt (1965).

    Example:
        >>> round(cronbach_alpha([[4, 5, 4], [3, 3, 2], [5, 5, 5], [2, 1, 2], [4, 4, 3]]).alpha, 3)
        0.949
    """
    confidence = require.confidence(confidence)
    cells = require.table("items", items)
    people, count = cells.shape
    if people < 2 or count < 2:
        raise NotEnough(f"items needs at least 2 people and 2 items; there are {people} and {count}.")
    sums = cells.sum(axis=1)
    if np.ptp(sums) == 0:
        raise Undefined("Everybody has the same sum, so there is no variation to be consistent about.")
    alpha = count / (count - 1) * (1 - float(cells.var(axis=0, ddof=1).sum() / sums.var(ddof=1)))
    df1, df2, tail = people - 1, (people - 1) * (count - 1), (1 - confidence) / 2
    return CronbachAlpha(
        method="feldt",
        n=people,
        confidence=confidence,
        alpha=alpha,
        items=count,
        lower=1 - (1 - alpha) * f_quantile(1 - tail, df1, df2),
        upper=1 - (1 - alpha) * f_quantile(tail, df1, df2),
        warnings=()
        if alpha >= 0
        else ("A negative alpha means that items run against each other; check their direction.",),
        citation=CRONBACH,
    )
