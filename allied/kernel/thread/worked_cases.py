"""The worked cases of formula v1: one list for the tests and for the page that explains the formula."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from allied.kernel.thread.ages import add_months
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.formula import Strength, assess
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.methods import class_of
from allied.kernel.words import _


@dataclass(frozen=True, slots=True)
class Bunch:
    """So many people by one method. ``as_result``: as one measured result; ``source``: without an author."""

    number: int
    method: str
    months_old: int = 0
    as_result: bool = False
    source: str = ""

    def atoms(self, name: str, today: date) -> Iterator[Atom]:
        day, method_class = add_months(today, -self.months_old), class_of(self.method)
        if self.as_result:
            yield Atom(name, None, None, method_class, self.method, day, n=self.number)
            return
        for index in range(self.number):
            key = f"{name}-{index}"
            person = None if self.source else key
            yield Atom(key, person, self.source or None, method_class, self.method, day)


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A claim's evidence in words and in atoms, and what the formula must make of it."""

    words: str
    pro: tuple[Bunch, ...]
    con: tuple[Bunch, ...]
    s: int
    c: int
    level: Level
    flag: Flag = Flag.NONE

    def strength(self, today: date) -> Strength:
        supporting = [atom for i, bunch in enumerate(self.pro) for atom in bunch.atoms(f"for-{i}", today)]
        contradicting = [atom for i, bunch in enumerate(self.con) for atom in bunch.atoms(f"against-{i}", today)]
        return assess(supporting, contradicting, today=today)


_TESTED, _ASKED, _SURVEYED, _WROTE, _NOTED = "usability_test", "interview", "survey", "feedback", "workshop_note"

WORKED_CASES: Final = (
    WorkedCase(_("8 people in one usability test"), (Bunch(8, _TESTED),), (), 6000, 0, Level.SUPPORTED),
    WorkedCase(
        _("40 survey answers as one result"), (Bunch(40, _SURVEYED, as_result=True),), (), 3600, 0, Level.SUPPORTED
    ),
    WorkedCase(_("40 survey answers one by one"), (Bunch(40, _SURVEYED),), (), 3600, 0, Level.SUPPORTED),
    WorkedCase(
        _("1 person in a usability test and 25 workshop notes"),
        (Bunch(1, _TESTED), Bunch(25, _NOTED)),
        (),
        1000,
        0,
        Level.ANECDOTAL,
    ),
    WorkedCase(
        _("200 tickets without an author, from one import, and 1 person in a usability test"),
        (Bunch(200, _WROTE, source="import"), Bunch(1, _TESTED)),
        (),
        4600,
        0,
        Level.SUPPORTED,
    ),
    WorkedCase(
        _("200 tickets by 200 people and 1 in a usability test"),
        (Bunch(200, _WROTE), Bunch(1, _TESTED)),
        (),
        4600,
        0,
        Level.SUPPORTED,
    ),
    WorkedCase(_("5 interviews"), (Bunch(5, _ASKED),), (), 3000, 0, Level.SUPPORTED),
    WorkedCase(
        _("the same 5 interviews 18 months later"), (Bunch(5, _ASKED, months_old=18),), (), 1500, 0, Level.EMERGING
    ),
    WorkedCase(_("3 people in a usability test"), (Bunch(3, _TESTED),), (), 3000, 0, Level.EMERGING),
    WorkedCase(
        _("2 interviews for it, 1 against"),
        (Bunch(2, _ASKED),),
        (Bunch(1, _ASKED),),
        1200,
        600,
        Level.ANECDOTAL,
        Flag.CONTESTED,
    ),
    WorkedCase(
        _("nothing for it, 6 people in a usability test against"),
        (),
        (Bunch(6, _TESTED),),
        0,
        6000,
        Level.ASSUMPTION,
        Flag.CONTRADICTED,
    ),
    WorkedCase(
        _("9 people in usability tests and 6 interviews for it, 8 people in usability tests against"),
        (Bunch(9, _TESTED), Bunch(6, _ASKED)),
        (Bunch(8, _TESTED),),
        9600,
        6000,
        Level.SUPPORTED,
        Flag.CONTESTED,
    ),
    WorkedCase(
        _("8 people in a usability test 5 years ago"), (Bunch(8, _TESTED, months_old=60),), (), 1000, 0, Level.ANECDOTAL
    ),
    WorkedCase(
        _("3 people in a usability test and 5 interviews"),
        (Bunch(3, _TESTED), Bunch(5, _ASKED)),
        (),
        6000,
        0,
        Level.STRONG,
    ),
)
