"""Four ways to work a page: with a mouse, by keyboard alone, with a finger, without script. A story runs with any."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page, expect

IMPORT_LIMIT = 60_000  # milliseconds
MOST_TABS = 250  # a page on which more are needed is not usable by keyboard


class Mouse:
    """What a person does on a page, named as one would say it. The others do the same in their own way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")

    def open(self, path: str) -> None:
        """Follow a link from outside, or type an address."""
        self.page.goto(path)

    def field(self, label: str) -> Locator:
        """The control with that label, which may go on with “(optional)”."""
        return self.main.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def button(self, name: str) -> None:
        self.activate(self.main.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        self.activate(self.main.get_by_role("link", name=name, exact=True).first)

    def area(self, name: str) -> None:
        """Go to an area by the sidebar."""
        self.activate(self.page.get_by_role("navigation", name="Workspace").get_by_role("link", name=name))

    def settle(self) -> None:
        """Wait until the page has its script: before that nothing follows what one types."""
        self.page.wait_for_load_state()

    def activate(self, target: Locator) -> None:
        target.click()

    def write(self, label: str, text: str) -> None:
        self.settle()
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """One of a list that opens."""
        self.field(label).select_option(label=option)

    def pick(self, label: str) -> None:
        """One of several that are all there."""
        self.activate(self.main.get_by_role("radio", name=re.compile(f"^{label}")))

    def tick(self, box: Locator) -> None:
        self.activate(box)

    def search(self, words: str) -> None:
        """Narrow the inbox; the list follows while one types."""
        self.write("Search feedback", words)
        self.page.wait_for_url(f"**q={quote_plus(words)}*")

    def follow_choice(self) -> None:
        """Nothing to do: the page follows a changed choice."""

    def await_heading(self, text: str) -> None:
        """Stay on a page that brings itself up to date until its heading says so."""
        expect(self.main.get_by_role("heading", level=1)).to_have_text(text, timeout=IMPORT_LIMIT)

    def upload(self, label: str, file: Path) -> None:
        with self.page.expect_file_chooser() as asked:
            self.activate(self.field(label))
        asked.value.set_files(file)


class Keyboard(Mouse):
    """No mouse: Tab to get there, and the key that belongs to the control."""

    def reach(self, target: Locator) -> None:
        """Press Tab until the control has the focus; in a group of radios the arrows go on from there."""
        target.wait_for()
        wanted = target.element_handle()
        for _ in range(MOST_TABS):
            if self.page.evaluate("wanted => document.activeElement === wanted", wanted):
                return
            in_group = self.page.evaluate(
                "wanted => wanted.type === 'radio' && document.activeElement.name === wanted.name", wanted
            )
            self.page.keyboard.press("ArrowDown" if in_group else "Tab")
        raise AssertionError(f"The keyboard does not reach {target}.")

    def activate(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.settle()
        self.reach(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Type the beginning that no other option has, in one go: a list forgets what was typed a second before."""
        control = self.field(label)
        self.reach(control)
        chosen = control.locator("option:checked")
        if chosen.inner_text() != option:
            names = [name.lower() for name in control.locator("option").all_inner_texts()]
            beginnings = (option[:length] for length in range(1, len(option) + 1))
            few = (text for text in beginnings if sum(name.startswith(text.lower()) for name in names) == 1)
            self.page.keyboard.type(next(few, option))
        expect(chosen).to_have_text(option)

    def pick(self, label: str) -> None:
        radio = self.main.get_by_role("radio", name=re.compile(f"^{label}"))
        self.reach(radio)
        if not radio.is_checked():
            self.page.keyboard.press("Space")

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")


class Finger(Mouse):
    """A phone: the areas are in the bar at the bottom."""

    def area(self, name: str) -> None:
        bar = self.page.get_by_role("navigation", name="Sections")
        self.activate(bar.get_by_role("button", name="Menu"))
        sections = self.page.get_by_role("group", name="All sections")
        self.activate(sections.get_by_role("link", name=name))

    def activate(self, target: Locator) -> None:
        target.tap()


class Plain(Mouse):
    """A browser without script: what follows by itself elsewhere takes a button."""

    def search(self, words: str) -> None:
        self.write("Search feedback", words)
        self.button("Search")

    def follow_choice(self) -> None:
        self.button("Check the rows again")

    def await_heading(self, text: str) -> None:
        over = time.monotonic() + IMPORT_LIMIT / 1000
        while self.main.get_by_role("heading", level=1).inner_text() != text and time.monotonic() < over:
            self.link("Check again")
        expect(self.main.get_by_role("heading", level=1)).to_have_text(text)
