"""Kinds of objects whose rows are a few named texts: what their columns can become, guessed and read by one reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum

from allied.kernel.importing import reading
from allied.kernel.importing.reading import (
    LEFT_OUT,
    RAW,
    SOURCE_ID,
    Column,
    Guess,
    LeftOut,
    Reason,
    Record,
    Sure,
    Use,
    Vocabulary,
    Wanted,
    guesses,
)
from allied.kernel.importing.reading.personal import hide_personal
from allied.kernel.importing.reading.rows import (
    Filled,
    RowRefused,
    cells_of,
    fitted,
    remark_on_width,
    short,
    split_links,
)
from allied.kernel.importing.targets import Join
from allied.kernel.words import _

ID_LIMIT = 200
RAW_LIMIT = 5_000


class FieldKind(StrEnum):
    """What a field holds: text of several lines, one line, one of a few choices, names of other objects."""

    TEXT = "text"
    LINE = "line"
    CHOICE = "choice"
    LINK = "link"


@dataclass(frozen=True)
class Field:
    """One thing that a column can become. ``known_as`` are names that columns for it bear, the likeliest first.

    ``choices`` maps what files write, in lower case, to what is stored. ``required`` is the sentence for a file that
    has no column for it; a row without it is left out.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    limit: int = 10_000
    known_as: tuple[str, ...] = ()
    required: str = ""
    choices: Mapping[str, str] = default(default_factory=dict)
    join: Join | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A row that can be stored: texts by field, those of custom fields among them."""

    number: int
    text: str
    source_id: str
    values: dict[str, str]
    raw: dict[str, str]
    hidden: int
    remarks: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    custom: tuple[Filled, ...]

    @property
    def identity(self) -> str:
        return self.source_id

    @property
    def is_undated(self) -> bool:
        return False


def vocabulary_of(fields: Sequence[Field]) -> Vocabulary:
    """What columns can become, where an object has these fields."""
    labels = {each.name: each.label for each in fields}
    return Vocabulary(
        labels=labels | {SOURCE_ID: _("Source ID"), RAW: _("Keep, not shown"), LEFT_OUT: _("Leave out")},
        required={each.name: each.required for each in fields if each.required},
        several=frozenset({RAW, LEFT_OUT, *(each.name for each in fields if each.kind == FieldKind.LINK)}),
    )


def joins_of(fields: Sequence[Field]) -> dict[str, Join]:
    return {each.name: each.join for each in fields if each.join}


def guess_fields(columns: Sequence[Column], fields: Sequence[Field]) -> tuple[reading.Mapping, list[Guess]]:
    """The likeliest mapping: each field gets the column whose name fits best; the source id is judged by its values."""
    found: dict[int, Guess] = {}
    named = {column.index for column in columns for each in fields if _fit(column, each) >= 2}
    offers = [
        (column, guesses.source_id(column, guesses.words_of(column.name), not_with=frozenset({"parent", "product"})))
        for column in columns
        if column.filled and column.index not in named
    ]
    if best := guesses.best([(column, offer) for column, offer in offers if offer]):
        found[best[0]] = best[1]
    for each in fields:
        rest = [column for column in columns if column.filled and column.index not in found]
        if best := guesses.best([(column, _offer(column, each)) for column in rest if _fit(column, each)]):
            found[best[0]] = best[1]
    made = [found.get(column.index) or _other(column) for column in columns]
    return reading.Mapping(tuple(each.use for each in made)), made


def plain_words(text: str) -> str:
    """A name without case and punctuation: ``UX-Research`` is ux research."""
    return " ".join(re.split(r"[\W_]+", text.casefold())).strip()


def _fit(column: Column, field: Field) -> float:
    """How well a column's name fits a field: 2 and more where it is one of the field's own names, 0 not at all."""
    words = guesses.words_of(column.name)
    name = plain_words(column.name)
    for place, known in enumerate(field.known_as):
        if name == known:
            return 3 - place / 100
    for place, known in enumerate(field.known_as):
        if set(known.split()) <= words:
            return 1 - place / 100
    return 0


def _offer(column: Column, field: Field) -> guesses.Offer:
    fit = _fit(column, field)
    is_exact = fit >= 2
    why = (
        _("Named as %(label)s%(label2)s.", label=field.label[:1].lower(), label2=field.label[1:])
        if is_exact
        else _("Its name has a word of it.")
    )
    return fit, Guess(Use(field.name), Sure.SURE if is_exact else Sure.GUESS, why)


def _other(column: Column) -> Guess:
    if not column.filled:
        return Guess(Use(LEFT_OUT), Sure.SURE, _("Empty in every row."))
    if len(column.counts) == 1 and column.rows > 1:
        return Guess(Use(LEFT_OUT), Sure.GUESS, _("The same value in every row."))
    return Guess(Use(RAW), Sure.GUESS, _("Kept beside the object as it came, not searched."))


class FieldReader:
    """Reads rows by one mapping. Only fields that some column holds are among a row's values."""

    def __init__(
        self,
        names: Sequence[str],
        mapping: reading.Mapping,
        fields: Sequence[Field],
        custom: Callable[[Sequence[str], list[str]], tuple[Filled, ...]],
    ) -> None:
        self._names, self._mapping, self._custom = names, mapping, custom
        self._fields = {each.name: each for each in fields}
        self._title = fields[0].name

    def __call__(self, record: Record) -> FieldRow | LeftOut:
        cells = cells_of(record)
        place = self._mapping.place(self._title) or 0
        text = cells[place] if place < len(cells) else ""
        try:
            return self._row(record, fitted(record, cells, len(self._names)))
        except RowRefused as refusal:
            return refusal.result(record, text)

    def _row(self, record: Record, cells: list[str]) -> FieldRow:
        remarks: list[str] = []
        remark_on_width(record, len(self._names), remarks)
        values, hidden = self._values(cells, remarks)
        custom = self._custom(cells, remarks)
        return FieldRow(
            number=record.number,
            text=values[self._title],
            source_id=short(self._cell(cells, SOURCE_ID), ID_LIMIT, _("source ID"), remarks),
            values=values | {each.meaning: each.text for each in custom},
            raw={self._names[place]: cells[place][:RAW_LIMIT] for place in self._mapping.places(RAW) if cells[place]},
            hidden=hidden,
            remarks=tuple(remarks),
            wanted=tuple(self._wanted(cells)),
            custom=custom,
        )

    def _cell(self, cells: list[str], meaning: str) -> str:
        place = self._mapping.place(meaning)
        return "" if place is None else cells[place]

    def _values(self, cells: list[str], remarks: list[str]) -> tuple[dict[str, str], int]:
        values, hidden = {}, 0
        for each in self._fields.values():
            place = self._mapping.place(each.name)
            if place is None or each.kind == FieldKind.LINK:
                continue
            text, found = self._value(each, cells[place], remarks)
            hidden += found
            if text or each.kind != FieldKind.CHOICE:
                values[each.name] = text
        return values, hidden

    def _value(self, field: Field, cell: str, remarks: list[str]) -> tuple[str, int]:
        if field.required and not cell:
            raise RowRefused(
                Reason.NO_TITLE,
                _("The %(label)s is empty, so there is nothing to call it by.", label=field.label.lower()),
            )
        if field.kind == FieldKind.CHOICE:
            return _chosen(field, cell, remarks), 0
        if field.kind == FieldKind.LINE:
            cell = " ".join(cell.split())
        text, hidden = hide_personal(cell, self._mapping.hides)
        return short(text, field.limit, field.label.lower(), remarks), hidden

    def _wanted(self, cells: list[str]) -> Iterable[Wanted]:
        for each in self._fields.values():
            if each.kind == FieldKind.LINK:
                for place in self._mapping.places(each.name):
                    yield from (Wanted(each.name, value) for value in split_links(cells[place]))


def _chosen(field: Field, cell: str, remarks: list[str]) -> str:
    wanted = plain_words(cell)
    if wanted and wanted not in field.choices:
        known = ", ".join(map(str, dict.fromkeys(field.choices.values())))
        remarks.append(
            _(
                "“%(cell)s” is none of %(known)s, so the %(label)s is left as it is.",
                cell=cell[:40],
                known=known,
                label=field.label.lower(),
            )
        )
    return field.choices.get(wanted, "")
