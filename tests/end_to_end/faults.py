"""What is wrong with a page, in any theme and width: what axe finds, what does not fit, what weighs too much."""

import os
import re
from pathlib import Path
from typing import Literal

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

HEAVIEST = 150_000  # bytes of one page
WIDTHS = [1440, 390, 320]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}  # a theme changes colors and nothing else
RUN = """async rules => {
    const found = await axe.run(document, {resultTypes: ["violations"], ...rules});
    const told = fault => fault.nodes.map(node => `${fault.id} ${node.target} ${node.html}`);
    const faults = found.violations.flatMap(told);
    const wide = document.documentElement.scrollWidth;
    return wide > innerWidth ? [...faults, `${wide} px wide`] : faults;
}"""


def faults(page: Page, path: str) -> list[str]:
    """Open a page and tell what is wrong with it."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(path)
    assert answer is not None
    weight = len(answer.body())
    return [*([f"{path}: {weight} bytes"] if weight > HEAVIEST else []), *faults_here(page, path)]


def faults_here(page: Page, name: str) -> list[str]:
    """The same of the page that is open. With ``ALLIED_PICTURES`` a picture of each state is kept in that folder."""
    page.evaluate(AXE)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            if folder := os.environ.get("ALLIED_PICTURES"):
                keep(page, Path(folder), name, width, theme)
            found += [f"{name} at {width} px, {theme}: {fault}" for fault in page.evaluate(RUN, RULES[theme])]
    return found


def keep(page: Page, folder: Path, name: str, width: int, theme: str) -> None:
    """A picture of the whole page as it is, under a name that tells which."""
    page.screenshot(path=folder / f"{slug(name)}-{width}-{theme}.png", full_page=True)


def slug(name: str) -> str:
    """An address as the name of a file."""
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "root"
