"""How many of the people who could use a thing do use it."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import ClassVar

from allied.stats import proportions, require, wording
from allied.stats.errors import EmptySample, Inconsistent, WrongKind
from allied.stats.results import Estimate


@dataclass(frozen=True, kw_only=True)
class Adoption(Estimate):
    """Distinct users as a share of the people eligible."""

    headline: ClassVar[str] = "rate"

    users: int
    eligible: int
    rate: float
    lower: float
    upper: float

    def in_words(self) -> str:
        limits = wording.percent_interval(self.lower, self.upper)
        return f"{self.users} of {self.eligible} eligible people use it: {wording.percent(self.rate)} ({limits})."


def adoption_rate(
    users: Collection[Hashable], eligible: int | Collection[Hashable], *, confidence: float = 0.95
) -> Adoption:
    """Which share of the people who could use a feature does use it.

    Not for: events in place of people; ten uses by one person are one user, and ids are counted once here.

    Formula: distinct users / distinct eligible people, with the Wilson interval. Where everybody eligible is counted,
    the interval speaks of people like these, for instance next month's, not of these.

    Args:
        users: ids of people who used it, in any order, repeats allowed; may be empty.
        eligible: ids of the people who could have, or how many they are.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample: nobody is eligible.
        Inconsistent: a user is not eligible, or there are more users than eligible people.
        WrongKind: users is text or not a collection, or eligible neither a whole number nor a collection.
        OutOfRange: confidence lies outside (0, 1).

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Example:
        >>> adoption_rate(["P01", "P02", "P01"], 8).rate
        0.25
    """
    confidence = require.confidence(confidence)
    used = _people("users", users)
    total, known = _eligible(eligible)
    if known is not None and not used <= known:
        raise Inconsistent(f"Every user must be eligible; {len(used - known)} of {len(used)} users are not.")
    if len(used) > total:
        raise Inconsistent(f"users cannot exceed eligible; {len(used)} distinct users are more than {total}.")
    lower, upper = proportions.wilson(len(used), total, confidence)
    return Adoption(
        method="wilson",
        n=total,
        confidence=confidence,
        users=len(used),
        eligible=total,
        rate=len(used) / total,
        lower=lower,
        upper=upper,
        citation=proportions.WILSON,
    )


def _eligible(eligible: int | Collection[Hashable]) -> tuple[int, set[Hashable] | None]:
    if isinstance(eligible, Collection):
        known = _people("eligible", eligible)
        if not known:
            raise EmptySample("eligible is empty, so there is nobody who could adopt it.")
        return len(known), known
    return require.size("eligible", eligible), None


def _people(name: str, ids: Collection[Hashable]) -> set[Hashable]:
    if isinstance(ids, (str, bytes)) or not isinstance(ids, Collection):
        raise WrongKind(f"{name} must be a collection of ids; {ids!r} is not one.")
    if odd := [each for each in ids if not isinstance(each, Hashable) or each is None]:
        raise WrongKind(f"{name} must hold plain ids, text or numbers; {odd[0]!r} is not one.")
    return set(ids)
