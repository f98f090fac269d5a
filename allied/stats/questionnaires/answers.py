"""Raw answers of one person, checked: the right number of items, each on its scale."""

from numpy.typing import ArrayLike

from allied.stats import require
from allied.stats.errors import Inconsistent
from allied.stats.require import Ints

ONE_PERSON = "This is one person's score; take mean_ci of everybody's scores for an interval."


def items(name: str, responses: ArrayLike, *, count: int, low: int, high: int) -> Ints:
    """``count`` whole numbers from ``low`` to ``high``.

    Raises:
        Inconsistent: there are more or fewer answers.
        EmptySample, WrongKind, OutOfRange: as in ``require.wholes``.
    """
    row = require.wholes(name, responses, low, high)
    if row.size != count:
        raise Inconsistent(f"{name} must hold {count} answers, one per item; there are {row.size}.")
    return row
