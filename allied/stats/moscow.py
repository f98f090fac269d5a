"""MoSCoW: what two groups make of an item together, and how far apart they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.optimize import brentq

from allied.stats import require
from allied.stats.errors import EmptySample, WrongKind
from allied.stats.limits import beside, z_quantile
from allied.stats.require import Floats
from allied.stats.results import Estimate
from allied.stats.wording import figure

CATEGORIES = ("must", "should", "could", "wont")
SPOKEN = {"must": "Must", "should": "Should", "could": "Could", "wont": "Won't"}
MAJORITY = 0.5
JUST_BELOW = 1 - 1e-9


@dataclass(frozen=True, kw_only=True)
class MoscowAggregate(Estimate):
    """The joint category of two groups, and their disagreement.

    Attributes:
        category: the firmest category that more than half hold it to be at least, both groups weighing the same.
        a_category, b_category: the same within each group.
        disagreement: -1..1, chance that a member of a wants more than one of b, minus the chance of the reverse.
        shares: category -> share, both groups weighing the same; a_shares, b_shares within each group.
        groups_differ: the interval of the disagreement leaves out 0.
    """

    headline: ClassVar[str] = "disagreement"

    category: str
    a_category: str
    b_category: str
    disagreement: float
    shares: dict[str, float]
    a_shares: dict[str, float]
    b_shares: dict[str, float]
    groups_differ: bool

    def in_words(self) -> str:
        apart = f"disagreement {figure(self.disagreement, 2)} {beside(self, f'n = {self.n}')}"
        sides = f"{SPOKEN[self.a_category]} for one group, {SPOKEN[self.b_category]} for the other"
        if self.groups_differ:
            return f"{sides}: they want different things ({apart}). Talk before you plan."
        if self.a_category != self.b_category:
            return f"{sides}; {apart} is too unsure to call."
        return f"{SPOKEN[self.category]} for both groups; {apart} shows no gap."


def moscow_aggregate(a: Sequence[str], b: Sequence[str], *, confidence: float = 0.95) -> MoscowAggregate:
    """What an item is to two groups together, without the larger group outvoting the smaller.

    Not for: averaging: the categories have an order but no distances, so a mean of them says nothing.

    Formula: category = the firmest that more than half hold it to be at least (a median of the order, ties to the less
    firm); disagreement = P(a firmer than b) - P(b firmer than a), Cliff's delta.

    Args:
        a, b: the votes of each group: must, should, could or wont.
        confidence: two-sided level of the interval of the disagreement.

    Raises:
        EmptySample: a group has no votes.
        WrongKind: a group is not a list of votes.
        UnknownOption: a vote is none of the four.

    Source:
        Clegg, D. & Barker, R. (1994). Case Method Fast-Track; Cliff, N. (1993). Dominance statistics. Psychol. Bull.
        114(3); interval: Newcombe, R. G. (2006). Statistics in Medicine 25(4), method 5.

    Example:
        >>> answer = moscow_aggregate(["must", "must", "should"], ["could", "wont", "could", "should"])
        >>> answer.category, answer.a_category, answer.b_category, round(answer.disagreement, 2)
        ('should', 'must', 'could', 0.92)
    """
    level = require.confidence(confidence)
    first, second = _counts("a", a), _counts("b", b)
    a_shares, b_shares = first / first.sum(), second / second.sum()
    joint = (a_shares + b_shares) / 2
    firmer = float((a_shares * _weaker(b_shares)).sum() - (b_shares * _weaker(a_shares)).sum())
    lower, upper = _limits((firmer + 1) / 2, int(first.sum()), int(second.sum()), level)
    return MoscowAggregate(
        method="moscow_aggregate",
        n=int(first.sum() + second.sum()),
        category=_category(joint),
        a_category=_category(a_shares),
        b_category=_category(b_shares),
        disagreement=firmer,
        shares=_named(joint),
        a_shares=_named(a_shares),
        b_shares=_named(b_shares),
        groups_differ=not lower <= 0 <= upper,
        lower=lower,
        upper=upper,
        confidence=level,
        warnings=_few(int(min(first.sum(), second.sum()))),
        citation="Cliff (1993), Dominance statistics; interval: Newcombe (2006), method 5; Clegg & Barker (1994)",
    )


def _counts(name: str, votes: Sequence[str]) -> Floats:
    if isinstance(votes, (str, bytes)) or not isinstance(votes, Sequence):
        raise WrongKind(f"{name} must be a list of votes: {', '.join(CATEGORIES)}.")
    if not votes:
        raise EmptySample(f"{name} has no votes; give at least one.")
    places = [CATEGORIES.index(require.option(name, vote, CATEGORIES)) for vote in votes]
    return np.bincount(places, minlength=len(CATEGORIES)).astype(np.float64)


def _weaker(shares: Floats) -> Floats:
    """Share of the group that is less firm than each category."""
    result: Floats = 1 - np.cumsum(shares)
    return result


def _category(shares: Floats) -> str:
    held = np.cumsum(shares) > MAJORITY + 1e-12
    return CATEGORIES[int(np.argmax(held))]


def _named(shares: Floats) -> dict[str, float]:
    return dict(zip(CATEGORIES, shares.tolist(), strict=True))


def _limits(share: float, m: int, n: int, level: float) -> tuple[float, float]:
    """Score limits of P(a > b) + P(a = b) / 2, told as Cliff's delta."""
    lower = _lower(share, m, n, level)
    upper = 1 - _lower(1 - share, m, n, level)
    return 2 * lower - 1, 2 * upper - 1


def _lower(share: float, m: int, n: int, level: float) -> float:
    if share <= 0:
        return 0.0
    z, extra = z_quantile(level), (m + n) / 2 - 1

    def gap(at: float) -> float:
        variance = at * (1 - at) / (m * n) * (1 + extra * ((1 - at) / (2 - at) + at / (1 + at)))
        return float((share - at) ** 2 - z**2 * variance)

    return float(brentq(gap, 0.0, share * JUST_BELOW, xtol=1e-14))


def _few(smaller: int) -> tuple[str, ...]:
    if smaller >= 2:
        return ()
    return ("A group of one person: it says what that person thinks, not what the group does.",)
