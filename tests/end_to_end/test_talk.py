"""Two people talk about an insight: one by mouse, one by keyboard on a phone's width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.models import Member
from allied.kernel.talk import actions
from allied.kernel.testing import make_member
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def priya(member: Member) -> Member:
    draft_insight(Wording("They leave when the wait is unknown"), actor=member)
    return make_member(like=member, name="Priya Raman")


def record(member: Member) -> str:
    return f"/w/{member.workspace.slug}/insights/INS-1"


def test_a_comment_names_somebody_who_is_told_answers_and_resolves(window: Window, member: Member, priya: Member):
    mine, theirs = window(priya).new_page(), window(member).new_page()
    mine.goto(record(priya))
    text = mine.get_by_label("Add a comment")
    text.press_sequentially("Is it **really** so, @Ima")
    mine.get_by_role("option", name="Imani Okafor").click()
    mine.get_by_role("button", name="Comment", exact=True).click()
    expect(mine.get_by_role("article", name="Comment by Priya Raman").get_by_role("strong")).to_have_text("really")
    expect(text).to_have_value("")

    theirs.goto(f"/w/{member.workspace.slug}/")
    theirs.get_by_role("link", name="Notifications, 1 unread").click()
    theirs.get_by_role("link", name="Priya Raman commented").click()
    said = theirs.get_by_role("article", name="Comment by Priya Raman")
    expect(said).to_be_in_viewport()
    theirs.get_by_text("Reply", exact=True).click()
    theirs.get_by_label("Your reply").fill("Yes: #INS-1 says when.")
    theirs.get_by_role("button", name="Send the reply").click()
    expect(theirs.get_by_role("list", name="Replies").get_by_role("link", name="INS-1")).to_be_visible()
    theirs.get_by_role("button", name="Resolve").click()
    expect(theirs.get_by_text("Resolved by Imani Okafor")).to_be_visible()
    theirs.get_by_role("button", name="Undo").last.click()
    expect(theirs.get_by_text("Resolved by Imani Okafor")).to_have_count(0)


def test_by_keyboard_on_a_narrow_page_one_completes_edits_and_deletes(window: Window, member: Member, priya: Member):
    said = actions.add_comment(draft_insight(Wording("Other"), actor=member).node, "Before", actor=member)
    page = window(member, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"/w/{member.workspace.slug}/insights/INS-2")

    reach(page, page.locator(f"#{said.pk}").get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    edited = page.get_by_label("Edit your comment")
    expect(edited).to_have_value("Before")
    reach(page, edited)
    page.keyboard.press("End")
    page.keyboard.type(" and #INS-")
    expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(edited).to_have_value("Before and #INS-1 ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#{said.pk}").get_by_role("link", name="INS-1")).to_be_visible()

    reach(page, page.locator(f"#{said.pk}").get_by_role("button", name="Delete"))
    page.keyboard.press("Enter")
    expect(page.locator(f"#{said.pk}")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator(f"#{said.pk}")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def reach(page: Page, control) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(150):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not reach it.")
