"""What each column of a file becomes."""

import re
from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from allied.kernel.importing.reading.personal import EVERYTHING, Personal
from allied.kernel.words import _

RAW = "raw"
LEFT_OUT = "left_out"
SEGMENT = "segment"
SOURCE_ID = "source_id"
SEGMENT_NAME = 40


class NotAMapping(ValueError):
    """The choices do not fit together; ``places`` tells the sentence for each column, -1 for the whole."""

    def __init__(self, places: dict[int, str]) -> None:
        super().__init__(" ".join(map(str, places.values())))
        self.places = places


@dataclass(frozen=True)
class Vocabulary:
    """What columns can become in one kind of import.

    ``labels`` are all meanings with their words, in the order in which they are offered. ``several`` may be chosen for
    more than one column. ``required`` holds the sentence for each meaning that some column must have. ``yields``: the
    meaning on the left, chosen for a column with the one on the right, leaves it as it is.
    """

    labels: Dict[str, str]
    required: Dict[str, str]
    several: frozenset[str] = frozenset({RAW, LEFT_OUT, SEGMENT})
    yields: Dict[str, str] = field(default_factory=dict)

    def is_single(self, meaning: str) -> bool:
        return meaning not in self.several


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

    meaning: str
    name: str = ""


@dataclass(frozen=True)
class Mapping:
    """What every column becomes, and how its dates and texts are treated.

    ``keeps`` are kinds of personal details that stay in texts although others are hidden.
    ``update``: a row whose source ID is here already brings what is stored up to date.
    """

    uses: tuple[Use, ...]
    day_first: bool = True
    hide_personal: bool = True
    update: bool = True
    keeps: frozenset[str] = frozenset()

    @property
    def hides(self) -> frozenset[Personal]:
        """The kinds of personal details that are taken out of texts."""
        return EVERYTHING - self.keeps if self.hide_personal else frozenset()

    def place(self, meaning: str) -> int | None:
        """The index of the one column with this meaning."""
        return next((index for index, use in enumerate(self.uses) if use.meaning == meaning), None)

    def places(self, meaning: str) -> list[int]:
        """The indexes of all columns with this meaning."""
        return [index for index, use in enumerate(self.uses) if use.meaning == meaning]

    def check(self, vocabulary: Vocabulary) -> None:
        """Refuse a mapping that cannot be run.

        Raises:
            NotAMapping: with a sentence for each column that needs another choice.
        """
        places = self._doubled(vocabulary) | self._unnamed() | self._gone(vocabulary)
        missing = [words for meaning, words in vocabulary.required.items() if self.place(meaning) is None]
        if missing:
            places[-1] = " ".join(map(str, missing))
        if places:
            raise NotAMapping(places)

    def _doubled(self, vocabulary: Vocabulary) -> dict[int, str]:
        counts = Counter(use.meaning for use in self.uses)
        return {
            index: _(
                "“%(labels)s” is chosen for %(counts)s columns. Choose it for one.",
                labels=vocabulary.labels.get(use.meaning, use.meaning),
                counts=counts[use.meaning],
            )
            for index, use in enumerate(self.uses)
            if vocabulary.is_single(use.meaning) and counts[use.meaning] > 1
        }

    def _gone(self, vocabulary: Vocabulary) -> dict[int, str]:
        return {
            index: _("The field that was chosen for this column is archived. Choose what else it becomes.")
            for index, use in enumerate(self.uses)
            if use.meaning not in vocabulary.labels
        }

    def _unnamed(self) -> dict[int, str]:
        names = Counter(use.name.casefold() for use in self.uses if use.meaning == SEGMENT)
        return {
            index: _("Two columns become the segment “%(name)s”. Name one of them differently.", name=use.name)
            if is_segment_name(use.name)
            else _("Name the segment with a word, for example “branch”.")
            for index, use in enumerate(self.uses)
            if use.meaning == SEGMENT and (not is_segment_name(use.name) or names[use.name.casefold()] > 1)
        }

    def but(
        self, *, day_first: bool, hide_personal: bool, update: bool = True, keeps: frozenset[str] = frozenset()
    ) -> Self:
        """The same columns, treated otherwise."""
        return replace(self, day_first=day_first, hide_personal=hide_personal, update=update, keeps=keeps)

    def as_json(self) -> dict[str, Any]:
        """The mapping as it is stored with an import."""
        return {
            "uses": [[str(use.meaning), use.name] for use in self.uses],
            "day_first": self.day_first,
            "hide_personal": self.hide_personal,
            "update": self.update,
            "keeps": sorted(self.keeps),
        }

    @classmethod
    def from_json(cls, stored: Dict[str, Any]) -> Self:
        """The mapping that ``as_json`` wrote."""
        uses = tuple(Use(meaning, name) for meaning, name in stored["uses"])
        return cls(
            uses,
            day_first=stored["day_first"],
            hide_personal=stored["hide_personal"],
            update=stored.get("update", True),
            keeps=frozenset(stored.get("keeps", ())),
        )


def choose(
    mapping: Mapping, columns: Sequence[str], wanted: Sequence[tuple[str, str]], vocabulary: Vocabulary
) -> Mapping:
    """``mapping`` with some columns said by name: ``[("text", "comment"), …]``. What was guessed otherwise gives way.

    Raises:
        NotAMapping: a meaning or column of that name does not exist.
    """
    uses, segments = list(mapping.uses), segment_names(columns)
    for meaning, column in wanted:
        if meaning not in vocabulary.labels:
            known = ", ".join(vocabulary.labels)
            raise NotAMapping(
                {-1: _("“%(meaning)s” is no meaning. Choose from %(known)s.", meaning=meaning[:40], known=known)}
            )
        if column not in columns:
            raise NotAMapping(
                {
                    -1: _(
                        "The file has no column “%(column)s”. It has %(columns)s.",
                        column=column[:60],
                        columns=", ".join(columns[:20]),
                    )
                }
            )
        place = columns.index(column)
        if vocabulary.yields.get(meaning) == mapping.uses[place].meaning:
            meaning = vocabulary.yields[meaning]
        if vocabulary.is_single(meaning):
            uses = [Use(RAW) if use.meaning == meaning else use for use in uses]
        uses[place] = Use(meaning, segments[place] if meaning == SEGMENT else "")
    return replace(mapping, uses=tuple(uses))
