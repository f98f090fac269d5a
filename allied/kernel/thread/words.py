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
from allied.kernel.words import _, listed, numbered, said

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
        because = ", ".join(str(part) for part in [*self.reasons, self.aged] if part)
        sentences = [f"{self.headline}: {because}", "; ".join(map(str, self.missing)), self.opinion]
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
    return f"{level.label}, {said(flag.value)}" if flag else level.label


def aged_words(fallen: Aged | None) -> str:
    """ "was Supported until 3 May 2026", or nothing."""
    return _("was %(level)s until %(day)s", level=fallen.level.label, day=_day(fallen.until)) if fallen else ""


def people(number: int) -> str:
    """ "1 person", "4 people"."""
    return numbered(number, "person", "people")


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
        why = _disagree(strength.people_against)
        return _("%(level)s is out of reach while %(why)s", level=need.level.label, why=why)
    return _("%(level)s needs %(people)s", level=need.level.label, people=_mix(need, is_first=_is_first(need)))


def _is_first(need: Need) -> bool:
    return need.level is Level.ANECDOTAL


def _mix(need: Need, *, is_first: bool) -> str:
    if need.observed == need.people:
        return numbered(need.people, "person observed", "people observed")
    if need.asked == need.people:
        return numbered(need.people, "person asked", "people asked")
    number = people(need.people) if is_first else numbered(need.people, "more person", "more people")
    observed, asked = need.observed, need.asked
    if observed and asked:
        both = _("at least %(observed)s observed and at least %(asked)s asked", observed=observed, asked=asked)
        return f"{number}, {both}"
    if observed:
        return f"{number}, {_('at least %(observed)s observed', observed=observed)}"
    return f"{number}, {_('at least %(asked)s asked', asked=asked)}" if asked else number


def _reasons(strength: Strength, today: date) -> Iterable[str]:
    if not strength.people_for:
        yield _("no first-hand evidence for it")
    else:
        yield people(strength.people_for)
        yield _methods(strength)
    if strength.newest_on:
        yield _("newest %(age)s", age=_age(strength.newest_on, today))
    if strength.people_against:
        yield _disagree(strength.people_against)


def _methods(strength: Strength) -> str:
    cited = strength.cited_for.methods
    if len(cited) > 1:
        by = (_("%(number)s by %(method)s", number=number, method=METHODS[name].one) for name, number in cited)
        return ", ".join(map(str, by))
    method = METHODS[cited[0][0]]
    return _("%(method)s only", method=method.one if strength.people_for == 1 else method.many)


def _disagree(number: int) -> str:
    return numbered(number, "person disagrees", "people disagree")


def _opinion(strength: Strength) -> str:
    counts = dict(strength.cited_for.opinions)
    for name, number in strength.cited_against.opinions:
        counts[name] = counts.get(name, 0) + number
    if not counts:
        return ""
    noted = listed([f"{n} {METHODS[name].one if n == 1 else METHODS[name].many}" for name, n in counts.items()])
    if sum(counts.values()) == 1:
        return _("%(noted)s counts as opinion, which moves no level", noted=noted)
    return _("%(noted)s count as opinion, which moves no level", noted=noted)


def _age(newest: date, today: date) -> str:
    months = (today.year - newest.year) * 12 + today.month - newest.month - (today.day < newest.day)
    if months >= 24:
        return numbered(months // 12, "year old", "years old")
    if months >= 1:
        return numbered(months, "month old", "months old")
    days = (today - newest).days
    return numbered(days, "day old", "days old") if days > 0 else _("from today")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
