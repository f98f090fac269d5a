"""People by file in a browser: by the keyboard alone, and by touch on a phone, each step with its accessibility."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from allied.kernel.jobs import runner
from allied.kernel.people.models import Invitation, Member
from conftest import Window
from tests.end_to_end.faults import faults_here

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
TEAM = "name,email,role\nImani Okafor,imani@library.example,Editor\nTom Wilk,tom@library.example,Emperor\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team.csv"
    path.write_text(TEAM)
    return path


@pytest.fixture
def administrator(member: Member) -> Member:
    member.role = "administrator"
    member.save(update_fields=["role"])
    return member


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what bears that name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText || document.activeElement.value || ''"):
            return
    raise AssertionError(f"Tab never reached {name}.")


def test_people_come_by_file_with_the_keyboard_alone(administrator: Member, window: Window, team: Path) -> None:
    page = window(administrator).new_page()
    page.goto(f"/w/{administrator.workspace.slug}/settings/people")
    tab_to(page, "Import people")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What does each row become?")).to_have_value("people")
    page.get_by_label("The file", exact=True).set_input_files(team)  # the dialog is the system's own
    tab_to(page, "Read the file")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Emperor” is no role that this file can give.").first).to_be_visible()
    tab_to(page, "Import 1 row")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Importing 2 rows")
    runner.run_all()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 2 rows are in")
    tab_to(page, "Make the links")
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert download.value.suggested_filename == "import-1-links.csv"
    assert "/join/" in download.value.path().read_text()


def test_people_come_by_file_by_touch_on_a_phone(administrator: Member, window: Window, team: Path) -> None:
    page = window(administrator, **PHONE).new_page()
    page.goto(f"/w/{administrator.workspace.slug}/imports/new?as=people")
    page.get_by_label("The file", exact=True).set_input_files(team)
    page.get_by_role("button", name="Read the file").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what each column means")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not faults_here(page, "people-columns")
    page.set_viewport_size(PHONE["viewport"])
    page.get_by_role("button", name="Import 1 row").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importing 2 rows")
    runner.run_all()
    expect(page.get_by_text("1 person waits to join.")).to_be_visible()
    assert not faults_here(page, "people-result")
    page.set_viewport_size(PHONE["viewport"])
    page.get_by_role("button", name="Undo import 1").tap()
    expect(page.get_by_text("You can leave this page.")).to_be_visible()
    runner.run_all()
    expect(page.get_by_role("heading", level=1)).to_have_text("This import was undone")
    assert Invitation.objects.get().revoked_at
