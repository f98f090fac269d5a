"""The gallery in a browser: accessible in every theme and width, never wider than the window, and its script works."""

import pytest
from playwright.sync_api import BrowserContext, expect

from allied.kernel.people.models import Member
from tests.end_to_end.faults import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_gallery_is_accessible_and_fits(browser: BrowserContext, member: Member) -> None:
    page = browser.new_page()

    assert faults(page, f"/w/{member.workspace.slug}/components") == []
    assert page.evaluate("document.fonts.check('16px Hyperlegible')")


def test_keys_dialogs_selection_and_toasts(browser: BrowserContext, member: Member) -> None:
    page = browser.new_page()
    page.goto(f"/w/{member.workspace.slug}/components")

    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Retire the insight").click()
    expect(page.get_by_role("dialog", name="Retire this insight")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("body").press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_label("Select all 2").check()
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.locator(".inbox a").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    expect(page.get_by_text("1 selected")).to_be_visible()
    expect(page.locator(".inbox a").nth(1)).to_be_focused()


def test_everything_is_there_without_script(browser: BrowserContext, member: Member) -> None:
    plain = browser.browser.new_context(java_script_enabled=False, base_url="")  # type: ignore[union-attr]
    plain.add_cookies(browser.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    address = browser.new_page()
    address.goto(f"/w/{member.workspace.slug}/components")

    page.goto(address.url)

    expect(page.get_by_role("button", name="Apply").first).to_be_visible()
    page.get_by_role("button", name="Appearance").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    plain.close()
