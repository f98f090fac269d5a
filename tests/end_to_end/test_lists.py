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


def test_rows_are_selected_changed_and_edited_by_keyboard(window: Window, member: Member, insights: str) -> None:
    page = window(member, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{insights}?sort=added")
    keys, main = page.keyboard, page.get_by_role("main")

    keys.press("j")
    keys.press("x")
    keys.press("j")
    keys.press("j")
    keys.press("Shift+X")
    expect(page.get_by_text("3 selected")).to_be_visible()

    main.get_by_role("button", name="Product", exact=True).focus()
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("Product of 3 rows are changed.")).to_be_visible()
    expect(page.get_by_role("cell", name="Whole workspace")).to_have_count(3)
    keys.press("z")
    expect(page.get_by_role("cell", name="Whole workspace")).to_have_count(0)
    expect(page.get_by_text("3 rows are as before.")).to_be_visible()

    page.goto(f"{insights}?sort=title")
    keys.press("j")
    expect(page.get_by_role("link", name=CLAIMS[2])).to_be_focused()
    keys.press("e")
    claim = main.get_by_label("Claim of INS-3", exact=True)
    expect(claim).to_be_focused()
    keys.press("Escape")
    expect(claim).to_have_count(0)
    keys.press("F2")
    expect(claim).to_be_focused()
    claim.fill("Cards get lost")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Cards get lost")).to_be_visible()


def test_a_list_is_worked_with_a_finger_at_390_px(window: Window, member: Member, insights: str) -> None:
    page = window(member, viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto(f"{insights}?sort=title&cols=state,product")
    main = page.get_by_role("main")

    main.get_by_label("Add a filter").select_option(label="Claim")
    main.get_by_label("Claim", exact=True).fill("cards")
    expect(page.locator("tbody tr")).to_have_count(1)
    main.get_by_role("link", name="Change Product of INS-3").tap()
    main.get_by_label("Product of INS-3", exact=True).select_option(label="The whole workspace")
    main.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_role("cell", name="Whole workspace")).to_be_visible()

    main.get_by_role("link", name="Drop the filter on Claim").tap()
    expect(page.locator("tbody tr")).to_have_count(3)
    main.get_by_role("checkbox", name="Select INS-1").tap()
    expect(page.get_by_text("1 selected")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
