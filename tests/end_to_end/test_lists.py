"""Lists worked by mouse, by keyboard and by a finger on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLAIMS = ["Waits are unknown", "Reminders come too late", "Cards get mixed up"]


@pytest.fixture
def insights(member: Member) -> str:
    """Three drafts; the path of their list."""
    for claim in CLAIMS:
        draft_insight(Wording(claim), actor=member, product=product_of(member))
    return f"/w/{member.workspace.slug}/insights"


def claims(page: Page) -> list[str]:
    return page.locator("tbody th .title-link").all_inner_texts()


def test_a_list_is_narrowed_ordered_grouped_and_laid_out_by_mouse(
    window: Window, member: Member, insights: str
) -> None:
    page = window(member, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(insights)
    main = page.get_by_role("main")

    main.get_by_label("Add a filter").select_option(label="Claim")
    value = main.get_by_label("Claim", exact=True)
    value.fill("re")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(value).to_be_focused()

    main.get_by_label("Group by").select_option(label="state")
    expect(main.get_by_role("rowheader", name=re.compile(r"^Draft 2$"))).to_be_visible()
    main.get_by_role("link", name="Claim", exact=True).click()
    expect(page.locator("tbody th .title-link").first).to_have_text("Reminders come too late")

    main.get_by_role("button", name="Columns: 7 of").click()
    main.get_by_label("Summary").check()
    expect(main.get_by_role("columnheader", name="Summary")).to_be_visible()
    expect(main.get_by_label("Strength", exact=True).last).to_be_visible()  # the choice stays open
    page.keyboard.press("Escape")

    page.reload()
    assert claims(page) == ["Reminders come too late", "Waits are unknown"]
    expect(main.get_by_role("columnheader", name="Summary")).to_be_visible()
