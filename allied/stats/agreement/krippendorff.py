"""Krippendorff's alpha: agreement of any number of raters, at any level of measurement, with ratings missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy.sparse import csr_array

from allied.stats import require
from allied.stats.agreement.codes import Ratings, read_ratings
from allied.stats.agreement.reliability import perfect, reliability
from allied.stats.errors import Undefined
from allied.stats.limits import Spread
from allied.stats.require import Floats
from allied.stats.resample import DRAWS, SEED, bootstrap_spread
from allied.stats.results import Estimate

LEVELS = ("nominal", "ordinal", "interval", "ratio")
ONE = 1 - 1e-12
DENSE_CELLS = 4_000_000

Disagreements = Callable[[Floats], tuple[Floats, Floats]]
"""Weights (draws x units) in; disagreement within units and over all values, each a sum over pairs, one per draw."""


@dataclass(frozen=True, kw_only=True)
class Alpha(Estimate):
    """Reliability of ratings: 1 complete agreement, 0 what chance gives, below 0 systematic disagreement.

    Attributes:
        alpha: 1 - observed / expected disagreement.
        level: level of measurement used.
        observed_disagreement, expected_disagreement: in the unit of the level's squared distance.
        values: how many ratings could be paired; ``n`` is the number of units with at least 2 ratings.
    """

    headline: ClassVar[str] = "alpha"

    alpha: float
    level: str
    observed_disagreement: float
    expected_disagreement: float
    values: int

    def in_words(self) -> str:
        return reliability("Alpha", self, f"n = {self.n} units")


def krippendorff_alpha(
    ratings: Sequence[Sequence[Any]],
    *,
    level: str = "nominal",
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Alpha:
    """How far two or more raters agree, at any level of measurement, when not all of them rated everything.

    Not for: raters who conferred, or ratings without variation (a rare code needs units chosen so that it occurs).

    Formula: 1 - observed / expected disagreement; disagreements are squared distances of the level, averaged over the
    pairs of ratings within units, and over all pairs of ratings.

    Args:
        ratings: raters x units, None where a rater gave no rating. Nominal ratings may be any label; ordinal, interval
            and ratio ratings are numbers (ratio: 0 or more). Units with fewer than 2 ratings are left out.
        level: "nominal" (same or not), "ordinal" (ranks between), "interval" (difference squared) or "ratio"
            (difference over sum, squared).
        confidence: two-sided level of the interval, by resampling units.
        draws, seed: number of resamples (at least 100) and their seed.

    Raises:
        EmptySample: no ratings at all.
        NotEnough: no unit has two ratings.
        WrongKind: raters rated different numbers of units, or a rating is no number where the level needs one.
        OutOfRange: a number is not finite, or negative at ratio level.
        UnknownOption: another ``level``.
        Undefined: all paired ratings are the same, so there is no variation to agree about.

    Source:
        Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania. Interval:
        Zapf, Castell, Morawietz & Karch (2016), BMC Med. Res. Methodol. 16:93 (resampling of units).

    Example:
        >>> sections = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
        >>> round(krippendorff_alpha(sections).alpha, 3)
        0.095
    """
    require.option("level", level, LEVELS)
    certainty = require.confidence(confidence)
    read = read_ratings(ratings, level)
    disagreements = _METRICS[level](read)
    everything = np.ones((1, read.units))
    within, overall = (float(each[0]) for each in disagreements(everything))
    if overall <= 0:
        raise Undefined("All paired ratings are the same, so there is no variation that raters could agree about.")
    paired = int(read.sizes.sum())
    alpha = 1 - (paired - 1) * within / overall
    spread = _spread(read, disagreements, alpha, certainty, draws, seed)
    return Alpha(
        method=f"krippendorff_{level}",
        n=read.units,
        alpha=alpha,
        level=level,
        observed_disagreement=within / paired,
        expected_disagreement=overall / (paired * (paired - 1)),
        values=paired,
        lower=spread.lower,
        upper=spread.upper,
        confidence=spread.level(certainty),
        no_interval=spread.reason,
        warnings=(*_left_out(read), *spread.warnings),
        citation="Krippendorff (2011), Computing Krippendorff's alpha-reliability; interval: Zapf et al. (2016)",
    )


def _spread(
    read: Ratings, disagreements: Disagreements, alpha: float, confidence: float, draws: int, seed: int
) -> Spread:
    if alpha >= ONE:
        return perfect("alpha")

    def statistic(weights: Floats) -> Floats:
        within, overall = disagreements(weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            figures: Floats = np.where(overall > 0, 1 - (weights @ read.sizes - 1) * within / overall, np.nan)
        return figures

    width = len(read.values)
    return bootstrap_spread(statistic, units=read.units, width=width, confidence=confidence, draws=draws, seed=seed)


def _left_out(read: Ratings) -> tuple[str, ...]:
    if not read.unpaired:
        return ()
    return (f"{read.unpaired} of {read.units + read.unpaired} units have fewer than 2 ratings and were left out.",)


def _counts(read: Ratings) -> Floats | csr_array:
    """Units x distinct values: how many raters gave the value; sparse where the table would be large."""
    shape = (read.units, len(read.values))
    sparse = csr_array((np.ones(len(read.codes)), (read.owners, read.codes)), shape=shape)
    return sparse.toarray() if shape[0] * shape[1] <= DENSE_CELLS else sparse


def _nominal(read: Ratings) -> Disagreements:
    counts = _counts(read)
    within = (read.sizes**2 - (counts**2).sum(axis=1)) / (read.sizes - 1)

    def disagreements(weights: Floats) -> tuple[Floats, Floats]:
        totals = weights @ counts
        return weights @ within, (weights @ read.sizes) ** 2 - (totals**2).sum(axis=1)

    return disagreements


def _interval(read: Ratings) -> Disagreements:
    numbers = read.values[read.codes]
    centred = numbers - numbers.mean()
    sums = np.bincount(read.owners, weights=centred)
    squares = np.bincount(read.owners, weights=centred**2)
    within = 2 * (read.sizes * squares - sums**2) / (read.sizes - 1)

    def disagreements(weights: Floats) -> tuple[Floats, Floats]:
        overall = 2 * ((weights @ read.sizes) * (weights @ squares) - (weights @ sums) ** 2)
        return weights @ within, overall

    return disagreements


def _ordinal(read: Ratings) -> Disagreements:
    """The ordinal distance is the squared difference of midranks, so this is the interval level on midranks."""
    counts = _counts(read)

    def disagreements(weights: Floats) -> tuple[Floats, Floats]:
        totals = weights @ counts
        paired = weights @ read.sizes
        midranks = np.cumsum(totals, axis=1) - (totals + paired[:, None]) / 2
        sums, squares = midranks @ counts.T, midranks**2 @ counts.T
        within = 2 * (read.sizes * squares - sums**2) / (read.sizes - 1)
        return (weights * within).sum(axis=1), 2 * paired * (totals * midranks**2).sum(axis=1)

    return disagreements


def _ratio(read: Ratings) -> Disagreements:
    counts = _counts(read)
    across = _ratio_distances(read.values, counts)
    if len(read.values) <= read.units:
        basis: Floats | csr_array = counts
        within = ((counts @ across) * counts).sum(axis=1)
    else:
        basis = np.eye(read.units)
        within = np.diag(across)
    within = within / (read.sizes - 1)

    def disagreements(weights: Floats) -> tuple[Floats, Floats]:
        totals = weights @ basis
        return weights @ within, ((totals @ across) * totals).sum(axis=1)

    return disagreements


def _ratio_distances(values: Floats, counts: Floats | csr_array) -> Floats:
    """Summed distances between values, or between units where there are fewer units than values."""
    if len(values) <= counts.shape[0]:
        return _ratio_rows(values, values)
    between = np.zeros((counts.shape[0], counts.shape[0]))
    step = max(1, DENSE_CELLS // len(values))
    for start in range(0, len(values), step):
        block = _ratio_rows(values[start : start + step], values) @ counts.T
        between += counts[:, start : start + step] @ block
    return between


def _ratio_rows(some: Floats, values: Floats) -> Floats:
    total = np.add.outer(some, values)
    distance = np.subtract.outer(some, values)
    result: Floats = np.divide(distance, total, out=np.zeros_like(total), where=total > 0) ** 2
    return result


_METRICS: dict[str, Callable[[Ratings], Disagreements]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
