"""Objects of a JSON file as rows: each different name, also of an object within, is a column.

The file is decoded one object at a time, twice: for the names, then for the values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from allied.kernel.importing.reading.formats.flat import flat
from allied.kernel.importing.reading.formats.writing import TableWriter
from allied.kernel.importing.reading.layout import WIDEST, NoTable
from allied.kernel.words import _

BLOCK = 256 * 1024
LARGEST = 8 * 1024 * 1024  # characters of one object
_DECODER = json.JSONDecoder()
_NO_ROWS = _("This JSON holds no list of objects. Choose an export with one object for each thing to import.")


def rewrite_array(source: Path, target: Path, encoding: str) -> None:
    """Write the objects of the first list of objects: the whole file, or a list inside its outer object.

    Raises:
        NoTable: there is no such list, or the file is no JSON.
    """

    def objects() -> Iterator[Any]:
        with source.open(encoding=encoding, errors="replace") as file:
            yield from _Reader(file).objects()

    names = _names(objects())
    with TableWriter(target) as table:
        table.write(names)
        for found in objects():
            row = flat(found)
            table.write([row.get(name, "") for name in names])


def rewrite_lines(source: Path, target: Path, encoding: str) -> None:
    """Write one object a line; a line that is none becomes a row that says so.

    Raises:
        NoTable: no line holds an object.
    """
    with source.open(encoding=encoding, errors="replace") as file:
        names = _names(found for __, found in _lines(file) if isinstance(found, dict))
    with source.open(encoding=encoding, errors="replace") as file, TableWriter(target) as table:
        table.write(names)
        for problem, found in _lines(file):
            if problem:
                table.write_broken(problem)
            else:
                row = flat(found)
                table.write([row.get(name, "") for name in names])


def _names(objects: Iterable[Any]) -> list[str]:
    names: dict[str, None] = {}
    for found in objects:
        names |= dict.fromkeys(flat(found))
        if len(names) > WIDEST:
            break  # the layout refuses it with the limit
    if not names:
        raise NoTable(_NO_ROWS)
    return list(names)


def _lines(file: TextIO) -> Iterator[tuple[str, Any]]:
    while line := file.readline(LARGEST):
        line = line.strip().lstrip("\ufeff")
        if not line:
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield _("This line is not written as JSON. Correct it and import the line again."), None
            continue
        yield ("", found) if isinstance(found, dict) else (_("This line holds no object with names and values."), None)


class _Reader:
    """Decodes a JSON text piece by piece, keeping no more of it than one object."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._read = 0  # characters before the kept text

    def objects(self) -> Iterator[Any]:
        """The elements of the list that the text is, or of the first list of objects inside its outer object."""
        if self._peek() == "\ufeff":
            self._at += 1
        if self._take() == "[":
            yield from self._elements()
            return
        while self._peek() != "}":
            self._value()
            self._expect(":")
            if self._peek() != "[":
                self._value()
            elif self._opens_with("{"):
                yield from self._elements()
                return
            else:
                for __ in self._elements():
                    pass  # a list of something else: its bracket is behind us
                self._at += 1
            if self._peek() == ",":
                self._at += 1
        raise NoTable(_NO_ROWS)

    def _elements(self) -> Iterator[Any]:
        while self._peek() != "]":
            yield self._value()
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != "]":
                raise self._broken()

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                if not self._grow():
                    raise self._broken() from None
                continue
            if end == len(self._text) and self._grow():
                continue  # a number may go on
            self._at = end
            return found

    def _opens_with(self, sign: str) -> bool:
        """Go into the list that begins here; whether this is its first sign."""
        self._at += 1
        return self._peek() == sign

    def _take(self) -> str:
        sign = self._peek()
        self._at += 1
        return sign

    def _expect(self, sign: str) -> None:
        if self._take() != sign:
            raise self._broken()

    def _peek(self) -> str:
        """The next sign that is no space; "" is refused, since every caller waits for one."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._grow():
                raise self._broken()

    def _grow(self) -> bool:
        """Read on; False at the end of the file, or where one object is larger than any row."""
        if self._at > BLOCK:
            self._read += self._at - 1
            self._text, self._at = self._text[self._at - 1 :], 1
        block = self._file.read(BLOCK) if len(self._text) - self._at < LARGEST else ""
        self._text += block
        return bool(block)

    def _broken(self) -> NoTable:
        place = self._read + self._at
        return NoTable(
            _(
                "The JSON cannot be read on from character %(place)s: it breaks off there, or a sign "
                "is missing. Export it again and choose the new file.",
                place=f"{place:,}",
            )
        )
