"""What a list shows, as a file or for the clipboard: every row that the filters let through, with its columns.

Files are written whole before the answer begins, so that a slow reader holds nothing up. A text that a spreadsheet
would run as a formula begins with an apostrophe.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils import timezone
from markupsafe import Markup

from allied.kernel.importing.exports import written
from allied.kernel.importing.reading import guarded
from allied.kernel.people.models import Member
from allied.web.lists.fieldlist import FieldList
from allied.web.lists.fields import Field, words_of

AT_ONCE = 500
IN_MEMORY = 1024 * 1024
Found = FieldList[Any, Any]


def columns(found: Found) -> list[Field[Any]]:
    return [found.spec.lead, *found.columns]


def head(found: Found) -> list[str]:
    return [str(name) for name in (found.spec.reference_label, *(field.label for field in columns(found)))]


def rows(found: Found) -> Iterator[tuple[str, list[Any]]]:
    """The reference and the values of each row, read in stretches, so that 100,000 need no more room than 500."""
    fields, items = columns(found), found.rows.iterator(chunk_size=AT_ONCE)
    while stretch := list(islice(items, AT_ONCE)):
        for item, shown in zip(stretch, found.loaded(found.spec.shown(stretch)), strict=True):
            yield found.spec.reference(item), [field.read(shown) for field in fields]


def csv_file(found: Found) -> IO[bytes]:
    return written(head(found), ([reference, *map(plain, values)] for reference, values in rows(found)))


def jsonl_file(found: Found) -> IO[bytes]:
    """One object a line: the keys are those of the fields."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    keys = [field.key for field in columns(found)]
    for reference, values in rows(found):
        line = {"reference": reference} | dict(zip(keys, map(_as_json, values), strict=True))
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    file.seek(0)
    return file


def xlsx_file(found: Found) -> IO[bytes]:
    """One sheet, with numbers and dates as such."""
    from openpyxl import Workbook  # noqa: PLC0415  heavy, and needed by this alone

    book = Workbook(write_only=True)
    sheet = book.create_sheet(found.spec.noun.capitalize()[:31])
    sheet.append([guarded(cell) for cell in head(found)])
    for reference, values in rows(found):
        sheet.append([reference, *map(_as_cell, values)])
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    book.save(file)
    file.seek(0)
    return file


FORMS: dict[str, tuple[Callable[[Found], IO[bytes]], str]] = {
    "csv": (csv_file, "text/csv"),
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": (jsonl_file, "application/jsonl"),
}


def clipboard(found: Found, wanted: Sequence[str]) -> dict[str, str]:
    """The page, or those rows of it that are ``wanted``, as tab-separated text and as a table."""
    fields = columns(found)
    shown = [row for row in found.sheet().rows if not wanted or row.reference in wanted]
    lines = [[row.reference, *(plain(field.read(row.shown)) for field in fields)] for row in shown]
    return {"text": _tabbed([head(found), *lines]), "html": _table(head(found), lines)}


def plain(value: Any) -> str:
    """A value as text that other programs read: numbers without spaces, dates as 2026-03-01."""
    if isinstance(value, bool) or not isinstance(value, int):
        return words_of(value)
    return str(value)


def _tabbed(lines: Iterable[Sequence[str]]) -> str:
    return "\n".join("\t".join(guarded(" ".join(cell.split())) for cell in line) for line in lines)


def _table(names: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    cells = Markup("").join(Markup("<th>{}</th>").format(name) for name in names)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(guarded(cell)) for cell in line))
        for line in lines
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(cells, body)


def _as_json(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Member):
        return value.name
    return value


def _as_cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, (int, Decimal, date)):
        return value
    return guarded(words_of(value))
