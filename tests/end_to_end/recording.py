"""The record of the accessibility tests, which the page under Help shows.

Written with ``ALLIED_RECORD=1``; with ``ALLIED_RECORD=missing`` only the pages are opened that it does not have yet.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date

from allied.site.help.accessibility import FILE
from tests.end_to_end.faults import AXE, THEMES, WIDTHS


def known() -> dict[str, int]:
    """The faults of each page that was recorded by the same rules; nothing where axe, a width or a theme is another."""
    made = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return made["pages"] if rules().items() <= made.items() else {}


def rules() -> dict[str, object]:
    """By what a page is tested."""
    version = re.search(r"axe v([\d.]+)", AXE[:400])
    return {"axe": version[1] if version else "", "widths": WIDTHS, "themes": list(THEMES)}


def to_open(places: list[str]) -> list[str]:
    """Of these pages, those to be tested."""
    if os.environ.get("ALLIED_RECORD") != "missing":
        return places
    return [place for place in places if place not in known()]


def keep_record(pages: dict[str, int], among: list[str]) -> None:
    """Note how many faults each of these pages has, beside what the record holds of others ``among`` all."""
    if not os.environ.get("ALLIED_RECORD"):
        return
    kept = {page: count for page, count in known().items() if page in among}
    made = {"ran_on": date.today().isoformat(), **rules(), "pages": dict(sorted({**kept, **pages}.items()))}
    FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
