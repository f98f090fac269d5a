"""From people on both sides of a claim to its level and its flag. Integers only.

A person's full weight is ``PERSON`` shares: a number that halves 46 times without a remainder and whose sixfold
still fits a 64-bit column. Sums of integers do not depend on their order, so every route gives the same figure.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isqrt
from typing import Final

from allied.kernel.words import _

PERSON: Final = 10**6 << 40
PEOPLE_AT_MOST: Final = 6
CAP: Final = PEOPLE_AT_MOST * PERSON
BEHAVIOURAL_WEIGHT: Final = 1000  # thousandths
ATTITUDINAL_WEIGHT: Final = 600


class Level(StrEnum):
    """How far the evidence carries a claim. Levels compare by rank, not by alphabet: ``EMERGING < STRONG``."""

    ASSUMPTION = "assumption"
    ANECDOTAL = "anecdotal"
    EMERGING = "emerging"
    SUPPORTED = "supported"
    STRONG = "strong"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @property
    def label(self) -> str:
        return _LABELS[self]

    def __lt__(self, other: str) -> bool:
        return self.rank < Level(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Level(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Level(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Level(other).rank


_RANKS: Final = {level: rank for rank, level in enumerate(Level)}
_LABELS: Final = {
    Level.ASSUMPTION: _("Assumption"),
    Level.ANECDOTAL: _("Anecdotal"),
    Level.EMERGING: _("Emerging"),
    Level.SUPPORTED: _("Supported"),
    Level.STRONG: _("Strong"),
}


class Flag(StrEnum):
    """What stands beside the level when evidence disagrees."""

    NONE = ""
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"

    @property
    def label(self) -> str:
        return {"contested": _("Contested"), "contradicted": _("Contradicted")}.get(self.value, "—")


@dataclass(frozen=True, slots=True)
class Side:
    """Everything that stands on one side of a claim: shares and heads, by class of method.

    Shares are weighed by age and stop at six people a class; heads are plain people. ``people`` counts a person
    once who was both observed and asked, so it can be less than the sum of the two.
    """

    observed: int = 0
    asked: int = 0
    people: int = 0
    people_observed: int = 0
    people_asked: int = 0

    @property
    def thousandths(self) -> int:
        """The weighed sum, rounded half up, once."""
        weighed = BEHAVIOURAL_WEIGHT * min(self.observed, CAP) + ATTITUDINAL_WEIGHT * min(self.asked, CAP)
        return (2 * weighed + PERSON) // (2 * PERSON)

    @property
    def in_full(self) -> "Side":
        """The same people as if none of them had aged: never less than they could weigh."""
        observed, asked = PERSON * self.people_observed, PERSON * self.people_asked
        return Side(observed, asked, self.people, self.people_observed, self.people_asked)

    def joined_by(self, *, observed: int, asked: int) -> "Side":
        """The same side after so many new people were observed and asked today."""
        return Side(
            observed=min(self.observed + observed * PERSON, CAP),
            asked=min(self.asked + asked * PERSON, CAP),
            people=self.people + observed + asked,
            people_observed=self.people_observed + observed,
            people_asked=self.people_asked + asked,
        )


def result_people(n: int) -> int:
    """The shares of a result with ``n`` people behind it: as many as √n people, six at most."""
    return CAP if n >= PEOPLE_AT_MOST**2 else isqrt(n * PERSON * PERSON)


def flag_of(s: int, c: int) -> Flag:
    """The flag for S and C in thousandths."""
    if c < 500:
        return Flag.NONE
    if c >= 2 * s:
        return Flag.CONTRADICTED
    return Flag.CONTESTED if 2 * c >= s else Flag.NONE


def level_of(pro: Side, c: int) -> Level:
    """The one level of a claim with ``pro`` for it and C thousandths against it."""
    s = pro.thousandths
    if not pro.people:
        return Level.ASSUMPTION
    if s < 1500 or pro.people == 1:
        return Level.ANECDOTAL
    if s < 3000 or pro.people < 5:
        return Level.EMERGING
    both_classes = pro.people_observed >= 3 and pro.people_asked >= 3
    if s >= 6000 and pro.people >= 8 and both_classes and flag_of(s, c) is Flag.NONE:
        return Level.STRONG
    return Level.SUPPORTED
