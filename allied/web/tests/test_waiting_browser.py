"""A part of a page that loads by itself shows its shape after 300 ms, in its place, and says so once."""

import pytest
from playwright.sync_api import Page, Route, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.models import Member
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = "2026-11-24T14:00:00"
LATER = "2026-11-24T14:01:00"
PATIENCE = 300
WATCH = """
    window.shown = 0;
    new MutationObserver(() => window.shown++)
        .observe(document.body, { subtree: true, attributeFilter: ["data-waiting"] });
"""
COUNT = """
    window.asked = 0;
    const zone = Intl.DateTimeFormat;
    Intl.DateTimeFormat = function () { window.asked++; return new zone(); };
"""


@pytest.fixture
def held() -> list[Route]:
    """The requests that have no answer yet."""
    return []


def _page(window: Window, member: Member, place: str, *, phone: bool = False) -> Page:
    """Time stands still in it."""
    for number in range(3):
        draft_insight(Wording(f"Waits are long {number}"), actor=member)
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True} if phone else {}
    page = window(member, **options).new_page()
    page.clock.install(time=NOW)
    page.goto(f"/w/{member.workspace.slug}/{place}")
    page.clock.pause_at(LATER)
    return page


def _places(page: Page) -> list[dict[str, float]]:
    return page.locator("#main, #found, #chosen, .page__head").evaluate_all(
        "all => all.map(one => ({y, height} = one.getBoundingClientRect(), {y, height}))"
    )


def _hold(page: Page, held: list[Route]) -> None:
    while not held:
        page.clock.run_for(50)


@pytest.mark.parametrize("phone", [False, True])
def test_a_list_that_is_narrowed_slowly(window: Window, member: Member, held: list[Route], phone: bool) -> None:
    page = _page(window, member, "insights", phone=phone)
    found, said = page.locator("#found"), page.locator("[data-loading]")
    before = _places(page)
    page.route("**/insights?*", lambda route: held.append(route))

    page.get_by_role("main").get_by_role("searchbox").fill("long 2")
    _hold(page, held)
    expect(found).not_to_have_attribute("data-waiting", "")
    page.clock.run_for(PATIENCE)

    expect(found).to_have_attribute("aria-busy", "true")
    expect(said).to_have_text("Loading…")
    assert _places(page) == before
    page.clock.resume()
    held[0].continue_()
    expect(page.get_by_role("main").get_by_text("Waits are long 1")).to_have_count(0)
    expect(page.locator("[data-waiting], [aria-busy]")).to_have_count(0)
    expect(said).to_have_text("")


def test_what_answers_at_once_shows_no_shape(window: Window, member: Member) -> None:
    page = _page(window, member, "insights")
    page.evaluate(WATCH)

    page.get_by_role("main").get_by_role("searchbox").fill("long 2")
    page.clock.run_for(PATIENCE)

    expect(page.get_by_role("main").get_by_text("Waits are long 1")).to_have_count(0)
    assert page.evaluate("shown") == 0


@pytest.mark.parametrize(
    ("place", "part", "address"),
    [("search?q=long", "#results", "**/search?*"), ("thread", "#found", "**/thread?*")],
)
def test_a_search_that_answers_slowly(
    window: Window, member: Member, held: list[Route], place: str, part: str, address: str
) -> None:
    page = _page(window, member, place)
    page.route(address, lambda route: held.append(route))

    page.get_by_role("main").get_by_role("searchbox").first.fill("waits")
    _hold(page, held)
    page.clock.run_for(PATIENCE)

    expect(page.locator(part)).to_have_attribute("aria-busy", "true")
    assert page.locator(part).evaluate("e => getComputedStyle(e, '::after').backgroundImage").count("gradient") == 3


def test_what_is_chosen_in_the_explorer_slowly(window: Window, member: Member, held: list[Route]) -> None:
    page = _page(window, member, "thread/INS-1")
    before = _places(page)
    page.route("**/thread/INS-1?*", lambda route: held.append(route))

    page.locator('[data-tree] a[href$="#chosen"]').first.click()
    _hold(page, held)
    page.clock.run_for(PATIENCE)

    expect(page.locator("#chosen")).to_have_attribute("aria-busy", "true")
    assert _places(page) == before


def test_less_motion_has_a_shape_that_stands_still(window: Window, member: Member) -> None:
    page = window(member, reduced_motion="reduce").new_page()
    page.goto(f"/w/{member.workspace.slug}/insights")
    page.locator("#found").evaluate("e => e.setAttribute('data-waiting', '')")

    assert page.locator("#found").evaluate("e => getComputedStyle(e, '::after').animationName") == "none"


def test_a_page_without_time_zones_does_not_ask_the_device_for_its_own(window: Window, member: Member) -> None:
    """It takes 40 ms, and 200 on a phone, before which the page cannot answer."""
    context = window(member)
    context.add_init_script(COUNT)
    page = context.new_page()

    page.goto(f"/w/{member.workspace.slug}/insights")

    assert page.evaluate("asked") == 0
