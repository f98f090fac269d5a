"""Keeps a picture of every page, in each width and theme, beside an index that shows them side by side.

`make screenshots` writes var/screenshots; open its index.html. The pages are those of the browser tests. Words after
the command narrow them: `.venv/bin/python -m tools.screenshots insights items`.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.end_to_end.cases import SAMPLE
from tests.end_to_end.faults import THEMES, WIDTHS, keep, slug
from tests.end_to_end.places import IN_DEMO, OUTSIDE
from tools.chromium import chromium
from tools.served import demo, enter
from tools.steps import ROOT

FOLDER = ROOT / "var" / "screenshots"
PERSON = "Helen"  # an owner: every page opens
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Every page of Allied</title><style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui; } body { margin: 1rem 2rem; }
section > div { display: flex; gap: 1rem; align-items: start; overflow-x: auto; padding-block: .5rem 2rem; }
figure { margin: 0; flex: none; } img { display: block; height: 24rem; border: 1px solid GrayText; }
</style><h1>Every page of Allied</h1><p>Each in light and dark, at 1440, 390 and 320 px. A picture opens in full.</p>
"""


def states() -> Iterator[tuple[str, int, Literal["light", "dark"]]]:
    """How the file of a state ends, with its width and theme."""
    yield from ((f"{width}-{theme}", width, theme) for width in WIDTHS for theme in THEMES)


def take(page: Page, address: str, name: str) -> None:
    """All pictures of one page. One that its own acts have closed meanwhile answers with its page for that."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    for _, width, theme in states():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        keep(page, FOLDER, name, width, theme)


def numbers(page: Page, home: str) -> dict[str, int]:
    """What stands in the addresses: a file that was read and not imported, and some of the demo's own."""
    page.goto(f"{home}imports/new")
    page.get_by_label("The file", exact=True).set_input_files(SAMPLE)
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    draft = int(page.url.rpartition("/")[2])
    page.goto(f"{home}meetings/MTG-2")
    agenda = (page.locator(".slots .title-link").first.get_attribute("href") or "").rpartition("/")[2]
    page.goto(f"{home}settings/fields")
    field = (page.locator(".table .title-link").first.get_attribute("href") or "").rpartition("/")[2]
    return {"draft": draft, "objection": 1, "agenda": int(agenda), "field": int(field)}


def index(names: Iterable[str]) -> Path:
    """The page that shows them all."""
    made = HEAD
    for name in names:
        figures = "".join(
            f'<figure><figcaption>{ending}</figcaption><a href="{file}"><img loading="lazy" src="{file}" '
            f'alt="{html.escape(name)}, {ending}"></a></figure>'
            for ending, file in ((ending, f"{slug(name)}-{ending}.png") for ending, _, _ in states())
        )
        made += f"<section><h2>{html.escape(name)}</h2><div>{figures}</div></section>\n"
    path = FOLDER / "index.html"
    path.write_text(made, encoding="utf-8")
    return path


def main() -> int:
    wanted = sys.argv[1:]
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    inside = [path for path in IN_DEMO if not wanted or any(word in path for word in wanted)]
    outside = [] if wanted else [path for path in OUTSIDE if "{" not in path]
    if not wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=args)
        for path in outside:
            with browser.new_page() as page:
                take(page, f"{address}/{path}", path)
        page = browser.new_page()
        home = enter(page, address, PERSON)
        known = numbers(page, home)
        for path in inside:
            take(page, home + path.format(**known), path)
        browser.close()
    print(f"{(len(inside) + len(outside)) * len(list(states()))} pictures; open {index([*outside, *inside])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
