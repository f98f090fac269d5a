from datetime import date, timedelta

import pytest

from allied.domains.decisions.charter.actions import (
    Frame,
    RightDraft,
    draft_charter,
    frame_charter,
    sign_charter,
    write_right,
)
from allied.domains.roadmap import actions, delivering, planning
from allied.domains.roadmap.models import Item
from allied.domains.roadmap.tests.builders import make_committed, make_item, make_proposed, make_shipped, make_team
from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, Held, InvalidState
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.people.catalogue import Discipline
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.holds import lift_hold, place_hold
from allied.kernel.thread.strength import today_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def test_an_item_goes_from_commitment_to_what_it_changed(team):
    item = make_committed(team)

    delivering.start_item(item, actor=team.product)
    delivering.ship_item(item, untested_because="No time.", actor=team.product)
    delivering.read_back_item(item, result="66% (64 to 67), n 940", actor=team.ux)

    found = Item.objects.get()
    assert (found.node.state, found.result) == ("read_back", "66% (64 to 67), n 940")
    verbs = Activity.objects.filter(node=item.node).order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["item.started", "item.shipped", "item.read_back"]


def test_every_step_can_be_taken_back(team):
    item = delivering.start_item(make_committed(team), actor=team.ux)
    delivering.ship_item(item, untested_because="No time.", actor=team.ux)
    delivering.read_back_item(item, result="Nothing moved.", actor=team.ux)

    delivering.unread_item(item, actor=team.ux)
    assert (item.node.state, item.result) == ("shipped", "")
    delivering.unship_item(item, reason="A fault.", actor=team.ux)
    assert (item.node.state, item.shipped_on, item.untested_because) == ("in_progress", None, "")
    delivering.stop_item(item, actor=team.ux)
    assert (item.node.state, item.started_by) == ("committed", None)


def test_what_was_never_started_is_committed_again(team):
    item = delivering.unship_item(make_shipped(team), reason="A fault.", actor=team.ux)

    assert item.node.state == "committed"


@pytest.mark.parametrize("act", [delivering.start_item, delivering.stop_item, delivering.unread_item])
def test_an_idea_takes_no_later_step(team, act):
    with pytest.raises(InvalidState, match="propose it first"):
        act(make_item(team.ux), actor=team.ux)


def test_an_idea_neither_ships_nor_is_read(team):
    item = make_item(team.ux)

    with pytest.raises(InvalidState):
        delivering.ship_item(item, untested_because="No time.", actor=team.ux)
    with pytest.raises(InvalidState):
        delivering.read_back_item(item, result="Much.", actor=team.ux)
    with pytest.raises(InvalidState):
        delivering.unship_item(item, reason="A fault.", actor=team.ux)


def test_a_hold_forbids_to_ship_and_says_the_way_out(team):
    item = make_committed(team)
    hold = place_hold(item.node, "ship", reason="The log-in fails.", way_out="Mend it.", actor=team.ux)

    with pytest.raises(Held, match="The log-in fails. Way out: Mend it."):
        delivering.ship_item(item, untested_because="No time.", actor=team.product)

    lift_hold(hold, actor=team.ux)
    assert delivering.ship_item(item, untested_because="No time.", actor=team.product).node.state == "shipped"


def test_what_was_not_tested_ships_with_the_reason(team):
    item = make_committed(team)

    with pytest.raises(BadInput, match="why it ships untested"):
        delivering.ship_item(item, actor=team.product)

    planning.plan_item(item, {"tested": "6 people, 5 found it."}, actor=team.ux)
    assert delivering.ship_item(item, untested_because="ignored", actor=team.product).untested_because == ""


def test_an_item_does_not_ship_tomorrow(team):
    tomorrow = today_in(team.ux.workspace) + timedelta(days=1)

    with pytest.raises(BadInput, match="still to come"):
        delivering.ship_item(make_committed(team), shipped_on=tomorrow, untested_because="No time.", actor=team.ux)


def test_what_has_shipped_is_not_dropped(team):
    with pytest.raises(InvalidState, match="has shipped"):
        actions.drop_item(make_shipped(team), reason="Old.", actor=team.ux)


def test_what_was_dropped_in_progress_comes_back_committed(team):
    item = delivering.start_item(make_committed(team), actor=team.ux)
    actions.drop_item(item, reason="No money.", actor=team.ux)

    assert actions.restore_item(item, actor=team.ux).node.state == "committed"
    assert item.started_at is None


def test_a_contributor_neither_starts_ships_nor_reads(team):
    item, shipped = make_committed(team), make_shipped(team, "Out")

    for act in (delivering.start_item, delivering.ship_item, delivering.stop_item):
        with pytest.raises(Denied):
            act(item, actor=team.contributor)
    with pytest.raises(Denied):
        delivering.read_back_item(shipped, result="Much.", actor=team.contributor)


def test_a_plan_says_ranges_and_the_trail_names_what_changed(team):
    item = make_item(team.ux)

    plan = {
        "measure": "Holds collected",
        "baseline": "62%",
        "goal": "68%",
        "begins_on": "2026-11-02",
        "size": "6 to 10",
    }
    planning.plan_item(item, plan | {"effort_design": "1-2", "confidence": "80%"}, actor=team.ux)

    item.refresh_from_db()
    assert (item.begins_on, item.size_low, item.size_high, item.confidence) == (date(2026, 11, 2), 6, 10, 80)
    assert planning.said(item)["effort_design"] == "1 to 2"
    changed = Activity.objects.get(verb="item.planned").details["changed"]
    assert changed == ["measure", "baseline", "goal", "begins_on", "confidence", "size", "effort_design"]


@pytest.mark.parametrize(
    ("field", "text"),
    [("size", "ten"), ("size", "10 to 6"), ("effort_design", "1.5"), ("due_on", "soon"), ("confidence", "120")],
)
def test_a_plan_that_cannot_be_read_is_refused_by_field(team, field, text):
    with pytest.raises(BadInput) as refusal:
        planning.plan_item(make_item(team.ux), {field: text}, actor=team.ux)

    assert list(refusal.value.fields) == [field]


def test_a_plan_ends_after_it_begins(team):
    with pytest.raises(BadInput, match="ends before it begins"):
        planning.plan_item(make_item(team.ux), {"begins_on": "2026-11-02", "ends_on": "2026-11-01"}, actor=team.ux)


def test_two_people_do_not_plan_over_each_other(team):
    item = make_item(team.ux)
    seen = edition(planning.said(item))
    planning.plan_item(item, {"goal": "68%"}, actor=team.product)

    with pytest.raises(Conflict):
        planning.plan_item(item, {"goal": "70%"}, actor=team.ux, seen=seen)


def _charter_that_asks(team):
    leader = make_member(like=team.ux, discipline=Discipline.LEADERSHIP, name="Helen Strand")
    charter = draft_charter(actor=team.ux)
    write_right(charter, RightDraft("scope", "high", "hard", [leader], escalates_to=leader), actor=team.ux)
    frame_charter(charter, Frame("First.", settles=leader, commits_by_decision=True), actor=team.ux)
    for member in (leader, team.ux, team.product):
        sign_charter(charter, actor=member)


def test_a_charter_may_ask_for_a_decision_before_a_commitment(team):
    item = make_proposed(team)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
    _charter_that_asks(team)

    with pytest.raises(Held, match="committed by a decision, and none has closed"):
        actions.commit_item(item, actor=team.ux)

    decision = create("decision", title="A range or a date?", actor=team.ux)
    link(item.node, "decided_by", decision, actor=team.ux)
    with pytest.raises(Held):
        actions.commit_item(item, actor=team.ux)
    enter_state(decision, "decided")
    assert actions.commit_item(item, actor=team.ux).node.state == "committed"


def test_an_item_that_comes_back_meets_what_the_charter_asks_for_by_now(team):
    item = make_committed(team)
    actions.drop_item(item, reason="No money.", actor=team.ux)
    _charter_that_asks(team)

    assert actions.restore_item(item, actor=team.ux).node.state == "proposed"
