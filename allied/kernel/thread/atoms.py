"""Atoms of evidence, and the units in which they count.

A hundred notes from one person are one person; a hundred tickets without an author are one result. So atoms are
first gathered into *units*: one person by one class of method, one author-less source, or one measured result, on
one side of a claim. A unit remembers when it grew, because a level is also asked for on past dates.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Self

from allied.kernel.thread.levels import PERSON, result_people
from allied.kernel.thread.methods import CLASSES, OPINION


class _Fields(NamedTuple):
    id: str
    person: str | None
    source: str | None
    method_class: str
    method: str
    dated_on: date
    n: int | None = None
    x: int | None = None


class Atom(_Fields):
    """One piece of first-hand evidence (or one opinion), without a stance: the links give it that.

    ``person`` is a participant key; ``source`` names the import that author-less feedback came by. ``n`` makes the
    atom a measured result of ``n`` people, ``x`` of whom stand for what it is cited for (all of them if not given).
    A tuple, because a claim may rest on thousands; ``Atom._make`` takes one that was checked when it was stored.

    Raises:
        ValueError: the class is unknown, or person, n and x do not fit together.
    """

    __slots__ = ()

    def __new__(cls, *values: Any, **named: Any) -> Self:
        atom = super().__new__(cls, *values, **named)
        atom._check()
        return atom

    def _check(self) -> None:
        if self.method_class not in CLASSES:
            raise ValueError(f"{self.method_class!r} is not a class of method")
        if self.n is None:
            if self.x is not None:
                raise ValueError("x of n needs n")
        elif self.person is not None:
            raise ValueError("a result counts its people by n, so it cannot name one")
        elif self.n < 1 or not 0 <= self.agreeing <= self.n:
            raise ValueError("a result needs at least 1 person, and x between 0 and n")

    @property
    def is_opinion(self) -> bool:
        return self.method_class == OPINION

    @property
    def agreeing(self) -> int:
        """x of a result with n people; all of them if x is not given, none of an atom that is no result."""
        return (self.n or 0) if self.x is None else self.x

    @property
    def disagreeing(self) -> int:
        return (self.n or 0) - self.agreeing


class Arrival(NamedTuple):
    """From ``day`` on, a unit has so many shares of people (before age), and so many heads."""

    day: date
    shares: int
    heads: int


class Unit(NamedTuple):
    """What counts once: ``arrivals`` are in order of date, and the last one that has come counts."""

    stands_for: bool
    method_class: str
    person: str | None
    arrivals: tuple[Arrival, ...]


def units(supporting: Iterable[Atom], contradicting: Iterable[Atom]) -> list[Unit]:
    """Gather atoms into units. Opinions have no weight and give none."""
    found: list[Unit] = []
    people: dict[tuple[bool, str, str], set[date]] = defaultdict(set)
    unnamed: dict[tuple[bool, str, str], list[date]] = defaultdict(list)
    for stands_for, atoms in ((True, supporting), (False, contradicting)):
        for atom in atoms:
            if atom.method_class == OPINION:
                continue
            if atom.n is not None:
                found += _result(atom, atom.n, stands_for)
            elif atom.person is not None:
                people[stands_for, atom.method_class, atom.person].add(atom.dated_on)
            else:
                unnamed[stands_for, atom.method_class, atom.source or ""].append(atom.dated_on)
    for (stands_for, method_class, person), days in people.items():
        renewals = _once(*days) if len(days) == 1 else tuple([_once(day)[0] for day in sorted(days)])
        found.append(Unit(stands_for, method_class, person, renewals))
    for (stands_for, method_class, _), dates in unnamed.items():
        found.append(Unit(stands_for, method_class, None, _growing(dates)))
    return found


@lru_cache(maxsize=8192)
def _once(day: date) -> tuple[Arrival]:
    """One person, on one day. Thousands of people spoke on the same few hundred days."""
    return (Arrival(day, PERSON, 1),)


def _result(atom: Atom, n: int, stands_for: bool) -> Iterator[Unit]:
    """A measured result stands for the claim with its share x/n, and with the rest against it.

    Cited *against* a claim it has the share x/n against and no more: the people who did not meet the objection
    refute the objection, and refuting an objection is no support.
    """
    shares = result_people(n)
    agreeing = shares * atom.agreeing // n
    if atom.agreeing:
        yield Unit(stands_for, atom.method_class, None, (Arrival(atom.dated_on, agreeing, atom.agreeing),))
    if atom.disagreeing and stands_for:
        yield Unit(False, atom.method_class, None, (Arrival(atom.dated_on, shares - agreeing, atom.disagreeing),))


def _growing(dates: list[date]) -> tuple[Arrival, ...]:
    """Author-less rows of one source: one result that grows, dated by the newest row."""
    by_day = {day: Arrival(day, result_people(n), n) for n, day in enumerate(sorted(dates), start=1)}
    return tuple(by_day.values())
