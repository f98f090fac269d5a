import os
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone
from openpyxl import Workbook

from allied.domains.feedback.actions import correct_feedback, edit_segments
from allied.domains.feedback.models import Facet, Feedback
from allied.domains.feedback.reading import Meaning
from allied.domains.feedback.tests.building import DESK, imported, uploaded
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.importing import actions, files
from allied.kernel.importing.models import Import, ImportRow, losses
from allied.kernel.importing.reading import Mapping, Use
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.models import Atom

pytestmark = pytest.mark.django_db

BANKING = settings.ROOT.parent / "shared" / "data" / "banking77.csv"


def verbs() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def results(made: Import) -> list[tuple[int, str]]:
    return list(ImportRow.objects.filter(of=made).order_by("number").values_list("number", "outcome"))


def test_an_upload_becomes_a_draft_with_guesses_and_no_feedback():
    editor = make_member()

    made = uploaded(editor)

    assert made.state == Import.State.DRAFT
    assert (made.file_name, made.source, made.rows, made.encoding) == (
        "support-desk-q3.csv",
        "Support desk",
        6,
        "utf-8",
    )
    assert [use.meaning for use in made.choices.uses] == [
        "source_id",
        "date",
        "person",
        "text",
        "segment",
        "raw",
        "rating",
    ]
    assert not Feedback.objects.exists()
    assert verbs() == ["import.uploaded"]


def test_every_row_ends_with_a_result():
    made = imported(make_member())

    assert made.state == Import.State.DONE
    assert (made.rows, made.read, made.stored, made.already_here, made.left_out) == (6, 6, 3, 1, 2)
    assert made.reasons == {"unreadable date": 1, "no text": 1}
    assert results(made) == [(5, "left_out"), (6, "left_out"), (7, "already_here")]
    assert made.filled == [3, 3, 3, 3, 3, 2, 3]


def test_a_row_left_out_keeps_its_reason_and_its_cells():
    made = imported(make_member())

    row = ImportRow.objects.get(of=made, number=5)

    assert row.sentence == "“31/09/2026 12:00” is not a day. September has 30."
    assert row.cells[0] == "ZD-4"


def test_a_stored_row_holds_what_the_file_said():
    editor = make_member()
    imported(editor)

    item = Feedback.objects.get(source_id="ZD-2")

    assert item.text == "I owe £4, can I still borrow?"
    assert item.received_at.isoformat() == "2026-07-14T09:00:00+00:00"
    assert (item.source, item.author, item.segments, item.raw) == (
        "Support desk",
        "",
        {"branch": "RAM"},
        {"agent_notes": "called back"},
    )
    assert item.rating == 2
    assert item.row == 3
    assert item.node.title == "I owe £4, can I still borrow?"
    assert item.node.reference == "FBK-2"
    assert item.node.product == product_of(editor)


def test_a_person_is_told_apart_and_not_named():
    imported(make_member())

    first, second, third = Feedback.objects.order_by("row")

    assert first.person_key == third.person_key != second.person_key
    assert "jo@" not in repr(Feedback.objects.values_list())


def test_each_item_offers_its_evidence():
    imported(make_member())

    atoms = Atom.objects.order_by("dated_on")

    assert [(atom.method, atom.method_class) for atom in atoms] == [("feedback", "attitudinal")] * 3
    assert [str(atom.dated_on) for atom in atoms] == ["2026-07-13", "2026-07-14", "2026-07-15"]
    assert atoms[0].person == Feedback.objects.get(source_id="ZD-1").person_key


def test_items_are_found_by_their_words_and_segments():
    editor = make_member()
    imported(editor)

    assert [node.reference for node in find(actor=editor, text="queue").nodes] == ["FBK-1"]
    assert [node.reference for node in find(actor=editor, text="ram borrow").nodes] == ["FBK-2"]
    assert set(Facet.objects.exclude(name="").values_list("name", "value")) == {("branch", "ALD"), ("branch", "RAM")}


def test_one_activity_row_tells_of_all_that_came():
    imported(make_member())

    assert verbs() == ["import.uploaded", "import.started", "feedback.imported"]
    assert Activity.objects.get(verb="feedback.imported").details["stored"] == 3


def test_the_same_file_again_adds_nothing():
    editor = make_member()
    imported(editor)

    again = imported(editor, name="support-desk-q4.csv")

    assert (again.stored, again.already_here, again.left_out) == (0, 4, 2)
    assert Feedback.objects.count() == 3
    assert (
        ImportRow.objects.filter(of=again, number=2).get().sentence == "Same source ID as FBK-1, which was here before."
    )


CHANGED = DESK.replace("The lift is out again.", "The lift works.").replace("RAM,called back,2", "ALD,called back,3")


def test_a_row_whose_text_changed_is_left_as_it_was_if_asked_and_says_so():
    editor = make_member()
    imported(editor)
    made = uploaded(editor, CHANGED)
    actions.map_import(made, replace(made.choices, update=False), source="Support desk", actor=editor)

    actions.start_import(made, actor=editor)
    runner.run_all()

    assert Feedback.objects.get(source_id="ZD-3").text == "The lift is out again."
    assert "Its text differs; FBK-3 is left as it is." in ImportRow.objects.get(of=made, number=4).sentence


def test_rows_that_changed_are_brought_up_to_date_by_their_ids():
    editor = make_member()
    imported(editor)

    again = imported(editor, CHANGED)

    assert (again.stored, again.updated, again.already_here, again.left_out) == (0, 2, 2, 2)
    lift, debt = Feedback.objects.get(source_id="ZD-3"), Feedback.objects.get(source_id="ZD-2")
    assert (lift.text, lift.node.title) == ("The lift works.", "The lift works.")
    assert (debt.segments, debt.rating) == ({"branch": "ALD"}, 3)
    assert [node.reference for node in find(actor=editor, text="works").nodes] == ["FBK-3"]
    row = ImportRow.objects.get(of=again, number=3)
    assert (row.outcome, row.node) == ("updated", debt.node)
    assert "Its rating and segments differ and are brought up to date." in row.sentence


def test_segments_that_a_person_corrected_stay():
    editor = make_member()
    imported(editor)
    edit_segments(Feedback.objects.get(source_id="ZD-2"), {"branch": "Ramsbury"}, actor=editor)

    again = imported(editor, CHANGED)

    assert again.updated == 2
    assert Feedback.objects.get(source_id="ZD-2").segments == {"branch": "Ramsbury"}


def test_undo_puts_back_what_an_import_changed():
    editor = make_member()
    imported(editor)
    again = imported(editor, CHANGED)
    correct_feedback(Feedback.objects.get(source_id="ZD-3"), {"text": "The lift works now."}, actor=editor)

    actions.undo_import(again, actor=editor)
    runner.run_all()

    debt = Feedback.objects.get(source_id="ZD-2")
    assert (debt.segments, debt.rating) == ({"branch": "RAM"}, 2)
    assert Feedback.objects.get(source_id="ZD-3").text == "The lift works now."
    assert "was changed after the import" in ImportRow.objects.get(of=again, number=4).sentence
    assert Feedback.objects.count() == 3


NOTES = "date,comment\n2026-07-03,Thank you\n2026-07-03,Thank you\n2026-07-04,The lift is out again\n"


def test_without_ids_the_same_file_again_adds_nothing_and_equal_rows_stay_apart():
    editor = make_member()

    first, again = imported(editor, NOTES), imported(editor, NOTES + "2026-07-05,Thank you\n2026-07-03,Thank you\n")

    assert (first.stored, again.stored, again.already_here) == (3, 2, 3)


def test_a_step_in_a_new_process_counts_equal_rows_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("allied.kernel.importing.actions.running.CHUNK", 1)
    monkeypatch.setattr("allied.kernel.importing.sameness._counted", _Forgetful())
    editor = make_member()

    first, again = imported(editor, NOTES), imported(editor, NOTES)

    assert (first.stored, again.stored) == (3, 0)


class _Forgetful(dict):
    def __setitem__(self, key: object, value: object) -> None:
        """What a killed process leaves behind."""


def test_the_same_ids_from_another_source_or_product_are_other_rows():
    editor = make_member()
    imported(editor)

    other = imported(editor, name="reviews.csv")

    assert other.stored == 3


def test_rows_without_a_date_get_the_day_of_the_import_and_are_counted():
    made = imported(make_member(), "text\nThe lift is out again\nThank you all\n")

    assert made.undated == 2
    assert not Feedback.objects.filter(is_dated=True).exists()
    assert timezone.localdate(Feedback.objects.all()[0].received_at) == timezone.localdate()


def test_a_stored_row_with_a_remark_keeps_it():
    made = imported(make_member(), "id,text,rating\n1,The lift is out,n/a\n2,Thank you,5\n" + "3,Fine,4\n" * 9)

    row = ImportRow.objects.get(of=made, outcome="noted")

    assert row.number == 2
    assert row.node == Feedback.objects.get(row=2).node
    assert row.sentence == "“n/a” is not a number, so the row is stored without a rating."


def test_several_steps_are_one_import(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("allied.kernel.importing.actions.running.CHUNK", 2)

    made = imported(make_member())

    assert (made.stored, made.already_here, made.left_out) == (3, 1, 2)
    assert Job.objects.get(task="importing.run").done == 6


def test_a_step_of_400_rows_takes_few_statements(django_assert_max_num_queries):
    editor = make_member()
    made = actions.start_import(
        uploaded(editor, "id,text\n" + "".join(f"{n},Words {n}\n" for n in range(390))), actor=editor
    )

    with django_assert_max_num_queries(60):
        runner.run_all()

    made.refresh_from_db()
    assert made.stored == 390


def test_a_stopped_import_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("allied.kernel.importing.actions.running.CHUNK", 2)
    editor = make_member()
    made = actions.start_import(uploaded(editor), actor=editor)
    runner.run_step(runner.take("me").pk, "me")
    made.refresh_from_db()

    actions.stop_import(made, actor=editor)
    runner.run_all()
    made.refresh_from_db()
    assert (made.state, made.stored) == ("stopped", 2)

    actions.resume_import(made, actor=editor)
    runner.run_all()
    made.refresh_from_db()
    assert (made.state, made.stored, made.read) == ("done", 3, 6)
    assert verbs()[-3:] == ["import.stopped", "import.resumed", "feedback.imported"]


def test_the_upload_is_removed_when_the_import_is_over(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = imported(make_member())

    assert not files.original(made.file_key).exists()
    assert not files.readable(made.file_key).exists()


def test_columns_can_be_chosen_otherwise_than_guessed():
    editor = make_member()
    made = uploaded(editor, "a,b\nThe lift is out,Thank you\nFine,Good\n")
    mapping = Mapping((Use(Meaning.RAW), Use(Meaning.TEXT)))

    actions.map_import(made, mapping, source="Post box", actor=editor)
    actions.start_import(made, actor=editor)
    runner.run_all()

    assert set(Feedback.objects.values_list("text", "source")) == {("Thank you", "Post box"), ("Good", "Post box")}
    assert "import.mapped" in verbs()


def test_a_mapping_without_text_is_refused():
    editor = make_member()
    made = uploaded(editor, "a,b\nThe lift is out,Thank you\n")

    with pytest.raises(BadInput, match="No column holds the text"):
        actions.map_import(made, Mapping((Use(Meaning.RAW), Use(Meaning.RAW))), source="x", actor=editor)


def test_a_mapping_for_another_file_is_refused():
    editor = make_member()

    with pytest.raises(BadInput, match="other columns"):
        actions.map_import(uploaded(editor), Mapping((Use(Meaning.TEXT),)), source="x", actor=editor)


def test_the_file_can_be_read_another_way():
    editor = make_member()
    made = uploaded(editor, "text\nCafé fermé\n".encode("mac_roman"))

    actions.change_layout(made, encoding="mac_roman", has_header=True, actor=editor)

    assert made.columns[0]["samples"] == ["Café fermé"]
    with pytest.raises(BadInput, match="listed encodings"):
        actions.change_layout(made, encoding="rot13", has_header=True, actor=editor)


def test_a_file_without_header_keeps_its_first_row():
    editor = make_member()
    made = uploaded(editor, "Why?\nBecause it is so.\n")

    assert (made.has_header, made.rows) == (False, 2)
    assert actions.change_layout(made, encoding="utf-8", has_header=True, actor=editor).rows == 1


def test_a_workbook_comes_in_and_another_of_its_sheets_can_be_chosen():
    book = Workbook()
    book.active.title = "May"
    for row in [["id", "date", "comment"], [1, date(2026, 5, 3), "The lift is out."]]:
        book.active.append(row)
    for row in [["id", "date", "comment"], [2, date(2026, 6, 3), "Thank you."], [3, None, "Fine."]]:
        (book["June"] if "June" in book.sheetnames else book.create_sheet("June")).append(row)
    file = BytesIO()
    book.save(file)
    editor = make_member()
    made = uploaded(editor, file.getvalue(), name="desk.xlsx")
    assert (made.format, made.sheets, made.sheet, made.rows, made.source) == ("xlsx", ["May", "June"], "May", 1, "Desk")

    with pytest.raises(BadInput, match="listed sheets"):
        actions.change_layout(made, encoding="utf-8", has_header=True, sheet="July", actor=editor)
    actions.change_layout(made, encoding="utf-8", has_header=True, sheet="June", actor=editor)
    actions.start_import(made, actor=editor)
    runner.run_all()

    assert set(Feedback.objects.values_list("source_id", "text", "row")) == {("2", "Thank you.", 2), ("3", "Fine.", 3)}


def test_json_lines_come_in_and_a_broken_line_has_its_reason():
    lines = ['{"id": "a", "body": "The lift is out.", "user": {"email": "jo@mail.example"}}', "no json", '{"id": "b"}']

    made = imported(make_member(), "\n".join(lines), name="desk.jsonl")

    assert (made.format, made.stored, made.left_out) == ("jsonl", 1, 2)
    assert "not written as JSON" in ImportRow.objects.get(of=made, number=3).sentence
    assert Feedback.objects.get().person_key


def test_pasted_text_comes_in_by_paragraphs_or_by_lines():
    editor = make_member()
    made = uploaded(editor, "The lift\nis out.\n\nThank you all.\n", name="")
    assert (made.format, made.rows) == ("notes", 2)

    actions.change_layout(made, encoding="utf-8", has_header=False, form="table", actor=editor)

    assert (made.format, made.rows) == ("table", 3)


def test_what_became_of_each_column_is_told_with_its_counts():
    editor = make_member()
    made = uploaded(editor)
    uses = [*made.choices.uses[:4], Use(Meaning.LEFT_OUT), *made.choices.uses[5:]]
    actions.map_import(made, Mapping(tuple(uses)), source="Desk", actor=editor)
    actions.start_import(made, actor=editor)
    runner.run_all()
    made.refresh_from_db()

    assert [(loss.column, loss.outcome, loss.kept) for loss in losses(made)][3:] == [
        ("comment_body", "mapped", 3),
        ("branch", "dropped", 0),
        ("agent_notes", "kept raw", 2),
        ("csat", "mapped", 3),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "empty"), (b"text\n", "no rows below it"), (b"\n\n", "empty"), (b"%PDF-1.7", "a PDF")],
)
def test_a_file_without_rows_is_refused_and_not_kept(content: bytes, sentence: str):
    before = set(files.folder().iterdir())

    with pytest.raises(BadInput, match=sentence):
        uploaded(make_member(), content)

    assert set(files.folder().iterdir()) == before
    assert not Import.objects.exists()


def test_a_file_beyond_the_limit_is_refused_and_not_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "SIZE_LIMIT", 10)
    before = set(files.folder().iterdir())

    with pytest.raises(BadInput, match="larger than"):
        uploaded(make_member())

    assert set(files.folder().iterdir()) == before


@pytest.mark.parametrize("role", ["reader", "contributor"])
def test_only_who_may_import_imports(role: str):
    editor = make_member()
    made = uploaded(editor)
    other = make_member(role, like=editor)

    with pytest.raises(Denied):
        uploaded(other)
    for act in (actions.start_import, actions.resume_import, actions.stop_import, actions.undo_import):
        with pytest.raises(Denied):
            act(made, actor=other)
    with pytest.raises(Denied):
        actions.map_import(made, made.choices, source="x", actor=other)
    with pytest.raises(Denied):
        actions.change_layout(made, encoding="utf-8", has_header=True, actor=other)


def test_a_product_of_another_workspace_is_not_there():
    stranger = make_member()

    with pytest.raises(NotVisible):
        actions.upload_import(
            file_name="x.csv", chunks=[b"text\nx\n"], product=product_of(stranger), actor=make_member()
        )


def test_an_import_starts_once():
    editor = make_member()
    made = imported(editor)

    with pytest.raises(InvalidState, match="Import 1 is done"):
        actions.start_import(made, actor=editor)
    with pytest.raises(InvalidState, match="has started already"):
        actions.map_import(made, made.choices, source="x", actor=editor)
    with pytest.raises(InvalidState, match="does not run"):
        actions.stop_import(made, actor=editor)


def test_a_draft_whose_file_is_gone_says_so():
    editor = make_member()
    made = uploaded(editor)
    files.forget(made.file_key)

    with pytest.raises(InvalidState, match="no longer kept"):
        actions.start_import(made, actor=editor)
    with pytest.raises(InvalidState, match="no longer kept"):
        actions.change_layout(made, encoding="utf-8", has_header=True, actor=editor)


def test_what_nobody_needs_any_more_is_forgotten():
    editor = make_member()
    fresh, stale = uploaded(editor), uploaded(editor)
    made = imported(editor)
    Import.objects.filter(pk=stale.pk).update(created_at=timezone.now() - timedelta(days=8))
    Import.objects.filter(pk=made.pk).update(finished_at=timezone.now() - timedelta(days=31))
    hours_ago = timezone.now().timestamp() - 7_200
    for path in files.folder().iterdir():
        os.utime(path, (hours_ago, hours_ago))

    actions.forget_step(Job())

    assert files.readable(fresh.file_key).exists()
    assert not files.readable(stale.file_key).exists()
    assert not files.original(made.file_key).exists()
    assert not ImportRow.objects.filter(cells__isnull=False).exists()


def test_undo_removes_what_nobody_used():
    editor = make_member()
    made = imported(editor)

    actions.undo_import(made, actor=editor)
    runner.run_all()

    made.refresh_from_db()
    assert made.state == Import.State.UNDONE
    assert not Node.objects.filter(kind="feedback").exists()
    assert not Atom.objects.exists()
    assert not ImportRow.objects.filter(cells__isnull=False).exists()
    assert verbs()[-1] == "import.undone"
    assert imported(editor).stored == 3


def test_undo_is_refused_before_the_end_and_long_after():
    editor = make_member()
    draft, made = uploaded(editor), imported(editor)
    Import.objects.filter(pk=made.pk).update(finished_at=timezone.now() - timedelta(days=40))

    with pytest.raises(InvalidState, match="has not ended"):
        actions.undo_import(draft, actor=editor)
    with pytest.raises(InvalidState, match="more than 30 days ago"):
        actions.undo_import(made, actor=editor)


def test_a_real_file_of_customer_questions_comes_in_whole():
    if not BANKING.exists():
        pytest.skip("Banking77 is not at hand; the project's own files are tested above.")
    lines = BANKING.read_bytes().splitlines(keepends=True)[:1_201]

    made = imported(make_member(), b"".join(lines), name="banking77.csv")

    assert (made.rows, made.stored + made.already_here, made.left_out) == (1_200, 1_200, 0)
    assert Feedback.objects.get(row=2).text == "I am still waiting on my card?"
    assert Feedback.objects.get(row=2).segments == {"label": "card_arrival"}
