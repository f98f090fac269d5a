"""The tree written by keyboard alone, by two people at once, and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from allied.domains.discovery.models import Assumption, Opportunity, Outcome, Solution
from allied.domains.discovery.trees import actions, queries
from allied.domains.discovery.trees.actions import add_branch, grow
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from conftest import Window
from tests.end_to_end.faults import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(member: Member) -> str:
    outcome = add_branch(Outcome, title="More holds are collected", actor=member)
    need = grow(Opportunity, outcome, title="Help me plan around a wait", actor=member)
    grow(Solution, need, title="A range of days", actor=member)
    return f"/w/{member.workspace.slug}/outcomes/OUT-1"


def lines(member: Member) -> list[str]:
    found = queries.tree(queries.grown_by_reference("OUT-1", actor=member), actor=member)
    return [one.node.title for one in found.all]


def test_a_tree_is_written_by_keyboard_alone(window: Window, member: Member, place: str) -> None:
    page = window(member).new_page()
    page.goto(place)
    press, write = page.keyboard.press, page.keyboard.type
    outline, field = page.locator(".ost"), page.locator(".ost__line input")
    outline.get_by_role("link", name="A range of days").focus()

    press("n")
    expect(field).to_be_focused()
    write("A letter")
    press("Enter")
    expect(outline.get_by_role("link", name="A letter")).to_be_visible()
    expect(field).to_be_focused()
    press("Tab")
    expect(page.get_by_text("New assumption under SOL-2.")).to_be_visible()
    write("Letters arrive in time")
    press("Enter")
    expect(outline.get_by_role("link", name="Letters arrive in time")).to_be_visible()
    press("Escape")
    expect(outline.get_by_role("link", name="Letters arrive in time")).to_be_focused()
    assert lines(member)[2:] == ["A range of days", "A letter", "Letters arrive in time"]

    press("ArrowLeft")
    expect(outline.get_by_role("link", name="A letter")).to_be_focused()
    press("Alt+ArrowUp")
    expect(page.get_by_text("SOL-2 stands under OPP-1.")).to_be_visible()
    expect(outline.get_by_role("link", name="A letter")).to_be_focused()
    assert lines(member)[2:] == ["A letter", "Letters arrive in time", "A range of days"]

    press("ArrowLeft")
    expect(outline.get_by_role("link", name="Letters arrive in time")).to_be_hidden()
    press("ArrowDown")
    expect(outline.get_by_role("link", name="A range of days")).to_be_focused()
    press("F2")
    write("Days as a range")
    press("Enter")
    expect(outline.get_by_role("link", name="Days as a range")).to_be_visible()


def test_what_a_colleague_wrote_meanwhile_is_kept_and_told(window: Window, member: Member, place: str) -> None:
    page = window(member, refused=True).new_page()
    page.goto(place)
    page.locator(".ost").get_by_role("link", name="A range of days").focus()
    page.keyboard.press("F2")
    page.keyboard.type("Weeks")
    solution = queries.grown_by_reference("SOL-1", actor=member)
    bea = make_member(like=member, name="Bea")
    actions.rename_branch(solution, "Days", was="A range of days", actor=bea)

    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("Bea changed this after you opened it")
    expect(page.locator(".ost__line input")).to_have_value("Weeks")
    assert "Days" in lines(member)


def test_on_a_phone_the_buttons_do_what_the_keys_do(window: Window, member: Member, place: str) -> None:
    page = window(member, viewport={"width": 390, "height": 844}).new_page()
    page.goto(place)
    outline = page.locator(".ost")
    outline.get_by_role("link", name="Help me plan").focus()
    page.get_by_role("button", name="Add below").click()
    page.locator(".ost__line input").fill("A postcard")
    page.keyboard.press("Enter")
    expect(outline.get_by_role("link", name="A postcard")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_tree_has_no_faults_at_any_width(window: Window, member: Member, place: str) -> None:
    page = window(member).new_page()

    assert faults(page, place) == []
    assert faults(page, place.replace("outcomes/OUT-1", "solutions/SOL-1")) == []


def test_the_drawing_opens_fitted_and_is_scaled_by_keys_and_buttons_and_taken_as_png(
    window: Window, member: Member, place: str, tmp_path: Path
) -> None:
    need = queries.grown_by_reference("OPP-1", actor=member)
    for number in range(12):
        grow(Solution, need, title=f"Way {number}", actor=member)
    page = window(member).new_page()
    page.goto(place)
    frame, drawing = page.locator("[data-treepic] .scroll"), page.locator("svg.graph")

    def scale() -> float:
        return float(drawing.evaluate("one => one.width.baseVal.value / one.viewBox.baseVal.width"))

    fitted = scale()
    assert 0.5 < fitted < 1
    frame.focus()
    page.keyboard.press("+")
    assert scale() > fitted
    page.keyboard.press("0")
    assert scale() == pytest.approx(fitted)
    page.get_by_role("button", name="Smaller").click()
    assert scale() < fitted

    page.get_by_role("button", name="Take along").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Drawing (PNG)").click()
    taken.value.save_as(tmp_path / "tree.png")
    assert taken.value.suggested_filename == "OUT-1.png"
    assert (tmp_path / "tree.png").read_bytes().startswith(b"\x89PNG")


def test_a_test_is_planned_from_its_gap_and_its_result_recorded_by_keyboard_alone(
    window: Window, member: Member, place: str
) -> None:
    grow(Assumption, queries.grown_by_reference("SOL-1", actor=member), title="A range is enough", actor=member)
    page = window(member).new_page()
    page.goto(place)
    page.get_by_role("link", name="Plan a test: ASM-1").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Experiment").focus()
    page.keyboard.type("Nine people choose a day")
    page.get_by_role("button", name="Add the experiment").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Record the result").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Supports it").focus()
    page.keyboard.press("Space")
    for label, figure in (("How many people or cases", "9"), ("How many of them bore it out", "7")):
        page.get_by_role("spinbutton", name=label).focus()
        page.keyboard.type(figure)
    page.get_by_role("button", name="Record the result").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("It stands as evidence for")).to_be_visible()
    expect(page.get_by_text("Supports it, 7 of 9").first).to_be_visible()
