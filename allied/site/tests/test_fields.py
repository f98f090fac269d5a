"""Custom fields in the settings, on a record, in lists and through a merge."""

from __future__ import annotations

import csv

import pytest
from django.test import Client

from allied.domains.insights.actions import Wording, draft_insight
from allied.flows.merging import merge_node, unmerge_node
from allied.kernel.custom_fields import actions, queries
from allied.kernel.custom_fields.definitions import add_field, archive_field
from allied.kernel.custom_fields.models import CustomField
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.models import Act
from allied.kernel.testing import make_member
from allied.site.tests.test_comments import HTMX, Browser
from tests.architecture.world import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def olu():
    return make_member(Role.ADMINISTRATOR, name="Olu Ade")


@pytest.fixture
def claims(olu):
    return [draft_insight(Wording(claim), actor=olu).node for claim in ("They leave", "They stay", "They come back")]


@pytest.fixture
def browser(olu, claims):
    return Browser(olu)


@pytest.fixture
def fields(olu):
    """One of each type, with values for the first two claims."""
    return {
        "choice": add_field("insight", name="Branch", type="choice", options=["North", "South"], actor=olu),
        "choices": add_field("insight", name="Channels", type="choices", options=["App", "Desk"], actor=olu),
        "number": add_field("insight", name="Effort", type="number", help="In days.", actor=olu),
        "date": add_field("insight", name="Deadline", type="date", actor=olu),
        "yes_no": add_field("insight", name="Legal", type="yes_no", actor=olu),
        "person": add_field("insight", name="Checked by", type="person", actor=olu),
        "text": add_field("insight", name="Code", type="text", actor=olu),
        "link": add_field("insight", name="Source", type="link", actor=olu),
    }


FIRST = {
    "branch": "South",
    "channels": "App; Desk",
    "effort": "3.5",
    "deadline": "2026-03-01",
    "legal": "yes",
    "checked_by": "Olu Ade",
    "code": "A1",
    "source": "https://example.org/x",
}
SECOND = {
    "branch": "North",
    "channels": "Desk",
    "effort": "12",
    "deadline": "2026-05-01",
    "legal": "no",
    "code": "=B2",
}


@pytest.fixture
def filled(olu, claims, fields):
    actions.set_fields(claims[0], FIRST, actor=olu)
    actions.set_fields(claims[1], SECOND, actor=olu)


def rows(browser, query):
    """The references of a list in their order, by its export."""
    answer = browser.get(f"/lists/insights/export/csv?{query}")
    return [line[0] for line in csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())][1:]


def test_a_field_is_added_named_anew_moved_archived_and_brought_back(browser):
    answer = browser.post("/settings/fields/new", kind="insight", name="Branch", type="choice", options="North\nSouth")
    assert answer.status_code == 302
    browser.post("/settings/fields/new", kind="insight", name="Effort", type="number")
    field = CustomField.objects.get(name="Branch")
    north, south = field.options.order_by("position")
    again = {f"label-{north.pk}": "The north", f"position-{north.pk}": 2, f"offered-{north.pk}": "on"}
    again |= {f"label-{south.pk}": "South", f"position-{south.pk}": 1, f"offered-{south.pk}": "on"}
    assert browser.post(f"/settings/fields/{field.pk}", name="Branches", **again, options="East").status_code == 302
    browser.post(f"/settings/fields/{field.pk}/move", way="down")
    assert [one.name for one in queries.fields_of("insight", actor=member_of(browser))] == ["Effort", "Branches"]
    assert [one.label for one in field.options.order_by("position")] == ["South", "The north", "East"]

    browser.post(f"/settings/fields/{field.pk}/archiving")
    assert "Bring Branches back" in browser.text("/settings/fields")
    browser.post(f"/settings/fields/{field.pk}/restoration")
    assert "Bring Branches back" not in browser.text("/settings/fields")


def member_of(browser):
    return CustomField.objects.select_related("created_by")[0].created_by


def test_what_a_definition_cannot_be_is_said_beside_its_field(browser, fields):
    page = browser.post("/settings/fields/new", kind="insight", name="branch", type="text")
    none = browser.post("/settings/fields/new", kind="insight", name="New", type="choice")

    assert (page.status_code, none.status_code) == (422, 422)
    assert "have a field “branch” already" in page.content.decode()
    assert "Write at least one option" in none.content.decode()


def test_others_than_administrators_read_the_fields_and_change_none(olu, fields):
    editor = Browser(make_member(Role.EDITOR, like=olu))
    assert "Deadline" in editor.text("/settings/fields")
    assert "Add a field" not in editor.text("/settings/fields")
    assert editor.get("/settings/fields/new").status_code == 403


def test_a_record_shows_its_fields_and_changes_them_in_place(browser, fields):
    assert 'id="change-fields"' in browser.text("/insights/INS-1")
    form = browser.get("/fields/on/INS-1", **HTMX).content.decode()
    assert "<html" not in form
    assert "In days." in form
    seen = form.split('name="seen" value="')[1].split('"')[0]
    bad = browser.post("/fields/on/INS-1", HTMX, effort="many", seen=seen)
    assert bad.status_code == 422
    assert "“many” is not a number" in bad.content.decode()

    done = browser.post("/fields/on/INS-1", effort="4", channels=["Desk", "App"], legal="yes", seen=seen)

    assert done["Location"] == f"{browser.root}/insights/INS-1"
    page = browser.text("/insights/INS-1")
    assert "<dd>App, Desk</dd>" in page
    assert "set Effort to “4”" in page
    browser.post(f"/acts/{Act.objects.get().pk}/undo")
    assert "<dd>App, Desk</dd>" not in browser.text("/insights/INS-1")


def test_who_opened_the_form_before_another_saved_is_shown_both(browser, olu, claims, fields):
    actions.set_fields(claims[0], {"effort": "4"}, actor=olu)
    form = browser.text("/fields/on/INS-1")
    seen = form.split('name="seen" value="')[1].split('"')[0]
    actions.set_fields(claims[0], {"effort": "5"}, actor=olu)

    answer = browser.post("/fields/on/INS-1", effort="6", seen=seen)

    assert answer.status_code == 409
    assert "Olu Ade changed this after you opened it" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("where=custom_branch~is~{south}", ["INS-1"]),
        ("where=custom_branch~not~{south}&sort=title", ["INS-3", "INS-2"]),
        ("where=custom_branch~empty~", ["INS-3"]),
        ("where=custom_channels~is~{desk}&sort=title", ["INS-1", "INS-2"]),
        ("where=custom_effort~more~3.5", ["INS-2"]),
        ("where=custom_effort~is~3.5", ["INS-1"]),
        ("where=custom_deadline~before~2026-04-01", ["INS-1"]),
        ("where=custom_legal~is~True", ["INS-1"]),
        ("where=custom_checked_by~is~me", ["INS-1"]),
        ("where=custom_code~has~a", ["INS-1"]),
        ("where=custom_source~filled~", ["INS-1"]),
        ("sort=custom_branch", ["INS-2", "INS-1", "INS-3"]),
        ("sort=-custom_effort", ["INS-1", "INS-2", "INS-3"]),
        ("sort=custom_deadline", ["INS-2", "INS-1", "INS-3"]),
        ("sort=custom_checked_by,title", ["INS-1", "INS-3", "INS-2"]),
        ("sort=custom_code", ["INS-2", "INS-1", "INS-3"]),
    ],
)
def test_lists_filter_and_order_by_every_type(browser, filled, fields, query, found):
    south, desk = fields["choice"].options.get(label="South"), fields["choices"].options.get(label="Desk")
    assert rows(browser, query.format(south=south.pk, desk=desk.pk)) == found


@pytest.mark.parametrize("key", ["branch", "deadline", "legal", "checked_by", "code"])
def test_lists_group_by_a_field_and_count_what_has_none(browser, filled, key):
    page = browser.text(f"/insights?group=custom_{key}")
    headings = [
        part.split("</th>")[0].split(">")[1].split("<")[0].strip() for part in page.split('class="band"><th ')[1:]
    ]
    assert headings[-1].startswith("No ")
    assert (
        headings[:-1]
        == {
            "branch": ["North", "South"],
            "deadline": ["May 2026", "March 2026"],
            "legal": ["Yes", "No"],
            "checked_by": ["Olu Ade"],
            "code": ["=B2", "A1"],
        }[key]
    )


def test_columns_exports_and_cells_show_what_the_fields_hold(browser, filled):
    cols = "cols=" + ",".join(f"custom_{key}" for key in FIRST) + "&sort=title"
    page = browser.text(f"/insights?{cols}")
    assert 'href="https://example.org/x" rel="noopener noreferrer nofollow">example.org<' in page
    answer = browser.get(f"/lists/insights/export/csv?{cols}")
    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    by_name = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    first = next(one for one in by_name if one["Reference"] == "INS-1")
    second = next(one for one in by_name if one["Reference"] == "INS-2")
    assert [first[name] for name in ("Branch", "Channels", "Effort", "Legal")] == ["South", "App, Desk", "3.5", "Yes"]
    assert second["Code"] == "'=B2"


def test_a_cell_is_changed_in_place_and_many_rows_at_once_with_one_undo(browser, olu, claims, filled, fields):
    cell = "/lists/insights/cells/INS-1/custom_effort"
    assert 'value="3.5"' in browser.get(cell, **HTMX).content.decode()
    assert browser.post(cell, HTMX, to="x").status_code == 422
    assert "1250.5" in browser.post(cell, HTMX, to="1 250,5").content.decode()
    browser.post(f"/acts/{Act.objects.get().pk}/undo")
    assert words(claims[0], olu)["effort"] == "3.5"
    north = fields["choice"].options.get(label="North")

    browser.post("/lists/insights/bulk", change=f"custom_branch~{north.pk}", node=["INS-1", "INS-2", "INS-3"])

    assert [words(node, olu)["branch"] for node in claims] == ["North"] * 3
    browser.post(f"/acts/{Act.objects.latest('pk').pk}/undo")
    assert [words(node, olu)["branch"] for node in claims] == ["South", "North", ""]


def test_an_archived_field_leaves_the_lists_and_its_undo_says_so(browser, olu, filled, fields):
    browser.post("/lists/insights/cells/INS-1/custom_effort", to="9")
    archive_field(fields["number"], actor=olu)
    page = browser.text("/insights?cols=custom_effort&where=custom_effort~more~1&sort=custom_effort")
    assert 'id="col-custom_effort"' not in page
    assert "They leave" in page
    assert browser.post(f"/acts/{Act.objects.get().pk}/undo").status_code == 409
    assert browser.get("/lists/insights/cells/INS-1/custom_effort").status_code == 404


def test_a_list_costs_the_same_however_many_columns_are_custom(browser, filled, django_assert_max_num_queries):
    browser.text("/insights")
    with django_assert_max_num_queries(22):
        browser.text("/insights?cols=custom_branch")
    with django_assert_max_num_queries(22):
        browser.text("/insights?cols=" + ",".join(f"custom_{key}" for key in FIRST))


def test_a_merge_fills_what_was_empty_and_can_be_taken_back(olu, claims, filled):
    actions.set_fields(claims[1], {"effort": ""}, actor=olu)

    merge_node(claims[0], claims[1], actor=olu)

    assert {key: words(claims[1], olu)[key] for key in ("branch", "effort", "checked_by")} == {
        "branch": "North",
        "effort": "3.5",
        "checked_by": "Olu Ade",
    }
    unmerge_node(claims[0], actor=olu)
    assert words(claims[0], olu)["effort"] == "3.5"
    assert words(claims[1], olu)["effort"] == ""


def words(node, actor):
    return {one.field.key: one.words for one in queries.filled(node, actor=actor)}


def test_programs_read_and_write_custom_fields(olu, claims, fields):
    secret = token_of(olu)
    client, headers = Client(), {"Authorization": f"Bearer {secret}"}
    place = "/api/v1/insights/INS-1"
    given = {
        "branch": "South",
        "channels": ["Desk", "App"],
        "effort": 3.5,
        "deadline": "2026-03-01",
        "legal": True,
        "checked_by": str(olu.pk),
        "code": "A1",
        "source": "https://example.org/x",
    }

    changed = client.patch(place, {"fields": given}, content_type="application/json", headers=headers).json()

    assert changed["fields"] == given | {"channels": ["App", "Desk"]}
    assert client.get("/api/v1/insights", headers=headers).json()["data"][2]["fields"] == changed["fields"]
    refused = client.patch(
        place, {"fields": {"effort": "x", "no": 1}}, content_type="application/json", headers=headers
    )
    assert refused.status_code == 422
    assert "fields.no" in refused.content.decode()
    left = {**changed, "fields": {"branch": "North"}}
    replaced = client.put(place, left, content_type="application/json", headers=headers).json()
    assert replaced["fields"] == dict.fromkeys(given) | {"branch": "North", "channels": []}


def test_a_refused_field_leaves_no_new_object(olu, claims, fields):
    headers = {"Authorization": f"Bearer {token_of(olu)}"}
    body = {"claim": "New", "fields": {"branch": "West"}}
    answer = Client().post("/api/v1/insights", body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    made = Client().post(
        "/api/v1/insights", body | {"fields": {"effort": 2}}, content_type="application/json", headers=headers
    )
    assert (made.json()["reference"], made.json()["fields"]["effort"]) == ("INS-4", 2)


def test_programs_define_fields(olu, fields):
    client, headers = Client(), {"Authorization": f"Bearer {token_of(olu)}"}
    place = f"/api/v1/fields/{fields['choice'].pk}"
    north = client.get(place, headers=headers).json()["options"][0]
    options = [{"label": "East"}, {"id": north["id"], "label": "The north"}]
    found = client.patch(place, {"options": options}, content_type="application/json", headers=headers).json()
    assert [(one["label"], one["is_offered"]) for one in found["options"]] == [
        ("The north", True),
        ("South", False),
        ("East", True),
    ]
    assert [one["key"] for one in client.get("/api/v1/fields?kind=insight", headers=headers).json()["data"]][
        0
    ] == "branch"
