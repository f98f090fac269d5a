"""Evidence strength as a record shows it: the figures behind the level, each with its n."""

from __future__ import annotations

from datetime import date

from allied.kernel.thread.formula import Strength
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _
from allied.web.formats import day, plural, span

Fact = tuple[str, str, str]


def facts(strength: Strength, *, today: date) -> list[Fact]:
    """(what, figure, the words beside it) for the people, methods and dates that a level rests on."""
    return [
        (_("People for it"), str(strength.people_for), _("first-hand, each counted once a method class")),
        (_("People against"), str(strength.people_against), _share(strength)),
        _methods(strength),
        _newest(strength, today),
        _opinions(strength),
    ]


def _share(strength: Strength) -> str:
    people = strength.people_for + strength.people_against
    return _("of %(people)s", people=plural(people, "person", "people")) if people else _("nobody so far")


def _methods(strength: Strength) -> Fact:
    counted: dict[str, int] = {}
    for name, people in (*strength.cited_for.methods, *strength.cited_against.methods):
        counted[name] = counted.get(name, 0) + people
    words = ", ".join(f"{METHODS[name].label.lower()} ({people})" for name, people in counted.items())
    return (_("Methods"), str(len(counted)), words or _("none so far"))


def _newest(strength: Strength, today: date) -> Fact:
    if strength.newest_on is None:
        return (_("Newest"), _("None"), _("no evidence yet"))
    days = (today - strength.newest_on).days
    return (_("Newest"), day(strength.newest_on), _("today") if days < 1 else _("%(days)s ago", days=span(days)))


def _opinions(strength: Strength) -> Fact:
    return (_("Opinions"), str(strength.opinions), _("counted, move no level"))
