"""What was done is undone, from the toast or by Z."""

import pytest
from playwright.sync_api import Page, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.roadmap.actions import add_item
from allied.flows.evidence import add_evidence
from allied.flows.tests.builders import make_feedback
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(member: Member) -> str:
    """A draft with one comment, and an item; the path of the workspace."""
    insight = draft_insight(Wording("People leave when the wait is unknown"), actor=member, product=product_of(member))
    add_evidence([make_feedback(member, "Tell me a date and I will wait.")], "supports", [insight.node], actor=member)
    add_item(title="Arrival estimate", horizon="later", product=product_of(member), actor=member)
    return f"/w/{member.workspace.slug}"


def test_a_removed_link_comes_back_by_the_toast_and_by_z(window: Window, member: Member, home: str) -> None:
    page = window(member).new_page()
    page.goto(f"{home}/insights/INS-1")
    remove = page.get_by_role("button", name="Remove FBK-1 from INS-1")

    remove.click()
    expect(remove).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(remove).to_be_visible()

    remove.click()
    expect(remove).to_have_count(0)
    _press_z(page)
    expect(remove).to_be_visible()


def test_a_moved_item_goes_back(window: Window, member: Member, home: str) -> None:
    page = window(member).new_page()
    page.goto(f"{home}/items")
    item = {name: page.get_by_role("region", name=name).get_by_role("link", name="Arrival estimate") for name in LANES}

    page.get_by_role("button", name="Move ITM-1 to…").click()
    page.get_by_role("button", name="Move to Now").click()
    expect(item["Now"]).to_be_visible()
    _press_z(page)

    expect(item["Later"]).to_be_visible()


LANES = ["Now", "Later"]


def _press_z(page: Page) -> None:
    expect(page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    page.locator("body").press("z")
