"""A tree from indented text or CSV: read without writing, so that people see first what would come of it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Final

from allied.domains.discovery.trees.sorts import SORTS
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.words import _

MOST: Final = 100
_BY_LEVEL: Final = {
    "outcome": "opportunity",
    "opportunity": "solution",
    "solution": "assumption",
    "assumption": "experiment",
}
_MARK: Final = re.compile(r"^(?:[-*+]|\d+[.)])\s+")
_NAMED: Final = re.compile(r"^(opportunity|solution|assumption|experiment)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Planted:
    """One line: what it will be, its title, and at which line above it stands (None: right under the outcome)."""

    kind: str
    title: str
    under: int | None
    level: int


def read(text: str) -> list[Planted]:
    """The lines of an indented text, or the rows of a CSV file with the columns title and level, perhaps kind.

    A line may begin with "Opportunity:", "Solution:", "Assumption:" or "Experiment:"; else its level tells what it is.

    Raises:
        BadInput: there are none or too many, a title is too long, or something stands where it cannot; by line.
    """
    rows = _of_csv(text) if _is_csv(text) else _of_outline(text)
    if not rows:
        raise BadInput(text=_("Write one line for each object. Nothing was added."))
    if len(rows) > MOST:
        raise BadInput(
            text=_("These are %(n)s lines; %(most)s fit at once. Nothing was added.", n=len(rows), most=MOST)
        )
    found: list[Planted] = []
    way: list[tuple[int, int]] = []  # the indents that are open, with their place
    for place, (indent, kind, title) in enumerate(rows):
        while way and way[-1][0] >= indent:
            way.pop()
        under = way[-1][1] if way else None
        above = found[under].kind if under is not None else "outcome"
        found.append(Planted(_kind(kind, above, place), _title(title, place), under, len(way) + 1))
        way.append((indent, place))
    return found


def _kind(kind: str, above: str, place: int) -> str:
    found = kind or _BY_LEVEL.get(above, "")
    if not found or above not in SORTS[found].under:
        sentence = _(
            "Line %(line)s cannot stand under %(above)s. Indent it less, or say what it is. Nothing was added.",
            line=place + 1,
            above=SORTS[above].asks.lower(),
        )
        raise BadInput(text=sentence)
    return found


def _title(title: str, place: int) -> str:
    found = " ".join(title.split())
    if not found or len(found) > TITLE_LENGTH:
        sentence = _(
            "Line %(line)s needs a title of at most %(limit)s characters. Nothing was added.",
            line=place + 1,
            limit=TITLE_LENGTH,
        )
        raise BadInput(text=sentence)
    return found


def _of_outline(text: str) -> list[tuple[int, str, str]]:
    found = []
    for line in text.expandtabs(4).splitlines():
        words = _MARK.sub("", line.strip())
        if not words:
            continue
        named = _NAMED.match(words)
        kind = named[1].lower() if named else ""
        found.append((len(line) - len(line.lstrip()), kind, words[named.end() :] if named else words))
    return found


def _is_csv(text: str) -> bool:
    head = text.lstrip("\ufeff\n").partition("\n")[0].casefold()
    return {"title", "level"} <= {name.strip(' "\r') for name in head.split(",")}


def _of_csv(text: str) -> list[tuple[int, str, str]]:
    """Rows of the outcome itself, as an export has them, are left out."""
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text.lstrip("\ufeff\n"))), start=1):
        cells = {(name or "").strip().casefold(): cell or "" for name, cell in row.items() if isinstance(cell, str)}
        kind = cells.get("kind", "").strip().casefold()
        if kind == "outcome":
            continue
        if kind not in ("", *SORTS) or not cells.get("level", "").strip().isdecimal():
            sentence = _(
                "Row %(row)s needs a level such as 2, and a kind that is opportunity, solution, assumption or "
                "experiment. Nothing was added.",
                row=number,
            )
            raise BadInput(text=sentence)
        found.append((int(cells["level"]), kind, cells.get("title", "")))
    return found
