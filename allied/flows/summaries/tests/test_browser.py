"""A talk's summary by keyboard, from the pasted text to drafts and back."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from allied.flows.summaries.tests.test_summaries import TALK
from allied.kernel.people.models import Member
from tests.end_to_end.faults import faults, faults_here

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_summary_is_pasted_chosen_added_and_undone(browser: BrowserContext, member: Member) -> None:
    page: Page = browser.new_page()
    root = f"/w/{member.workspace.slug}"
    found = faults(page, f"{root}/summaries/new")
    page.get_by_label("The summary").fill(TALK)
    page.get_by_label("Where it comes from").fill("Spring meeting")
    page.get_by_role("button", name="Read the summary").press("Enter")

    expect(page.get_by_role("heading", name="What is in this summary?")).to_be_visible()
    found += faults_here(page, "the pieces")
    page.get_by_label("Piece 1", exact=True).press("Space")
    page.get_by_role("button", name="Add what is ticked").press("Enter")

    expect(page.get_by_text("The summary became 2 draft insights and 3 opinions.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("5 from the summary are in the trash.")).to_be_visible()
    assert not found, "\n".join(found)
