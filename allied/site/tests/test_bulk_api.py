"""Programs change many objects as lists do: a few at once, many in the background."""

import pytest
from django.core.cache import cache

from allied.domains.insights.models import Insight
from allied.kernel.bulk_changes.models import BulkChange
from allied.kernel.custom_fields.definitions import add_field
from allied.kernel.jobs import runner
from allied.kernel.testing import make_member
from allied.site.tests.test_api import Program, insight
from allied.web.lists import editing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_count():
    cache.clear()


@pytest.fixture
def program(client):
    return Program(client, make_member("editor"))


def post(program, **body):
    return program.ask("POST", "/bulk-changes", {"list": "insights", "field": "scope", "value": "Holders"} | body)


def scopes():
    return list(Insight.objects.order_by("pk").values_list("scope", flat=True))


@pytest.fixture
def many(program, monkeypatch):
    """Three insights where two are the most that one request changes."""
    monkeypatch.setattr(editing, "MOST", 2)
    return [insight(program, f"Claim {number}")["reference"] for number in range(3)]


def product_of_(program):
    return {"field": "product", "value": str(program.member.workspace.products.get().pk)}


def test_a_few_objects_change_at_once_by_either_name(program):
    first, second = insight(program), insight(program, "Another")

    answer = post(program, objects=[first["id"], second["reference"].lower(), first["reference"]])

    assert (answer.status_code, answer.json()["changed"], answer.json()["number"]) == (200, 2, None)
    assert scopes() == ["Holders", "Holders"]


def test_all_that_a_list_shows_at_an_address_changes(program):
    insight(program, "Waits are long")
    insight(program, "Something else")

    answer = post(program, query="q=waits")

    assert answer.json()["total"] == 1
    assert scopes() == ["Holders", ""]


def test_a_custom_field_changes_too(program):
    field = add_field("insight", name="Reach", type="text", actor=make_member("owner", like=program.member))
    made = insight(program)

    answer = post(program, field=f"custom_{field.key}", value="All", objects=[made["id"]])

    assert answer.status_code == 200, answer.content
    assert program.get(made["href"]).json()["fields"] == {field.key: "All"}


def test_many_objects_change_in_the_background_and_one_asks_how_far_it_is(program, many):
    answer = post(program, objects=many, **product_of_(program))
    place = answer.json()["href"]

    assert (answer.status_code, answer["Location"]) == (202, place)
    assert (answer.json()["state"], answer.json()["done"], answer.json()["total"]) == ("running", 0, 3)
    runner.run_all()
    far = program.get(place).json()
    assert (far["state"], far["done"], far["changed"]) == ("done", 3, 3)
    rows = program.get(f"{place}/rows?outcome=changed").json()["data"]
    assert [(row["reference"], row["before"]) for row in rows] == [(reference, "") for reference in many]
    assert [one["href"] for one in program.get("/bulk-changes").json()["data"]] == [place]


def test_it_is_stopped_goes_on_and_is_taken_back(program, many):
    place = post(program, objects=many, **product_of_(program)).json()["href"]

    assert program.ask("DELETE", f"{place}/run").json()["state"] == "stopped"
    assert program.ask("DELETE", f"{place}/run").status_code == 409
    assert program.ask("POST", f"{place}/run").json()["state"] == "running"
    runner.run_all()
    assert program.ask("POST", f"{place}/undo").json()["state"] == "undoing"
    runner.run_all()

    far = program.get(place).json()
    assert (far["state"], far["put_back"], far["undo_until"]) == ("undone", 3, None)


def test_a_colleague_does_not_find_it(program, many, client):
    place = post(program, objects=many, **product_of_(program)).json()["href"]

    other = Program(client, make_member("owner", like=program.member))

    assert other.get(place).status_code == 404


def test_more_than_fit_are_refused_where_the_field_takes_any_text(program, many):
    answer = post(program, objects=many)

    assert answer.status_code == 409
    assert not BulkChange.objects.exists()
    assert set(scopes()) == {""}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"list": "nothing", "objects": ["INS-1"]}, "list"),
        ({"list": "people", "objects": ["INS-1"]}, "list"),
        ({}, "objects"),
        ({"objects": ["INS-1"], "query": ""}, "objects"),
        ({"objects": ["INS-999"]}, "objects"),
        ({"objects": ["OPP-1"]}, "objects"),
        ({"objects": ["no such id"]}, "objects"),
        ({"objects": ["INS-1"], "field": "product", "value": "999"}, "product"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(program, body, field):
    insight(program)

    answer = post(program, **body)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert scopes() == [""]


def test_an_unknown_field_and_no_object_at_all_are_refused(program):
    insight(program)

    assert post(program, field="nothing", objects=["INS-1"]).status_code == 409
    assert post(program, query="q=nowhere").status_code == 409


def test_objects_of_another_workspace_are_not_there(program, client):
    theirs = insight(Program(client, make_member("editor")))

    answer = post(program, objects=[theirs["id"]])

    assert list(answer.json()["errors"]) == ["objects"]
    assert scopes() == [""]


def test_who_may_not_edit_changes_nothing(program, client):
    made = insight(program)
    reader = Program(client, make_member("reader", like=program.member))

    assert post(reader, objects=[made["id"]]).status_code == 403
    assert program.get("/bulk-changes/fields?list=insights").json()["data"]
    assert reader.get("/bulk-changes/fields?list=insights").json()["data"] == []


def test_the_fields_that_can_be_changed_are_told_with_their_choices(program):
    told = {one["field"]: one for one in program.get("/bulk-changes/fields?list=feedback").json()["data"]}

    assert told["state"]["choices"]["not_useful"] == "Not useful"
    assert told["author"]["choices"] is None


def test_how_one_is_told_is_read_and_chosen(program):
    answer = program.ask("PATCH", "/notifications/ways", {"ways": {"comment": "never"}})

    assert answer.json()["ways"]["comment"] == "never"
    assert program.get("/notifications/ways").json()["ways"]["comment"] == "never"
    assert program.ask("PATCH", "/notifications/ways", {"ways": {"comment": "pigeon"}}).status_code == 422


def test_an_item_of_feedback_is_corrected(program):
    made = program.made("/feedback", text="The lift is out agian", product="borrow", rating=4)

    fixed = program.ask("PATCH", made["href"], {"text": "The lift is out again", "rating": 3.5}).json()

    assert (fixed["text"], fixed["rating"], fixed["received_at"]) == ("The lift is out again", 3.5, made["received_at"])
    unknown = program.ask("PATCH", made["href"], {"received_at": None}).json()
    assert unknown["is_dated"] is False
    whole = program.get(made["href"]).json()
    assert program.ask("PUT", made["href"], whole | {"author": "Jo"}).json()["author"] == "Jo"


def test_a_list_of_changes_asks_as_often_for_many_as_for_one(program, many, django_assert_num_queries):
    for value in ("", product_of_(program)["value"]):
        post(program, objects=many, field="product", value=value)
    program.get("/me")  # notes the use of the token

    for limit in (1, 2):
        with django_assert_num_queries(3):
            assert len(program.get(f"/bulk-changes?limit={limit}").json()["data"]) == limit
