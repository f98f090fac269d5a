"""Which shape a file has, told by its content: names lie, and pasted text has none."""

from __future__ import annotations

import json
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from allied.kernel.importing.reading.dialect import ONE_COLUMN, sniff
from allied.kernel.importing.reading.formats import mail
from allied.kernel.importing.reading.layout import HEAD, NoTable
from allied.kernel.words import _


class Format(StrEnum):
    """The shapes that can be read."""

    TABLE = "table"
    NOTES = "notes"
    XLSX = "xlsx"
    JSON = "json"
    JSON_LINES = "jsonl"
    MAIL = "mail"


FORMATS = {
    Format.TABLE: _("Values with a separator"),
    Format.NOTES: _("Text, one row a paragraph"),
    Format.XLSX: _("Excel workbook"),
    Format.JSON: "JSON",
    Format.JSON_LINES: _("JSON, one object a line"),
    Format.MAIL: _("E-mail, one row a message"),
}

_OTHERS = {
    b"\xd0\xcf\x11\xe0": _(
        "This is an Excel workbook of the old kind (.xls). Save it as .xlsx or CSV and choose that."
    ),
    b"%PDF": _("This is a PDF, which holds pages and no rows. Choose the table that it was made from."),
    b"\x1f\x8b": _("This file is compressed (gzip). Unpack it and choose the file inside."),
    b"Rar!": _("This is an archive. Unpack it and choose the file inside."),
    b"7z\xbc\xaf": _("This is an archive. Unpack it and choose the file inside."),
    b"SQLite format 3": _("This is a database file. Export the table as CSV and choose that."),
    b"PAR1": _("This is a Parquet file. Export it as CSV or JSON and choose that."),
}
_ARRAY = re.compile(r'\s*\[\s*(?:[{\]]|"(?:[^"\\]|\\.)*"\s*[,\]])')
_OBJECT = re.compile(r'\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')


def detect_format(path: Path, encoding: str) -> Format:
    """Tell the format of the file at ``path``, whose text, if it is text, has that encoding.

    Raises:
        NoTable: it is of a kind that has no rows to read, with what to do instead.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    for mark, sentence in _OTHERS.items():
        if head.startswith(mark):
            raise NoTable(sentence)
    if mail.is_mail(head):
        return Format.MAIL
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    if _ARRAY.match(text):
        return Format.JSON
    if _OBJECT.match(text):
        return Format.JSON_LINES if _is_one_a_line(text) else Format.JSON
    return Format.NOTES if _is_prose(text) else Format.TABLE


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise NoTable(
            _("This workbook is damaged: it cannot be unpacked. Save it again and choose the new file.")
        ) from None
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "xl/workbook.bin" in names:
        raise NoTable(_("This is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV and choose that."))
    if "content.xml" in names:
        raise NoTable(_("This is an OpenDocument file. Save it as .xlsx or CSV and choose that."))
    raise NoTable(_("This is a ZIP archive and no table. Unpack it and choose the file inside."))


def _is_one_a_line(text: str) -> bool:
    """Whether the first line is an object by itself and another follows."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        first = json.loads(lines[0])
    except ValueError:
        return False
    # An export that fits one line, {"data": […]}, is an object around its rows.
    return len(lines) > 1 or not any(isinstance(value, list) and _holds_objects(value) for value in first.values())


def _holds_objects(values: list[object]) -> bool:
    return bool(values) and isinstance(values[0], dict)


def _is_prose(text: str) -> bool:
    """Whether this is running text: no columns, paragraphs with a blank line between, some of several lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not re.search(r"\n[ \t]*\n", text) or sniff(text).delimiter != ONE_COLUMN:
        return False
    return any("\n" in part.strip() for part in re.split(r"\n[ \t]*\n", text))
