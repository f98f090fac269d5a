"""Exact coverage of intervals: every possible sample is enumerated and weighted by its chance. No simulation."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

Floats = NDArray[np.float64]


def binomial_coverage(limits: Floats, rates: Floats) -> Floats:
    """How often the limits hold each true rate; ``limits[x]`` is the interval after x successes of len(limits) - 1."""
    n = len(limits) - 1
    x = np.arange(n + 1)
    log_chance = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    log_chance = log_chance + xlogy(x, rates[:, None]) + xlogy(n - x, 1 - rates[:, None])
    holds = (limits[:, 0] <= rates[:, None]) & (rates[:, None] <= limits[:, 1])
    return np.asarray((np.exp(log_chance) * holds).sum(axis=1))


def trinomial_coverage(samples: Floats, limits: Floats, populations: Floats) -> Floats:
    """How often the limits hold each population's promoters minus detractors, in points.

    Rows of ``samples`` are all counts (promoters, passives, detractors) of one n, with ``limits`` beside them; rows of
    ``populations`` are the true shares.
    """
    coefficient = gammaln(samples[0].sum() + 1) - gammaln(samples + 1).sum(axis=1)
    log_chance = coefficient + sum(xlogy(samples[:, kind], populations[:, kind, None]) for kind in range(3))
    score = 100 * (populations[:, 0] - populations[:, 2])[:, None]
    rounding = 1e-9
    holds = (limits[:, 0] - rounding <= score) & (score <= limits[:, 1] + rounding)
    return np.asarray((np.exp(log_chance) * holds).sum(axis=1))


def compositions(total: int) -> NDArray[np.int64]:
    """All ways to split ``total`` into three whole parts."""
    return np.array([(a, b, total - a - b) for a in range(total + 1) for b in range(total + 1 - a)])
