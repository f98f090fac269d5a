"""Evidence strength in sentences: what the level rests on, what age took from it, and what is missing.

What is missing is worked out, not canned: the smallest number of new people that reaches the next level, and then
Strong, found by trying every mix of people observed and people asked against the same rules as the level itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from allied.kernel.thread.decline import Aged
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.levels import Flag, Level, Side, level_of
from allied.kernel.thread.methods import METHODS

# Eight heads and two full classes of six people are the most that any rule asks for.
_PEOPLE_AT_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Need:
    """How many new people reach ``level``: at least so many of them observed, at least so many asked.

    ``reached`` is the side they would make. Where no number of people can do it, ``people`` is 0 and ``reached``
    None: the evidence against is then so strong that it must be settled first.
    """

    level: Level
    people: int
    observed: int
    asked: int
    reached: Side | None


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of the sentence about a claim's strength; ``str()`` is the whole of it."""

    headline: str
    reasons: tuple[str, ...]
    aged: str
    missing: tuple[str, ...]
    opinion: str

    def __str__(self) -> str:
        because = ", ".join(filter(None, [*self.reasons, self.aged]))
        sentences = [f"{self.headline}: {because}", "; ".join(self.missing), self.opinion]
        return " ".join(f"{sentence}." for sentence in sentences if sentence)


def words(strength: Strength, *, today: date) -> Words:
    """Say the strength of a claim as of ``today``, with its reasons and what is missing."""
    return Words(
        headline=headline(strength.level, strength.flag),
        reasons=tuple(_reasons(strength, today)),
        aged=aged_words(strength.aged),
        missing=tuple(_need_words(need, strength) for need in needs(strength)),
        opinion=_opinion(strength),
    )


def headline(level: Level, flag: Flag) -> str:
    """ "Supported", or "Supported, contested"."""
    return f"{level.label}, {flag.value}" if flag else level.label


def aged_words(fallen: Aged | None) -> str:
    """ "was Supported until 3 May 2026", or nothing."""
    return f"was {fallen.level.label} until {_day(fallen.until)}" if fallen else ""


def people(number: int) -> str:
    """ "1 person", "4 people"."""
    return f"{number} {'person' if number == 1 else 'people'}"


def needs(strength: Strength) -> list[Need]:
    """What the next level needs, and what Strong needs on top of that. Nothing when the claim is Strong."""
    higher = [level for level in Level if level > strength.level]
    found: list[Need] = []
    side: Side | None = strength.pro
    for level in dict.fromkeys(higher[:1] + higher[-1:]):
        if side is not None:
            found.append(_fewest(side, strength.c, level))
            side = found[-1].reached
    return found


def _fewest(pro: Side, c: int, level: Level) -> Need:
    """The smallest number of new people, and among equals the mix with the fewest observed: it is the easiest."""
    for number in range(1, _PEOPLE_AT_MOST + 1):
        mixes = [
            observed
            for observed in range(number + 1)
            if level_of(pro.joined_by(observed=observed, asked=number - observed), c) >= level
        ]
        if mixes:
            fewest = mixes[0]
            reached = pro.joined_by(observed=fewest, asked=number - fewest)
            return Need(level, number, observed=fewest, asked=number - mixes[-1], reached=reached)
    return Need(level, 0, 0, 0, None)


def _need_words(need: Need, strength: Strength) -> str:
    if need.reached is None:
        return f"{need.level.label} is out of reach while {_disagree(strength.people_against)}"
    return f"{need.level.label} needs {_mix(need, is_first=need.level is Level.ANECDOTAL)}"


def _mix(need: Need, *, is_first: bool) -> str:
    if need.observed == need.people:
        return f"{people(need.people)} observed"
    if need.asked == need.people:
        return f"{people(need.people)} asked"
    number = people(need.people) if is_first else people(need.people).replace(" ", " more ")
    parts = ((need.observed, "observed"), (need.asked, "asked"))
    return ", ".join([number, " and ".join(f"at least {n} {what}" for n, what in parts if n)]).removesuffix(", ")


def _reasons(strength: Strength, today: date) -> Iterable[str]:
    if not strength.people_for:
        yield "no first-hand evidence for it"
    else:
        yield people(strength.people_for)
        yield _methods(strength)
    if strength.newest_on:
        yield f"newest {_age(strength.newest_on, today)}"
    if strength.people_against:
        yield _disagree(strength.people_against)


def _methods(strength: Strength) -> str:
    cited = strength.cited_for.methods
    if len(cited) > 1:
        return ", ".join(f"{number} by {METHODS[name].one}" for name, number in cited)
    method = METHODS[cited[0][0]]
    return f"{method.one if strength.people_for == 1 else method.many} only"


def _disagree(number: int) -> str:
    return f"{people(number)} {'disagrees' if number == 1 else 'disagree'}"


def _opinion(strength: Strength) -> str:
    counts = dict(strength.cited_for.opinions)
    for name, number in strength.cited_against.opinions:
        counts[name] = counts.get(name, 0) + number
    if not counts:
        return ""
    noted = [f"{n} {METHODS[name].one if n == 1 else METHODS[name].many}" for name, n in counts.items()]
    verb = "counts" if sum(counts.values()) == 1 else "count"
    return f"{' and '.join(noted)} {verb} as opinion, which moves no level"


def _age(newest: date, today: date) -> str:
    months = (today.year - newest.year) * 12 + today.month - newest.month - (today.day < newest.day)
    if months >= 24:
        return f"{months // 12} years old"
    if months >= 1:
        return f"{months} month{'s' if months > 1 else ''} old"
    days = (today - newest).days
    return f"{days} day{'s' if days > 1 else ''} old" if days > 0 else "from today"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
