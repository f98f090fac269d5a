"""From comments to themes that people shaped, and a later run that respects it; in a browser."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from allied.domains.themes.tests.builders import add_comments
from allied.kernel.jobs import runner
from allied.kernel.people.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.slow
def test_names_and_merges_outlive_new_feedback_and_another_run(browser: BrowserContext, member: Member):
    add_comments(member, 10)
    page = browser.new_page()
    home = f"/w/{member.workspace.slug}"
    _sort(page, home)
    page.get_by_role("link", name="Refund").first.click()
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name").fill("Money back")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("heading", name="Money back", level=1)).to_be_visible()
    page.get_by_label("Merge into").select_option(index=0)
    page.get_by_role("button", name="Merge", exact=True).click()
    kept = page.get_by_role("heading", level=1).inner_text()
    add_comments(member, 3, start=10)

    _sort(page, home)

    expect(page.get_by_role("main").get_by_role("link", name=kept, exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Money back", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Since the last run")).to_be_visible()


@pytest.mark.slow
def test_a_phone_and_a_keyboard_are_enough(browser: BrowserContext, member: Member):
    add_comments(member, 10)
    page = browser.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    home = f"/w/{member.workspace.slug}"
    page.goto(f"{home}/themes")
    page.get_by_role("button", name="Sort the feedback").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Run 1").first.wait_for()
    runner.run_all()
    page.goto(f"{home}/themes")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Parking").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Make an insight").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Draft the insight").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is drafted with the feedback of").first).to_be_visible()


def _sort(page: Page, home: str) -> None:
    page.goto(f"{home}/themes")
    page.get_by_role("button", name="Sort the feedback").or_(page.get_by_role("button", name="Run again")).click()
    page.get_by_text("You can leave this page").wait_for()
    runner.run_all()
    page.goto(f"{home}/themes")
