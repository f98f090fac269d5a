"""What each column of a file becomes."""

import re
from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self


class Meaning(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    RECEIVED = "date"
    SOURCE_ID = "source_id"
    PERSON = "person"
    AUTHOR = "author"
    RATING = "rating"
    SEGMENT = "segment"
    RAW = "raw"
    LEFT_OUT = "left_out"


LABELS = {
    Meaning.TEXT: "Text of the feedback",
    Meaning.RECEIVED: "Date received",
    Meaning.SOURCE_ID: "Source ID",
    Meaning.PERSON: "Person, kept apart",
    Meaning.AUTHOR: "Person’s name",
    Meaning.RATING: "Rating",
    Meaning.SEGMENT: "Segment",
    Meaning.RAW: "Keep, not shown",
    Meaning.LEFT_OUT: "Leave out",
}
SEGMENT_NAME = 40
SINGLE = (Meaning.TEXT, Meaning.RECEIVED, Meaning.SOURCE_ID, Meaning.PERSON, Meaning.AUTHOR, Meaning.RATING)


class NotAMapping(ValueError):
    """The choices do not fit together; ``places`` tells the sentence for each column, -1 for the whole."""

    def __init__(self, places: dict[int, str]) -> None:
        super().__init__(" ".join(places.values()))
        self.places = places


def is_segment_name(name: str) -> bool:
    """Whether this names a group: it has a letter, so that no database takes it for a place in a list."""
    return any(sign.isalpha() for sign in name)


def segment_names(columns: Sequence[str]) -> list[str]:
    """What the segment of each column would be called: its name in words, each different."""
    names: list[str] = []
    for place, column in enumerate(columns, 1):
        name = " ".join(re.split(r"[\W_]+", column)).strip().casefold()[:SEGMENT_NAME]
        if not is_segment_name(name) or name in names:
            name = f"column {place}"
        names.append(name)
    return names


@dataclass(frozen=True)
class Use:
    """What one column becomes; ``name`` is the segment's."""

    meaning: Meaning
    name: str = ""


@dataclass(frozen=True)
class Mapping:
    """What every column becomes, and how its dates and texts are treated."""

    uses: tuple[Use, ...]
    day_first: bool = True
    hide_personal: bool = True

    def place(self, meaning: Meaning) -> int | None:
        """The index of the one column with this meaning."""
        return next((index for index, use in enumerate(self.uses) if use.meaning == meaning), None)

    def places(self, meaning: Meaning) -> list[int]:
        """The indexes of all columns with this meaning."""
        return [index for index, use in enumerate(self.uses) if use.meaning == meaning]

    def check(self) -> None:
        """Refuse a mapping that cannot be run.

        Raises:
            NotAMapping: with a sentence for each column that needs another choice.
        """
        places = self._doubled() | self._unnamed()
        if self.place(Meaning.TEXT) is None:
            places[-1] = "No column holds the text. Choose the one with what people wrote."
        if places:
            raise NotAMapping(places)

    def _doubled(self) -> dict[int, str]:
        counts = Counter(use.meaning for use in self.uses)
        return {
            index: f"“{LABELS[use.meaning]}” is chosen for {counts[use.meaning]} columns. Choose it for one."
            for index, use in enumerate(self.uses)
            if use.meaning in SINGLE and counts[use.meaning] > 1
        }

    def _unnamed(self) -> dict[int, str]:
        names = Counter(use.name.casefold() for use in self.uses if use.meaning == Meaning.SEGMENT)
        return {
            index: f"Two columns become the segment “{use.name}”. Name one of them differently."
            if is_segment_name(use.name)
            else "Name the segment with a word, for example “branch”."
            for index, use in enumerate(self.uses)
            if use.meaning == Meaning.SEGMENT and (not is_segment_name(use.name) or names[use.name.casefold()] > 1)
        }

    def but(self, *, day_first: bool, hide_personal: bool) -> Self:
        """The same columns, treated otherwise."""
        return replace(self, day_first=day_first, hide_personal=hide_personal)

    def as_json(self) -> dict[str, Any]:
        """The mapping as it is stored with an import."""
        return {
            "uses": [[use.meaning.value, use.name] for use in self.uses],
            "day_first": self.day_first,
            "hide_personal": self.hide_personal,
        }

    @classmethod
    def from_json(cls, stored: Dict[str, Any]) -> Self:
        """The mapping that ``as_json`` wrote."""
        uses = tuple(Use(Meaning(meaning), name) for meaning, name in stored["uses"])
        return cls(uses, day_first=stored["day_first"], hide_personal=stored["hide_personal"])


def choose(mapping: Mapping, columns: Sequence[str], wanted: Sequence[tuple[str, str]]) -> Mapping:
    """``mapping`` with some columns said by name: ``[("text", "comment"), …]``. What was guessed otherwise gives way.

    An ``author`` whose column was taken for a person's address stays kept apart.

    Raises:
        NotAMapping: a meaning or column of that name does not exist.
    """
    uses, segments = list(mapping.uses), segment_names(columns)
    for name, column in wanted:
        if name not in set(Meaning):
            raise NotAMapping({-1: f"“{name[:40]}” is no meaning. Choose from {', '.join(Meaning)}."})
        if column not in columns:
            raise NotAMapping({-1: f"The file has no column “{column[:60]}”. It has {', '.join(columns[:20])}."})
        place, meaning = columns.index(column), Meaning(name)
        if meaning == Meaning.AUTHOR and mapping.uses[place].meaning == Meaning.PERSON:
            meaning = Meaning.PERSON
        if meaning in SINGLE:
            uses = [Use(Meaning.RAW) if use.meaning == meaning else use for use in uses]
        uses[place] = Use(meaning, segments[place] if meaning == Meaning.SEGMENT else "")
    return replace(mapping, uses=tuple(uses))
