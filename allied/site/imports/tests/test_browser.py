"""A workbook of another tool becomes roadmap items in a browser, with links and the accessibility of each step."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import BrowserContext, expect

from allied.domains.discovery.actions import frame_opportunity
from allied.domains.roadmap.models import Item
from allied.kernel.jobs import runner
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of
from allied.kernel.thread.models import Link
from tests.end_to_end.faults import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS = [
    ["Summary", "Issue key", "Issue Type", "Status", "Description", "Parent key"],
    ["Show a date instead of a number", "BOR-2", "Story", "In Progress", "People call the desk.", "OPP-1"],
    ["Send a text message", "BOR-3", "Story", "Backlog", "", "BOR-9"],
    [None, "BOR-4", "Story", "Backlog", "Nothing to call it by", ""],
]


def test_a_workbook_of_another_tool_becomes_roadmap_items(
    member: Member, browser: BrowserContext, tmp_path: Path
) -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "jira.xlsx")
    frame_opportunity(title="Know when my hold is ready", actor=member, product=product_of(member))
    at, page = f"/w/{member.workspace.slug}", browser.new_page()

    page.goto(f"{at}/imports/new?as=item")
    page.get_by_label("The file", exact=True).set_input_files(tmp_path / "jira.xlsx")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("This is an export of Jira, issues. Not verified on a real file.")).to_be_visible()
    expect(page.get_by_label("Parent key becomes")).to_have_value("addresses")
    assert not faults(page, f"{at}/imports/1")
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importing 3 rows")
    runner.run_all()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 3 rows are in")

    assert not faults(page, f"{at}/imports/1")
    link = Link.objects.get()
    assert (link.source.title, link.relation, link.target.reference) == (ROWS[1][0], "addresses", "OPP-1")
    page.get_by_role("link", name="Every row that was not simply stored").click()
    expect(page.get_by_text("“BOR-9” is not here, so that link is missing.")).to_be_visible()
    page.get_by_role("link", name="Back to the result").click()
    page.get_by_role("button", name="Undo import 1").click()
    expect(page.get_by_text("You can leave this page.")).to_be_visible()
    runner.run_all()
    expect(page.get_by_role("heading", level=1)).to_have_text("This import was undone")
    assert not Item.objects.exists()
