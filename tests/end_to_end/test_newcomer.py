"""Ten tasks of somebody who opens Allied for the first time, on the demo, with the steps that each takes: four at most.

A step is one click, one press of a key, or one text typed. The table in the documentation is written by this test with
``ALLIED_RECORD=1``, and must say what it finds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.site.demo.load import load_demo
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TABLE = settings.ROOT / "docs" / "explanation" / "newcomer.md"
MOST_STEPS = 4
HEAD = """# Ten tasks of a newcomer

Each is done in a browser by a test, `tests/end_to_end/test_newcomer.py`, on the demo workspace, beginning on Home.
A step is one click, one press of a key, or one text typed. No task takes more than four.

| Task | Way | Steps |
| --- | --- | --- |
"""


class Newcomer:
    """Does one thing at a time, and counts."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home, self.steps = page, home, list[str]()

    def begin(self) -> None:
        self.page.goto(self.home)
        self.steps.clear()

    def click(self, target: Locator, name: str) -> None:
        target.first.click()
        self.steps.append(name)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key.replace("Ctrl ", "Control+"))
        self.steps.append(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.steps.append(f"“{text}”")

    def area(self, name: str) -> None:
        """Go there by the sidebar; nobody presses a key before the page is there with its script."""
        place = self.page.get_by_role("navigation", name="Workspace").get_by_role("link", name=re.compile(f"^{name}"))
        self.click(place, name)
        expect(place).to_have_attribute("aria-current", "page")
        self.page.wait_for_load_state()

    def palette(self, text: str, option: str) -> None:
        """Ask the palette for something, and take the first offer."""
        self.press("Ctrl K")
        expect(self.page.get_by_role("combobox", name=re.compile("^Words"))).to_be_focused()
        self.type(text)
        chosen = self.page.locator("#palette [aria-selected=true]")
        expect(chosen).to_contain_text(option)
        self.press("Enter")

    def heading(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("heading", level=1)


def what_people_said_about_waiting(one: Newcomer) -> None:
    """Find what people said about waiting"""
    one.area("Feedback")
    one.press("/")
    one.type("wait")
    one.page.wait_for_url("**q=wait*")
    expect(one.page.locator(".inbox > li > a").first).to_contain_text(re.compile("wait", re.IGNORECASE))


def which_items_have_no_evidence(one: Newcomer) -> None:
    """Find the roadmap items without evidence"""
    one.palette("items without evid", "Roadmap items without evidence")
    expect(one.heading()).to_have_text("Roadmap items without evidence")


def how_sure_we_are(one: Newcomer) -> None:
    """Learn how sure we are of an insight, and why"""
    one.area("Insights")
    one.click(one.page.get_by_role("main").locator("tbody th a, .rows .title-link"), "the insight")
    expect(one.page.get_by_role("heading", name="How sure are we")).to_be_visible()


def why_an_item_is_there(one: Newcomer) -> None:
    """Learn what people said that led to a roadmap item"""
    one.area("Roadmap")
    one.click(one.page.get_by_role("main").locator(".item h3 a"), "the item")
    expect(one.page.locator("#thread")).to_contain_text("Evidence")


def open_the_form(one: Newcomer) -> None:
    """Open the form for something that somebody told you"""
    one.palette("add one comment", "Add one comment")
    expect(one.heading()).to_be_visible()


def move_and_undo(one: Newcomer) -> None:
    """Move an item to another horizon, and take it back"""
    one.area("Roadmap")
    one.click(one.page.get_by_role("button", name=re.compile("^Move ITM-")), "Move to…")
    menu = one.page.locator("[popover]:popover-open")
    one.click(menu.get_by_role("button", name=re.compile("^Move to (Now|Next|Later)")), "another horizon")
    expect(one.page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    one.press("Z")
    expect(one.page.get_by_role("status").filter(has_text="now.").first).to_be_visible()


def go_dark(one: Newcomer) -> None:
    """Switch to the dark theme"""
    one.click(one.page.get_by_role("button", name="Appearance"), "Appearance")
    one.click(one.page.get_by_role("button", name="Dark"), "Dark")
    expect(one.page.locator("html")).to_have_attribute("data-theme", "dark")


def invite_somebody(one: Newcomer) -> None:
    """Invite a colleague"""
    one.palette("invite", "Invite a person")
    expect(one.page.get_by_label("Discipline")).to_be_visible()


def keep_at_hand(one: Newcomer) -> None:
    """Keep an insight at hand"""
    one.palette("INS-1", "INS-1")
    one.click(one.page.get_by_role("button", name="Favorite"), "the star")
    expect(one.page.get_by_role("navigation", name="Workspace").get_by_text("Favorites")).to_be_visible()


def what_a_word_means(one: Newcomer) -> None:
    """Learn what “evidence strength” means"""
    one.area("Insights")
    one.click(one.page.get_by_role("button", name="Help with this page"), "?")
    expect(one.page.get_by_text("How well a claim rests on evidence")).to_be_visible()


TASKS: list[Callable[[Newcomer], None]] = [
    what_people_said_about_waiting,
    which_items_have_no_evidence,
    how_sure_we_are,
    why_an_item_is_there,
    open_the_form,
    move_and_undo,
    invite_somebody,
    keep_at_hand,
    what_a_word_means,
    go_dark,
]


@pytest.fixture
def newcomer(transactional_db: None, window: Window) -> Newcomer:
    owner = Member.objects.get(workspace=load_demo(), role=Role.OWNER)
    return Newcomer(window(owner).new_page(), f"/w/{owner.workspace.slug}/")


def test_no_task_takes_more_than_four_steps(newcomer: Newcomer) -> None:
    rows = list(_rows(newcomer))

    table = HEAD + "".join(f"| {task} | {way} | {steps} |\n" for task, way, steps in rows)
    if os.environ.get("ALLIED_RECORD"):
        TABLE.write_text(table, encoding="utf-8")
    assert max(steps for *_, steps in rows) <= MOST_STEPS
    assert TABLE.read_text(encoding="utf-8") == table, "Run this test with ALLIED_RECORD=1."


def _rows(newcomer: Newcomer) -> Iterator[tuple[str, str, int]]:
    for task in TASKS:
        newcomer.begin()
        task(newcomer)
        yield str(task.__doc__), ", ".join(newcomer.steps), len(newcomer.steps)
