"""A meeting from the gaps of a round: pre-read, a decision that one side cannot take alone, a statement, the minutes.

By mouse, keyboard and phone: three people, three browsers.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from allied.domains.prioritization.tests.builders import make_closed
from allied.domains.rituals.tests.builders import make_meeting, make_nodes, make_team
from allied.kernel.people.models import Member
from conftest import Window
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_from_the_gaps_of_a_round_to_minutes_that_both_sides_stand_behind(window: Window) -> None:
    found, (imani, *__), (priya, *__) = make_closed({"ux": [(1, 5, 3), (1, 5, 3)], "product": [(5, 1, 3), (5, 1, 3)]})
    first = Mouse(window(imani, refused=True).new_page())
    first.open(f"/w/{imani.workspace.slug}/rounds/{found.node.reference}")
    meeting = _plan(first, priya)

    first.link("Pre-read")
    expect(first.main.get_by_role("heading", name="1. Opportunity 0")).to_be_visible()
    expect(first.main.get_by_text("Nobody of UX and Engineering has said")).not_to_have_count(0)
    first.open(meeting)
    first.button("Hold it")

    _refused(first)
    other = Keyboard(window(priya).new_page())
    _states(other, meeting)
    _decided(first, meeting)
    _parked(first, meeting, "Opportunity 1")
    first.button("Close the minutes")
    expect(first.main.get_by_text(re.compile("^Decided:"))).to_be_visible()

    phone = Finger(window(priya, **PHONE).new_page())
    phone.open(f"{meeting}/minutes")
    expect(phone.main.get_by_text("We want it after all.")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def _plan(first: Mouse, priya: Member) -> str:
    first.link("Make a meeting of these")
    expect(first.main.get_by_role("radio", name="Prioritization")).to_be_checked()
    first.write("Begins", (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    first.tick(first.main.get_by_label(re.compile(f"^{priya.name}")))
    first.button("Plan the meeting")
    expect(first.main.get_by_role("heading", level=1)).to_contain_text("The largest gaps of RND-1")
    return first.page.url


def _refused(first: Mouse) -> None:
    first.link("Opportunity 0")
    first.link("Draft the decision from here")
    first.write("Option 1", "Yes")
    first.write("Option 2", "No")
    first.main.get_by_label("Who decides").select_option(index=1)
    first.button("Draft it and record it")
    expect(first.main.get_by_role("alert")).to_contain_text("Product: 0 of 1 present")
    expect(first.field("Option 1")).to_have_value("Yes")


def _states(other: Mouse, meeting: str) -> None:
    other.open(meeting)
    other.link("Opportunity 0")
    said = other.main.locator("#statements")
    other.activate(said.get_by_text("Say it for Product"))
    words = said.get_by_label("In your own words")
    words.fill("We want it after all.")
    other.activate(said.get_by_role("button", name="Say it"))
    expect(other.main.get_by_text("We want it after all.").first).to_be_visible()


def _decided(first: Mouse, meeting: str) -> None:
    first.button("Draft it and record it")
    expect(first.main.get_by_role("heading", level=1)).to_have_text("Opportunity 0")
    first.open(meeting)
    expect(first.main.locator(".slots").get_by_text("Decided", exact=True)).to_be_visible()


def _parked(first: Mouse, meeting: str, title: str) -> None:
    first.open(meeting)
    first.link(title)
    first.pick("Parked")
    first.write("What follows, or why it is parked", "Nobody asked for it.")
    first.button("Record it")
    expect(first.main.get_by_text("Nobody asked for it.")).to_be_visible()


def test_an_agenda_is_ordered_by_keyboard_and_by_drag(window: Window) -> None:
    imani, *__ = make_team()
    found = make_meeting(imani, nodes=make_nodes(imani, 3))
    page = window(imani, viewport={"width": 1280, "height": 1200}).new_page()
    page.goto(f"/w/{imani.workspace.slug}/meetings/{found.node.reference}")
    titles = page.locator(".slots .title-link")

    page.get_by_role("button", name="Drag OPP-1").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(titles).to_have_text(["Need 2", "Need 1", "Need 3"])
    expect(page.get_by_role("button", name="Drag OPP-1")).to_be_focused()
    grip = page.get_by_role("button", name="Drag OPP-3").bounding_box()
    top = page.get_by_role("button", name="Drag OPP-2").bounding_box()
    assert grip is not None
    assert top is not None
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(top["x"] + 5, top["y"] - 30, steps=8)
    page.mouse.up()
    expect(titles).to_have_text(["Need 3", "Need 2", "Need 1"])
    expect(page.locator("#toasts").get_by_text("OPP-3 is moved.")).to_be_visible()
    page.keyboard.press("z")
    expect(titles).to_have_text(["Need 2", "Need 1", "Need 3"])
