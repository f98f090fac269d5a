"""Exports of other tools: recognized, mapped, linked, and honest about what was verified."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from allied.domains.discovery.models import Opportunity
from allied.domains.feedback.actions import add_feedback
from allied.domains.feedback.models import Feedback
from allied.domains.roadmap.models import Item
from allied.kernel.errors import BadInput
from allied.kernel.importing import actions
from allied.kernel.importing.models import Import
from allied.kernel.importing.presets import PRESETS, plain, recognize
from allied.kernel.importing.reading import Mapping, Use
from allied.kernel.importing.targets import everything
from allied.kernel.jobs import runner
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.models import Link
from allied.kernel.words import of_kept

pytestmark = pytest.mark.django_db

SAMPLES = settings.ROOT.parent / "shared" / "vendors" / "samples"
JIRA = """Summary,Issue key,Issue id,Issue Type,Status,Priority,Reporter,Created,Labels,Labels,Description,Parent key,\
Outward issue link (Blocks)
Waiting without a date,BOR-1,10001,Epic,In Progress,High,Imani,12/Mar/24 9:41 AM,holds,,People call.,,
Show a date,BOR-2,10002,Story,To Do,Low,Priya,13/Mar/24 9:41 AM,holds,dates,"One line
and another",BOR-1,BOR-3
Send a text,BOR-3,10003,Story,Backlog,Low,Priya,14/Mar/24 9:41 AM,,,,BOR-1,
"""
FIDER = """number,title,description,created_at,created_by,total_votes,total_comments,status,\
responded_by,responded_at,response,original_number,original_title,tags
10,A date for holds,When will it come?,2024-03-23T19:33:22Z,Ada,4,2,Planned,,,,,,"holds, dates"
15,Longer opening hours,,2024-02-21T15:51:35Z,Bo,4,2,Open,,,,,,
"""
QUACKBACK = """title,content,status,tags,board,author_name,author_email,vote_count,created_at
Dates,When will my hold come?,open,holds,ideas,Ada,ada@mail.example,3,2024-03-23T19:33:22.000Z
Hours,Open on Sunday please,planned,,ideas,Bo,bo@mail.example,1,2024-02-21T15:51:35.000Z
"""


def imported(actor: Member, content: str | bytes, target: str, *, name: str = "export.csv", preset: str = "") -> Import:
    raw = content.encode() if isinstance(content, str) else content
    made = actions.upload_import(
        file_name=name, chunks=[raw], product=product_of(actor), actor=actor, target=target, preset=preset
    )
    made = actions.start_import(made, actor=actor)
    runner.run_all()
    made.refresh_from_db()
    assert made.state == Import.State.DONE
    return made


def links() -> set[tuple[str, str, str]]:
    found = Link.objects.select_related("source", "target")
    return {(link.source.reference, link.relation, link.target.reference) for link in found}


def test_presets_name_only_what_targets_know():
    targets = {target.name: target for target in everything()}

    for preset in PRESETS:
        assert preset.evidence
        assert preset.verdict.startswith("Verified" if preset.is_verified else "Not verified")
        assert all(mark == plain(mark) for mark in preset.marks)
        for name, columns in preset.becomes.items():
            assert set(columns) <= set(targets[name].vocabulary.labels), (preset.name, name)
            assert set(targets[name].vocabulary.required) <= set(columns), (preset.name, name)


def test_plain_files_are_no_export_of_anything():
    for names in (["id", "text"], ["title", "description"], ["ticket_id", "created", "comment_body"]):
        assert all(recognize(names, target.name) is None for target in everything())


def test_a_jira_export_becomes_opportunities_in_a_tree_then_items_that_address_them():
    editor = make_member()
    needs = imported(editor, JIRA, "opportunity")
    assert (needs.preset, needs.stored, needs.linked) == ("jira", 3, 2)
    assert links() == {("OPP-2", "part_of", "OPP-1"), ("OPP-3", "part_of", "OPP-1")}

    plan = imported(editor, JIRA, "item")

    assert (plan.stored, plan.linked, plan.unlinked) == (3, 3, 0)
    assert {("ITM-2", "addresses", "OPP-1"), ("ITM-2", "blocks", "ITM-3")} <= links()
    assert dict(Item.objects.values_list("node__title", "horizon")) == {
        "Waiting without a date": "now",
        "Show a date": "next",
        "Send a text": "later",
    }


def test_a_jira_export_of_a_help_desk_becomes_feedback():
    made = imported(make_member(), JIRA, "feedback")

    assert (made.stored, made.left_out) == (2, 1)
    assert Feedback.objects.get(source_id="BOR-1").received_at.date().isoformat() == "2024-03-12"


def test_a_fider_export_becomes_opportunities_feedback_or_items():
    editor = make_member()

    assert [imported(editor, FIDER, name).preset for name in ("opportunity", "feedback", "item")] == ["fider"] * 3

    assert set(Opportunity.objects.values_list("node__title", "description")) == {
        ("A date for holds", "When will it come?"),
        ("Longer opening hours", ""),
    }
    item = Feedback.objects.get()
    assert (item.source_id, item.text, item.author) == ("10", "When will it come?", "Ada")
    assert item.segments == {"status": "Planned", "tags": "holds, dates"}
    assert set(Item.objects.values_list("horizon", flat=True)) == {"next", "later"}


def test_a_quackback_export_tells_people_apart_and_keeps_boards_as_segments():
    made = imported(make_member(), QUACKBACK, "feedback")

    first = Feedback.objects.get(text="When will my hold come?")
    assert (made.preset, made.stored) == ("quackback", 2)
    assert (first.author, bool(first.person_key), first.segments["board"]) == ("Ada", True, "ideas")
    assert first.source_id == ""


def test_airtable_records_come_in_from_the_answers_of_its_interface():
    records = [
        {"id": "rec1", "createdTime": "2024-01-01T00:00:00.000Z", "fields": {"Name": "A date", "Notes": "Why not?"}},
        {"id": "rec2", "createdTime": "2024-01-02T00:00:00.000Z", "fields": {"Name": "Hours", "Status": "Todo"}},
    ]

    made = imported(make_member(), json.dumps({"records": records}), "item", name="base.json")

    assert (made.preset, made.stored) == ("airtable", 2)
    assert dict(Item.objects.values_list("node__title", "horizon")) == {"A date": "later", "Hours": "next"}


def samples(vendor: str) -> list[Path]:
    found = sorted((SAMPLES / vendor).glob("*.json"))
    if not found:
        pytest.skip("The samples of vendors are not beside the repository; the presets are tested above.")
    return found


@pytest.mark.parametrize("target", ["insight", "feedback"])
@pytest.mark.parametrize("name", ["success", "filterByOwnerEmail", "filterByUpdateTime"])
def test_productboard_notes_come_in_as_its_interface_answers_them(name: str, target: str):
    samples("productboard")
    file = SAMPLES / "productboard" / f"notes_notes_get_200_{name}.json"

    made = imported(make_member(), file.read_bytes(), target, name="notes.json")

    assert made.preset == "productboard-notes"
    assert made.stored + made.left_out == made.rows > 0
    assert made.stored or target == "feedback"  # a note without content has only a name
    assert set(made.reasons) <= {"no text"}


@pytest.mark.parametrize("vendor", ["productboard", "jira", "aha", "airtable"])
def test_what_is_no_export_of_a_tool_is_refused_in_words_or_taken_for_no_export(vendor: str):
    """Answers about settings, hooks and requests: none of the samples may be taken for what it is not."""
    editor, refusals, taken = make_member(), [], []
    for file in samples(vendor):
        for target in ("item", "feedback"):
            try:
                made = actions.upload_import(
                    file_name=file.name,
                    chunks=[file.read_bytes()],
                    product=product_of(editor),
                    actor=editor,
                    target=target,
                )
            except BadInput as refusal:
                refusals.append(refusal.fields["file"])
            else:
                taken += [file.name] if made.preset else []

    assert all("Nothing was stored." in words for words in refusals)
    assert all(name.startswith("notes_notes_get_200_") for name in taken)


JIRA_HEADS = [
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Priority,Reporter,"
    "Created,Updated",
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Project lead,Project lead id,"
    "Priority,Reporter,Creator,Created,Updated,Sprint,Parent,Parent key,Parent summary,Status Category",
    "Summary,Issue key,Issue id,Issue Type,Status,Status Category,Priority,Assignee,Reporter,Created,Updated,Resolved,"
    "Due date,Labels,Labels,Labels,Description,Parent id",
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Fix versions,Components,Components,Due date,Votes,Labels,"
    "Attachment,Attachment,Custom field (Change risk)",
]


@pytest.mark.parametrize("head", JIRA_HEADS)
def test_each_header_row_of_a_real_jira_export_is_recognized_with_its_mark_and_lines_as_it_writes_them(head: str):
    cells = {"Summary": "Show a date", "Issue key": "BOR-1", "Status": "To Do", "Created": "12/Mar/24 9:41 AM"}
    row = ",".join(cells.get(name, "") for name in head.split(","))

    made = imported(make_member(), f"\ufeff{head}\r\n{row}\r\n".encode(), "item")

    assert (made.preset, made.stored) == ("jira", 1)
    assert Item.objects.get().horizon == "next"


@pytest.mark.parametrize(
    ("names", "target", "preset"),
    [
        ("Feature reference #,Feature name,Feature description,Feature status", "item", "aha-features"),
        ("Idea reference #,Idea name,Idea description", "opportunity", "aha-ideas"),
        ("Name,Description,Lane,Legend,Start date,End date,Container", "item", "productplan"),
        ("Feature name,Product name,Component name,Timeframe", "item", "productboard-features"),
        ("Highlight,Tags,Note title,Created", "feedback", "dovetail-highlights"),
    ],
)
def test_exports_are_recognized_by_their_columns(names: str, target: str, preset: str):
    found = recognize(names.split(","), target)

    assert found is not None
    assert (found.name, found.is_verified) == (preset, False)


def test_a_preset_can_be_named_and_a_wrong_one_is_refused():
    editor = make_member()

    assert imported(editor, "Summary,Issue key\nA date,B-1\n", "item", preset="jira").preset == "jira"
    with pytest.raises(BadInput, match="There is no preset"):
        imported(editor, JIRA, "item", preset="trello")
    with pytest.raises(BadInput, match="can become item"):
        imported(editor, JIRA, "feedback", preset="productplan")


def test_the_page_says_whether_a_preset_was_verified():
    editor = make_member()
    client = Client()
    client.force_login(editor.user)
    for content, target in ((JIRA, "item"), (FIDER, "item")):
        actions.upload_import(
            file_name="x.csv", chunks=[content.encode()], product=product_of(editor), actor=editor, target=target
        )

    pages = [client.get(f"/w/{editor.workspace.slug}/imports/{number}").content.decode() for number in (1, 2)]
    offer = client.get(f"/w/{editor.workspace.slug}/imports/new?as=item").content.decode()

    assert "an export of Jira, issues. Not verified on a real file." in pages[0]
    assert "an export of Fider, posts. Verified on a real file." in pages[1]
    assert all(preset.label.split(",")[0] in offer for preset in PRESETS)
    assert '<option value="item" selected>' in offer


def test_the_columns_of_a_source_are_remembered():
    editor = make_member()
    made = actions.upload_import(
        file_name="plan-q1.csv",
        chunks=[b"key,name,why,extra\nA-1,A date,Calls,x\nA-2,Hours,Notes,y\n"],
        product=product_of(editor),
        actor=editor,
        target="item",
    )
    swapped = {"name": "problem", "why": "title", "extra": "outcome"}
    before = zip(made.layout.names, made.choices.uses, strict=True)
    uses = [Use(swapped.get(name, use.meaning)) for name, use in before]
    mapping = Mapping(tuple(uses), update=False)
    actions.start_import(actions.map_import(made, mapping, source=made.source, actor=editor), actor=editor)
    runner.run_all()

    again = actions.upload_import(
        file_name="plan-q2.csv",
        chunks=[b"extra,name,title,why,key\nx,A date,No,Calls,A-3\ny,Hours,No,Notes,A-4\n"],
        product=product_of(editor),
        actor=editor,
        target="item",
    )

    assert again.mapped_like == 1
    assert [use.meaning for use in again.choices.uses] == ["outcome", "problem", "raw", "title", "source_id"]
    assert again.choices.update is False
    assert of_kept(again.columns[3]["why"]) == "As in import 1."


def exported(member: Member) -> list[dict[str, str]]:
    client = Client()
    client.force_login(member.user)
    raw = client.get(f"/w/{member.workspace.slug}/feedback/export.csv").getvalue()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    return sorted(({name: cell for name, cell in row.items() if name != "reference"} for row in rows), key=str)


def test_our_own_export_is_recognized_and_gives_the_same_export_again():
    one, two = make_member(), make_member()
    for number in range(4):
        add_feedback(
            text=f"Comment {number}",
            author=f"Person {number % 2}",
            source=f"Desk {number % 2}",
            source_id=f"T-{number // 2}" if number < 3 else "",
            received_at=datetime(2026, 5, 4 + number, 9, 30, tzinfo=UTC),
            rating=Decimal("4.5"),
            segments={"branch": f"B{number % 2}"},
            method=["feedback", "stakeholder"][number % 2],
            product=product_of(one),
            actor=one,
        )
    client = Client()
    client.force_login(one.user)
    raw = client.get(f"/w/{one.workspace.slug}/feedback/export.csv").getvalue()

    made = imported(two, raw, "feedback", name="feedback.csv")
    again = imported(two, raw, "feedback", name="feedback.csv")

    assert (made.preset, made.stored, made.left_out) == ("allied", 4, 0)
    assert exported(two) == exported(one)
    assert (again.stored, again.updated, again.already_here) == (0, 0, 4)
