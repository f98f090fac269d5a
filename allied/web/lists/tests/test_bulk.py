"""More rows than one request should change: a job does it, says what came of each row, and takes it all back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from allied.domains.discovery.tests.builders import make_opportunity
from allied.domains.feedback.actions import add_feedback
from allied.domains.insights import actions as insights
from allied.domains.insights.models import Insight
from allied.domains.insights.tests.builders import make_insight, make_published
from allied.domains.roadmap.tests.builders import make_item
from allied.kernel.activity.models import Activity
from allied.kernel.bulk_changes.models import BulkChange, BulkRow
from allied.kernel.custom_fields.definitions import add_field, archive_field
from allied.kernel.disposal.actions import archive_node
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.membership.members import change_role
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product
from allied.kernel.personal.models import Act
from allied.kernel.testing import make_member, product_of
from allied.web.lists import bulk

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch):
    monkeypatch.setattr("allied.web.lists.editing.MOST", 2)
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "LAID_OUT", 3)


@pytest.fixture
def me() -> Member:
    return make_member(Role.OWNER, name="Imani Okafor")


@pytest.fixture
def product(me: Member) -> Product:
    return product_of(me)


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def at(member: Member, path: str) -> str:
    return f"/w/{member.workspace.slug}/{path}"


def draft(member: Member, count: int) -> list[Insight]:
    return [make_insight(member, f"Claim {number}") for number in range(count)]


def start(member: Member, rows: list[Insight], product: Product) -> BulkChange:
    keys = [row.pk for row in rows]
    return bulk.start_change("insights", "product", keys, str(product.pk), label="Product", actor=member)


def outcomes(change: BulkChange) -> list[str]:
    return list(change.rows.order_by("pk").values_list("outcome", flat=True))


def products() -> list[Product | None]:
    return [one.node.product for one in Insight.objects.select_related("node__product").order_by("pk")]


def test_all_that_the_list_finds_is_changed_in_the_background_and_one_undo_puts_it_back(me, product):
    draft(me, 5)
    mine = browser(me)

    answer = mine.post(at(me, "lists/insights/bulk"), {"change": f"product~{product.pk}", "all": "on"})
    change = BulkChange.objects.get()
    assert answer["Location"] == at(me, f"bulk-changes/{change.pk}")
    page = mine.get(answer["Location"]).content.decode()
    assert "You can leave this page" in page
    assert "0 of 5" in page
    assert "Changing many rows" in mine.get(at(me, "running"), headers=HTMX).content.decode()

    runner.run_all()
    assert products() == [product] * 5
    assert outcomes(change) == ["changed"] * 5
    over = mine.get(at(me, f"bulk-changes/{change.pk}/progress"), headers=HTMX)
    assert over["HX-Redirect"] == at(me, f"bulk-changes/{change.pk}")
    assert "INS-5<" in mine.get(answer["Location"]).content.decode()

    act = Act.objects.get(member=me)
    mine.post(act.undo_url)
    runner.run_all()
    assert products() == [None] * 5
    assert outcomes(change) == ["put_back"] * 5
    act.refresh_from_db()
    assert act.undone_at is not None
    assert "It is undone" in mine.get(answer["Location"]).content.decode()


def test_what_the_list_leaves_out_stays_as_it_is(me, product):
    draft(me, 4)
    make_insight(me, "Another")

    browser(me).post(
        at(me, "lists/insights/bulk?where=title~has~claim"), {"change": f"product~{product.pk}", "all": "on"}
    )
    runner.run_all()

    assert products() == [product] * 4 + [None]


def test_each_row_says_what_came_of_it_with_its_reference_and_the_reason(me, product):
    first, second, third, gone = draft(me, 4)
    insights.edit_insight(second, insights.Wording("Claim 1"), product=product, actor=me)
    retired = make_published(me, "Retired")
    insights.retire_insight(retired, reason="Wrong", actor=me)
    change = start(me, [first, second, third, gone, retired], product)
    archive_node(gone.node, actor=me)

    runner.run_all()

    assert outcomes(change) == ["changed", "unchanged", "changed", "refused", "refused"]
    refused = list(change.rows.filter(outcome="refused").order_by("pk").values_list("reference", "sentence"))
    assert refused[0] == ("INS-4", "It is not here any longer.")
    assert refused[1][0] == "INS-5"
    assert "retired" in refused[1][1].lower()
    page = browser(me).get(at(me, f"bulk-changes/{change.pk}?outcome=refused")).content.decode()
    assert "INS-5<" in page
    assert "INS-2<" not in page


def test_a_process_that_is_killed_loses_nothing_and_doubles_nothing(me, product, monkeypatch):
    change = start(me, draft(me, 5), product)
    job = runner.take("first")
    for _step in range(3):  # two lay the rows out, one changes two of them
        runner.run_step(job.pk, "first")
    with monkeypatch.context() as killing:
        killing.setattr(bulk, "_keep", _killed)
        with pytest.raises(SystemExit):
            runner.run_step(job.pk, "first")
    assert outcomes(change) == ["changed", "changed", "waiting", "waiting", "waiting"]
    assert runner.run_all() == 0

    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    runner.run_all()

    assert outcomes(change) == ["changed"] * 5
    assert Activity.objects.filter(verb="insight.edited").count() == 5
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 5, 5)


def _killed(*_given: object) -> None:
    raise SystemExit


def test_it_is_stopped_gone_on_with_and_undone_halfway(me, product):
    change = start(me, draft(me, 5), product)
    mine, page = browser(me), at(me, f"bulk-changes/{change.pk}")
    job = runner.take("worker")
    for _step in range(3):
        runner.run_step(job.pk, "worker")

    mine.post(f"{page}/stop")
    assert runner.run_all() == 0
    assert "Go on with the other 3" in mine.get(page).content.decode()
    assert mine.post(f"{page}/stop").status_code == 409

    mine.post(f"{page}/resume")
    assert mine.post(f"{page}/resume").status_code == 409
    runner.run_step(runner.take("worker").pk, "worker")
    mine.post(f"{page}/undo")
    runner.run_all()

    assert products() == [None] * 5
    assert outcomes(change) == ["put_back"] * 4
    assert mine.post(f"{page}/undo").status_code == 409
    assert mine.post(f"{page}/resume").status_code == 409


def test_what_somebody_changed_since_is_not_put_back(me, product):
    rows = draft(me, 3)
    change = start(me, rows, product)
    runner.run_all()
    insights.edit_insight(Insight.objects.get(pk=rows[1].pk), insights.Wording("Claim 1"), product=None, actor=me)
    archive_node(rows[2].node, actor=me)

    bulk.undo_change(change.pk, actor=me)
    runner.run_all()

    assert outcomes(change) == ["put_back", "left", "left"]
    assert "changed it since" in change.rows.order_by("pk")[1].sentence


def test_a_field_that_is_archived_meanwhile_stops_the_work_with_its_reason(me):
    field = add_field("insight", name="Checked", type="yes_no", actor=me)
    keys = [row.pk for row in draft(me, 3)]
    change = bulk.start_change("insights", f"custom_{field.key}", keys, "yes", label="Checked", actor=me)
    archive_field(field, actor=me)

    runner.run_all()

    page = browser(me).get(at(me, f"bulk-changes/{change.pk}")).content.decode()
    assert "This field was archived" in page
    assert "Go on" in page


def test_what_makes_no_sense_is_refused_before_anything_starts(me, product):
    with pytest.raises(BadInput, match="none of the choices"):
        bulk.start_change("insights", "product", ["x"], "999999", label="Product", actor=me)
    with pytest.raises(BadInput, match="none of the choices"):
        bulk.start_change("insights", "title", ["x"], "Anything", label="Claim", actor=me)
    with pytest.raises(InvalidState, match="No row is selected"):
        bulk.start_change("insights", "product", [], str(product.pk), label="Product", actor=me)
    with pytest.raises(InvalidState, match="no longer changed here"):
        bulk.start_change("insights", "people", ["x"], "", label="People", actor=me)


def test_who_may_not_change_such_rows_starts_nothing(me, product):
    rows = draft(me, 3)

    with pytest.raises(Denied):
        start(make_member(Role.READER, like=me), rows, product)


def test_who_may_change_them_no_longer_gets_each_refused(me, product):
    editor = make_member(like=me)
    change = start(editor, draft(me, 3), product)
    change_role(editor.pk, Role.READER, actor=me)

    runner.run_all()

    assert outcomes(change) == ["refused"] * 3
    assert products() == [None] * 3


def test_nobody_else_sees_it_or_takes_it_back(me, product):
    change = start(me, draft(me, 3), product)
    other = make_member(Role.OWNER, like=me)

    for act in (bulk.stop_change, bulk.resume_change, bulk.undo_change):
        with pytest.raises(NotVisible):
            act(change.pk, actor=other)
    assert browser(other).get(at(me, f"bulk-changes/{change.pk}")).status_code == 404
    assert str(change) not in browser(other).get(at(me, "bulk-changes")).content.decode()
    assert str(change) in browser(me).get(at(me, "bulk-changes")).content.decode()


def test_it_can_be_undone_for_thirty_days_and_is_forgotten_then(me, product):
    change = start(me, draft(me, 3), product)
    runner.run_all()
    BulkChange.objects.update(started_at=timezone.now() - timedelta(days=31))

    with pytest.raises(InvalidState):
        bulk.undo_change(change.pk, actor=me)
    bulk.forget_step(Job())

    assert not BulkChange.objects.exists()
    assert not BulkRow.objects.exists()


def _feedback(member: Member) -> Node:
    return add_feedback(text="The lift is out", actor=member, product=product_of(member)).node


def _opportunity(member: Member) -> Node:
    return make_opportunity(member).node


def _item(member: Member) -> Node:
    return make_item(member).node


@pytest.mark.parametrize(
    ("key", "make", "change"),
    [
        ("feedback", _feedback, "state~not_useful"),
        ("feedback", _feedback, "assigned~{me}"),
        ("opportunities", _opportunity, "product~{product}"),
        ("items", _item, "product~{product}"),
    ],
)
def test_every_list_changes_all_that_it_finds(key, make, change, me, product):
    for _number in range(3):
        make(me)

    browser(me).post(at(me, f"lists/{key}/bulk"), {"change": change.format(me=me.pk, product=product.pk), "all": "on"})
    runner.run_all()
    made = BulkChange.objects.get()
    assert outcomes(made) == ["changed"] * 3
    assert re.fullmatch(r"[A-Z]{3}-1", made.rows.order_by("reference")[0].reference)

    bulk.undo_change(made.pk, actor=me)
    runner.run_all()
    assert outcomes(made) == ["put_back"] * 3
