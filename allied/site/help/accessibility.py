"""What the accessibility tests found when they ran last: a file that they write, and a page shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("accessibility.json")


@dataclass(frozen=True)
class Record:
    """``pages`` maps each page that was tested to the number of faults found there."""

    ran_on: date
    axe: str
    widths: tuple[int, ...]
    themes: tuple[str, ...]
    pages: dict[str, int]

    @property
    def faults(self) -> int:
        return sum(self.pages.values())

    @property
    def runs(self) -> int:
        """How often a page was tested: in each width and theme."""
        return len(self.pages) * len(self.widths) * len(self.themes)


@cache
def record() -> Record | None:
    """The last run; None where none was recorded."""
    if not FILE.exists():
        return None
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return Record(
        ran_on=date.fromisoformat(found["ran_on"]),
        axe=found["axe"],
        widths=tuple(found["widths"]),
        themes=tuple(found["themes"]),
        pages=found["pages"],
    )
