"""What every registered list offers, on the list of insights: saved lists, exports, cells and selections."""

import csv
import io
import json
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook

from allied.domains.insights import actions
from allied.domains.insights.models import Insight
from allied.domains.insights.tests.builders import make_insight, make_published
from allied.domains.insights.tests.test_views import Browser
from allied.kernel.activity.editions import edition
from allied.kernel.people.catalogue import Role
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


class Lists(Browser):
    """A member's browser on the addresses that all lists share."""

    def __init__(self, member):
        super().__init__(member)
        self.shared = f"/w/{member.workspace.slug}/lists/insights"

    def shared_post(self, path, **fields):
        return self.client.post(self.shared + path, fields)

    def shared_get(self, path, **query):
        return self.client.get(self.shared + path, query)


def test_a_list_is_saved_opened_and_begun_with():
    member = make_member()
    make_published(member, "Waits")
    make_insight(member, "Fines")
    lists = Lists(member)

    answer = lists.shared_post("/saved", name="Published", query="where=state~is~published&page=3&cols=state")
    saved = SavedList.objects.get()
    assert saved.query == "cols=state&where=state~is~published"
    assert answer["Location"].endswith(f"/insights?{saved.query}&list={saved.pk}")

    text = lists.client.get(answer["Location"]).content.decode()
    assert "Fines" not in text
    assert "Begin with this list" in text
    assert ", changed" not in text
    assert ", changed" in lists.text(list=saved.pk, where="state~is~draft")

    lists.shared_post("/default", saved=saved.pk)
    assert lists.get()["Location"] == answer["Location"]
    assert "Fines" in lists.text(list="all")


def test_a_list_of_that_name_is_not_saved_twice():
    lists = Lists(make_member())
    lists.shared_post("/saved", name="Mine", query="")

    answer = lists.shared_post("/saved", name="Mine", query="sort=people")

    assert "called “Mine” already" in lists.client.get(answer["Location"]).content.decode()
    assert SavedList.objects.count() == 1


def test_a_saved_list_is_renamed_redrawn_deleted_and_brought_back():
    lists = Lists(make_member())
    lists.shared_post("/saved", name="Mine", query="")
    pk = SavedList.objects.get().pk

    lists.shared_post(f"/saved/{pk}", name="Ours", is_shared="on")
    lists.shared_post(f"/saved/{pk}", do="update", query="sort=people")
    saved = SavedList.objects.get()
    assert (saved.name, saved.is_shared, saved.query) == ("Ours", True, "sort=people")

    answer = lists.shared_post(f"/saved/{pk}/deletion")
    assert f"/saved/{pk}/restoration" in lists.client.get(answer["Location"]).content.decode()
    lists.shared_post(f"/saved/{pk}/restoration")
    assert SavedList.objects.get().deleted_at is None


def test_a_reader_keeps_lists_too_but_does_not_change_those_of_others():
    owner = make_member()
    Lists(owner).shared_post("/saved", name="Ours", query="", is_shared="on")
    pk = SavedList.objects.get().pk
    reader = Lists(make_member(Role.READER, like=owner))

    assert reader.shared_post(f"/saved/{pk}", name="Theirs").status_code == 403
    assert reader.shared_post("/saved", name="Mine", query="").status_code == 302
    assert reader.client.post(reader.shared.replace("insights", "nothing") + "/saved").status_code == 404


def test_what_is_filtered_is_exported_with_the_columns_shown():
    member = make_member(name="Imani Okafor")
    make_published(member, "=1+1")
    make_insight(member, "Fines", summary="Two\nlines")
    lists = Lists(member)

    def exported(form, **query):
        return b"".join(lists.shared_get(f"/export/{form}", **query).streaming_content)

    text = exported("csv", cols="state,people,author,summary", sort="title").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Reference", "Claim", "State", "People", "Author", "Summary"],
        ["INS-1", "'=1+1", "Published", "1", "Imani Okafor", ""],
        ["INS-2", "Fines", "Draft", "0", "Imani Okafor", "Two\nlines"],
    ]

    (line,) = exported("jsonl", cols="people,added", where="title~is~fines").decode().splitlines()
    assert json.loads(line) | {"added": ""} == {"reference": "INS-2", "title": "Fines", "people": 0, "added": ""}

    sheet = load_workbook(io.BytesIO(exported("xlsx", cols="people,added", sort="title"))).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[1][:3] == ["INS-1", "'=1+1", 1]
    assert isinstance(values[1][3], datetime)

    assert lists.shared_get("/export/pdf").status_code == 404


def test_a_page_or_a_selection_is_copied_as_text_and_as_a_table():
    member = make_member()
    make_insight(member, "Tabs\tand <b>")
    make_insight(member, "Fines")
    lists = Lists(member)

    whole = lists.shared_get("/copy", cols="state", sort="added").json()
    some = lists.shared_get("/copy", cols="state", node="INS-2").json()

    assert whole["text"].splitlines()[0] == "Reference\tClaim\tState"
    assert "<td>Tabs and &lt;b&gt;</td>" in whole["html"]
    assert some["text"].splitlines()[1:] == ["INS-2\tFines\tDraft"]


def test_a_long_export_asks_as_little_as_its_stretches(django_assert_max_num_queries, monkeypatch):
    member = make_member()
    for number in range(6):
        make_insight(member, f"Claim {number}")
    monkeypatch.setattr("allied.web.lists.exports.AT_ONCE", 3)
    lists = Lists(member)

    with django_assert_max_num_queries(8):
        assert b"".join(lists.shared_get("/export/csv").streaming_content).count(b"\n") == 7


def test_a_cell_is_changed_in_place_and_taken_back():
    member = make_member()
    insight = make_insight(member, "Waits")
    lists = Lists(member)
    headers = {"HX-Request": "true"}

    editor = lists.client.get(lists.shared + "/cells/INS-1/title", headers=headers).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', editor)[1]
    answer = lists.client.post(
        lists.shared + "/cells/INS-1/title", {"to": "Waits are unknown", "seen": seen}, headers=headers
    )

    assert "Waits are unknown" in answer.content.decode()
    assert "Claim of INS-1 is changed." in answer.content.decode()
    insight.node.refresh_from_db()
    assert insight.node.title == "Waits are unknown"

    lists.client.post(re.search(r'action="([^"]+/undo)"', answer.content.decode())[1])
    insight.node.refresh_from_db()
    assert insight.node.title == "Waits"


def test_what_somebody_else_wrote_into_the_cell_is_shown_and_other_fields_are_kept():
    member = make_member()
    other = make_member(like=member, name="Priya")
    insight = make_insight(member, "Waits")
    lists, place = Lists(member), "/cells/INS-1/title"
    seen = edition(actions.said(insight))

    actions.edit_insight(insight, actions.Wording("Waits", scope="Holds"), actor=other)
    assert lists.shared_post(place, to="Waits are long", seen=seen).status_code == 302
    insight.refresh_from_db()
    assert (insight.claim, insight.scope) == ("Waits are long", "Holds")

    answer = lists.shared_post(place, to="Mine", seen=seen)
    assert answer.status_code == 409
    assert "Waits are long" in answer.content.decode()
    assert lists.shared_post(place, to="", seen="").status_code == 422


def test_cells_are_refused_where_nothing_may_be_changed():
    member = make_member()
    make_insight(member, "Waits")
    reader = Lists(make_member(Role.READER, like=member))

    assert "data-edit" not in reader.text()
    assert reader.shared_post("/cells/INS-1/title", to="Mine").status_code == 403
    assert Lists(member).shared_get("/cells/INS-1/people").status_code == 404


def test_selected_rows_are_changed_at_once_and_put_back_at_once():
    member = make_member()
    product = product_of(member)
    for claim in ("One", "Two", "Three"):
        make_insight(member, claim)
    lists = Lists(member)

    answer = lists.shared_post("/bulk", change=f"product~{product.pk}", node=["INS-1", "INS-2"])
    page = lists.client.get(answer["Location"]).content.decode()
    assert "Product of 2 rows are changed." in page
    assert [one.node.product for one in Insight.objects.order_by("pk")] == [product, product, None]

    insight = Insight.objects.order_by("pk")[0]
    actions.edit_insight(insight, actions.Wording("One"), product=None, actor=member)
    actions.edit_insight(insight, actions.Wording("One, anew"), product=None, actor=member)
    lists.client.post(re.search(r'action="([^"]+/undo)"', page)[1])
    assert [one.node.product for one in Insight.objects.order_by("pk")] == [None, None, None]


def test_a_change_of_many_is_whole_or_not_at_all(monkeypatch):
    member = make_member()
    product = product_of(member)
    make_insight(member, "One")
    retired = make_published(member, "Two")
    actions.retire_insight(retired, reason="Wrong", actor=member)
    lists = Lists(member)

    assert lists.shared_post("/bulk", change=f"product~{product.pk}", node=["INS-1", "INS-2"]).status_code == 409
    assert not Insight.objects.filter(node__product=product).exists()
    assert lists.shared_post("/bulk", change=f"product~{product.pk}").status_code == 409
    assert lists.shared_post("/bulk", change="product~999999", all="on").status_code == 422
    monkeypatch.setattr("allied.web.lists.editing.MOST", 0)
    assert lists.shared_post("/bulk", change=f"product~{product.pk}", node=["INS-1"]).status_code == 409
