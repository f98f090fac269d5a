"""Uncertainty by resampling whole units (people, rated objects, tasks), seeded and vectorised.

A statistic is written on *weights*: how often each unit was drawn. One matrix product then gives thousands of draws.
"""

from collections.abc import Callable, Iterator

import numpy as np

from allied.stats import require
from allied.stats.limits import Spread, no_spread, spread_around, t_quantile
from allied.stats.require import Floats

DRAWS = 2000
LEAST_DRAWS = 100
SEED = 20_111
CELLS_AT_ONCE = 4_000_000
NEGLIGIBLE = 1e-12

Statistic = Callable[[Floats], Floats]
"""Weights (draws x units) in, one figure per draw out; not-a-number where a draw leaves the figure undefined."""


def bootstrap(statistic: Statistic, *, units: int, width: int = 1, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """The statistic on ``draws`` resamples of ``units`` units with replacement; undefined draws are left out.

    ``width`` is how many cells the statistic itself holds per draw, so that memory stays bounded.

    Source: Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7(1).
    """
    figures = bootstrap_rows(statistic, units=units, width=width, draws=draws, seed=seed)
    defined: Floats = figures[np.isfinite(figures)]
    return defined


def bootstrap_rows(statistic: Statistic, *, units: int, width: int = 1, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Several figures per draw (draws x figures); undefined ones stay not-a-number for the caller to judge."""
    require.whole("draws", draws, low=LEAST_DRAWS)
    random = np.random.default_rng(require.count("seed", seed))
    return np.concatenate([statistic(weights) for weights in _weights(units, width, draws, random)])


def bootstrap_spread(
    statistic: Statistic, *, units: int, confidence: float, width: int = 1, draws: int = DRAWS, seed: int = SEED
) -> Spread:
    """Percentile limits of a statistic over resampled units, or the reason why they cannot be given."""
    if units < 2:
        return no_spread("One unit cannot be resampled; an interval needs at least 2.")
    figures = bootstrap(statistic, units=units, width=width, draws=draws, seed=seed)
    lower, upper = percentiles(figures, confidence)
    warnings = []
    if len(figures) < draws:
        warnings.append(f"{draws - len(figures)} of {draws} resamples left the figure undefined and were set aside.")
    if upper - lower < NEGLIGIBLE:
        return no_spread("Every resample gives the same figure, so the data hold no spread to build an interval from.")
    return Spread(lower, upper, warnings=tuple(warnings))


def percentiles(figures: Floats, confidence: float) -> tuple[float, float]:
    """The two quantiles that hold the middle ``confidence`` of the figures."""
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(figures, [tail, 1 - tail])
    return float(lower), float(upper)


def jackknife_spread(estimate: float, without: Floats, *, confidence: float, low: float, high: float) -> Spread:
    """Limits of a mean over all pairs of people, from its values with one person left out at a time.

    Resampling people with replacement would pair somebody with their own copy and call it agreement;
    leaving one out does not.

    Args:
        estimate: the figure with everybody.
        without: the figure without each of at least 3 people in turn.
        confidence: two-sided level.
        low, high: limits of the scale of the figure.

    Source: Arvesen, J. N. (1969). Jackknifing U-statistics. Annals of Mathematical Statistics 40(6).
    """
    people = len(without)
    error = float(np.sqrt((people - 1) / people * ((without - without.mean()) ** 2).sum()))
    if error < NEGLIGIBLE:
        return no_spread("Leaving anybody out changes nothing, so the data hold no spread to build an interval from.")
    return spread_around(estimate, t_quantile(people - 1, confidence) * error, low=low, high=high)


def _weights(units: int, width: int, draws: int, random: np.random.Generator) -> Iterator[Floats]:
    rows = max(1, CELLS_AT_ONCE // max(units, width))
    for start in range(0, draws, rows):
        yield _weight_rows(units, min(rows, draws - start), random)


def _weight_rows(units: int, rows: int, random: np.random.Generator) -> Floats:
    drawn = random.integers(0, units, size=(rows, units)) + units * np.arange(rows)[:, None]
    return np.bincount(drawn.ravel(), minlength=rows * units).reshape(rows, units).astype(np.float64)
