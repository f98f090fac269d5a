"""A figure known only to a range: low, likely and high, and draws from what they say.

The logarithm is normal on each side of the likely value, which is the median; low and high are the 5th and 95th
percentile. The two sides may differ in width.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import ndtri

from allied.stats import require
from allied.stats.errors import Inconsistent, UnknownInput
from allied.stats.require import Floats

POINTS = ("low", "likely", "high")
Z95 = float(ndtri(0.95))

Guess = tuple[float, float, float]
"""Logarithms of low, likely and high."""


def read_guess(name: str, given: Mapping[str, Any]) -> Guess:
    """Low, likely and high, above 0 and in ascending order."""
    if missing := [point for point in POINTS if point not in given]:
        raise UnknownInput(f"{name} needs low, likely and high; {', '.join(missing)} is missing.")
    low, likely, high = (require.positive(f"{name}.{point}", given[point]) for point in POINTS)
    if not low <= likely <= high:
        raise Inconsistent(
            f"{name} must ascend from low to likely to high; it is {low:.12g}, {likely:.12g}, {high:.12g}."
        )
    return float(np.log(low)), float(np.log(likely)), float(np.log(high))


def draw_logs(guesses: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Logarithms drawn from each guess.

    Args:
        guesses: figures x 3, logarithms of low, likely and high.
        draws: how many.
        random: the generator to draw from.

    Returns:
        figures x draws.
    """
    below, likely, above = (guesses[:, place, None] for place in range(3))
    normal = random.standard_normal((len(guesses), draws))
    side = np.where(normal < 0, likely - below, above - likely)
    result: Floats = likely + side / Z95 * normal
    return result
