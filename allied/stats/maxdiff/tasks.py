"""Best-worst tasks, checked and read once into arrays."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allied.stats import require
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, UnknownInput, WrongKind
from allied.stats.require import Floats, Ints

LEAST_PEOPLE = 5
KEYS = {"shown", "best", "worst"}


@dataclass(frozen=True)
class Tasks:
    """Tasks as rows, items as columns.

    Attributes:
        items: names of the columns.
        shown: tasks x items, True where the item was among those to choose from.
        best, worst: column chosen in each task.
        people: number of the person who did each task, from 0; None where tasks name nobody.
    """

    items: tuple[Hashable, ...]
    shown: NDArray[np.bool_]
    best: Ints
    worst: Ints
    people: Ints | None

    def choices(self) -> tuple[Floats, Floats]:
        """Tasks x items, 1 where chosen: as best, and as worst."""
        identity = np.eye(len(self.items))
        return identity[self.best], identity[self.worst]

    def sum_by_person(self, figures: Floats) -> Floats | None:
        """Rows of tasks added up per person; None where people are not known, or too few to show how they differ."""
        if self.people is None or self.people.max() + 1 < LEAST_PEOPLE:
            return None
        totals = np.zeros((int(self.people.max()) + 1, figures.shape[1]))
        np.add.at(totals, self.people, figures)
        return totals

    def doubts(self) -> tuple[str, ...]:
        """What weakens an interval over these tasks."""
        if self.people is None:
            why = "The tasks name no respondents"
        elif self.people.max() + 1 < LEAST_PEOPLE:
            why = f"Fewer than {LEAST_PEOPLE} people answered"
        else:
            return ()
        return (f"{why}, so the intervals treat all choices as independent and are probably too narrow.",)


def read_tasks(tasks: Sequence[Mapping[str, Any]], items: Sequence[Hashable]) -> Tasks:
    """Check every task against the list of items.

    Raises:
        EmptySample: there are no tasks.
        NotEnough: fewer than 2 items, or a task shows fewer than 2, or an item is never shown.
        UnknownInput: a task lacks shown, best or worst, or only some tasks name a respondent.
        Inconsistent: a name is unknown, doubled or not shown, or best and worst are the same.
        WrongKind: a task or a list is of another kind.
    """
    column = _columns(items)
    if isinstance(tasks, (str, bytes)) or not isinstance(tasks, Sequence):
        raise WrongKind("tasks must be a list of tasks, each with shown, best and worst.")
    if not tasks:
        raise EmptySample("tasks is empty; give at least one task.")
    rows = [_row(place, task, column) for place, task in enumerate(tasks, start=1)]
    shown = np.zeros((len(rows), len(column)), dtype=np.bool_)
    for place, (columns, _, _) in enumerate(rows):
        shown[place, columns] = True
    names = tuple(column)
    if not shown.any(axis=0).all():
        raise NotEnough(f"{names[int(np.argmin(shown.any(axis=0)))]!r} is never shown, so nothing is known about it.")
    best, worst = (np.array([row[which] for row in rows], dtype=np.int64) for which in (1, 2))
    return Tasks(items=names, shown=shown, best=best, worst=worst, people=_people(tasks))


def _columns(items: Sequence[Hashable]) -> dict[Hashable, int]:
    column = {item: place for place, item in enumerate(require.names("items", items))}
    if len(column) < len(items):
        raise Inconsistent("items names an item twice; each item is listed once.")
    if len(column) < 2:
        raise NotEnough(f"Choices need at least 2 items; there {'is 1' if column else 'are none'}.")
    return column


def _row(place: int, task: Mapping[str, Any], column: Mapping[Hashable, int]) -> tuple[list[int], int, int]:
    if not isinstance(task, Mapping):
        raise WrongKind(f"Task {place} must have shown, best and worst.")
    if missing := sorted(KEYS - set(task)):
        raise UnknownInput(f"Task {place} needs shown, best and worst; {', '.join(missing)} is missing.")
    if isinstance(task["shown"], (str, bytes)) or not isinstance(task["shown"], Sequence):
        raise WrongKind(f"Task {place} must show a list of items.")
    shown = list(task["shown"])
    for item in (*shown, task["best"], task["worst"]):
        if item not in column:
            raise Inconsistent(f"Task {place} names {item!r}, which is not among the items.")
    if len(set(shown)) < len(shown):
        raise Inconsistent(f"Task {place} shows an item twice.")
    if len(shown) < 2:
        raise NotEnough(f"Task {place} shows {len(shown)} items; a choice needs at least 2.")
    for which in ("best", "worst"):
        if task[which] not in shown:
            raise Inconsistent(f"Task {place} names {task[which]!r} as {which}, which it does not show.")
    if task["best"] == task["worst"]:
        raise Inconsistent(f"Task {place} names {task['best']!r} as best and as worst.")
    return [column[item] for item in shown], column[task["best"]], column[task["worst"]]


def _people(tasks: Sequence[Mapping[str, Any]]) -> Ints | None:
    named = ["respondent" in task for task in tasks]
    if not any(named):
        return None
    if not all(named):
        raise UnknownInput(f"Task {named.index(False) + 1} names no respondent while others do; name all or none.")
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(task["respondent"], len(numbers)) for task in tasks], dtype=np.int64)
