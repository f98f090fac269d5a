"""Kappa: agreement on categories beyond what chance would give, for two raters (Cohen) and for many (Fleiss)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import require
from allied.stats.agreement.reliability import perfect, reliability
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, UnknownOption, WrongKind
from allied.stats.limits import Spread, no_spread, spread_around, t_quantile, z_quantile
from allied.stats.require import Floats
from allied.stats.results import Estimate

ONE = 1 - 1e-12
NEGLIGIBLE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Kappa(Estimate):
    """Chance-corrected agreement, -1..1.

    Attributes:
        kappa: (observed - expected) / (1 - expected).
        observed_agreement: share of rating pairs that agree, weighted where weights are used.
        expected_agreement: the same share if the raters rated independently.
    """

    headline: ClassVar[str] = "kappa"

    kappa: float
    observed_agreement: float
    expected_agreement: float

    def in_words(self) -> str:
        return reliability("Kappa", self, "n unknown" if self.n is None else f"n = {self.n}")


def cohen_kappa(table: ArrayLike, *, weights: str | ArrayLike | None = None, confidence: float = 0.95) -> Kappa:
    """How far two raters who sort the same subjects into the same categories agree beyond chance.

    Not for: more than two raters, or ratings that are missing (``krippendorff_alpha``); nor for comparing studies whose
    categories are used unequally often, since kappa falls when one category dominates.

    Formula: (observed - expected agreement) / (1 - expected); expected = sum of row share x column share.

    Args:
        table: k x k counts, k >= 2; rows rater 1, columns rater 2, categories in the same (for weights: natural) order.
            Shares are taken too, but then n is unknown and there is no interval.
        weights: None or "unweighted": a miss is a miss; "linear" or "quadratic": near misses count less;
            or a k x k table of disagreement weights, 0 on its diagonal and 0 or more elsewhere.
        confidence: two-sided level of the large-sample interval.

    Raises:
        EmptySample: the table is empty or holds only zeros.
        WrongKind: the table is not square, or a cell is not a number.
        OutOfRange: a cell is negative.
        UnknownOption: ``weights`` is none of the named ones.
        Undefined: both raters use one and the same category, so chance agreement is complete.

    Source:
        Cohen, J. (1960). A coefficient of agreement for nominal scales. Educ. Psychol. Meas. 20(1); weighted: Cohen
        (1968), Psychol. Bull. 70(4). Interval: Fleiss, Cohen & Everitt (1969), Psychol. Bull. 72(5).

    Example:
        >>> from allied.stats import words
        >>> words(cohen_kappa([[20, 5], [10, 15]]))
        'Kappa 0.40 (0.15 to 0.65, n = 50). Too little agreement to conclude from; clarify the categories.'
    """
    level = require.confidence(confidence)
    counts = _square(table)
    n = float(counts.sum())
    shares = counts / n
    agreement = _agreement_weights(weights, len(counts))
    observed = float((agreement * shares).sum())
    expected = float((agreement * np.outer(shares.sum(axis=1), shares.sum(axis=0))).sum())
    if expected >= ONE:
        raise Undefined("Both raters use one and the same category, so agreement beyond chance cannot be computed.")
    kappa = (observed - expected) / (1 - expected)
    spread = _cohen_spread(counts, agreement, kappa, expected, level)
    return Kappa(
        method="unweighted" if weights is None else weights if isinstance(weights, str) else "own weights",
        n=int(n) if _are_counts(counts) else None,
        kappa=kappa,
        observed_agreement=observed,
        expected_agreement=expected,
        lower=spread.lower,
        upper=spread.upper,
        confidence=spread.level(level),
        no_interval=spread.reason,
        citation="Cohen (1960), A coefficient of agreement for nominal scales; Fleiss, Cohen & Everitt (1969)",
    )


def fleiss_kappa(counts: ArrayLike, *, confidence: float = 0.95) -> Kappa:
    """How far many raters agree on categories beyond chance, each subject rated by equally many of them.

    Not for: ordered categories, or subjects with different numbers of ratings (``krippendorff_alpha``).

    Formula: (mean share of agreeing rater pairs - sum of squared category shares) / (1 - that sum).

    Args:
        counts: subjects x categories; how many raters put the subject into the category. Every row has the same sum,
            at least 2.
        confidence: two-sided level of the interval over subjects.

    Raises:
        EmptySample: no subjects, or nobody rated.
        WrongKind: a cell is not a number, or rows differ in length.
        OutOfRange: a cell is negative or a fraction.
        Inconsistent: subjects have different numbers of ratings (use ``krippendorff_alpha``).
        NotEnough: one rating per subject, or one category.
        Undefined: all ratings fall into one category.

    Source:
        Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychol. Bull. 76(5). Interval:
        Gwet, K. L. (2021). Large-sample variance of Fleiss generalized kappa. Educ. Psychol. Meas. 81(4).

    Example:
        >>> round(fleiss_kappa([[4, 1, 0], [0, 5, 0], [2, 2, 1], [0, 0, 5], [5, 0, 0], [1, 3, 1]]).kappa, 3)
        0.514
    """
    level = require.confidence(confidence)
    cells = require.table("counts", counts)
    raters = _raters(cells)
    subjects = len(cells)
    shares = cells.sum(axis=0) / cells.sum()
    agreeing = ((cells**2).sum(axis=1) - raters) / (raters * (raters - 1))
    observed, expected = float(agreeing.mean()), float((shares**2).sum())
    if expected >= ONE:
        raise Undefined("All ratings fall into one category, so agreement beyond chance cannot be computed.")
    kappa = (observed - expected) / (1 - expected)
    spread = _fleiss_spread(cells @ shares / raters, agreeing, kappa, expected, level)
    return Kappa(
        method="fleiss_kappa",
        n=subjects,
        kappa=kappa,
        observed_agreement=observed,
        expected_agreement=expected,
        lower=spread.lower,
        upper=spread.upper,
        confidence=spread.level(level),
        no_interval=spread.reason,
        citation="Fleiss (1971), Measuring nominal scale agreement among many raters; interval: Gwet (2021)",
    )


def _square(table: ArrayLike) -> Floats:
    counts = require.table("table", table)
    rows, columns = counts.shape
    if rows != columns:
        raise WrongKind(f"table must have as many columns as rows; it has {rows} rows and {columns} columns.")
    if rows < 2:
        raise NotEnough("table needs at least 2 categories; it has 1.")
    if (counts < 0).any():
        raise OutOfRange("table must hold counts of 0 or more; one is negative.")
    if not counts.any():
        raise EmptySample("table holds only zeros, so nobody rated anything.")
    return counts


def _agreement_weights(weights: str | ArrayLike | None, size: int) -> Floats:
    """1 for full agreement, down to 0 for the heaviest miss."""
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    if weights is None or isinstance(weights, str):
        name = weights or "unweighted"
        misses = {"unweighted": (steps > 0) * 1.0, "linear": steps, "quadratic": steps**2}.get(name)
        if misses is None:
            raise UnknownOption(f"weights must be unweighted, linear, quadratic or a table; {weights!r} is not.")
    else:
        misses = _own_weights(weights, size)
    result: Floats = 1 - misses / misses.max()
    return result


def _own_weights(weights: ArrayLike, size: int) -> Floats:
    misses = require.table("weights", weights)
    if misses.shape != (size, size):
        raise Inconsistent(f"weights must be {size} rows by {size} columns like the table; it is {misses.shape}.")
    if np.diag(misses).any() or (misses < 0).any() or not misses.any():
        raise OutOfRange("weights must be 0 on the diagonal and 0 or more elsewhere: how much each miss counts.")
    return misses


def _cohen_spread(counts: Floats, agreement: Floats, kappa: float, expected: float, level: float) -> Spread:
    if not _are_counts(counts):
        return no_spread("The table holds shares, so the number of subjects is unknown; give counts for an interval.")
    if kappa >= ONE:
        return perfect("kappa")
    n = counts.sum()
    shares = counts / n
    by_row = agreement @ shares.sum(axis=0)
    by_column = shares.sum(axis=1) @ agreement
    influence = agreement - np.add.outer(by_row, by_column) * (1 - kappa)
    spread_of_influence = (shares * influence**2).sum() - (kappa - expected * (1 - kappa)) ** 2
    error = np.sqrt(max(float(spread_of_influence), 0.0) / n) / (1 - expected)
    return _around(kappa, float(error), z_quantile(level))


def _are_counts(cells: Floats) -> bool:
    return bool((cells == np.floor(cells)).all())


def _raters(cells: Floats) -> float:
    if (cells < 0).any() or not _are_counts(cells):
        raise OutOfRange("counts must be whole numbers of 0 or more.")
    per_subject = cells.sum(axis=1)
    if not per_subject.any():
        raise EmptySample("counts holds only zeros, so nobody rated anything.")
    if (per_subject != per_subject[0]).any():
        raise Inconsistent(
            f"Every subject needs equally many ratings; there are {per_subject.min():g} to {per_subject.max():g}. "
            "Use krippendorff_alpha when they differ."
        )
    if per_subject[0] < 2:
        raise NotEnough("Agreement needs at least 2 ratings per subject; there is 1.")
    if cells.shape[1] < 2:
        raise NotEnough("counts needs at least 2 categories; it has 1.")
    return float(per_subject[0])


def _fleiss_spread(chance: Floats, agreeing: Floats, kappa: float, expected: float, level: float) -> Spread:
    subjects = len(agreeing)
    if subjects < 2:
        return no_spread("One subject shows no spread between subjects; an interval needs at least 2.")
    if kappa >= ONE:
        return perfect("kappa")
    each = (agreeing - expected) / (1 - expected)
    influence = each - 2 * (1 - kappa) * (chance - expected) / (1 - expected)
    error = np.sqrt(((influence - kappa) ** 2).sum() / (subjects * (subjects - 1)))
    return _around(kappa, float(error), t_quantile(subjects - 1, level))


def _around(kappa: float, error: float, quantile: float) -> Spread:
    if error < NEGLIGIBLE:
        return no_spread("The error formula gives 0 for these ratings, which would claim a certainty nobody has.")
    return spread_around(kappa, quantile * error)
