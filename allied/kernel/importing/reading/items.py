"""One row of the file as the piece of feedback that it becomes, or the reason why it does not."""

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from allied.kernel.importing.reading.dates import NotADate, check_plausible, read_date
from allied.kernel.importing.reading.formulas import bare
from allied.kernel.importing.reading.mapping import Mapping, Meaning
from allied.kernel.importing.reading.personal import hide_personal
from allied.kernel.importing.reading.records import Record

TEXT_LIMIT = 20_000
NAME_LIMIT = 200
VALUE_LIMIT = 100
ID_LIMIT = 200
RAW_LIMIT = 5_000

_NUMBER = re.compile(r"([-+]?\d{1,6}(?:[.,]\d{1,4})?)(?:\s?%|\s?(?:/|of|out of)\s?\d{1,4})?")


class Reason(StrEnum):
    """Why a row was left out, in the words of a tally."""

    NO_TEXT = "no text"
    DATE = "unreadable date"
    SHAPE = "broken row"


@dataclass(frozen=True, slots=True)
class Item:
    """A row that can be stored."""

    number: int
    text: str
    received_at: datetime | None  # None: the file does not say
    author: str
    person: str  # what tells people apart, normalised; the slice hashes it
    source_id: str
    rating: Decimal | None
    segments: dict[str, str]
    raw: dict[str, str]
    hidden: int  # personal details taken out of the text
    remarks: tuple[str, ...]  # what was stored otherwise than it stands in the file


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that cannot be stored, and why."""

    number: int
    reason: Reason
    sentence: str
    text: str = ""


class RowRefused(Exception):
    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True)
class ItemReader:
    """Reads rows by one mapping; ``names`` are the columns of the file, ``zone`` the workspace's."""

    names: tuple[str, ...]
    mapping: Mapping
    zone: tzinfo
    now: datetime
    _place: dict[Meaning, int | None] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_place", {meaning: self.mapping.place(meaning) for meaning in Meaning})

    def read(self, record: Record) -> Item | LeftOut:
        """What becomes of this row."""
        cells = [bare(cell.strip()).strip() for cell in record.cells]
        place = self._place[Meaning.TEXT] or 0
        text = cells[place] if place < len(cells) else ""
        try:
            return self._item(record, self._fitted(record, cells))
        except RowRefused as refusal:
            return LeftOut(record.number, refusal.reason, str(refusal), text[:VALUE_LIMIT].replace("\0", "�"))

    def _fitted(self, record: Record, cells: list[str]) -> list[str]:
        """The cells, as many as there are columns."""
        width = len(self.names)
        if record.trouble:
            raise RowRefused(Reason.SHAPE, record.trouble)
        if any(cells[width:]):
            raise RowRefused(
                Reason.SHAPE,
                f"This row has {len(cells)} values, the file {width} columns. "
                "Probably a value holds the separator without quotation marks around it.",
            )
        return cells[:width] + [""] * (width - len(cells))

    def _item(self, record: Record, cells: list[str]) -> Item:
        remarks: list[str] = []
        if len(record.cells) < len(self.names):
            remarks.append(f"The row has {len(record.cells)} of {len(self.names)} values; the others count as empty.")
        text, hidden = self._text(cells, remarks)
        author = self._cell(cells, Meaning.AUTHOR)[:NAME_LIMIT]
        return Item(
            number=record.number,
            text=text,
            received_at=self._received(cells),
            author=author,
            person=_normal(self._cell(cells, Meaning.PERSON) or author),
            source_id=_short(self._cell(cells, Meaning.SOURCE_ID), ID_LIMIT, "source ID", remarks),
            rating=_rating(self._cell(cells, Meaning.RATING), remarks),
            segments=self._segments(cells, remarks),
            raw={
                self.names[place]: cells[place][:RAW_LIMIT]
                for place in self.mapping.places(Meaning.RAW)
                if cells[place]
            },
            hidden=hidden,
            remarks=tuple(remarks),
        )

    def _raw(self, cells: list[str]) -> dict[str, str]:
        places = self.mapping.places(Meaning.RAW)
        return {self.names[place]: cells[place][:RAW_LIMIT] for place in places if cells[place]}

    def _cell(self, cells: list[str], meaning: Meaning) -> str:
        place = self._place[meaning]
        return "" if place is None else cells[place]

    def _text(self, cells: list[str], remarks: list[str]) -> tuple[str, int]:
        text = self._cell(cells, Meaning.TEXT)
        if not text:
            raise RowRefused(Reason.NO_TEXT, "The text is empty, and only what a person wrote is feedback.")
        if len(text) > TEXT_LIMIT:
            remarks.append(f"The text has {len(text):,} characters. The first {TEXT_LIMIT:,} are kept.")
            text = text[:TEXT_LIMIT].rstrip()
        return hide_personal(text) if self.mapping.hide_personal else (text, 0)

    def _received(self, cells: list[str]) -> datetime | None:
        value = self._cell(cells, Meaning.RECEIVED)
        if not value:
            return None
        try:
            moment = read_date(value, day_first=self.mapping.day_first, zone=self.zone)
            check_plausible(value, moment, now=self.now)
        except NotADate as problem:
            raise RowRefused(Reason.DATE, str(problem)) from None
        return moment

    def _segments(self, cells: list[str], remarks: list[str]) -> dict[str, str]:
        places = self.mapping.places(Meaning.SEGMENT)
        return {
            self.mapping.uses[place].name: _short(cells[place], VALUE_LIMIT, self.names[place], remarks)
            for place in places
            if cells[place]
        }


def _normal(person: str) -> str:
    return " ".join(person.casefold().split())


def _short(value: str, limit: int, name: str, remarks: list[str]) -> str:
    if len(value) > limit:
        remarks.append(f"The {name} has {len(value):,} characters. The first {limit} are kept.")
    return value[:limit]


def _rating(value: str, remarks: list[str]) -> Decimal | None:
    if not value:
        return None
    if set(value) <= {"★", "☆", " "}:
        return Decimal(value.count("★"))
    if found := _NUMBER.fullmatch(value):
        return Decimal(found[1].replace(",", "."))
    remarks.append(f"“{value[:40]}” is not a number, so the row is stored without a rating.")
    return None
