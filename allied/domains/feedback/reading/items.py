"""One row of the file as the piece of feedback that it becomes, or the reason why it does not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal

from allied.domains.feedback.reading.meanings import Meaning
from allied.kernel.importing.reading import LeftOut, Mapping, Reason, Record, Wanted
from allied.kernel.importing.reading.dates import NotADate, check_plausible, read_date
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
from allied.kernel.words import _

TEXT_LIMIT = 20_000
NAME_LIMIT = 200
VALUE_LIMIT = 100
SOURCE_LIMIT = 60
ID_LIMIT = 200
RAW_LIMIT = 5_000

_NUMBER = re.compile(r"([-+]?\d{1,6}(?:[.,]\d{1,4})?)(?:\s?%|\s?(?:/|of|out of)\s?\d{1,4})?")


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
    wanted: tuple[Wanted, ...] = ()
    source: str = ""  # where this row came from, if the file says it row by row
    method: str = ""
    on_behalf_of: str = ""
    company: str = ""
    custom: tuple[Filled, ...] = ()

    @property
    def identity(self) -> str:
        """What it is recognized by: its id, which is its source's own."""
        return f"{self.source}\x1f{self.source_id}" if self.source and self.source_id else self.source_id

    @property
    def is_undated(self) -> bool:
        return self.received_at is None


@dataclass(frozen=True)
class ItemReader:
    """Reads rows by one mapping; ``names`` are the columns of the file, ``zone`` the workspace's."""

    names: tuple[str, ...]
    mapping: Mapping
    zone: tzinfo
    now: datetime
    methods: frozenset[str] = frozenset()
    custom: Callable[[Sequence[str], list[str]], tuple[Filled, ...]] = lambda cells, remarks: ()
    _place: dict[Meaning, int | None] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_place", {meaning: self.mapping.place(meaning) for meaning in Meaning})

    def read(self, record: Record) -> Item | LeftOut:
        """What becomes of this row."""
        cells = cells_of(record)
        place = self._place[Meaning.TEXT] or 0
        text = cells[place] if place < len(cells) else ""
        try:
            return self._item(record, fitted(record, cells, len(self.names)))
        except RowRefused as refusal:
            return refusal.result(record, text)

    def _item(self, record: Record, cells: list[str]) -> Item:
        remarks: list[str] = []
        remark_on_width(record, len(self.names), remarks)
        text, hidden = self._text(cells, remarks)
        author = self._cell(cells, Meaning.AUTHOR)[:NAME_LIMIT]
        on_behalf_of = self._cell(cells, Meaning.ON_BEHALF)[:NAME_LIMIT]
        custom = self.custom(cells, remarks)
        return Item(
            number=record.number,
            text=text,
            received_at=self._received(cells),
            author=author,
            person=_normal(self._cell(cells, Meaning.PERSON) or on_behalf_of or author),
            source_id=short(self._cell(cells, Meaning.SOURCE_ID), ID_LIMIT, _("source ID"), remarks),
            rating=_rating(self._cell(cells, Meaning.RATING), remarks),
            segments=self._segments(cells, remarks),
            raw={
                self.names[place]: cells[place][:RAW_LIMIT]
                for place in self.mapping.places(Meaning.RAW)
                if cells[place]
            },
            hidden=hidden,
            wanted=self._wanted(cells),
            source=short(self._cell(cells, Meaning.SOURCE), SOURCE_LIMIT, "source", remarks),
            method=self._method(cells, remarks) or ("on_behalf" if on_behalf_of else ""),
            on_behalf_of=on_behalf_of,
            company=short(self._cell(cells, Meaning.COMPANY), NAME_LIMIT, _("company"), remarks),
            custom=custom,
            remarks=tuple(remarks),
        )

    def _method(self, cells: list[str], remarks: list[str]) -> str:
        method = self._cell(cells, Meaning.METHOD)
        if method and method not in self.methods:
            remarks.append(
                _(
                    "“%(method)s” is no way of learning that Allied knows, so the row counts as feedback.",
                    method=method[:40],
                )
            )
        return method if method in self.methods else ""

    def _wanted(self, cells: list[str]) -> tuple[Wanted, ...]:
        places = self.mapping.places(Meaning.SUPPORTS)
        return tuple(Wanted("supports", name) for place in places for name in split_links(cells[place]))

    def _cell(self, cells: list[str], meaning: Meaning) -> str:
        place = self._place[meaning]
        return "" if place is None else cells[place]

    def _text(self, cells: list[str], remarks: list[str]) -> tuple[str, int]:
        text = self._cell(cells, Meaning.TEXT)
        if not text:
            raise RowRefused(Reason.NO_TEXT, _("The text is empty, and only what a person wrote is feedback."))
        if len(text) > TEXT_LIMIT:
            remarks.append(
                _(
                    "The text has %(text)s characters. The first %(text_limit)s are kept.",
                    text=f"{len(text):,}",
                    text_limit=f"{TEXT_LIMIT:,}",
                )
            )
            text = text[:TEXT_LIMIT].rstrip()
        return hide_personal(text, self.mapping.hides)

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
            self.mapping.uses[place].name: short(cells[place], VALUE_LIMIT, self.names[place], remarks)
            for place in places
            if cells[place]
        }


def _normal(person: str) -> str:
    return " ".join(person.casefold().split())


def _rating(value: str, remarks: list[str]) -> Decimal | None:
    if not value:
        return None
    if set(value) <= {"★", "☆", " "}:
        return Decimal(value.count("★"))
    if found := _NUMBER.fullmatch(value):
        return Decimal(found[1].replace(",", "."))
    remarks.append(_("“%(value)s” is not a number, so the row is stored without a rating.", value=value[:40]))
    return None
