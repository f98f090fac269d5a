"""Agreement on order: one coefficient for two rankings (Kendall, Spearman) and one for many (Kendall's W)."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from allied.stats import require
from allied.stats.errors import Inconsistent, NotEnough, Undefined
from allied.stats.limits import Spread, beside, no_spread, z_quantile
from allied.stats.require import Floats
from allied.stats.resample import jackknife_spread
from allied.stats.results import Estimate
from allied.stats.wording import figure

ONE = 1 - 1e-12
FIELLER = 0.437
CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True, kw_only=True)
class Concordance(Estimate):
    """Kendall's W: 0 no common order, 1 everybody ranks alike.

    Attributes:
        w: coefficient of concordance, corrected for ties.
        chi2, df, p_value: Friedman's test of "no common order at all".
        items: how many items were ranked; ``n`` is the number of raters.
    """

    headline: ClassVar[str] = "w"

    w: float
    chi2: float
    df: int
    p_value: float
    items: int

    def in_words(self) -> str:
        shared = "They share an order." if self.p_value < 0.05 else "Chance alone could give this much agreement."
        return f"W {figure(self.w, 2)} {beside(self, f'n = {self.n} raters, {self.items} items')}. {shared}"


@dataclass(frozen=True, kw_only=True)
class RankCorrelation(Estimate):
    """How far two rankings run together, -1 (reversed) to 1 (same order). The interval of the base is tau-b's.

    Attributes:
        kendall_tau_b: pairs in the same order minus pairs in opposite order, corrected for ties.
        spearman_rho: correlation of the ranks.
        spearman_lower, spearman_upper: interval of rho; None where there is none.
    """

    headline: ClassVar[str] = "kendall_tau_b"

    kendall_tau_b: float
    spearman_rho: float
    spearman_lower: float | None
    spearman_upper: float | None

    def in_words(self) -> str:
        limits = beside(self, f"n = {self.n} items")
        return f"Kendall's tau-b {figure(self.kendall_tau_b, 2)} {limits}. {self._verdict()}"

    def _verdict(self) -> str:
        if self.lower is None or self.upper is None:
            return "Too few items for an interval, or a perfect order; read the two lists themselves."
        if self.lower > 0:
            return "The two orders run together."
        return "The two orders oppose each other." if self.upper < 0 else "The two orders may be unrelated."


def kendall_w(ranks: ArrayLike, *, confidence: float = 0.95) -> Concordance:
    """How far several raters put the same items into the same order.

    Not for: two camps with opposite orders, which W shows only as "no order": compare the camps (``rank_correlation``).

    Formula: variance of the rank sums / the variance they would have if everybody ranked alike.

    Args:
        ranks: raters x items; ranks or any scores, ranked within each rater, ties share the mean rank.
            At least 2 raters and 2 items, no cell missing.
        confidence: two-sided level of the interval, by leaving out one rater at a time.

    Raises:
        EmptySample: no cells.
        NotEnough: fewer than 2 raters or items.
        WrongKind: rows differ in length, or a cell is not a number.
        OutOfRange: a cell is not finite.
        Undefined: every rater ties all items.

    Source:
        Kendall, M. G. & Babington Smith, B. (1939). The problem of m rankings. Annals of Math. Statistics 10(3);
        test: Friedman (1937), J. Am. Stat. Assoc. 32. Interval: jackknife of the mean rank correlation behind W.

    Example:
        >>> answer = kendall_w([[1, 2, 3], [3, 2, 1], [2, 1, 3], [1, 3, 2]])
        >>> answer.w, answer.chi2, round(answer.p_value, 4)
        (0.0625, 0.5, 0.7788)
    """
    level = require.confidence(confidence)
    scores = require.table("ranks", ranks)
    raters, items = scores.shape
    if raters < 2 or items < 2:
        raise NotEnough(f"Concordance needs at least 2 raters and 2 items; there are {raters} and {items}.")
    ranked = np.array([midranks(row) for row in scores])
    w = _concordance(ranked)
    if w is None:
        raise Undefined("Every rater ties all items, so there is no order to agree about.")
    chi2 = raters * (items - 1) * w
    spread = _w_spread(ranked, w, level)
    return Concordance(
        method="kendall_w",
        n=raters,
        w=w,
        chi2=chi2,
        df=items - 1,
        p_value=float(chdtrc(items - 1, chi2)),
        items=items,
        lower=spread.lower,
        upper=spread.upper,
        confidence=spread.level(level),
        no_interval=spread.reason,
        citation="Kendall & Babington Smith (1939), The problem of m rankings; Friedman (1937)",
    )


def rank_correlation(a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95) -> RankCorrelation:
    """Whether two rankings or scores of the same items run together.

    Not for: lists of different items, or where only the top counts (``rank_biased_overlap``).

    Formula: tau-b = (concordant - discordant pairs) / sqrt((pairs - ties in a) (pairs - ties in b));
    rho = correlation of the ranks.

    Args:
        a, b: one number per item, same items in the same places, at least 2; ties allowed.
        confidence: two-sided level of the intervals (Fisher z), given from 5 items on.

    Raises:
        EmptySample, NotEnough: fewer than 2 items.
        WrongKind, OutOfRange: a value is not a finite number.
        Inconsistent: a and b differ in length.
        Undefined: all values of a, or of b, are the same.

    Source:
        Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika 33(3); Spearman, C. (1904).
        Intervals: Fieller, Hartley & Pearson (1957), Biometrika 44 (tau); Bonett & Wright (2000), Psychometrika 65(1).

    Example:
        >>> answer = rank_correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
        >>> round(answer.kendall_tau_b, 2), round(answer.spearman_rho, 2)
        (0.6, 0.8)
    """
    level = require.confidence(confidence)
    first, second = require.numbers("a", a, at_least=2), require.numbers("b", b, at_least=2)
    if len(first) != len(second):
        raise Inconsistent(f"a and b must score the same items; a has {len(first)} values and b {len(second)}.")
    if not np.ptp(first) or not np.ptp(second):
        raise Undefined("All values of one list are the same, so it has no order to compare.")
    n = len(first)
    tau = _tau_b(first, second)
    rho = float(np.corrcoef(midranks(first), midranks(second))[0, 1])
    tau_spread = _fisher(tau, FIELLER / (n - 4) if n > 4 else None, level)
    rho_spread = _fisher(rho, (1 + rho**2 / 2) / (n - 3) if n > 4 else None, level)
    return RankCorrelation(
        method="rank_correlation",
        n=n,
        kendall_tau_b=tau,
        spearman_rho=max(-1.0, min(1.0, rho)),
        lower=tau_spread.lower,
        upper=tau_spread.upper,
        spearman_lower=rho_spread.lower,
        spearman_upper=rho_spread.upper,
        confidence=tau_spread.level(level),
        no_interval=tau_spread.reason,
        citation="Kendall (1945), The treatment of ties in ranking problems; Spearman (1904)",
    )


def midranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    result: Floats = (last - (counts - 1) / 2)[place]
    return result


def _tau_b(a: Floats, b: Floats) -> float:
    """Kendall's tau-b from the signs of all pairs, a block of rows at a time."""
    together = untied_a = untied_b = 0.0
    step = max(1, CELLS_AT_ONCE // len(a))
    for start in range(0, len(a), step):
        signs_a = np.sign(a[start : start + step, None] - a)
        signs_b = np.sign(b[start : start + step, None] - b)
        together += float((signs_a * signs_b).sum())
        untied_a += float(np.abs(signs_a).sum())
        untied_b += float(np.abs(signs_b).sum())
    return together / math.sqrt(untied_a * untied_b)


def _concordance(ranked: Floats) -> float | None:
    """W from rows of midranks; None where all rows are tied throughout."""
    raters, items = ranked.shape
    centred = ranked - (items + 1) / 2
    possible = raters * (centred**2).sum()
    if possible <= 0:
        return None
    return float((centred.sum(axis=0) ** 2).sum() / possible)


def _w_spread(ranked: Floats, w: float, level: float) -> Spread:
    """Limits of W through the mean correlation of two raters, which one more or one less rater does not shift."""
    raters = len(ranked)
    if raters < 3:
        return no_spread("Two raters give one pair; an interval needs at least 3.")
    without = [_concordance(np.delete(ranked, rater, axis=0)) for rater in range(raters)]
    if None in without:
        return no_spread("Without one rater all others tie everything, so no interval can be given.")
    others = raters - 1
    pairs = np.array([(others * (each or 0) - 1) / (others - 1) for each in without])
    mean_pair = (raters * w - 1) / (raters - 1)
    spread = jackknife_spread(mean_pair, pairs, confidence=level, low=-1 / (raters - 1), high=1)
    if spread.lower is None or spread.upper is None:
        return spread
    return Spread((1 + (raters - 1) * spread.lower) / raters, (1 + (raters - 1) * spread.upper) / raters)


def _fisher(value: float, variance: float | None, level: float) -> Spread:
    if variance is None:
        return no_spread("An interval for a rank correlation needs at least 5 items.")
    if abs(value) >= ONE:
        return no_spread("The orders match perfectly; the interval formula then gives 0 width, which nobody may claim.")
    margin = z_quantile(level) * math.sqrt(variance)
    return Spread(math.tanh(math.atanh(value) - margin), math.tanh(math.atanh(value) + margin))
