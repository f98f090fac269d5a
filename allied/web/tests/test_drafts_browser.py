"""What one writes is kept while the server is away; what colleagues do waits until one asks for it."""

import pytest
from playwright.sync_api import expect

from allied.domains.insights.actions import Wording, draft_insight, edit_insight
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_was_written_offline_is_back_and_gone_once_it_is_saved(window: Window, member: Member) -> None:
    context = window(member)
    page = context.new_page()
    page.goto(f"/w/{member.workspace.slug}/insights/new")

    page.wait_for_load_state("networkidle")  # the icon too
    context.set_offline(True)
    expect(page.get_by_text("Offline. What you write is kept on this device")).to_be_visible()
    page.get_by_label("Claim").fill("A date is worth more than speed")
    expect(page.get_by_text("Kept on this device, offline")).to_be_visible()
    context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.get_by_label("Claim")).to_have_value("A date is worth more than speed")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A date is worth more than speed")
    page.goto(f"/w/{member.workspace.slug}/insights/new")
    expect(page.get_by_label("Claim")).to_have_value("")


def test_a_draft_is_there_on_another_device_and_can_be_discarded(window: Window, member: Member) -> None:
    desk, phone = window(member), window(member, viewport={"width": 390, "height": 844}, has_touch=True)
    place = f"/w/{member.workspace.slug}/insights/new"
    page = desk.new_page()
    page.goto(place)
    page.get_by_label("Claim").fill("A date is worth more than speed")
    expect(page.get_by_role("status").filter(has_text="Draft saved.")).to_be_visible()

    there = phone.new_page()
    there.goto(place)
    expect(there.get_by_label("Claim")).to_have_value("A date is worth more than speed")
    with there.expect_response("**/drafts"):
        there.get_by_role("button", name="Discard it").tap()
    expect(there.get_by_label("Claim")).to_have_value("")
    there.reload()
    expect(there.get_by_label("Claim")).to_have_value("")


def test_what_was_sent_is_no_draft_anywhere(window: Window, member: Member) -> None:
    place = f"/w/{member.workspace.slug}/insights/new"
    page = window(member).new_page()
    page.goto(place)
    page.get_by_label("Claim").fill("A date is worth more than speed")
    expect(page.get_by_role("status").filter(has_text="Draft saved.")).to_be_visible()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A date is worth more than speed")

    there = window(member).new_page()
    there.goto(place)

    expect(there.get_by_label("Claim")).to_have_value("")


def test_a_record_saves_each_field_as_one_leaves_it(window: Window, member: Member) -> None:
    draft_insight(Wording("Waits are long"), actor=member)
    page = window(member, refused=True).new_page()
    page.goto(f"/w/{member.workspace.slug}/insights/INS-1/edit")
    expect(page.get_by_role("button", name="Save the insight")).to_be_hidden()

    page.get_by_label("Summary").fill("Half an hour and more")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="All changes saved")).to_be_visible()
    page.get_by_label("Claim").fill("")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="Not saved. Save the form to read why.")).to_be_visible()
    page.get_by_label("Claim").fill("Waits feel long")
    page.get_by_role("link", name="Done").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Waits feel long")
    expect(page.get_by_text("Half an hour and more").first).to_be_visible()


def test_what_is_saved_offline_is_saved_once_the_network_is_back(window: Window, member: Member) -> None:
    draft_insight(Wording("Waits are long"), actor=member)
    context = window(member)
    page = context.new_page()
    page.clock.install()
    page.goto(f"/w/{member.workspace.slug}/insights/INS-1/edit")

    page.wait_for_load_state("networkidle")  # the icon too
    context.set_offline(True)
    page.get_by_label("Claim").fill("Waits feel long")
    page.get_by_label("Claim").blur()
    expect(page.get_by_role("status").filter(has_text="Kept on this device, offline")).to_be_visible()
    context.set_offline(False)
    page.clock.run_for(6_000)

    expect(page.get_by_text("All changes saved")).to_be_visible()


def test_a_colleagues_change_waits_to_be_asked_for(window: Window, member: Member) -> None:
    insight = draft_insight(Wording("Waits are long"), actor=member)
    page = window(member).new_page()
    page.clock.install()
    page.goto(f"/w/{member.workspace.slug}/insights/INS-1")
    edit_insight(insight, Wording("Waits feel long"), actor=make_member(like=member, name="Priya Raman"))

    page.clock.run_for(31_000)
    told = page.get_by_role("link", name="1 new change, by Priya Raman")
    expect(told).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waits are long")
    told.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Waits feel long")
