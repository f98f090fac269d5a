"""Records of a delimited file, one at a time, however large or broken the file is.

A file is first rewritten as UTF-8 with plain line ends. From then on every
record has a byte offset, so that reading goes on from any of them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from allied.kernel.importing.reading.dialect import Dialect, declares_itself
from allied.kernel.words import _

BLOCK = 1024 * 1024
# One record may span lines up to this many bytes; more is a quote that nobody closed, or no table at all.
RECORD_LIMIT = 1024 * 1024

# Begins a row that could not be read when the file was rewritten; the reason follows. Nowhere else in our files.
BROKEN = "\x1e"

csv.field_size_limit(4 * RECORD_LIMIT)  # our own limit comes first and names the row


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file. ``number`` counts as a spreadsheet does: the first row is 1, the header included."""

    number: int
    cells: tuple[str, ...]
    end: int  # byte offset of the next record
    trouble: str = ""  # why its cells are not to be trusted


def rewrite(source: Path, target: Path, encoding: str) -> int:
    """Write ``source`` to ``target`` as UTF-8 with ``\\n`` line ends; return how many characters were unreadable."""
    unreadable = 0
    with (
        source.open(encoding=encoding, errors="replace") as reading,
        target.open("w", encoding="utf-8", newline="") as writing,
    ):
        while block := reading.read(BLOCK):
            unreadable += block.count("\ufffd")
            writing.write(block)
    return unreadable


def records(path: Path, dialect: Dialect, *, offset: int = 0, number: int = 0) -> Iterator[Record]:
    """Read on from byte ``offset``, where ``number`` rows have gone before. Blank rows are counted and passed over."""
    with path.open("rb") as file:
        file.seek(offset)
        if offset == 0 and not declares_itself(file.readline(16).decode("utf-8", "replace")):
            file.seek(0)
        while (record := _next(file, dialect, number + 1)) is not None:
            number = record.number
            if record.cells or record.trouble:
                yield record


def _next(file: BinaryIO, dialect: Dialect, number: int) -> Record | None:
    start = file.tell()
    lines = _Lines(file)
    cells = next(dialect.parse(lines), None)
    if cells is None:
        return None
    if lines.ran_out:
        # The lines swallowed by the open quote are rows of their own: only the first is given up.
        file.seek(start + lines.first)
    if dialect.marks_broken and cells and cells[0].startswith(BROKEN):
        return Record(number, (), file.tell(), cells[0].removeprefix(BROKEN))
    return Record(number, tuple(cells), file.tell(), lines.trouble)


class _Lines:
    """The lines of one record; stops at the limit, and remembers what was wrong with them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = 0
        self.first = 0
        self.ran_out = False
        self.is_cut = False
        self.has_nul = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(RECORD_LIMIT) if self._size < RECORD_LIMIT else b""
        if not line:
            self.ran_out = self._size > 0
            raise StopIteration
        length = len(line) + self._skip_rest(line)
        self._size += length
        self.first = self.first or length
        self.has_nul = self.has_nul or b"\0" in line
        return line.decode("utf-8", "ignore").removesuffix("\n") + "\n"

    def _skip_rest(self, line: bytes) -> int:
        skipped = 0
        while len(line) == RECORD_LIMIT and not line.endswith(b"\n"):
            self.is_cut = True
            line = self._file.readline(RECORD_LIMIT)
            skipped += len(line)
        return skipped

    @property
    def trouble(self) -> str:
        if self.is_cut:
            return _("This row holds a value of more than 1,000,000 characters. Shorten it and import the row again.")
        if self.ran_out:
            return _("A quotation mark opens in this row and is never closed. Close it and import the row again.")
        if self.has_nul:
            return _(
                "This row holds a NUL character (U+0000), which cannot be stored. Remove it and import the row again."
            )
        return ""
