"""A page on a phone: written, an object unfolded, saved by itself, and two who write at once."""

import pytest
from playwright.sync_api import expect

from allied.domains.pages.actions import write_page
from allied.kernel.nodes.actions import create
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_a_page_is_written_on_a_phone_and_saves_itself(window: Window, member: Member) -> None:
    create("insight", title="People leave when the wait is unknown", actor=member)
    page = window(member, **PHONE).new_page()
    page.goto(f"/w/{member.workspace.slug}/pages")

    page.get_by_role("main").get_by_role("link", name="Write a page").first.tap()
    page.get_by_label("Title").fill("What we learned")
    page.get_by_label("Text", exact=True).fill("We hold this to be true:\n\n#INS-1")
    page.get_by_role("button", name="Save the page").tap()
    embed = page.get_by_role("group", name="Insight INS-1")
    expect(embed.get_by_role("link", name="People leave when the wait is unknown")).to_be_visible()
    expect(embed).to_contain_text("Assumption: no first-hand evidence for it.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("link", name="Edit").tap()
    page.get_by_label("Title").fill("What we learned in spring")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    page.get_by_role("link", name="Read the page").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we learned in spring")


def test_two_who_write_at_once_read_both_texts(window: Window, member: Member) -> None:
    write_page(title="Plan", text="Ask six people.", actor=member)
    other = make_member(like=member, name="Priya Raman")
    mine, hers = (window(one, refused=True, **PHONE).new_page() for one in (member, other))
    for page in (mine, hers):
        page.goto(f"/w/{member.workspace.slug}/pages/PAG-1/edit")

    hers.get_by_label("Text", exact=True).fill("Ask nine people.")
    expect(hers.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    mine.get_by_label("Text", exact=True).fill("Ask six people twice.")
    expect(mine.get_by_text("Not saved: somebody else changed this.")).to_be_visible()
    mine.get_by_role("button", name="Save the page").tap()

    expect(mine.get_by_role("alert")).to_contain_text("Priya Raman changed this after you opened it")
    expect(mine.get_by_role("region", name="What saving yours over theirs would change")).to_contain_text("nine")
    mine.get_by_role("button", name="Save mine over it").tap()
    expect(mine.get_by_role("main")).to_contain_text("Ask six people twice.")
