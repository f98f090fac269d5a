"""A figure over time: how fast it moves, and whether and when its level changed.

Neither says why. A release near a change is a lead to follow, not yet a cause.
"""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.distributions import t_p_value, t_quantile
from allied.stats.errors import Inconsistent, Undefined
from allied.stats.require import Floats
from allied.stats.results import Estimate

DRAPER_SMITH = "Draper & Smith (1998). Applied Regression Analysis, 3rd ed., ch. 1 (least squares, t intervals)."
HINKLEY = (
    "Hinkley (1970). Inference about the change-point in a sequence of random variables. Biometrika 57(1), 1-17; "
    "p by permutation, interval of the place by resampling around the two levels."
)
DRAWS = 2000
SEED = 70_117
CELLS_AT_ONCE = 4_000_000
CORRELATED = 0.5


@dataclass(frozen=True, kw_only=True)
class Trend(Estimate):
    """Change per unit of time, with the fitted line and the band that holds the line's own uncertainty."""

    headline: ClassVar[str] = "slope"

    slope: float
    intercept: float
    lower: float
    upper: float
    t: float
    df: int
    p_value: float
    fitted: tuple[float, ...]
    band_lower: tuple[float, ...]
    band_upper: tuple[float, ...]
    autocorrelation: float

    def in_words(self) -> str:
        digits = wording.digits_for(self.upper - self.lower)
        moved = wording.change(self.slope, self.lower, self.upper, digits=digits)
        return f"Per period: {moved[0].lower()}{moved[1:]}"


@dataclass(frozen=True, kw_only=True)
class ChangePoint(Estimate):
    """The first value of the new level (``position``, from 0), its interval, and the two levels."""

    headline: ClassVar[str] = "position"

    position: int
    lower: float
    upper: float
    mean_before: float
    mean_after: float
    shift: float
    p_value: float
    alpha: float

    def in_words(self) -> str:
        digits = wording.digits_for(abs(self.shift))
        levels = f"from {wording.figure(self.mean_before, digits)} to {wording.figure(self.mean_after, digits)}"
        if self.p_value > self.alpha:
            return f"The largest change of level is {levels}, but series without one show as much. Too early to call."
        place = f"value {self.position + 1} (between {self.lower + 1:.0f} and {self.upper + 1:.0f})"
        return f"The level changed {levels} at {place}. This is not yet a cause."


def trend(values: ArrayLike, times: ArrayLike | None = None, *, confidence: float = 0.95) -> Trend:
    """How fast a figure rises or falls, and with what certainty.

    Not for: a series with a step in it (``change_point``), a season, or counts that hang together from day to day; the
    warning says when neighbors are too alike for the interval to hold.

    Formula: least squares; slope ± t(n - 2) s / √Sxx; the band is that of the line's mean at each time.

    Args:
        values: at least three figures, oldest first.
        times: when each was measured, in any unit, rising; None for 0, 1, 2 ….
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample, NotEnough: there are fewer than three values.
        Inconsistent: times do not rise, or are not as many as the values.
        WrongKind, OutOfRange: a value or time is not a finite number, or confidence lies outside (0, 1).
        Undefined: the values lie exactly on a line, so that there is no spread to judge by.

    Source: Draper & Smith (1998), Applied Regression Analysis, 3rd ed., ch. 1.

    Example:
        >>> round(trend([61.0, 62.5, 61.8, 63.9, 64.2, 65.1]).slope, 2)
        0.79
    """
    confidence = require.confidence(confidence)
    y = require.numbers("values", values, at_least=3)
    x = _rising(times, y.size)
    centered = x - x.mean()
    sxx = float((centered**2).sum())
    slope = float((centered * y).sum()) / sxx
    fitted = y.mean() + slope * centered
    residuals = y - fitted
    df = y.size - 2
    variance = float((residuals**2).sum()) / df
    if variance <= 1e-24 * float((y**2).mean()):
        raise Undefined("The values lie exactly on a line, so there is no spread to judge its slope by.")
    error, quantile = sqrt(variance / sxx), t_quantile(confidence, df)
    band = quantile * np.sqrt(variance * (1 / y.size + centered**2 / sxx))
    alike = float((residuals[1:] * residuals[:-1]).sum() / (residuals**2).sum())
    return Trend(
        method="least_squares",
        n=y.size,
        confidence=confidence,
        slope=slope,
        intercept=float(y.mean() - slope * x.mean()),
        lower=slope - quantile * error,
        upper=slope + quantile * error,
        t=slope / error,
        df=df,
        p_value=t_p_value(slope / error, df),
        fitted=tuple(fitted.tolist()),
        band_lower=tuple((fitted - band).tolist()),
        band_upper=tuple((fitted + band).tolist()),
        autocorrelation=alike,
        warnings=_too_alike(alike),
        citation=DRAPER_SMITH,
    )


def change_point(values: ArrayLike, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED) -> ChangePoint:
    """Whether and when the level of a figure changed once.

    Not for: a steady trend (``trend``), a season, or several changes at once; split the series at the first and repeat.

    Formula: the split with the least squared deviation from two levels. p is the share of random orders of the same
    values that split as well; the interval is of the place found again after resampling around the two levels.

    Args:
        values: at least six figures, oldest first, evenly spaced.
        confidence: level of the interval of the place, and 1 minus the level of the test; between 0 and 1.
        draws: how many random orders and resamples, 100 or more.
        seed: start of the random numbers, so that the same values give the same answer.

    Raises:
        EmptySample, NotEnough: there are fewer than six values.
        WrongKind, OutOfRange: a value is not a finite number, or an option lies outside its limits.
        Undefined: all values are alike.

    Source: Hinkley (1970), Inference about the change-point in a sequence of random variables.

    Example:
        >>> change_point([5, 6, 5, 7, 6, 5, 12, 11, 13, 12, 11, 12]).position
        6
    """
    confidence = require.confidence(confidence)
    row = require.numbers("values", values, at_least=6)
    draws, seed = require.whole("draws", draws, low=100), require.whole("seed", seed, low=0)
    if np.ptp(row) == 0:
        raise Undefined("All values are alike, so no level changed.")
    place, gain = _best_split(row[None, :])
    position = int(place[0])
    before, after = row[:position], row[position:]
    by_chance, again = _redrawn(before, after, draws, seed)
    places = np.quantile(again, [(1 - confidence) / 2, (1 + confidence) / 2], method="nearest")
    return ChangePoint(
        method="least_squares_split",
        n=row.size,
        confidence=confidence,
        position=position,
        lower=float(min(places[0], position)),
        upper=float(max(places[1], position)),
        mean_before=float(before.mean()),
        mean_after=float(after.mean()),
        shift=float(after.mean() - before.mean()),
        p_value=float((1 + np.count_nonzero(by_chance >= gain[0] * (1 - 1e-12))) / (draws + 1)),
        alpha=1 - confidence,
        citation=HINKLEY,
    )


def _rising(times: ArrayLike | None, size: int) -> Floats:
    if times is None:
        return np.arange(size, dtype=np.float64)
    x = require.numbers("times", times, at_least=3)
    if x.size != size:
        raise Inconsistent(f"times must be as many as the values; there are {x.size} and {size}.")
    if (np.diff(x) <= 0).any():
        raise Inconsistent("times must rise; order the values by time and give each time once.")
    return x


def _best_split(rows: Floats) -> tuple[require.Ints, Floats]:
    """Per row: the first place of the second level, and how much the split takes off the squared deviation."""
    n = rows.shape[1]
    sizes = np.arange(1, n)
    sums = np.cumsum(rows - rows.mean(axis=1, keepdims=True), axis=1)[:, :-1]
    gains = sums**2 * n / (sizes * (n - sizes))
    best = np.argmax(gains, axis=1)
    return best + 1, gains[np.arange(rows.shape[0]), best]


def _redrawn(before: Floats, after: Floats, draws: int, seed: int) -> tuple[Floats, require.Ints]:
    """Gains of the best split of random orders, and its places in resamples around the two levels."""
    random = np.random.default_rng(seed)
    row = np.concatenate([before, after])
    gains, places = [], []
    for start in range(0, draws, at_once := max(CELLS_AT_ONCE // row.size, 1)):
        batch = min(at_once, draws - start)
        gains.append(_best_split(random.permuted(np.tile(row, (batch, 1)), axis=1))[1])
        drawn = [random.choice(level, size=(batch, level.size)) for level in (before, after)]
        places.append(_best_split(np.hstack(drawn))[0])
    return np.concatenate(gains), np.concatenate(places)


def _too_alike(autocorrelation: float) -> tuple[str, ...]:
    if autocorrelation < CORRELATED:
        return ()
    alike = f"Neighboring values hang together ({autocorrelation:.2f})"
    return (f"{alike}, so the real interval is wider; check for a step or a season.",)
