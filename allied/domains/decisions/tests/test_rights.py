"""Whose right it is, on any day and whoever has left."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from allied.domains.decisions import actions, objecting, queries
from allied.domains.decisions.actions import Draft, Verdict
from allied.domains.decisions.charter import queries as charters
from allied.domains.decisions.charter.actions import Frame, RightDraft, draft_charter, frame_charter, sign_charter
from allied.domains.decisions.charter.actions import write_right as write
from allied.domains.decisions.models import Decision, Objection, Right
from allied.domains.decisions.tests.builders import (
    OPTIONS,
    make_charter,
    make_decision,
    make_open,
    make_sides,
    state,
    veto,
)
from allied.domains.decisions.waiting import waiting_for, waits
from allied.kernel.errors import Denied, InvalidState
from allied.kernel.jobs import runner
from allied.kernel.membership.members import deactivate
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Holiday, Member
from allied.kernel.testing import make_member
from allied.kernel.thread.holds import standing_holds

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def in_berlin(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BERLIN)


def leave(member: Member) -> None:
    deactivate(member.pk, actor=make_member(Role.OWNER, like=member))


def again(found: Decision, actor: Member) -> Decision:
    """As the next request reads it."""
    return queries.decision_by_reference(found.node.reference, actor=actor)


def objection(placed: Objection, actor: Member) -> Objection:
    return queries.objection(placed.pk, actor=actor)


def make_draft(ux: Member) -> Decision:
    (right,) = charters.rights_in_force(actor=ux)
    return actions.draft_decision(Draft("Do we drop the notice?", options=OPTIONS, right=right), actor=ux)


def name_settler(leader: Member, settles: Member, signs: tuple[Member, ...]) -> None:
    """Put a version in force that differs in who settles objections."""
    charter = draft_charter(actor=leader)
    frame_charter(charter, Frame("Another settles.", settles=settles), actor=leader)
    for member in signs:
        sign_charter(charter, actor=member)


def run_clocks(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        runner.queue_periodic()
        runner.run_all()


def test_who_had_which_right_on_a_day_is_answered_by_the_version_that_held_at_its_end() -> None:
    """Also on the days when clocks change: 25 October has 25 hours in Berlin, and ends an hour later in UTC."""
    ux, product, leader = make_sides()
    ux.workspace.time_zone = "Europe/Berlin"
    ux.workspace.save()
    for one in (ux, product, leader):
        one.workspace = ux.workspace
    with time_machine.travel(in_berlin("2026-03-29T23:30"), tick=False):
        first = make_charter(ux, product, leader)
    with time_machine.travel(in_berlin("2026-10-25T23:30"), tick=False):
        second = draft_charter(actor=ux)
        write(second, RightDraft("Scope", "high", "hard", [leader], agrees=[product], escalates_to=leader),
              actor=ux, right=Right.objects.get(charter=second))  # fmt: skip
        for member in (ux, product, leader):
            second = sign_charter(second, actor=member)

    def had(day: str) -> tuple[int, str, str] | None:
        held = charters.charter_on(date.fromisoformat(day), actor=ux)
        if held is None:
            return None
        (row,) = charters.rows(held)
        return held.number, row.decides, row.agrees

    was, now = (first.number, "Priya", "Imani"), (second.number, "Helen", "Priya")
    assert had("2026-03-28") is None
    assert had("2026-03-29") == had("2026-07-01") == had("2026-10-24") == was
    assert had("2026-10-25") == had("2026-10-26") == had("2030-01-01") == now
    leave(product)
    assert (had("2026-07-01"), had("2030-01-01")) == (was, now)


def test_a_veto_counts_working_days_across_the_hour_that_comes_twice_and_a_holiday() -> None:
    ux, _, leader = make_sides()
    ux.workspace.time_zone = leader.workspace.time_zone = "Europe/Berlin"
    ux.workspace.save()
    Holiday.objects.create(workspace=ux.workspace, day=date(2026, 10, 30))
    with time_machine.travel(in_berlin("2026-10-23T23:30"), tick=False):
        placed = veto(make_open(ux, leader).node, ux, make_member(like=ux, name="Ada"))

    assert placed.due_on == date(2026, 11, 9)
    run_clocks(in_berlin("2026-11-09T23:45"))
    assert objection(placed, ux).escalated_at is None
    run_clocks(in_berlin("2026-11-10T00:01"))
    assert objection(placed, ux).escalated_at == in_berlin("2026-11-10T00:01")


def test_a_draft_whose_decider_left_goes_to_the_charters_person_and_waits_on_that_one() -> None:
    ux, product, leader = make_sides()
    make_charter(ux, product, leader, agrees=[])
    found = make_draft(ux)
    leave(product)

    found = actions.open_decision(again(found, ux), actor=ux)

    assert [one.title for one in waits(leader)] == ["Decide"]
    assert waiting_for(leader) == 1
    voice = make_member(like=product, discipline=Discipline.PRODUCT, name="Pia")
    state(found, ux, "ux", 0)
    state(found, voice, "product", 0)
    verdict = Verdict(found.options.all()[0].pk, "It saves trees.", review_on=date(2026, 1, 5))
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        decided = actions.decide(again(found, leader), verdict, actor=leader)
        (review,) = waits(leader)
        assert decided.ended_by == leader
        assert review.why == "Priya decided it, and has left. By the charter you come back to it."
        assert waiting_for(leader) == 1


def test_a_draft_is_not_opened_where_neither_the_decider_nor_the_charters_person_is_here() -> None:
    ux, product, leader = make_sides()
    make_charter(ux, product, leader)
    found = make_draft(ux)
    leave(product)
    leave(leader)

    with pytest.raises(InvalidState, match="By the charter Helen decides, and has left. Put a version in force"):
        actions.open_decision(again(found, ux), actor=ux)

    assert again(found, ux).node.state == "draft"


def test_who_decides_for_one_who_left_places_no_veto_on_it() -> None:
    ux, product, leader = make_sides()
    lead = make_member(like=ux, name="Lena")
    make_charter(ux, product, leader, agrees=[], escalates_to=lead)
    found = actions.open_decision(make_draft(ux), actor=ux)
    leave(product)

    with pytest.raises(InvalidState, match="You decide this yourself"):
        veto(found.node, lead, leader)

    assert not Objection.objects.exists()


def test_once_the_person_it_goes_to_has_left_the_charters_person_settles_it() -> None:
    ux, product, leader = make_sides()
    make_charter(ux, product, leader)
    item = create("item", title="Fine reminder", actor=ux)
    placed = veto(item, ux, leader)
    other = make_member(like=ux, discipline=Discipline.LEADERSHIP, name="Olga")
    name_settler(ux, other, (ux, product, other))
    run_clocks(datetime.fromisoformat("2036-01-01T12:00:00+00:00"))
    assert (waiting_for(leader), waiting_for(other)) == (1, 0)
    with pytest.raises(Denied, match="Only Helen can override"):
        objecting.override_objection(objection(placed, other), reason="Now.", actor=other)
    leave(leader)

    assert (waiting_for(other), [one.objection for one in waits(other)]) == (1, [placed])
    with pytest.raises(Denied, match="Only Olga can override this, in writing"):
        objecting.override_objection(objection(placed, product), reason="Now.", actor=product)
    objecting.override_objection(objection(placed, other), reason="The grant ends.", actor=other)

    assert objection(placed, ux).ended_by == other
    assert not standing_holds(Node.objects.get(pk=item.pk)).exists()
    assert waiting_for(other) == len(waits(other)) == 0


def test_nobody_overrides_their_own_veto_as_the_charters_new_person() -> None:
    ux, product, leader = make_sides()
    make_charter(ux, product, leader)
    placed = veto(create("item", title="Fine reminder", actor=ux), ux, leader)
    other, tomasz = make_member(like=leader, discipline=Discipline.LEADERSHIP), make_member(like=ux, name="Tomasz")
    name_settler(ux, ux, (tomasz, product, other))
    leave(leader)

    with pytest.raises(Denied, match="Helen could override this, and has left. Put a charter in force"):
        objecting.override_objection(objection(placed, ux), reason="Mine.", actor=ux)

    assert waiting_for(ux) == 0
    objecting.lift_objection(objection(placed, ux), reason="Solved.", actor=ux)


def test_where_the_charters_person_left_a_member_of_leadership_waives_the_wordings() -> None:
    ux, product, leader = make_sides()
    make_charter(ux, product, leader, agrees=[])
    found = actions.open_decision(make_draft(ux), actor=ux)
    leave(leader)
    other = make_member(like=ux, discipline=Discipline.LEADERSHIP, name="Olga")

    with pytest.raises(Denied, match="somebody of leadership"):
        actions.waive_cases(again(found, product), reason="I know it.", actor=product)
    actions.waive_cases(again(found, other), reason="Both were heard.", actor=other)

    assert again(found, ux).waived_by == other


def test_contested_are_open_ones_on_which_sides_differ_or_somebody_objects() -> None:
    ux, product, leader = make_sides()
    make_decision(ux, leader)
    calm, apart, objected = (make_open(ux, leader) for __ in range(3))
    for found, wanted in ((calm, 0), (apart, 1)):
        state(found, ux, "ux", wanted)
        state(found, product, "product", 0)
    placed = veto(objected.node, ux, leader)

    assert set(queries.contested(queries.decisions(actor=ux))) == {apart, objected}
    objecting.lift_objection(placed, reason="Solved.", actor=ux)
    assert set(queries.contested(queries.decisions(actor=ux))) == {apart}
