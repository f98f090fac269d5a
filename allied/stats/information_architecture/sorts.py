"""Card sorts, checked and read once into arrays."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from allied.stats import require
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, WrongKind
from allied.stats.require import Floats, Ints

NOT_PLACED = -1

Sort = Sequence[Sequence[Hashable]]
"""The groups that one person made."""


@dataclass(frozen=True)
class Sorts:
    """People as rows, cards as columns.

    Attributes:
        cards: names of the columns.
        groups: number of the group into which the person put the card, -1 where the card was not placed.
    """

    cards: tuple[Hashable, ...]
    groups: Ints

    def pairs(self) -> tuple[Ints, Ints]:
        """Columns of the first and second card of every pair, in the order of a condensed distance matrix."""
        first, second = np.triu_indices(len(self.cards), k=1)
        return first, second

    def placed_both(self) -> Floats:
        """People x pairs: 1 where the person placed both cards."""
        first, second = self.pairs()
        placed = self.groups != NOT_PLACED
        both: Floats = (placed[:, first] & placed[:, second]).astype(np.float64)
        return both

    def together(self) -> Floats:
        """People x pairs: 1 where the person put both cards into the same group."""
        first, second = self.pairs()
        same: Floats = (self.groups[:, first] == self.groups[:, second]) * self.placed_both()
        return same


def read_sorts(sorts: Sequence[Sort], cards: Sequence[Hashable]) -> Sorts:
    """Check every person's groups against the list of cards.

    Raises:
        EmptySample: nobody sorted, or somebody placed no card.
        NotEnough: fewer than 2 cards.
        Inconsistent: a card is unknown, or stands twice in the list or in one person's groups.
        WrongKind: the sorts are not groups of cards.
    """
    column = {card: place for place, card in enumerate(require.names("cards", cards))}
    if len(column) < len(cards):
        raise Inconsistent("cards names a card twice; each card is listed once.")
    if len(column) < 2:
        raise NotEnough(f"Sorting needs at least 2 cards; there {'is 1' if column else 'are none'}.")
    if isinstance(sorts, (str, bytes)) or not isinstance(sorts, Sequence):
        raise WrongKind("sorts must be one list of groups per person.")
    if not sorts:
        raise EmptySample("sorts is empty; give at least one person's groups.")
    groups = np.array([_row(person, sort, column) for person, sort in enumerate(sorts, start=1)], dtype=np.int64)
    return Sorts(cards=tuple(column), groups=groups)


def _row(person: int, sort: Sort, column: dict[Hashable, int]) -> list[int]:
    row = [NOT_PLACED] * len(column)
    for number, group in enumerate(_lists(person, sort)):
        for card in group:
            if card not in column:
                raise Inconsistent(f"Person {person} sorted {card!r}, which is not among the cards.")
            if row[column[card]] != NOT_PLACED:
                raise Inconsistent(f"Person {person} placed {card!r} twice; a card goes into one group.")
            row[column[card]] = number
    if set(row) == {NOT_PLACED}:
        raise EmptySample(f"Person {person} placed no card; leave them out.")
    return row


def _lists(person: int, sort: Sort) -> Sort:
    flat = isinstance(sort, (str, bytes)) or not isinstance(sort, Sequence)
    if flat or any(isinstance(group, (str, bytes)) or not isinstance(group, Sequence) for group in sort):
        raise WrongKind(f"Person {person} must have a list of groups, each a list of cards.")
    return sort
