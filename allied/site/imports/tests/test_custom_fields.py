"""Columns that become custom fields: guessed, typed row by row, counted, brought up to date, remembered, taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from allied.kernel.custom_fields import queries
from allied.kernel.custom_fields.actions import set_fields
from allied.kernel.custom_fields.definitions import add_field, archive_field
from allied.kernel.custom_fields.models import CustomField, FieldValue
from allied.kernel.errors import BadInput
from allied.kernel.importing import actions
from allied.kernel.importing.custom import vocabulary_of
from allied.kernel.importing.models import Import, ImportRow, losses
from allied.kernel.importing.preview import preview
from allied.kernel.importing.reading import choose
from allied.kernel.jobs import runner
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member, product_of
from allied.kernel.words import of_kept

pytestmark = pytest.mark.django_db
KINDS = ["feedback", "insight", "opportunity", "item"]
TITLES = {"feedback": "text", "insight": "claim", "opportunity": "title", "item": "title"}
FIELDS = {
    "Weeks": "number",
    "Deadline": "date",
    "Branch group": "choice",
    "Channels": "choices",
    "Checked by": "person",
    "Call back": "yes_no",
    "Specification": "link",
    "Remark": "text",
}
HEAD = "id,{title},weeks,Deadline,Branch group,channels,checked_by,Call back,Specification,Remark\n"
GOOD = "A-1,The lift is out,3.5,31/12/2026,town,Desk,Imani Okafor,yes,https://example.org/a,Ask Jo\n"
BAD = "A-2,No seat left at noon,many,soon,Moon,Desk; Fax,Nobody Known,perhaps,ftp:x,Ask Jo\n"


def owner_with_fields(kind: str) -> Member:
    owner = make_member("administrator", name="Imani Okafor")
    options = {"Branch group": ["Town", "Village"], "Channels": ["App", "Desk"]}
    for name, type in FIELDS.items():
        add_field(kind, name=name, type=type, actor=owner, options=options.get(name, ()))
    return owner


def uploaded(actor: Member, kind: str, content: str, **wanted: str) -> Import:
    made = actions.upload_import(
        file_name="tool.csv",
        chunks=[content.format(title=TITLES[kind]).encode()],
        product=product_of(actor),
        actor=actor,
        target=kind,
    )
    mapping = choose(made.choices, made.layout.names, list(wanted.items()), vocabulary_of(made))
    return actions.map_import(made, mapping, source="Tool", actor=actor)


def imported(actor: Member, kind: str, content: str, **wanted: str) -> Import:
    made = actions.start_import(uploaded(actor, kind, content, **wanted), actor=actor)
    runner.run_all()
    made.refresh_from_db()
    assert made.state == Import.State.DONE
    return made


def words(actor: Member, title: str) -> dict[str, str]:
    found = queries.filled(Node.objects.get(title=title), actor=actor)
    return {each.field.name: each.words for each in found if each.words}


def sentence(made: Import, number: int) -> str:
    return ImportRow.objects.get(of=made, number=number).sentence


@pytest.mark.parametrize("kind", KINDS)
def test_columns_that_bear_a_fields_name_fill_it_in(kind: str):
    owner = owner_with_fields(kind)

    made = imported(owner, kind, HEAD + GOOD)

    assert [use.meaning for use in made.choices.uses[2:]] == [
        "fields.weeks",
        "fields.deadline",
        "fields.branch_group",
        "fields.channels",
        "fields.checked_by",
        "fields.call_back",
        "fields.specification",
        "fields.remark",
    ]
    assert words(owner, "The lift is out") == {
        "Weeks": "3.5",
        "Deadline": "2026-12-31",
        "Branch group": "Town",
        "Channels": "Desk",
        "Checked by": "Imani Okafor",
        "Call back": "Yes",
        "Specification": "https://example.org/a",
        "Remark": "Ask Jo",
    }
    assert {(loss.outcome, loss.kept) for loss in losses(made)} == {("mapped", 1)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_does_not_fit_is_said_of_its_row_before_and_after_and_counts_as_not_kept(kind: str):
    owner = owner_with_fields(kind)

    shown = preview(uploaded(owner, kind, HEAD + GOOD + BAD))
    made = imported(owner, kind, HEAD + GOOD + BAD)

    (worth,) = shown.worth
    assert worth.what == "Ready, with a remark"
    for problem in (worth.why, sentence(made, 3)):
        assert "“many” is not a number. Write one such as 12 or 3.5. So “Weeks” is left as it is." in problem
        assert "“Moon” is not an option of “Branch group”. Choose from: Town, Village. So" in problem
        assert "“Fax” is not an option of “Channels”. Choose from: App, Desk." in problem
        assert "“Nobody Known” is not the name or e-mail address of one member" in problem
        assert "“perhaps” is not yes or no." in problem
        assert "“ftp:x” is not a web address." in problem
        assert "“soon”" in problem
        assert "Nothing was changed" not in problem
    assert ("Branch group", "Town") in shown.first[0].facts
    assert words(owner, "No seat left at noon") == {"Remark": "Ask Jo"}
    assert [loss.kept for loss in losses(made)] == [2, 2, *[1] * 7, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_file_changes_what_it_says_otherwise_and_undo_puts_that_back(kind: str):
    owner = owner_with_fields(kind)
    imported(owner, kind, HEAD + GOOD)

    again = imported(owner, kind, HEAD + GOOD.replace("town", "Village").replace("3.5", ""))

    assert (again.updated, again.stored, again.already_here) == (1, 0, 0)
    assert "“Weeks” and “Branch group” differ" in sentence(again, 2)
    assert words(owner, "The lift is out")["Branch group"] == "Village"
    assert "Weeks" not in words(owner, "The lift is out")
    actions.undo_import(again, actor=owner)
    runner.run_all()
    assert words(owner, "The lift is out")["Branch group"] == "Town"
    assert words(owner, "The lift is out")["Weeks"] == "3.5"
    assert imported(owner, kind, HEAD + GOOD).already_here == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_filled_in_here_since_stays_and_the_row_says_so(kind: str):
    owner = owner_with_fields(kind)
    imported(owner, kind, HEAD + GOOD)
    set_fields(Node.objects.get(kind=kind), {"weeks": "8", "remark": "Jo answered"}, actor=owner)

    again = imported(owner, kind, HEAD + GOOD.replace("3.5", "4").replace("yes", "no"))

    found = words(owner, "The lift is out")
    assert (found["Weeks"], found["Remark"], found["Call back"]) == ("8", "Jo answered", "No")
    assert "Somebody edited its “Weeks” here since, which stays." in sentence(again, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_has_a_field_for_the_first_time_leaves_what_people_filled_in(kind: str):
    owner = owner_with_fields(kind)
    imported(owner, kind, f"id,{TITLES[kind]}\nA-1,The lift is out\nA-2,No seat left at noon\n")
    set_fields(Node.objects.get(title="The lift is out"), {"weeks": "8"}, actor=owner)

    imported(owner, kind, HEAD + GOOD + GOOD.replace("A-1,The lift is out", "A-2,No seat left at noon"))

    assert words(owner, "The lift is out")["Weeks"] == "8"
    assert words(owner, "No seat left at noon")["Weeks"] == "3.5"


@pytest.mark.parametrize("kind", KINDS)
def test_undo_takes_what_was_filled_in_with_what_was_made(kind: str):
    owner = owner_with_fields(kind)
    made = imported(owner, kind, HEAD + GOOD + BAD)

    actions.undo_import(made, actor=owner)
    runner.run_all()

    assert not Node.objects.filter(kind=kind).exists()
    assert not FieldValue.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_put_back_is_refused_where_the_field_was_edited_after_the_import(kind: str):
    owner = owner_with_fields(kind)
    imported(owner, kind, HEAD + GOOD)
    again = imported(owner, kind, HEAD + GOOD.replace("3.5", "4"))
    set_fields(Node.objects.get(kind=kind), {"weeks": "9"}, actor=owner)

    actions.undo_import(again, actor=owner)
    runner.run_all()

    assert words(owner, "The lift is out")["Weeks"] == "9"
    assert "was changed after the import" in sentence(again, 2)


def test_a_column_by_another_name_is_chosen_once_and_remembered():
    owner = owner_with_fields("item")
    content = "id,title,effort\n1,A date,{weeks}\n"

    first = imported(owner, "item", content.replace("{weeks}", "2"), **{"fields.weeks": "effort"})
    second = uploaded(owner, "item", content.replace("{weeks}", "3"))

    assert first.choices.uses[2].meaning == second.choices.uses[2].meaning == "fields.weeks"
    assert of_kept(second.columns[2]["why"]) == "As in import 1."


def test_a_column_that_is_surely_something_else_is_not_taken_by_a_field_of_its_name():
    owner = make_member("administrator")
    add_field("item", name="Title", type="text", actor=owner)

    assert uploaded(owner, "item", "id,title,status\n1,A date,Now\n").choices.uses[1].meaning == "title"


def test_a_label_that_is_a_number_is_never_taken_for_the_number_of_another_option():
    owner = make_member("administrator")
    last = add_field("item", name="Before", type="choice", options=["x"], actor=owner).options.get().pk
    labels = [str(last + n) for n in (1, 2, 3, 4)]
    field = add_field("item", name="Size", type="choice", options=labels[::-1], actor=owner)
    assert {str(one.pk) for one in field.options.all()} & set(labels)
    sizes = [*labels, str(last + 5)]

    imported(owner, "item", "id,title,Size\n" + "".join(f"{n},Item {n},{n}\n" for n in sizes))

    assert [words(owner, f"Item {n}").get("Size") for n in sizes] == [*labels, None]


def test_an_archived_field_is_not_offered_and_a_draft_that_chose_it_says_so():
    owner = owner_with_fields("item")
    made = uploaded(owner, "item", HEAD + GOOD)
    archive_field(CustomField.objects.get(key="weeks"), actor=owner)

    assert "fields.weeks" not in vocabulary_of(made).labels
    with pytest.raises(BadInput) as refusal:
        actions.start_import(made, actor=owner)
    assert "is archived" in refusal.value.fields["use-2"]
    assert "A field that is archived by now" in page(owner, made)


def test_a_field_that_is_archived_while_rows_come_in_is_a_remark_and_still_named_in_the_result():
    owner = owner_with_fields("item")
    made = actions.start_import(uploaded(owner, "item", HEAD + GOOD), actor=owner)
    archive_field(CustomField.objects.get(key="weeks"), actor=owner)

    runner.run_all()

    assert "“Weeks” is archived by now. So “Weeks” is left as it is." in sentence(made, 2)
    assert "Field: Weeks" in page(owner, made)


def test_details_of_people_are_hidden_in_fields_of_text_too():
    owner = owner_with_fields("item")

    imported(owner, "item", HEAD + GOOD.replace("Ask Jo", "Mail jo@mail.example"))

    assert words(owner, "The lift is out")["Remark"] == "Mail [e-mail address hidden]"


def test_a_field_of_another_kind_or_workspace_is_not_offered():
    owner = owner_with_fields("item")
    stranger = make_member("administrator")

    for actor, kind in ((owner, "insight"), (stranger, "item")):
        made = uploaded(actor, kind, HEAD + GOOD)
        assert not [name for name in vocabulary_of(made).labels if name.startswith("fields.")]


def page(actor: Member, made: Import) -> str:
    client = Client()
    client.force_login(actor.user)
    response = client.get(reverse("imports:detail", args=[actor.workspace.slug, made.number]))
    return response.content.decode()


def test_the_page_offers_the_fields_and_asks_for_the_order_of_their_dates():
    owner = owner_with_fields("item")

    shown = page(owner, uploaded(owner, "item", HEAD + GOOD))

    assert "Field: Branch group" in shown
    assert "Dates are written" in shown


def test_a_run_with_fields_takes_few_statements_however_many_rows(django_assert_max_num_queries):
    owner = owner_with_fields("feedback")
    rows = "".join(GOOD.replace("A-1", f"A-{number}") for number in range(240))
    made = actions.start_import(uploaded(owner, "feedback", HEAD + rows), actor=owner)

    with django_assert_max_num_queries(70):
        runner.run_all()

    made.refresh_from_db()
    assert made.stored == 240
    assert FieldValue.objects.count() == 240 * 8
