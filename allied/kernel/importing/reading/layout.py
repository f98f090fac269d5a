"""The shape of a file: its punctuation, its first row, the names of its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from allied.kernel.importing.reading.dates import looks_like_date
from allied.kernel.importing.reading.dialect import Dialect, sniff
from allied.kernel.importing.reading.formulas import bare
from allied.kernel.importing.reading.records import records
from allied.kernel.words import _

HEAD = 256 * 1024
WIDEST = 1_000

_KNOWN = re.compile(
    r"#|id|key|text|body|name|date|time|e-?mail|author|rating|score|label|split|type|source|status|title|subject|"
    r"comments?|message|review|feedback|description|created|received|customer|user|ticket|product|category|language|tags?",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"[-+]?[\d.,]+%?|\S+@\S+|https?://.*|.*[.!?…]", re.DOTALL)


class NoTable(ValueError):
    """The file holds no rows that could be read; the message says what was found instead."""


@dataclass(frozen=True)
class Layout:
    """How a file is cut into columns."""

    dialect: Dialect
    has_header: bool
    names: tuple[str, ...]


def examine(path: Path, *, has_header: bool | None = None, dialect: Dialect | None = None) -> Layout:
    """The layout of a rewritten file, judged by its beginning. ``has_header`` overrules the guess about the first row.

    ``dialect`` is the punctuation, where it is known.

    Raises:
        NoTable: the file is empty, or wider than any table.
    """
    if dialect is None:
        with path.open("rb") as file:
            dialect = sniff(file.read(HEAD).decode("utf-8", "ignore"))
    first = [record.cells for record in islice(records(path, dialect), 20)]
    if has_header is None:
        has_header = bool(first) and is_header(first[0], first[1:])
    return lay_out(dialect, first, has_header=has_header)


def lay_out(dialect: Dialect, first: Sequence[Sequence[str]], *, has_header: bool) -> Layout:
    """The layout that these first rows have; ``has_header`` says whether the first of them holds names.

    Raises:
        NoTable: there is no row, or the rows are wider than any table.
    """
    if not first:
        raise NoTable(_("The file is empty. Choose one with a row for each piece of feedback."))
    width = len(first[0]) if has_header else max(map(len, first))
    if width > WIDEST:
        raise NoTable(
            _(
                "The first row has %(width)s values; %(widest)s is the limit. Is this a table, one row a comment?",
                width=f"{width:,}",
                widest=f"{WIDEST:,}",
            )
        )
    return Layout(dialect, has_header, name_columns(first[0] if has_header else [""] * width))


def is_header(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds the names of the columns and no values."""
    names = [cell.strip() for cell in first]
    filled = [name for name in names if name]
    if not filled or any(len(name) > 80 or _NOT_A_NAME.fullmatch(name) or looks_like_date(name) for name in filled):
        return False
    if any(_KNOWN.fullmatch(word) for name in filled if len(name) <= 40 for word in re.split(r"[\W_]+", name)):
        return len(max(filled, key=len)) <= 40 or len(filled) > 1
    if len(set(filled)) < len(filled):
        return False
    below = [cell.strip() for row in others for cell in row if cell.strip()]
    typical = sum(map(len, below)) / len(below) if below else 0
    return len(names) > 1 or len(names[0]) * 2 < typical


def name_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """A name for each column, each different: blank ones by their place, doubled ones numbered."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = bare(" ".join(cell.replace("\0", " ").split()))[:100] or f"Column {place}"
        again, number = name, 2
        while again in names:
            again, number = f"{name} ({number})", number + 1
        names.append(again)
    return tuple(names)
