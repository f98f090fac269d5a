"""What stays the same on every page, by keyboard, mouse and finger: the switchers, theme and density, the first steps,
and putting things away."""

import re

import pytest
from playwright.sync_api import Page, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.models import Member, Product
from allied.kernel.testing import product_of
from conftest import Window
from tests.end_to_end.faults import faults_here
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 320, "height": 700}, "has_touch": True}


def hands(kind: type[Mouse], window: Window, member: Member) -> Mouse:
    return kind(window(member, **(PHONE if kind is Finger else WIDE)).new_page())


@pytest.mark.parametrize("kind", [Mouse, Keyboard, Finger])
def test_product_theme_and_density_are_chosen_and_stay(kind: type[Mouse], window: Window, member: Member) -> None:
    Product.objects.create(workspace=member.workspace, slug="read", name="Read")
    one = hands(kind, window, member)
    one.open(f"/w/{member.workspace.slug}/insights")
    page, whole = one.page, one.page.locator("html")

    one.activate(page.get_by_role("button", name=re.compile("Change product or workspace$")).locator("visible=true"))
    one.activate(page.locator("#place-menu").get_by_role("button", name="Read"))
    expect(page).to_have_title(re.compile("· Read ·"))

    for choice in ("Dark", "Compact"):
        if kind is Finger:
            one.activate(page.get_by_role("button", name="Your account: Imani Okafor"))
        one.activate(page.get_by_role("button", name="Appearance").locator("visible=true"))
        one.activate(page.locator("#appearance-menu").get_by_role("button", name=choice))
        expect(page.get_by_role("heading", level=1)).to_have_text("Insights")
    expect(whole).to_have_attribute("data-theme", "dark")
    expect(whole).to_have_attribute("data-density", "compact")
    one.open(f"/w/{member.workspace.slug}/items")
    expect(whole).to_have_attribute("data-theme", "dark")
    expect(page).to_have_title(re.compile("· Read ·"))
    if kind is Mouse:
        assert faults_here(page, "roadmap, dark and compact") == []


def test_the_first_steps_tick_themselves_on_a_phone(window: Window, member: Member) -> None:
    one = hands(Finger, window, member)
    home = f"/w/{member.workspace.slug}/"
    one.open(home)
    expect(one.main).to_contain_text("0 of 5 done")

    one.open(f"{home}feedback/new")
    one.write("What they said or wrote", "I waited three weeks.")
    one.button("Add the feedback")
    expect(one.page.locator("#toasts")).to_contain_text("FBK-1")
    one.open(home)

    expect(one.main).to_contain_text("1 of 5 done")
    step = one.main.get_by_role("listitem").filter(has_text="Bring in what people said")
    expect(step.get_by_text("Done", exact=True)).to_be_visible()
    assert faults_here(one.page, "first steps") == []


@pytest.fixture
def drafts(member: Member) -> str:
    """Two drafts that say the same; the path of the workspace."""
    for claim in ("Waits are unknown", "Nobody knows how long a wait is"):
        draft_insight(Wording(claim), actor=member, product=product_of(member))
    return f"/w/{member.workspace.slug}"


@pytest.mark.parametrize("kind", [Keyboard, Finger])
def test_things_are_archived_trashed_and_come_back(
    kind: type[Mouse], window: Window, member: Member, drafts: str
) -> None:
    one = hands(kind, window, member)
    one.open(f"{drafts}/insights/INS-1")
    _unfold(one)
    one.button("Archive")
    expect(one.main).to_contain_text("It is archived.")
    one.button("Take it out of the archive")
    expect(one.main).not_to_contain_text("It is archived.")

    _unfold(one)
    one.button("Move to the trash")
    expect(one.page.locator("#toasts")).to_contain_text("INS-1")
    one.open(f"{drafts}/trash")
    one.button("Restore INS-1")
    expect(one.page.get_by_role("heading", name="Waits are unknown", level=1)).to_be_visible()


@pytest.mark.parametrize("kind", [Keyboard, Finger])
def test_two_that_say_the_same_become_one(kind: type[Mouse], window: Window, member: Member, drafts: str) -> None:
    one = hands(kind, window, member)
    one.open(f"{drafts}/merge/INS-1?q=nobody")

    one.pick("INS-2")
    one.button("Merge")

    expect(one.page.get_by_role("heading", name="Nobody knows how long a wait is", level=1)).to_be_visible()
    one.open(f"{drafts}/insights/INS-1")
    expect(one.page).to_have_url(re.compile("/insights/INS-2"))


def _unfold(one: Mouse) -> None:
    one.activate(one.main.locator("summary").filter(has_text="Keep, move, put away"))


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_thread_is_followed_with_a_finger_at_320_px(window: Window, member: Member, drafts: str) -> None:
    one = hands(Finger, window, member)
    one.open(f"{drafts}/thread/INS-1")
    one.activate(one.page.locator("[data-tree]").get_by_role("link", name="INS-1"))
    expect(one.page.locator("#chosen").get_by_role("heading", name="Waits are unknown")).to_be_visible()
    one.link("Why?")
    expect(one.main).to_contain_text("What is missing")
    assert _fits(one.page)

    one.open(f"{drafts}/coverage")
    one.link("Insights without evidence")
    card = one.main.get_by_role("region", name=re.compile("^Insights without evidence"))
    expect(card).to_be_in_viewport()
    one.activate(card.get_by_role("link", name="Add evidence").first)
    expect(one.page.get_by_role("heading", level=1)).to_be_visible()
    assert _fits(one.page)
