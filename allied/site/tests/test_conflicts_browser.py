"""Two windows, one insight: the form that comes back is accessible, fits, and is settled by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from tests.end_to_end.faults import faults_here

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def other(member: Member) -> Member:
    draft_insight(Wording("Waits", summary="Long", scope="All"), actor=member)
    return make_member(like=member, name="Priya Raman")


def _conflict(member: Member, other: Member, window, **options) -> Page:
    """Both open the form; the other one saves first."""
    pages = [window(one, refused=True, **options).new_page() for one in (other, member)]
    for page in pages:
        page.goto(f"/w/{member.workspace.slug}/insights/INS-1/edit")
    hers, mine = pages
    hers.get_by_label("Summary").fill("Long, and nobody knows how long.\n\nSix people said so.")
    hers.get_by_label("Scope").fill("Weekend readers")
    if options.get("java_script_enabled", True):
        hers.get_by_role("link", name="Done").click()
    else:
        hers.get_by_role("button", name="Save the insight").click()
    expect(hers.get_by_text("Holds for: Weekend readers")).to_be_visible()
    mine.get_by_label("Summary").fill("Unknown, not long")
    mine.get_by_label("Summary").blur()
    mine.get_by_role("button", name="Save the insight").click()
    expect(mine.get_by_role("alert")).to_contain_text("Priya Raman changed this after you opened it")
    return mine


def test_the_form_that_comes_back_is_accessible_and_fits(member, other, window) -> None:
    assert faults_here(_conflict(member, other, window), "conflict") == []


def test_mine_is_saved_over_theirs_by_keyboard(member, other, window) -> None:
    page = _conflict(member, other, window)
    expect(page.get_by_role("alert")).to_be_focused()

    page.get_by_role("button", name="Save mine over it").press("Enter")

    expect(page.get_by_role("paragraph").filter(has_text="Unknown, not long").first).to_be_visible()
    expect(page.get_by_text("Holds for: Weekend readers")).to_be_visible()


def test_without_script_theirs_is_taken(member, other, window) -> None:
    page = _conflict(member, other, window, java_script_enabled=False)

    page.get_by_role("link", name="Take theirs").click()

    expect(page.get_by_role("paragraph").filter(has_text="Six people said so.").first).to_be_visible()
    expect(page.get_by_text("Unknown, not long", exact=True)).to_have_count(0)
