from datetime import date, timedelta

import pytest
import time_machine

from allied.domains.decisions import actions, objecting, queries
from allied.domains.decisions.actions import Choice, Verdict
from allied.domains.decisions.models import Objection
from allied.domains.decisions.tests.builders import comment, make_decision, make_open, make_sides, state, veto
from allied.domains.decisions.waiting import waiting_for
from allied.kernel import activity
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, Held, InvalidState, NotVisible
from allied.kernel.jobs import runner
from allied.kernel.membership.members import deactivate
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.people.calendar import end_of, working_days_between, working_days_from
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Holiday, StandIn
from allied.kernel.testing import make_member
from allied.kernel.thread.holds import require_no_hold, standing_holds

pytestmark = pytest.mark.django_db


def first(found):
    return found.options.all()[0].pk


def agreed():
    ux, product, leader = make_sides()
    found = make_open(ux, leader)
    state(found, ux, "ux", 0)
    state(found, product, "product", 0)
    return found, ux, product, leader


def contested():
    ux, product, leader = make_sides()
    found = make_open(ux, leader)
    state(found, ux, "ux", 1)
    state(found, product, "product", 0)
    return found, ux, product, leader


def verbs(node):
    return list(Activity.objects.filter(node=node).order_by("pk").values_list("verb", flat=True))


def test_a_decision_goes_from_draft_to_decided_with_reasons_and_dissent():
    found, _, _, leader = agreed()
    verdict = Verdict(first(found), "The desk asked for it.", dissent="Tomasz: too early.", review_on=date(2027, 3, 1))

    actions.decide(found, verdict, actor=leader)

    kept = queries.decision_by_reference("DEC-1", actor=leader)
    assert (kept.node.state, kept.choice.title, kept.dissent) == ("decided", "Remind them", "Tomasz: too early.")
    assert verbs(found.node)[-1] == "decision.decided"


def test_only_the_named_person_decides():
    found, ux, *_ = agreed()

    with pytest.raises(Denied, match="Helen decides this"):
        actions.decide(found, Verdict(first(found), "Because."), actor=ux)


def test_a_decision_waits_for_both_positions():
    ux, _, leader = make_sides()
    found = make_open(ux, leader)
    state(found, ux, "ux", 0)

    with pytest.raises(InvalidState, match="Product has not stated its position"):
        actions.decide(found, Verdict(first(found), "Because."), actor=leader)


def test_a_contested_decision_waits_until_each_worded_the_others_case_fairly():
    found, ux, product, leader = contested()
    mine = actions.word_other_case(found, side="ux", text="Branches lose their hours.", actor=ux)
    with pytest.raises(InvalidState, match="Product has not worded UX’s case"):
        actions.decide(found, Verdict(first(found), "Because."), actor=leader)
    theirs = actions.word_other_case(found, side="product", text="People leave ashamed.", actor=product)
    actions.accept_wording(mine, actor=product)
    with pytest.raises(InvalidState, match="UX has not accepted Product’s wording"):
        actions.decide(found, Verdict(first(found), "Because."), actor=leader)

    actions.accept_wording(theirs, actor=ux)
    actions.decide(found, Verdict(first(found), "Because."), actor=leader)

    assert found.node.state == "decided"


def test_the_decider_waives_the_wordings_with_a_reason():
    found, *_, leader = contested()

    actions.decide(
        found, Verdict(first(found), "Because.", waived_because="The county decides on Friday."), actor=leader
    )

    assert found.waived_because == "The county decides on Friday."


def test_wording_a_case_anew_takes_its_acceptance_back():
    found, ux, product, _ = contested()
    made = actions.word_other_case(found, side="ux", text="Hours.", actor=ux)
    actions.accept_wording(made, actor=product)

    again = actions.word_other_case(found, side="ux", text="Nonsense.", actor=ux)

    assert again.accepted_at is None


def test_nobody_calls_their_own_wording_fair():
    found, ux, *_ = contested()
    made = actions.word_other_case(found, side="ux", text="Hours.", actor=ux)

    with pytest.raises(Denied):
        actions.accept_wording(made, actor=ux)


def test_a_side_speaks_for_itself_or_by_its_stand_in():
    ux, product, leader = make_sides()
    found = make_open(ux, leader)
    with pytest.raises(Denied, match="Product"):
        state(found, ux, "product", 0)
    StandIn.objects.create(workspace=ux.workspace, side="product", member=leader, named_by=ux)

    state(found, leader, "product", 0)

    assert found.positions.get(side="product").author == leader


def test_a_veto_holds_a_decision_until_it_is_lifted():
    found, ux, _, leader = agreed()
    placed = veto(found.node, ux, leader)
    with pytest.raises(Held, match="A test where nobody is blocked"):
        actions.decide(found, Verdict(first(found), "Because.", waived_because="Now."), actor=leader)

    objecting.lift_objection(placed, reason="Nobody was blocked in the second test.", actor=ux)
    actions.decide(found, Verdict(first(found), "Because."), actor=leader)

    assert verbs(found.node)[-3:] == ["hold.lifted", "veto.lifted", "decision.decided"]


def test_a_veto_holds_an_item_from_being_committed():
    ux, _, leader = make_sides()
    item = create("item", title="Fine reminder", actor=ux)

    veto(item, ux, leader)

    with pytest.raises(Held, match="Veto by Imani: 3 of 8 left"):
        require_no_hold(item, "commit")


@pytest.mark.parametrize("stage", ["committed", "in_progress"])
def test_a_veto_after_commitment_holds_shipping(stage):
    ux, _, leader = make_sides()
    item = create("item", title="Fine reminder", actor=ux)
    enter_state(item, stage)

    placed = veto(item, ux, leader)

    assert placed.is_after_commitment
    assert [hold.forbids for hold in standing_holds(item)] == ["ship"]


def test_an_imperative_is_the_mirror_of_a_veto():
    found, ux, product, leader = agreed()

    placed = veto(found.node, product, leader, kind=Objection.Kind.IMPERATIVE)

    assert placed.standard == "law"
    with pytest.raises(Denied, match="Product lifts this"):
        objecting.lift_objection(placed, reason="I say so.", actor=ux)


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"standard": ""}, "standard"), ({"reason": " "}, "reason"), ({"way_out": ""}, "way_out")],
)
def test_a_veto_without_grounds_is_refused(missing, field):
    found, ux, _, leader = agreed()

    with pytest.raises(BadInput) as refusal:
        veto(found.node, ux, leader, **missing)

    assert list(refusal.value.fields) == [field]


def test_a_veto_needs_evidence_that_somebody_gave_first_hand():
    found, ux, _, leader = agreed()
    assumed = create("item", title="An item", actor=ux)

    with pytest.raises(BadInput, match="no evidence"):
        veto(found.node, ux, leader, evidence=assumed)


def test_product_places_no_veto():
    found, _, product, leader = agreed()

    with pytest.raises(Denied, match="UX places a veto"):
        veto(found.node, product, leader)


def test_a_veto_does_not_go_to_who_placed_it():
    found, ux, *_ = agreed()

    with pytest.raises(BadInput, match="another person"):
        veto(found.node, ux, ux)


def test_a_veto_on_a_closed_decision_is_refused():
    found, ux, _, leader = agreed()
    actions.decide(found, Verdict(first(found), "Because."), actor=leader)

    with pytest.raises(InvalidState, match="needs an open decision"):
        veto(found.node, ux, leader)


def test_only_the_named_leader_overrides_and_in_writing():
    found, ux, product, leader = agreed()
    placed = veto(found.node, ux, leader)
    with pytest.raises(Denied, match="Only Helen"):
        objecting.override_objection(placed, reason="Now.", actor=product)
    with pytest.raises(BadInput):
        objecting.override_objection(placed, reason=" ", actor=leader)

    objecting.override_objection(placed, reason="The grant ends in March.", actor=leader)

    assert (placed.ending, placed.ended_by) == ("overridden", leader)
    assert not standing_holds(found.node).exists()


def test_an_objection_ends_once():
    found, ux, _, leader = agreed()
    placed = veto(found.node, ux, leader)
    objecting.lift_objection(placed, reason="Solved.", actor=ux)

    with pytest.raises(InvalidState, match="lifted already"):
        objecting.override_objection(placed, reason="Now.", actor=leader)


@time_machine.travel("2026-03-20T12:00:00Z", tick=False)
def test_the_clock_counts_working_days_without_holidays_in_the_workspaces_zone():
    found, ux, _, leader = agreed()
    Holiday.objects.create(workspace=ux.workspace, day=date(2026, 4, 3))

    placed = veto(found.node, ux, leader)

    assert placed.due_on == date(2026, 4, 6)
    assert working_days_between(date(2026, 3, 20), placed.due_on, workspace=ux.workspace) == 10
    assert end_of(date(2026, 3, 29), workspace=ux.workspace).isoformat() == "2026-03-30T00:00:00+01:00"


def test_working_days_of_a_week_that_has_none_left_end_somewhere():
    workspace = make_member().workspace
    workspace.working_days = ""

    assert working_days_from(date(2026, 1, 1), 3, workspace=workspace) > date(2030, 1, 1)


def test_when_its_days_are_over_it_goes_to_the_leader_once():
    found, ux, _, leader = agreed()
    placed = veto(found.node, ux, leader)

    for _ in range(2):
        with time_machine.travel(end_of(placed.due_on, workspace=ux.workspace) + timedelta(minutes=20)):
            runner.queue_periodic()
            runner.run_all()

    placed.refresh_from_db()
    assert placed.escalated_at is not None
    assert verbs(found.node).count("veto.escalated") == 1
    assert waiting_for(leader) == 2


def test_a_decided_question_is_opened_again_and_its_trail_stays():
    found, _, _, leader = agreed()
    actions.decide(found, Verdict(first(found), "The desk asked."), actor=leader)

    actions.reopen_decision(found, reason="The grant was renewed.", actor=leader)

    entry = Activity.objects.filter(node=found.node, verb="decision.reopened").get()
    assert found.node.state == "open"
    assert entry.details == {
        "reason": "The grant was renewed.",
        "was": "Remind them",
        "why": "The desk asked.",
        "asked": [],
    }


def test_a_draft_needs_two_options_to_open():
    ux, _, leader = make_sides()

    with pytest.raises(InvalidState, match="at least 2 options"):
        actions.open_decision(make_decision(ux, leader, options=[Choice("Only this")]), actor=ux)


def test_a_decider_who_left_is_replaced_first():
    ux, _, leader = make_sides()
    found = make_decision(ux, leader)
    deactivate(leader.pk, actor=make_member(Role.OWNER, like=ux))
    found = queries.decision_by_reference("DEC-1", actor=ux)

    with pytest.raises(InvalidState, match="Helen has left"):
        actions.open_decision(found, actor=ux)


def test_what_is_open_is_not_changed_any_more():
    ux, _, leader = make_sides()
    found = make_open(ux, leader)

    with pytest.raises(InvalidState, match="no draft any more"):
        actions.edit_decision(found, actions.Draft("Another?", leader), actor=ux)


def test_people_and_evidence_of_other_workspaces_are_not_there():
    found, ux, _, leader = agreed()
    stranger = make_member(discipline=Discipline.DESIGN)

    with pytest.raises(NotVisible):
        veto(found.node, ux, stranger)
    with pytest.raises(NotVisible):
        veto(found.node, ux, leader, evidence=comment(stranger))
    with pytest.raises(NotVisible):
        make_decision(ux, stranger)


def test_a_reader_takes_no_part():
    found, ux, _, leader = agreed()
    reader = make_member(Role.READER, like=ux)

    with pytest.raises(Denied):
        state(found, reader, "ux", 0)
    with pytest.raises(Denied):
        veto(found.node, reader, leader)


def test_only_a_leader_waives_the_wordings_and_only_while_it_is_open():
    found, ux, _product, leader = contested()
    with pytest.raises(Denied, match="somebody of leadership"):
        actions.waive_cases(found, reason="No time.", actor=ux)

    actions.waive_cases(found, reason="The county decides on Friday.", actor=leader)

    assert found.waived_by == leader
    assert Activity.objects.filter(node=found.node, verb="decision.cases_waived").count() == 1
    actions.decide(found, Verdict(first(found), "Because."), actor=leader)
    with pytest.raises(InvalidState, match="is not open"):
        actions.waive_cases(found, reason="Again.", actor=leader)


def test_a_decider_of_one_side_cannot_waive_the_other_sides_case():
    ux, product, leader = make_sides()
    found = make_open(ux, product)
    state(found, ux, "ux", 0)
    state(found, product, "product", 1)

    with pytest.raises(Denied, match="Only a leader waives"):
        actions.decide(found, Verdict(first(found), "Because.", waived_because="I know it."), actor=product)

    actions.waive_cases(found, reason="Both were heard.", actor=leader)
    assert actions.decide(found, Verdict(first(found), "Because."), actor=product).ended_by == product


def test_whoever_listens_for_overrides_is_told_after_the_commit_what_was_overridden(
    django_capture_on_commit_callbacks, monkeypatch
):
    told = []
    monkeypatch.setattr(activity, "_subscribers", [told.append])
    found, ux, _product, leader = contested()
    placed = veto(found.node, ux, leader)

    with django_capture_on_commit_callbacks(execute=True):
        objecting.override_objection(placed, reason="The grant ends.", actor=leader)

    (entry,) = [one for one in told if one.verb == "veto.overridden"]
    assert (entry.node_id, entry.actor_id) == (found.pk, leader.pk)
    assert entry.details["objection"] == placed.pk
