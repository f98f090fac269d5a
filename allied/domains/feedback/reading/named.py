"""Choose what columns become by their names, as programs and the command line do."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence

from allied.domains.feedback.reading.mapping import LABELS, SINGLE, Mapping, Meaning, Use, segment_names
from allied.kernel.errors import BadInput


def by_column(columns: Sequence[str], guessed: Mapping, wanted: Dict[str, str | Sequence[str]]) -> Mapping:
    """The guess with the columns in ``wanted`` (meaning → column or columns) in place of what was guessed for them.

    A column that was guessed to be what another one is now said to be is kept, and not shown.

    Raises:
        BadInput: there is no such meaning or column; the field is ``mapping``.
    """
    uses, names = list(guessed.uses), segment_names(columns)
    chosen = {place: meaning for meaning, place in _places(columns, wanted)}
    taken = set(chosen.values()) & set(SINGLE)
    for place, use in enumerate(uses):
        meaning = chosen.get(place, Meaning.RAW if use.meaning in taken else use.meaning)
        uses[place] = Use(meaning, names[place] if meaning == Meaning.SEGMENT else "")
    return Mapping(tuple(uses), day_first=guessed.day_first, hide_personal=guessed.hide_personal)


def _places(columns: Sequence[str], wanted: Dict[str, str | Sequence[str]]) -> list[tuple[Meaning, int]]:
    found = []
    for name, given in wanted.items():
        if name not in set(Meaning):
            known = ", ".join(LABELS)
            raise BadInput(mapping=f"“{name[:40]}” is nothing that a column can become. Known: {known}.")
        for column in [given] if isinstance(given, str) else given:
            if column not in columns:
                listed = ", ".join(columns)[:500]
                raise BadInput(mapping=f"The file has no column “{str(column)[:60]}”. It has: {listed}.")
            found.append((Meaning(name), list(columns).index(column)))
    return found
