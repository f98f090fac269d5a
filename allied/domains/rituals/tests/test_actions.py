from datetime import date, timedelta

import pytest
from django.utils import timezone

from allied.domains.rituals import actions, agenda, attending, outcomes, queries, rules
from allied.domains.rituals.models import LINE_LENGTH, MOST_AGENDA, AgendaItem, State
from allied.domains.rituals.outcomes import Result
from allied.domains.rituals.rules import Needs
from allied.domains.rituals.tests.builders import (
    again,
    first,
    items,
    make_decision_node,
    make_held,
    make_meeting,
    make_nodes,
    make_plan,
    make_team,
)
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState, NotVisible
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.talk.models import Notification
from allied.kernel.testing import make_member
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def test_a_meeting_is_planned_with_its_agenda_and_tells_whom_it_asks(team, django_capture_on_commit_callbacks):
    imani, priya, joel = team
    nodes = make_nodes(imani)

    with django_capture_on_commit_callbacks(execute=True):
        found = make_meeting(imani, priya, joel, nodes=nodes, whys="A large gap")

    assert found.node.reference == "MTG-1"
    assert [(one.node, one.why, one.box_minutes) for one in items(found)] == [
        (nodes[0], "A large gap", 10),
        (nodes[1], "A large gap", 10),
    ]
    assert {(one.member, one.answer) for one in found.attendees.all()} == {
        (imani, "coming"),
        (priya, "invited"),
        (joel, "invited"),
    }
    assert set(Notification.objects.values_list("member", "activity__verb")) == {
        (priya.pk, "meeting.invited"),
        (joel.pk, "meeting.invited"),
    }


def test_what_is_on_the_agenda_is_discussed_in_the_meeting(team):
    imani, *__ = team
    found = make_meeting(imani)

    assert {link.target for link in Link.objects.filter(source=found.node, relation="concerns")} == {
        one.node for one in items(found)
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"type": "retro"}, "type"),
        ({"starts_at": None}, "starts_at"),
        ({"duration_minutes": 2}, "duration_minutes"),
        ({"place": "x" * 301}, "place"),
        ({"purpose": "x" * 2001}, "purpose"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused_by_its_field(team, given, field):
    with pytest.raises(BadInput) as refusal:
        actions.plan_meeting(make_plan(**given), actor=team[0])

    assert list(refusal.value.fields) == [field]


def test_only_who_may_plan_plans_and_moves(team):
    imani, __, joel = team
    with pytest.raises(Denied):
        make_meeting(joel, nodes=[])
    found = make_meeting(imani)
    for act in (
        lambda: actions.edit_meeting(found, make_plan(), actor=joel),
        lambda: actions.cancel_meeting(found, reason="No", actor=joel),
        lambda: actions.hold_meeting(found, actor=joel),
        lambda: agenda.add_to_agenda(found, [], actor=joel),
        lambda: agenda.remove_from_agenda(first(found), actor=joel),
        lambda: agenda.place_on_agenda(first(found), None, actor=joel),
        lambda: agenda.give_time(first(found), 5, actor=joel),
        lambda: attending.set_attendees(found, [], actor=joel),
        lambda: attending.mark_present(found, joel, is_present=True, actor=joel),
        lambda: outcomes.record_outcome(first(found), Result("parked", "No"), actor=joel),
        lambda: actions.set_quorum("strategy", Needs(), actor=joel),
    ):
        with pytest.raises(Denied):
            act()


def test_moving_it_tells_who_is_asked_at_once_and_calendars_take_it_over(team, django_capture_on_commit_callbacks):
    imani, priya, __ = team
    found = make_meeting(imani, priya)
    later = found.starts_at + timedelta(days=1)

    with django_capture_on_commit_callbacks(execute=True):
        actions.edit_meeting(found, make_plan(starts_at=later, place="Room 2"), actor=imani)

    assert (again(found, imani).starts_at, found.revision) == (later, 1)
    told = Notification.objects.get(activity__verb="meeting.moved")
    assert (told.member, told.happening, told.activity.details["place"]) == (priya, "clock", "Room 2")


def test_another_purpose_is_no_move(team):
    imani, priya, __ = team
    found = make_meeting(imani, priya)

    actions.edit_meeting(found, make_plan(starts_at=found.starts_at, purpose="To settle it"), actor=imani)

    assert found.revision == 0
    assert not Activity.objects.filter(verb="meeting.moved").exists()


def test_two_people_who_change_it_at_once_do_not_overwrite_each_other(team):
    from allied.kernel.activity.editions import edition  # noqa: PLC0415

    imani, priya, __ = team
    found = make_meeting(imani)
    seen = edition(actions.said(found))
    actions.edit_meeting(found, make_plan(starts_at=found.starts_at, place="Room 1"), actor=imani, seen=seen)

    with pytest.raises(Conflict):
        actions.edit_meeting(found, make_plan(starts_at=found.starts_at, place="Room 2"), actor=priya, seen=seen)


def test_a_cancelled_meeting_says_why_and_can_be_planned_again(team, django_capture_on_commit_callbacks):
    imani, priya, __ = team
    found = make_meeting(imani, priya)
    with pytest.raises(BadInput):
        actions.cancel_meeting(found, reason=" ", actor=imani)

    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_meeting(found, reason="The county decides first.", actor=imani)

    assert again(found, imani).cancel_reason == "The county decides first."
    assert Notification.objects.filter(member=priya, activity__verb="meeting.cancelled").exists()
    with pytest.raises(InvalidState, match="Plan it again first"):
        actions.hold_meeting(found, actor=imani)
    actions.revive_meeting(found, actor=imani)
    assert found.node.state == State.PLANNED


def test_the_agenda_is_ordered_and_each_thing_has_its_time(team):
    imani, *__ = team
    found = make_meeting(imani, nodes=make_nodes(imani, 3))
    one, two, three = items(found)

    assert agenda.place_on_agenda(three, None, actor=imani) == two.pk
    assert [each.pk for each in items(found)] == [three.pk, one.pk, two.pk]
    assert agenda.place_on_agenda(three, one.pk, actor=imani) is None
    assert [each.pk for each in items(found)] == [one.pk, three.pk, two.pk]
    assert agenda.give_time(one, 25, actor=imani) == 10
    with pytest.raises(BadInput):
        agenda.give_time(one, 0, actor=imani)
    agenda.remove_from_agenda(two, actor=imani)
    with pytest.raises(InvalidState, match="has changed since"):
        agenda.place_on_agenda(one, two.pk, actor=imani)


def test_a_removed_thing_comes_back_with_what_was_said_on_it(team):
    imani, *__ = team
    found = make_meeting(imani)
    item = first(found)
    outcomes.state(item, topic="feasibility", voice="ux", text="We can.", actor=imani)

    agenda.remove_from_agenda(item, actor=imani)
    assert item.pk not in [one.pk for one in items(found)]
    assert not Link.objects.filter(source=found.node, target=item.node).exists()
    agenda.put_back(item, actor=imani)

    assert first(found).pk == item.pk
    assert first(found).statements.get().text == "We can."
    assert Link.objects.filter(source=found.node, target=item.node).exists()


def test_what_stands_on_the_agenda_stays_once_and_an_agenda_has_an_end(team):
    imani, *__ = team
    found = make_meeting(imani)

    assert agenda.add_to_agenda(found, [(items(found)[1].node, "")], actor=imani) == []
    with pytest.raises(BadInput, match="does not talk about itself"):
        agenda.add_to_agenda(found, [(found.node, "")], actor=imani)
    with pytest.raises(BadInput, match="an agenda holds 30"):
        agenda.add_to_agenda(found, [(one, "") for one in make_nodes(imani, MOST_AGENDA)], actor=imani)
    (made,) = agenda.add_to_agenda(found, [(create("item", title="I", actor=imani), "y" * 400)], actor=imani)
    assert len(made.why) <= LINE_LENGTH


def test_nothing_of_another_workspace_comes_in(team):
    imani, *__ = team
    stranger = make_member(Role.OWNER)
    foreign = create("opportunity", title="Theirs", actor=stranger)
    found = make_meeting(imani)

    for act in (
        lambda: agenda.add_to_agenda(found, [(foreign, "")], actor=imani),
        lambda: attending.set_attendees(found, [stranger], actor=imani),
        lambda: attending.mark_present(found, stranger, is_present=True, actor=imani),
        lambda: queries.meeting_by_reference("MTG-1", actor=stranger),
        lambda: actions.hold_meeting(found, actor=stranger),
        lambda: make_meeting(imani, nodes=[foreign]),
    ):
        with pytest.raises(NotVisible):
            act()


def test_people_answer_while_it_is_planned(team):
    imani, priya, joel = team
    found = make_meeting(imani, priya)

    assert attending.answer_invitation(found, "declined", actor=priya).answer == "declined"
    with pytest.raises(BadInput, match="You are not asked"):
        attending.answer_invitation(found, "coming", actor=joel)
    with pytest.raises(BadInput):
        attending.answer_invitation(found, "perhaps", actor=priya)
    actions.hold_meeting(found, actor=imani)
    with pytest.raises(InvalidState):
        attending.answer_invitation(found, "coming", actor=priya)


def test_who_stays_asked_keeps_their_answer_and_guests_are_not_asked(team):
    imani, priya, joel = team
    found = make_meeting(imani, priya)
    attending.answer_invitation(found, "coming", actor=priya)

    assert attending.set_attendees(found, [priya, joel], actor=imani) == sorted([imani.pk, priya.pk])

    assert {(one.member, one.answer) for one in found.attendees.all()} == {(priya, "coming"), (joel, "invited")}
    with pytest.raises(BadInput, match="cannot be asked"):
        attending.set_attendees(found, [make_member(Role.GUEST, like=imani)], actor=imani)


def test_each_says_it_in_their_own_words(team):
    imani, priya, joel = team
    item = first(make_meeting(imani, priya, joel))

    outcomes.state(item, topic="feasibility", voice="engineering", text="Two weeks.", actor=joel)
    outcomes.state(item, topic="feasibility", voice="engineering", text="Three weeks.", actor=joel)

    assert item.statements.get().text == "Three weeks."
    with pytest.raises(Denied, match="Ask somebody of UX"):
        outcomes.state(item, topic="statement", voice="ux", text="They want it.", actor=priya)
    with pytest.raises(BadInput, match="UX and engineering say"):
        outcomes.state(item, topic="feasibility", voice="product", text="Yes.", actor=priya)
    with pytest.raises(BadInput):
        outcomes.state(item, topic="statement", voice="product", text=" ", actor=priya)
    with pytest.raises(BadInput):
        outcomes.state(item, topic="mood", voice="product", text="Good.", actor=priya)


def test_nothing_is_decided_without_both_sides(team):
    imani, priya, __ = team
    found = actions.hold_meeting(make_meeting(imani, priya), actor=imani)
    item, decision = first(found), make_decision_node(imani)

    with pytest.raises(InvalidState) as refusal:
        outcomes.record_outcome(item, Result("decided", decision=decision), actor=imani)

    said = str(refusal.value)
    assert "Product: 0 of 1 present" in said
    assert "state in writing" in said
    assert AgendaItem.objects.get(pk=item.pk).outcome == ""

    outcomes.state(item, topic="statement", voice="product", text="For it, if Sunday hours stay.", actor=priya)
    outcomes.record_outcome(item, Result("decided", decision=decision), actor=imani)
    assert AgendaItem.objects.get(pk=item.pk).decision == decision
    assert Link.objects.filter(source=item.node, relation="decided_by", target=decision).exists()
    other = items(found)[1]
    with pytest.raises(InvalidState, match="Product"):  # the statement was on the first thing alone
        outcomes.record_outcome(other, Result("decided", decision=decision), actor=imani)
    attending.mark_present(found, priya, is_present=True, actor=imani)
    outcomes.record_outcome(other, Result("decided", decision=decision), actor=imani)


def test_grooming_needs_engineering_and_its_feasibility_note_is_enough(team):
    imani, priya, joel = team
    found = make_held(imani, priya, type="grooming")
    item, decision = first(found), make_decision_node(imani)

    with pytest.raises(InvalidState, match="Engineering: 0 of 1 present"):
        outcomes.record_outcome(item, Result("decided", decision=decision), actor=imani)
    outcomes.state(item, topic="feasibility", voice="engineering", text="Two weeks.", actor=joel)
    outcomes.record_outcome(item, Result("decided", decision=decision), actor=imani)


def test_a_workspace_sets_its_own_quorum(team):
    imani, priya, __ = team
    owner = make_member(Role.OWNER, like=imani, discipline=Discipline.OTHER)
    actions.set_quorum("strategy", Needs(ux=2), actor=owner)
    found = make_held(imani, priya)

    with pytest.raises(InvalidState, match="UX: 1 of 2 present"):
        outcomes.record_outcome(first(found), Result("decided", decision=make_decision_node(imani)), actor=imani)
    with pytest.raises(BadInput):
        actions.set_quorum("strategy", Needs(product=0), actor=owner)
    with pytest.raises(BadInput):
        actions.set_quorum("party", Needs(), actor=owner)


def test_a_decision_is_named_a_follow_up_has_owner_and_day_parking_has_a_reason(team):
    imani, priya, joel = team
    found = make_held(imani, priya)
    item = first(found)
    gone = make_member(Role.EDITOR, like=imani)
    type(gone).objects.filter(pk=gone.pk).update(deactivated_at=timezone.now(), deactivated_by=imani)
    gone.refresh_from_db()
    soon = date(2030, 1, 2)

    for result, field in (
        (Result("decided"), "decision"),
        (Result("decided", decision=item.node), "decision"),
        (Result("follow_up", "Test it", due_on=soon), "owner"),
        (Result("follow_up", "Test it", owner=gone, due_on=soon), "owner"),
        (Result("follow_up", "Test it", owner=joel), "due_on"),
        (Result("follow_up", owner=joel, due_on=soon), "text"),
        (Result("parked"), "text"),
        (Result("forgotten", "x"), "outcome"),
    ):
        with pytest.raises(BadInput) as refusal:
            outcomes.record_outcome(item, result, actor=imani)
        assert list(refusal.value.fields) == [field]

    outcomes.record_outcome(item, Result("follow_up", "Test it", owner=joel, due_on=soon), actor=imani)
    with pytest.raises(InvalidState, match="recorded already"):
        outcomes.record_outcome(item, Result("parked", "No"), actor=imani)


def test_who_does_a_follow_up_says_when_it_is_done(team):
    imani, priya, joel = team
    found = make_held(imani, priya)
    item = first(found)
    with pytest.raises(InvalidState, match="no follow-up"):
        outcomes.finish_follow_up(item, is_done=True, actor=joel)
    outcomes.record_outcome(item, Result("follow_up", "Test", owner=joel, due_on=date(2030, 1, 2)), actor=imani)

    with pytest.raises(Denied, match="Joel does this"):
        outcomes.finish_follow_up(item, is_done=True, actor=make_member(Role.CONTRIBUTOR, like=imani))
    assert outcomes.finish_follow_up(item, is_done=True, actor=joel).done_at is not None
    assert outcomes.finish_follow_up(item, is_done=False, actor=imani).done_at is None


def test_minutes_close_when_something_came_of_each_thing(team):
    imani, priya, __ = team
    found = make_held(imani, priya)
    one, two = items(found)
    outcomes.record_outcome(one, Result("parked", "The data is not there.", notes="Said twice."), actor=imani)

    with pytest.raises(InvalidState, match=f"say nothing yet on {two.node.reference}"):
        actions.close_meeting(found, actor=imani)
    outcomes.record_outcome(two, Result("parked", "Later."), actor=imani)
    actions.close_meeting(found, actor=imani)

    for act in (
        lambda: outcomes.take_outcome_back(one, actor=imani),
        lambda: outcomes.write_notes(one, "More", actor=imani),
        lambda: agenda.add_to_agenda(found, [], actor=imani),
        lambda: actions.edit_meeting(found, make_plan(), actor=imani),
    ):
        with pytest.raises(InvalidState, match="Open its minutes again first"):
            act()
    actions.reopen_meeting(found, actor=imani)
    outcomes.take_outcome_back(one, actor=imani)
    assert first(found).notes == "Said twice."


def test_a_meeting_was_not_held_after_all_while_nothing_is_recorded(team):
    imani, priya, __ = team
    found = make_held(imani, priya)
    outcomes.record_outcome(first(found), Result("parked", "Later."), actor=imani)
    with pytest.raises(InvalidState, match="Take that back first"):
        actions.unhold_meeting(found, actor=imani)
    outcomes.take_outcome_back(first(found), actor=imani)

    actions.unhold_meeting(found, actor=imani)

    assert (found.node.state, found.held_at) == (State.PLANNED, None)
    assert not found.attendees.filter(is_present=True).exists()


def test_the_states_lead_on_as_the_rules_say():
    assert set(rules.MAY_HAPPEN) == set(State)
    assert {to for ends in rules.MAY_HAPPEN.values() for to in ends} == set(State)
