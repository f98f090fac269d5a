"""Takes the pictures of the README again: a demo in a folder of its own, served for as long as it takes.

`make pictures` writes docs/screenshots/*.png. Chromium's own PNG is small enough, so nothing else is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.chromium import chromium
from tools.served import demo, enter
from tools.steps import ROOT

PICTURES = ROOT / "docs" / "screenshots"
PERSON = "Imani"
LARGEST = 300_000  # bytes; a README should open fast


class Picture(NamedTuple):
    """What is on it: the page below the workspace, and the window around it."""

    name: str
    page: str
    width: int
    height: int


TAKEN = (
    Picture("insight", "insights/INS-2", 1440, 1000),
    Picture("roadmap", "items", 1440, 1000),
    Picture("phone", "insights/INS-2", 390, 844),
)


def take(picture: Picture, browser: Browser, address: str) -> Path:
    """One picture, in light colors, of the first window of the page."""
    size: ViewportSize = {"width": picture.width, "height": picture.height}
    page = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")
    page.goto(enter(page, address, PERSON) + picture.page)
    page.evaluate("document.fonts.ready")
    made = PICTURES / f"{picture.name}.png"
    page.screenshot(path=made)
    page.close()
    return made


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=args)
        made = [take(picture, browser, address) for picture in TAKEN]
        browser.close()
    for path in made:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    return int(any(path.stat().st_size > LARGEST for path in made))


if __name__ == "__main__":
    sys.exit(main())
