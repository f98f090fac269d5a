"""How sure a guess about a column is, and the guesses that every kind of import shares."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from allied.kernel.importing.reading.columns import Column
from allied.kernel.importing.reading.mapping import SOURCE_ID, Use
from allied.kernel.words import _


class Sure(StrEnum):
    """How much a guess needs a person."""

    SURE = _("Sure")
    GUESS = _("Guess")
    CHECK = _("Check")


@dataclass(frozen=True)
class Guess:
    """What a column probably becomes, and the reason in words."""

    use: Use
    sure: Sure
    why: str


Offer = tuple[float, Guess]

ID_WORDS = frozenset("id key uuid guid ticket reference ref number no case external row record".split())  # noqa: SIM905


def words_of(name: str) -> set[str]:
    """The words of a column’s name: ``createdAt`` is created, at."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return set(re.split(r"[\W_]+", spaced.casefold())) - {""}


def source_id(column: Column, words: set[str], *, not_with: frozenset[str]) -> Offer | None:
    """Whether the column tells rows apart. ``not_with``: words that make its name another thing’s id."""
    is_named = bool(words & ID_WORDS) and not words & not_with
    if column.repeats is None or column.id_share < 0.9 or column.date_share > 0.5:
        return None
    use = Use(SOURCE_ID)
    if column.is_unique:
        why = _("Every value differs. Running the file again adds nothing twice.")
        return 1.0 + is_named, Guess(use, Sure.SURE if is_named else Sure.GUESS, why)
    if not is_named:
        return None
    return 1.0, Guess(use, Sure.CHECK, _doubtful_id(column))


def best(offers: Sequence[tuple[Column, Offer]]) -> tuple[int, Guess] | None:
    """The highest offer, of two equal ones the column further left, as index and guess."""
    if not offers:
        return None
    column, (_, guess) = max(offers, key=lambda each: (each[1][0], -each[0].index))
    return column.index, guess


def _doubtful_id(column: Column) -> str:
    blank, repeats = column.rows - column.filled, column.repeats or 0
    found = []
    if repeats:
        found.append(
            _("1 row repeats the value of an earlier row and will not be stored.")
            if repeats == 1
            else _("%(count)s rows repeat the value of an earlier row and will not be stored.", count=f"{repeats:,}")
        )
    if blank:
        found.append(
            _("1 row has none and will be told apart by text, date and person.")
            if blank == 1
            else _("%(count)s rows have none and will be told apart by text, date and person.", count=f"{blank:,}")
        )
    if len(found) > 1:
        return _("%(first)s %(second)s", first=found[0], second=found[1])
    return found[0] if found else _("There is only 1 row, so it cannot be told whether the values differ.")
