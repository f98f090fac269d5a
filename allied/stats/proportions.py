"""Intervals of one share: what completion rates, top boxes, retention and adoption are built on."""

from collections.abc import Callable
from math import sqrt

from allied.stats.distributions import beta_quantile, z_quantile

Limits = tuple[float, float]

AGRESTI_COULL = (
    'Agresti & Coull (1998). Approximate is better than "exact" for interval estimation of binomial proportions. '
    "The American Statistician 52(2), 119-126."
)
WILSON = "Wilson (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212."
CLOPPER_PEARSON = (
    "Clopper & Pearson (1934). The use of confidence or fiducial limits illustrated in the case of the binomial. "
    "Biometrika 26(4), 404-413."
)
BROWN = "Brown, Cai & DasGupta (2001). Interval estimation for a binomial proportion. Statistical Science 16(2)."


def adjusted_wald(successes: int, n: int, confidence: float) -> Limits:
    """Agresti and Coull: add z²/2 successes and z²/2 failures, then Wald."""
    z = z_quantile(confidence)
    total = n + z * z
    center = (successes + z * z / 2) / total
    return _around(center, z * sqrt(center * (1 - center) / total))


def wald(successes: int, n: int, confidence: float) -> Limits:
    """The textbook interval: zero width at 0 and at n, too narrow near them. For comparison with other tools only."""
    p = successes / n
    return _around(p, z_quantile(confidence) * sqrt(p * (1 - p) / n))


def wilson(successes: int, n: int, confidence: float) -> Limits:
    """The rates that a score test would not reject, without continuity correction."""
    z = z_quantile(confidence)
    p = successes / n
    center = (p + z * z / (2 * n)) / (1 + z * z / n)
    low, high = _around(center, z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return (0.0 if successes == 0 else low), (1.0 if successes == n else high)


def exact(successes: int, n: int, confidence: float) -> Limits:
    """Clopper and Pearson: never covers less than it says, and usually more."""
    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else beta_quantile(tail, successes, n - successes + 1)
    high = 1.0 if successes == n else beta_quantile(1 - tail, successes + 1, n - successes)
    return low, high


def jeffreys(successes: int, n: int, confidence: float) -> Limits:
    """Equal tails of the posterior under Beta(1/2, 1/2), running to 0 or 1 where every trial ended alike."""
    tail = (1 - confidence) / 2
    a, b = successes + 0.5, n - successes + 0.5
    low = 0.0 if successes == 0 else beta_quantile(tail, a, b)
    high = 1.0 if successes == n else beta_quantile(1 - tail, a, b)
    return low, high


METHODS: dict[str, tuple[Callable[[int, int, float], Limits], str]] = {
    "adjusted_wald": (adjusted_wald, AGRESTI_COULL),
    "wilson": (wilson, WILSON),
    "exact": (exact, CLOPPER_PEARSON),
    "jeffreys": (jeffreys, BROWN),
    "wald": (wald, BROWN),
}


def _around(center: float, margin: float) -> Limits:
    return max(center - margin, 0.0), min(center + margin, 1.0)
