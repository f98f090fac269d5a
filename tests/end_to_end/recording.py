"""The record of the accessibility tests, which the page under Help shows. Written with ``ALLIED_RECORD=1`` alone."""

from __future__ import annotations

import json
import os
import re
from datetime import date

from allied.site.help.accessibility import FILE
from tests.end_to_end.faults import AXE, THEMES, WIDTHS


def keep_record(pages: dict[str, int], among: list[str]) -> None:
    """Note how many faults each of these pages has, beside what the record holds of others ``among`` all."""
    if not os.environ.get("ALLIED_RECORD"):
        return
    known = json.loads(FILE.read_text(encoding="utf-8"))["pages"] if FILE.exists() else {}
    known = {page: count for page, count in known.items() if page in among}
    version = re.search(r"axe v([\d.]+)", AXE[:400])
    made = {
        "ran_on": date.today().isoformat(),
        "axe": version[1] if version else "",
        "widths": WIDTHS,
        "themes": THEMES,
        "pages": dict(sorted({**known, **pages}.items())),
    }
    FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
