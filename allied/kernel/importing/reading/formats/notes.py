"""Running text as rows: one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from allied.kernel.importing.reading.formats.writing import TableWriter

COLUMN = "text"
_MARK_OF_LIST = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


def rewrite(source: Path, target: Path, encoding: str) -> int:
    """Write each paragraph as a row under the name “text”; return how many characters were unreadable."""
    unreadable = 0
    with source.open(encoding=encoding, errors="replace") as reading, TableWriter(target) as table:
        table.write([COLUMN])
        for paragraph in _paragraphs(reading):
            unreadable += paragraph.count("\ufffd")
            table.write([_MARK_OF_LIST.sub("", paragraph.lstrip("\ufeff"))])
    return unreadable


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    found: list[str] = []
    for line in lines:
        if line.strip():
            found.append(line.rstrip())
        elif found:
            yield "\n".join(found)
            found = []
    if found:
        yield "\n".join(found)
