"""What age took from a claim: the higher level that it had, and the day on which that ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby
from operator import attrgetter
from typing import NamedTuple

from allied.kernel.thread.ages import add_months
from allied.kernel.thread.atoms import Unit
from allied.kernel.thread.balance import Balance
from allied.kernel.thread.levels import Level


@dataclass(frozen=True, slots=True)
class Aged:
    """The level that held until age lowered it; ``until`` is the first day on which it held no more."""

    level: Level
    until: date


class _Change(NamedTuple):
    day: date
    by_age: bool
    unit: Unit
    shares: int
    heads: int


def aged(units: Iterable[Unit], *, today: date, half_life_months: int) -> Aged | None:
    """The last level above today's that today's evidence carried, if it was age that ended it.

    The present evidence is laid on again in the order of its dates. What came later is not counted before it came,
    and a level that fell because somebody disagreed did not age.
    """
    changes = [change for unit in units for change in _history(unit, today, half_life_months)]
    changes.sort(key=attrgetter("day", "by_age"))
    balance, falls = Balance(), []
    for day, of_the_day in groupby(changes, key=attrgetter("day")):
        before = between = balance.level
        for by_age, of_one_cause in groupby(of_the_day, key=attrgetter("by_age")):
            for change in of_one_cause:
                balance.add(change.unit, shares=change.shares, heads=change.heads)
            between = between if by_age else balance.level
        if balance.level < before:
            falls.append((Aged(before, day), between >= before))
    above = [(fall, by_age) for fall, by_age in falls if fall.level > balance.level]
    return above[-1][0] if above and above[-1][1] else None


def _history(unit: Unit, today: date, half_life_months: int) -> Iterator[_Change]:
    """Everything that happened to one unit up to today: it came, grew, was renewed, and aged in between."""
    shares = heads = 0
    ends = [*(arrival.day for arrival in unit.arrivals[1:]), date.max]
    for arrival, end in zip(unit.arrivals, ends, strict=True):
        yield _Change(min(arrival.day, today), False, unit, arrival.shares - shares, arrival.heads - heads)
        shares, heads = arrival.shares, arrival.heads
        for passed in count(1):
            day = add_months(arrival.day, passed * half_life_months)
            if day > today or day >= end:
                break
            yield _Change(day, True, unit, (arrival.shares >> passed) - shares, 0)
            shares = arrival.shares >> passed
