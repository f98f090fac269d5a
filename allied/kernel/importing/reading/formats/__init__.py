"""Files of any shape, rewritten as one: UTF-8 lines of comma-separated values, which the rest of the reading takes.

``detect_format`` tells by the content, not by the name. ``rewrite_as_table`` streams; its memory does not grow with
the file, but for the shared texts of a workbook, which are capped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allied.kernel.importing.reading.formats import json_objects, mail, notes
from allied.kernel.importing.reading.formats.detect import FORMATS, Format, detect_format
from allied.kernel.importing.reading.records import rewrite

__all__ = ["FORMATS", "Format", "Rewritten", "detect_format", "rewrite_as_table"]


@dataclass(frozen=True)
class Rewritten:
    """What is known of a file once it has become a table.

    ``has_header`` is None where the first rows must tell. ``sheets`` are the names of a workbook's sheets and
    ``sheet`` the one that was read.
    """

    unreadable: int = 0
    is_comma_separated: bool = True
    has_header: bool | None = True
    sheets: tuple[str, ...] = ()
    sheet: str = ""


def rewrite_as_table(source: Path, target: Path, form: Format, *, encoding: str, sheet: str = "") -> Rewritten:
    """Write ``source`` to ``target`` as lines of values, and tell what is known of them.

    Raises:
        NoTable: it is no table, or larger than what is safe to unpack; the message says which.
    """
    if form == Format.XLSX:
        # openpyxl takes 0.2 s to load; only a workbook asks for it.
        from allied.kernel.importing.reading.formats import workbook  # noqa: PLC0415

        sheets, read = workbook.rewrite(source, target, sheet=sheet)
        return Rewritten(has_header=None, sheets=sheets, sheet=read)
    if form == Format.JSON:
        json_objects.rewrite_array(source, target, encoding)
        return Rewritten()
    if form == Format.JSON_LINES:
        json_objects.rewrite_lines(source, target, encoding)
        return Rewritten()
    if form == Format.MAIL:
        mail.rewrite(source, target)
        return Rewritten()
    if form == Format.NOTES:
        return Rewritten(unreadable=notes.rewrite(source, target, encoding))
    return Rewritten(rewrite(source, target, encoding), is_comma_separated=False, has_header=None)
