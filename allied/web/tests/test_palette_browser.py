"""The palette by keyboard and by finger; the list of shortcuts; a notice of work that runs."""

import re

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RUN = """async () => (await axe.run()).violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id} ${node.target}`))"""


@pytest.fixture
def workspace(member: Member) -> str:
    """Two insights; the path of the workspace."""
    for claim in ("People leave when the wait is unknown", "A date is worth more than speed"):
        draft_insight(Wording(claim), actor=member, product=product_of(member))
    return f"/w/{member.workspace.slug}"


def _faults(page: Page) -> list[str]:
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found


def test_by_keyboard_one_goes_back_to_what_was_open_does_a_command_and_finds(
    window: Window, member: Member, workspace: str
) -> None:
    page = window(member).new_page()
    with page.expect_response("**/openings/INS-1"):
        page.goto(f"{workspace}/insights/INS-1")
    page.goto(f"{workspace}/opportunities")

    page.keyboard.press("Control+k")
    words = page.get_by_role("combobox", name="Words, a reference or a command")
    recent = page.get_by_role("group", name="Recently opened").get_by_role("option")
    expect(recent).to_have_attribute("aria-selected", "true")
    assert not _faults(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/insights/INS-1$"))

    page.keyboard.press("Control+k")
    page.keyboard.type("edit")
    expect(page.get_by_role("group", name="On this page").get_by_role("option", name="Edit")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("new opp")
    expect(page.get_by_role("option", name="New opportunity")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Frame an opportunity")

    page.locator("body").press("Control+k")
    page.keyboard.type("speed")
    found = page.get_by_role("group", name="Found").get_by_role("option")
    expect(found).to_contain_text("A date is worth more than speed")
    expect(words).to_have_attribute("aria-activedescendant", found.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/insights/INS-2$"))


@pytest.mark.parametrize("slow", [False, True], ids=["when the finds have come", "before they come"])
def test_words_then_arrow_down_then_enter_open_the_first_find(
    window: Window, member: Member, workspace: str, *, slow: bool
) -> None:
    page = window(member).new_page()
    page.goto(f"{workspace}/opportunities")
    page.locator("body").press("Control+k")
    expect(page.get_by_role("option", name="New opportunity")).to_be_visible()
    found = page.get_by_role("group", name="Found").get_by_role("option")

    if slow:
        page.route("**/palette/found?*", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.keyboard.type("wait unknown")
    if not slow:
        expect(found).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    if not slow:
        expect(found).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/insights/INS-1$"))


def test_a_second_arrow_down_leads_on_to_the_search_for_everything(
    window: Window, member: Member, workspace: str
) -> None:
    page = window(member).new_page()
    page.goto(f"{workspace}/opportunities")
    page.locator("body").press("Control+k")
    page.keyboard.type("wait unknown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q=wait"))


def test_escape_forgets_what_was_pressed_before_the_finds_came(window: Window, member: Member, workspace: str) -> None:
    page = window(member).new_page()
    page.goto(f"{workspace}/opportunities")
    page.locator("body").press("Control+k")
    expect(page.get_by_role("option", name="New opportunity")).to_be_visible()
    page.keyboard.type("wait unknown")
    with page.expect_response("**/palette/found?*"):
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    page.wait_for_timeout(200)

    assert page.url.endswith("/opportunities")


def test_by_finger_one_switches_to_the_dark_theme(window: Window, member: Member, workspace: str) -> None:
    page = window(member, has_touch=True, viewport={"width": 390, "height": 780}).new_page()
    page.goto(f"{workspace}/insights")

    page.get_by_role("link", name="Find or do").tap()
    words = page.get_by_role("combobox", name="Words, a reference or a command")
    words.fill("dark")
    assert not _faults(page)
    page.get_by_role("option", name="Theme: dark").tap()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/insights")


def test_the_list_of_shortcuts_names_what_works_on_this_page(window: Window, member: Member, workspace: str) -> None:
    page = window(member).new_page()
    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")

    page.goto(f"{workspace}/insights/INS-1")
    page.locator("body").press("?")
    expect(shortcuts.get_by_text("Edit", exact=True)).to_be_visible()
    expect(shortcuts.get_by_text("Next in the list")).to_be_hidden()

    page.goto(f"{workspace}/insights")
    page.locator("body").press("?")
    expect(shortcuts.get_by_text("Next in the list")).to_be_visible()
