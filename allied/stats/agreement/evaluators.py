"""Any-two agreement: how far evaluators find the same problems when there is no list to choose from."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np

from allied.stats import require
from allied.stats.errors import Inconsistent, NotEnough, Undefined, WrongKind
from allied.stats.limits import Spread, beside, no_spread
from allied.stats.require import Floats
from allied.stats.resample import jackknife_spread
from allied.stats.results import Estimate
from allied.stats.wording import figure


@dataclass(frozen=True, kw_only=True)
class AnyTwoAgreement(Estimate):
    """Mean overlap of the problem sets of two evaluators, 0..1.

    Attributes:
        agreement: mean over all pairs of (found by both) / (found by either).
        problems: how many different problems all evaluators found together.
    """

    headline: ClassVar[str] = "agreement"

    agreement: float
    problems: int

    def in_words(self) -> str:
        share = f"Any two evaluators share {figure(self.agreement, 2)} of what they find"
        return f"{share} {beside(self, f'n = {self.n} evaluators')}."


def any_two_agreement(problem_sets: Sequence[Iterable[Hashable]], *, confidence: float = 0.95) -> AnyTwoAgreement:
    """How far any two evaluators find the same problems.

    Not for: problems chosen from a fixed list (``krippendorff_alpha``), or lists not yet matched to the same ids.

    Formula: (found by both) / (found by either), averaged over all pairs of evaluators.

    Args:
        problem_sets: one collection of problem ids per evaluator, at least 2 evaluators; no id twice in one collection.
            An evaluator who found nothing has an empty one.
        confidence: two-sided level of the interval, by leaving out one evaluator at a time.

    Raises:
        NotEnough: fewer than 2 evaluators.
        WrongKind: an evaluator's problems are not a collection of plain ids.
        Inconsistent: an evaluator lists a problem twice.
        Undefined: two evaluators found nothing at all, so their overlap does not exist.

    Source:
        Hertzum, M. & Jacobsen, N. E. (2001). The evaluator effect. Int. J. Human-Computer Interaction 13(4).

    Example:
        >>> round(any_two_agreement([{1, 2, 3}, {2, 3, 4}, {1, 3}]).agreement, 3)
        0.472
    """
    level = require.confidence(confidence)
    if isinstance(problem_sets, (str, bytes)) or not isinstance(problem_sets, Iterable):
        raise WrongKind("problem_sets must hold one collection of ids per evaluator.")
    found = [_problems(place, each) for place, each in enumerate(problem_sets, start=1)]
    if len(found) < 2:
        raise NotEnough(f"Agreement needs at least 2 evaluators; there {'is 1' if found else 'are none'}.")
    overlaps = np.zeros((len(found), len(found)))
    for a, b in combinations(range(len(found)), 2):
        overlaps[a, b] = overlaps[b, a] = _overlap(found[a], found[b])
    agreement = float(overlaps.sum() / (len(found) * (len(found) - 1)))
    spread = _spread(overlaps, agreement, level)
    return AnyTwoAgreement(
        method="any_two_agreement",
        n=len(found),
        agreement=agreement,
        problems=len(frozenset[Hashable]().union(*found)),
        lower=spread.lower,
        upper=spread.upper,
        confidence=spread.level(level),
        no_interval=spread.reason,
        citation="Hertzum & Jacobsen (2001), The evaluator effect; interval: jackknife of Arvesen (1969)",
    )


def _problems(place: int, listed: Iterable[Hashable]) -> frozenset[Hashable]:
    if isinstance(listed, (str, bytes)) or not isinstance(listed, Iterable):
        raise WrongKind(f"problem_sets must hold one collection of ids per evaluator; entry {place} is not one.")
    ids = list(listed)
    try:
        distinct = frozenset(ids)
    except TypeError as unhashable:
        raise WrongKind(
            f"Problems must be plain ids, text or numbers; evaluator {place} lists another kind."
        ) from unhashable
    if len(distinct) < len(ids):
        raise Inconsistent(f"Evaluator {place} lists a problem twice; name each problem once.")
    return distinct


def _overlap(a: frozenset[Hashable], b: frozenset[Hashable]) -> float:
    if not a | b:
        raise Undefined("Two evaluators found nothing at all, so their overlap does not exist; leave one of them out.")
    return len(a & b) / len(a | b)


def _spread(overlaps: Floats, agreement: float, level: float) -> Spread:
    evaluators = len(overlaps)
    if evaluators < 3:
        return no_spread("Two evaluators give one pair; an interval needs at least 3.")
    without = (overlaps.sum() - 2 * overlaps.sum(axis=1)) / ((evaluators - 1) * (evaluators - 2))
    return jackknife_spread(agreement, without, confidence=level, low=0, high=1)
