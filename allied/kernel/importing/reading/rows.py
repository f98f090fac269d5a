"""What every reader of rows shares: a row that fits the file’s columns, or the reason why it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from allied.kernel.importing.reading.formulas import bare
from allied.kernel.importing.reading.records import Record
from allied.kernel.words import _

BEGINNING = 100


class Reason(StrEnum):
    """Why a row was left out, in the words of a tally."""

    NO_TEXT = _("no text")
    NO_TITLE = _("no title")
    NO_ADDRESS = _("no e-mail address")
    DATE = _("unreadable date")
    SHAPE = _("broken row")
    REFUSED = _("not accepted")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link that a row asks for: the field of the target, and what the file calls the other end."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a row says of a field that the workspace added: as forms send it, and in words. ``place``: its column."""

    meaning: str
    label: str
    place: int
    text: str
    words: str


class Row(Protocol):
    """A row that can be stored.

    ``text`` is what a person recognizes it by, ``identity`` what a later file does, if any; ``remarks`` tell what is
    stored otherwise than it stands in the file.
    """

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def hidden(self) -> int: ...
    @property
    def remarks(self) -> tuple[str, ...]: ...
    @property
    def wanted(self) -> tuple[Wanted, ...]: ...
    @property
    def custom(self) -> tuple[Filled, ...]: ...
    @property
    def is_undated(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that cannot be stored, and why."""

    number: int
    reason: Reason
    sentence: str
    text: str = ""


class RowRefused(Exception):
    """Raised while a row is read; becomes its result."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason

    def result(self, record: Record, text: str) -> LeftOut:
        return LeftOut(record.number, self.reason, str(self), text[:BEGINNING].replace("\0", "�"))


def cells_of(record: Record) -> list[str]:
    """The cells without the guard against formulas."""
    return [bare(cell.strip()).strip() for cell in record.cells]


def fitted(record: Record, cells: Sequence[str], width: int) -> list[str]:
    """The cells, as many as there are columns.

    Raises:
        RowRefused: the row is broken, or has more values than the file columns.
    """
    if record.trouble:
        raise RowRefused(Reason.SHAPE, record.trouble)
    if any(cells[width:]):
        raise RowRefused(
            Reason.SHAPE,
            _(
                "This row has %(cells)s values, the file %(width)s columns. Probably a value holds "
                "the separator without quotation marks around it.",
                cells=len(cells),
                width=width,
            ),
        )
    return [*cells[:width], *[""] * (width - len(cells))]


def remark_on_width(record: Record, width: int, remarks: list[str]) -> None:
    if len(record.cells) < width:
        remarks.append(
            _(
                "The row has %(cells)s of %(width)s values; the others count as empty.",
                cells=len(record.cells),
                width=width,
            )
        )


def short(value: str, limit: int, name: str, remarks: list[str]) -> str:
    """The value as far as it fits, with a remark where it does not."""
    if len(value) > limit:
        remarks.append(
            _(
                "The %(name)s has %(value)s characters. The first %(limit)s are kept.",
                name=name,
                value=f"{len(value):,}",
                limit=f"{limit:,}",
            )
        )
    return value[:limit].rstrip() if len(value) > limit else value


def split_links(value: str) -> list[str]:
    """The names in a cell that holds one or several, each once."""
    parts = value.replace(";", "\n").replace(",", "\n").replace("|", "\n").split("\n")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
