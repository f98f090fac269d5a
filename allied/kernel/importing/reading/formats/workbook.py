"""A sheet of an Excel workbook as rows.

A workbook is a ZIP archive that strangers made. Before anything of it is parsed its parts are counted and their
unpacked sizes added up; the archive reader never unpacks more of a part than it declares.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook

from allied.kernel.importing.reading.formats.writing import TableWriter
from allied.kernel.importing.reading.layout import WIDEST, NoTable
from allied.kernel.words import _

MB = 1024 * 1024
MOST_PARTS = 5_000
UNPACKED = 600 * MB
SHARED_TEXTS = 96 * MB  # openpyxl keeps them all
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_LOOKED_AT = 20  # rows among which titles above a table are told from the table


def rewrite(source: Path, target: Path, *, sheet: str = "") -> tuple[tuple[str, ...], str]:
    """Write one sheet of ``source`` to ``target``; return the names of all sheets and of the one written.

    Raises:
        NoTable: it is too large to unpack, damaged, or has no sheet with rows.
    """
    check_size(source)
    try:
        with source.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which are not read
            return _rewrite(file, target, sheet)
    except NoTable:
        raise
    except Exception as failure:  # openpyxl raises whatever its parts raise
        raise NoTable(
            _(
                "This workbook is damaged or of a kind that cannot be read. "
                "Open it, save it again as .xlsx or CSV, and "
                "choose that file."
            )
        ) from failure


def check_size(source: Path) -> None:
    """Refuse an archive that would unpack to more than a spreadsheet of the permitted size holds.

    Raises:
        NoTable: with what is too large.
    """
    with zipfile.ZipFile(source) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > UNPACKED:
            raise NoTable(
                _(
                    "Unpacked, this workbook would take %(unpacked)s MB in %(parts)s parts; "
                    "%(unpacked2)s MB can be read. Save the sheet as CSV and choose that, or split it.",
                    unpacked=f"{unpacked // MB:,}",
                    parts=f"{len(parts):,}",
                    unpacked2=UNPACKED // MB,
                )
            )
        texts = sum(part.file_size for part in parts if part.filename.lower() == "xl/sharedstrings.xml")
        if texts > SHARED_TEXTS:
            raise NoTable(
                _(
                    "The texts of this workbook take %(texts)s MB; %(shared_texts)s MB can be read. Save "
                    "the sheet as CSV and choose that.",
                    texts=f"{texts // MB:,}",
                    shared_texts=SHARED_TEXTS // MB,
                )
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_declares_nothing(archive, part)


def _check_declares_nothing(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as file:
        head = file.read(2_000).replace(b"\0", b"")
    if any(mark in head for mark in _DECLARATIONS):
        raise NoTable(_("This workbook declares entities of its own, which no spreadsheet does. It was not opened."))


def _rewrite(source: BinaryIO, target: Path, wanted: str) -> tuple[tuple[str, ...], str]:
    book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)
        names = tuple(sheet.title for sheet in sheets)
        for sheet in sorted(sheets, key=lambda each: each.title != wanted):  # the wanted one first, else in order
            sheet.reset_dimensions()  # some programs declare a wrong one
            rows = (_cells(values) for values in sheet.iter_rows(values_only=True))
            if _write(rows, target) or sheet.title == wanted:
                return names, sheet.title
    finally:
        book.close()
    raise NoTable(_("No sheet of this workbook has rows. Choose one with a row for each thing to import."))


def _write(rows: Iterator[list[str]], target: Path) -> bool:
    """Write the rows, titles above the table as blank lines; return whether there were any."""
    first = list(islice(rows, _LOOKED_AT))
    width = max((_filled(row) for row in first), default=0)
    begins = next((place for place, row in enumerate(first) if _filled(row) * 2 > width), len(first))
    found = False
    with TableWriter(target) as table:
        for row in chain(([] for __ in range(begins)), first[begins:], rows):
            table.write(row)
            found = found or bool(row)
    return found


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell) for cell in row)


def _cells(values: Iterable[Any]) -> list[str]:
    """The values as text, without the empty ones at the end."""
    cells = [_text(value) for value in islice(values, WIDEST + 1)]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if value.startswith("#") and value in _ERRORS else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)


_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
