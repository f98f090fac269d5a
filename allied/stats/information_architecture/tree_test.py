"""Tree testing: whether people find things in a structure, and how directly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from allied.stats import require
from allied.stats.errors import EmptySample, UnknownInput, WrongKind
from allied.stats.limits import binomial_limits
from allied.stats.results import Estimate
from allied.stats.wording import percent, percent_interval

KEYS = ("correct", "backtracked")


@dataclass(frozen=True, kw_only=True)
class TreeTest(Estimate):
    """Shares of attempts, 0..1.

    Attributes:
        success_rate: ended at a correct place; ``lower`` and ``upper``, also named success_lower and success_upper.
        directness: went there without turning back, right or wrong; with directness_lower and directness_upper.
        direct_success_rate: both; with direct_success_lower and direct_success_upper.
    """

    headline: ClassVar[str] = "success_rate"

    success_rate: float
    success_lower: float
    success_upper: float
    directness: float
    directness_lower: float
    directness_upper: float
    direct_success_rate: float
    direct_success_lower: float
    direct_success_upper: float

    def in_words(self) -> str:
        limits = percent_interval(self.success_lower, self.success_upper)
        return (
            f"{percent(self.success_rate)} find it ({limits}, n = {self.n}), "
            f"{percent(self.direct_success_rate)} without turning back."
        )


def tree_test(attempts: Sequence[Mapping[str, Any]], *, confidence: float = 0.95) -> TreeTest:
    """How many people find something in a structure, and how many go straight there.

    Not for: judging labels alone: a tree test has no search and no page around the labels.

    Formula: share of attempts that end at a correct place; share without turning back; share of both.

    Args:
        attempts: one mapping per attempt with two truth values: correct, backtracked.
        confidence: two-sided level of the adjusted-Wald intervals.

    Raises:
        EmptySample: there are no attempts.
        UnknownInput: an attempt lacks correct or backtracked.
        WrongKind: one of them is not a truth value.

    Source:
        Spencer, D. (2003). Card-based classification evaluation. Boxes and Arrows; measures as Optimal Workshop defines
        them. Interval: Agresti & Coull (1998), The American Statistician 52(2).

    Example:
        >>> from allied.stats import words
        >>> straight, lost = {"correct": True, "backtracked": False}, {"correct": False, "backtracked": True}
        >>> words(tree_test([straight] * 8 + [lost] * 2))
        '80% find it (48 to 95%, n = 10), 80% without turning back.'
    """
    level = require.confidence(confidence)
    if isinstance(attempts, (str, bytes, Mapping)) or not isinstance(attempts, Sequence):
        raise WrongKind("attempts must be a list of attempts, each with correct and backtracked.")
    if not attempts:
        raise EmptySample("attempts is empty; give at least one attempt.")
    read = [_attempt(place, attempt) for place, attempt in enumerate(attempts, start=1)]
    n = len(read)
    found = sum(correct for correct, _ in read)
    straight = sum(not backtracked for _, backtracked in read)
    both = sum(correct and not backtracked for correct, backtracked in read)
    success, directness, direct_success = (binomial_limits(count, n, level) for count in (found, straight, both))
    return TreeTest(
        method="tree_test",
        n=n,
        success_rate=found / n,
        success_lower=success[0],
        success_upper=success[1],
        directness=straight / n,
        directness_lower=directness[0],
        directness_upper=directness[1],
        direct_success_rate=both / n,
        direct_success_lower=direct_success[0],
        direct_success_upper=direct_success[1],
        lower=success[0],
        upper=success[1],
        confidence=level,
        citation="Spencer (2003), Card-based classification evaluation; interval: Agresti & Coull (1998)",
    )


def _attempt(place: int, attempt: Mapping[str, Any]) -> tuple[bool, bool]:
    if not isinstance(attempt, Mapping):
        raise WrongKind(f"Attempt {place} must have correct and backtracked.")
    if missing := [key for key in KEYS if key not in attempt]:
        raise UnknownInput(f"Attempt {place} needs correct and backtracked; {', '.join(missing)} is missing.")
    for key in KEYS:
        if not isinstance(attempt[key], (bool, np.bool_)):
            raise WrongKind(f"Attempt {place}: {key} must be true or false; {attempt[key]!r} is neither.")
    return bool(attempt["correct"]), bool(attempt["backtracked"])
