"""The few quantiles and tails that the families share, as plain floats.

From ``scipy.special`` alone: ``scipy.stats`` computes the same and takes seconds to import.
"""

import numpy as np
from scipy.special import betainc, betaincinv, chdtrc, fdtri, nctdtr, ndtr, ndtri, stdtr, stdtrit


def z_quantile(confidence: float) -> float:
    """How many standard errors hold ``confidence`` of a normal distribution, in the middle."""
    return -float(ndtri((1 - confidence) / 2))


def z_above(tail: float) -> float:
    """The value above which this share of a standard normal lies."""
    return -float(ndtri(tail))


def t_quantile(confidence: float, df: float) -> float:
    """How many standard errors hold ``confidence`` of Student's t, in the middle."""
    return -float(stdtrit(df, (1 - confidence) / 2))


def z_p_value(z: float) -> float:
    """Two-sided p of a standard normal statistic."""
    return 2 * float(ndtr(-abs(z)))


def t_p_value(t: float, df: float) -> float:
    """Two-sided p of Student's t."""
    return 2 * float(stdtr(df, -abs(t)))


def t_power(noncentrality: float, df: float, alpha: float, *, both_tails: bool) -> float:
    """Chance that a two-sided t test at ``alpha`` finds a difference of this noncentrality."""
    critical = -float(stdtrit(df, alpha / 2))
    upper = 1 - float(nctdtr(df, noncentrality, critical))
    return upper + float(nctdtr(df, noncentrality, -critical)) if both_tails else upper


def normal_share_above(threshold: float, mean: float, sd: float) -> float:
    """Share of a normal distribution above a threshold."""
    return float(ndtr((mean - threshold) / sd))


def chi2_p_value(chi2: float, df: int) -> float:
    """Upper tail of chi-square."""
    return float(chdtrc(df, chi2))


def f_quantile(share: float, df1: float, df2: float) -> float:
    """The value below which this share of F lies."""
    return float(fdtri(df1, df2, share))


def beta_quantile(share: float, a: float, b: float) -> float:
    """The value below which this share of Beta(a, b) lies."""
    return float(betaincinv(a, b, share))


def beta_share_above(threshold: float, a: float, b: float) -> float:
    """Share of Beta(a, b) above a threshold."""
    return float(betainc(b, a, 1 - threshold))


def binomial_at_least(successes: int, n: int, p: float) -> float:
    """Chance of at least this many successes in n trials."""
    if successes <= 0:
        return 1.0
    return float(betainc(successes, n - successes + 1, p)) if successes <= n else 0.0


def binomial_between(low: int, high: int, n: int, p: float) -> float:
    """Chance of ``low`` to ``high`` successes in n trials, both included."""
    return float(np.clip(binomial_at_least(low, n, p) - binomial_at_least(high + 1, n, p), 0, 1))
