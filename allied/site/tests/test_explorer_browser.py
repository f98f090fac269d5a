"""The explorer by keyboard, and a trace that opens where there is no network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.roadmap.actions import add_item
from allied.flows.tests.builders import make_feedback
from allied.kernel.nodes.actions import create
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of
from allied.kernel.thread.actions import link
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(member: Member) -> str:
    """Seven comments for an insight, an opportunity, an item."""
    insight = draft_insight(Wording("People leave when the wait is unknown"), actor=member).node
    for number in range(7):
        said = make_feedback(member, f"Tell me a date and I will wait {number} weeks.")
        link(said, "supports", insight, actor=member)
    opportunity = create("opportunity", title="Plan around a wait", actor=member)
    item = add_item(title="Arrival estimate", product=product_of(member), actor=member).node
    link(insight, "supports", opportunity, actor=member)
    link(item, "addresses", opportunity, actor=member)
    return f"/w/{member.workspace.slug}"


def test_the_thread_is_walked_by_keyboard_alone(window: Window, member: Member, home: str) -> None:
    page = window(member).new_page()
    page.goto(f"{home}/thread/OPP-1")
    press = page.keyboard.press
    tree, chosen = page.locator("[data-tree]"), page.locator("#chosen")
    tree.get_by_role("link", name="OPP-1").focus()

    press("ArrowDown")
    press("ArrowDown")
    expect(tree.get_by_role("link", name="INS-1")).to_be_focused()
    press("ArrowRight")
    press("ArrowRight")
    expect(tree.get_by_role("link", name="FBK-7")).to_be_focused()
    press("ArrowLeft")
    press("ArrowLeft")
    press("ArrowLeft")
    expect(tree.get_by_role("link", name="FBK-7")).to_be_hidden()
    press("Enter")
    expect(chosen.get_by_role("heading", name="People leave when the wait is unknown")).to_be_visible()
    expect(chosen).to_contain_text("OPP-1 is supported by INS-1.")
    expect(tree.get_by_role("link", name="INS-1")).to_have_attribute("aria-current", "true")
    assert "at=INS-1" in page.url

    chosen.get_by_role("link", name="Make this the center").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("People leave when the wait is unknown")
    page.get_by_role("link", name="2 more feedback items").press("Enter")
    expect(page.locator("[data-tree]").get_by_role("link", name="FBK-1 ")).to_be_visible()
    page.get_by_label("A reference such as OPP-3, or words").fill("ITM-1")
    press("Enter")
    expect(page.get_by_text("INS-1 supports OPP-1, which is addressed by ITM-1.")).to_be_visible()


def test_a_trace_opens_without_a_network_and_prints_on_one_page(
    window: Window, member: Member, home: str, tmp_path: Path
) -> None:
    page = window(member).new_page()
    page.goto(f"{home}/thread/ITM-1/why")
    printed = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Type /Page\b", printed) == [b"/Type /Page"]
    (wide, high) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", printed)[0]
    assert float(wide) < float(high)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)

    offline = window()
    offline.set_offline(True)
    asked: list[str] = []
    offline.on("request", lambda request: asked.append(request.url))
    copy = offline.new_page()
    copy.goto(file.as_uri())

    expect(copy.get_by_role("heading", name="Why: Arrival estimate")).to_be_visible()
    expect(copy.get_by_text("“Tell me a date and I will wait 6 weeks.”")).to_be_visible()
    expect(copy.get_by_role("img", name="The thread around ITM-1")).to_be_visible()
    assert asked == [file.as_uri()]
