"""Would another group of people sort the cards the same way?"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from allied.stats import require
from allied.stats.errors import Inconsistent, NotEnough, Undefined
from allied.stats.information_architecture.sorts import NOT_PLACED, Sort, Sorts, read_sorts
from allied.stats.limits import Spread, beside
from allied.stats.require import Floats, Ints
from allied.stats.resample import SEED, bootstrap_rows, jackknife_spread
from allied.stats.results import Estimate
from allied.stats.wording import figure, plural

DRAWS = 500
STABLE = 0.75

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class CardSortStability(Estimate):
    """How far the result would hold with other people.

    Attributes:
        reliability: 0..1 (below 0 where people contradict each other): expected correlation of the similarities with
            those of another, equally large group of people.
        groups: the cards cut into groups by the average-linkage tree.
        recovery: per group, its mean overlap with the best matching group over resampled people, 0..1;
            0.75 and more counts as stable.
    """

    headline: ClassVar[str] = "reliability"

    reliability: float
    groups: tuple[tuple[Hashable, ...], ...]
    recovery: tuple[float, ...]

    def in_words(self) -> str:
        stable = sum(each >= STABLE for each in self.recovery)
        groups = plural(len(self.groups), "group")
        return (
            f"Reliability {figure(self.reliability, 2)} {beside(self, f'n = {self.n} people')}. "
            f"{stable} of {groups} would come back with other people."
        )


def card_sort_stability(
    sorts: Sequence[Sort],
    cards: Sequence[Hashable],
    *,
    groups: int | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> CardSortStability:
    """Whether enough people sorted: how well the similarities, and each group, would repeat with other people.

    Not for: sorts in which people left cards out, or fewer than 3 people.

    Formula: Cronbach's alpha with people as items and pairs of cards as cases (the mean of all split-half
    reliabilities); recovery of a group = mean over resamples of its best Jaccard overlap.

    Args:
        sorts: per person the groups they made, each a list of cards, every card placed.
        cards: every card, each once, at least 3.
        groups: into how many groups the tree is cut, 2 to the number of cards; None for the median number people made.
        confidence: two-sided level of the interval of the reliability, by leaving out one person at a time.
        draws, seed: resamples (at least 100) of the people for the recovery, and their seed.

    Raises:
        EmptySample: nobody sorted.
        NotEnough: fewer than 3 people or 3 cards.
        Inconsistent: a card is unknown, doubled or, here, not placed by somebody.
        OutOfRange: ``groups`` lies outside 2..cards.
        Undefined: all people keep all pairs together, or all apart.

    Source:
        Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16(3); Hennig, C.
        (2007). Cluster-wise assessment of cluster stability. Comput. Stat. Data Anal. 52(1).

    Example:
        >>> sorts = [[["a", "b"], ["c", "d"]]] * 4 + [[["a", "b", "c"], ["d"]]] * 2
        >>> answer = card_sort_stability(sorts, ["a", "b", "c", "d"])
        >>> round(answer.reliability, 2), answer.groups
        (0.83, (('a', 'b'), ('c', 'd')))
    """
    level = require.confidence(confidence)
    read = _complete(read_sorts(sorts, cards))
    reliability, spread = _reliability(read.together().T, level)
    labels = _cut(read.together().mean(axis=0), _group_count(read, groups))
    members = [labels == label for label in dict.fromkeys(labels.tolist())]
    return CardSortStability(
        method="card_sort_stability",
        n=len(read.groups),
        reliability=reliability,
        groups=tuple(
            tuple(card for card, inside in zip(read.cards, group, strict=True) if inside) for group in members
        ),
        recovery=_recovery(read, members, draws, seed),
        lower=spread.lower,
        upper=spread.upper,
        confidence=spread.level(level),
        no_interval=spread.reason,
        citation="Cronbach (1951), Coefficient alpha; Hennig (2007), Cluster-wise assessment of cluster stability",
    )


def _complete(read: Sorts) -> Sorts:
    people, cards = read.groups.shape
    if people < 3 or cards < 3:
        raise NotEnough(f"Stability needs at least 3 people and 3 cards; there are {people} and {cards}.")
    gaps = np.argwhere(read.groups == NOT_PLACED)
    if len(gaps):
        person, card = gaps[0]
        raise Inconsistent(f"Stability needs every card placed; person {person + 1} left out {read.cards[card]!r}.")
    return read


def _reliability(together: Floats, level: float) -> tuple[float, Spread]:
    """Alpha over pairs x people, and its limits on the scale of ln(1 - alpha)."""
    covariance = np.cov(together, rowvar=False)
    total, own = covariance.sum(), np.trace(covariance)
    people = len(covariance)
    if total <= 0:
        raise Undefined("Everybody keeps all pairs together, or all apart, or people cancel out: no shared structure.")
    alpha = people / (people - 1) * (1 - own / total)
    left = total - 2 * covariance.sum(axis=1) + np.diag(covariance)
    with np.errstate(divide="ignore", invalid="ignore"):
        without = (people - 1) / (people - 2) * (1 - (own - np.diag(covariance)) / left)
        scale, scales = -np.log1p(-alpha), -np.log1p(-without)
    if not np.isfinite(scales).all() or not np.isfinite(scale):
        return float(min(alpha, 1.0)), Spread(None, None, "People agree too closely, or too little, for an interval.")
    spread = jackknife_spread(float(scale), scales, confidence=level, low=-np.inf, high=np.inf)
    if spread.lower is None or spread.upper is None:
        return float(alpha), spread
    return float(alpha), Spread(float(-np.expm1(-spread.lower)), float(-np.expm1(-spread.upper)))


def _group_count(read: Sorts, groups: int | None) -> int:
    cards = len(read.cards)
    if groups is not None:
        return require.whole("groups", groups, low=2, high=cards)
    made = [len(set(row)) for row in read.groups.tolist()]
    return int(min(max(round(float(np.median(made))), 2), cards))


def _cut(similarity: Floats, groups: int) -> Ints:
    labels: Ints = fcluster(linkage(1 - similarity, method="average"), groups, criterion="maxclust")
    return labels


def _recovery(read: Sorts, members: list[Flags], draws: int, seed: int) -> tuple[float, ...]:
    """Mean best overlap of each group over resampled people."""
    together, people = read.together(), len(read.groups)

    def overlaps(weights: Floats) -> Floats:
        return np.array([_best_overlaps(_cut(row, len(members)), members) for row in weights @ together / people])

    found = bootstrap_rows(overlaps, units=people, width=together.shape[1], draws=draws, seed=seed)
    return tuple(found.mean(axis=0).tolist())


def _best_overlaps(labels: Ints, members: list[Flags]) -> list[float]:
    others = [labels == label for label in np.unique(labels)]
    return [max(float((group & other).sum() / (group | other).sum()) for other in others) for group in members]
