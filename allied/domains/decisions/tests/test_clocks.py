"""Who is reminded of the clocks of decisions, when, and what waits on whom meanwhile."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from allied.domains.decisions import actions, clocks, consenting
from allied.domains.decisions.actions import Draft, Verdict
from allied.domains.decisions.charter.queries import rights_in_force
from allied.domains.decisions.tests.builders import (
    OPTIONS,
    make_charter,
    make_decision,
    make_open,
    make_sides,
    state,
    veto,
)
from allied.domains.decisions.waiting import time_left, waiting_for, waits
from allied.kernel.activity.models import Activity
from allied.kernel.disposal.actions import trash_node
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.jobs import runner
from allied.kernel.membership.members import deactivate
from allied.kernel.people.models import Holiday
from allied.kernel.talk import following
from allied.kernel.talk.models import Notification
from allied.kernel.talk.telling import tell
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = datetime(2026, 3, 20, 12, tzinfo=BERLIN)


def at(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"2026-{day}").replace(hour=hour, tzinfo=BERLIN)


@pytest.fixture
def sides():
    ux, product, leader = make_sides()
    for one in (ux, product, leader):
        one.workspace.time_zone = "Europe/Berlin"
    ux.workspace.save()
    return ux, product, leader


def run(moment):
    """What the job gives at a moment, and to whom: name and verb."""
    before = set(Activity.objects.values_list("pk", flat=True))
    with time_machine.travel(moment, tick=False):
        runner.queue_periodic()
        runner.run_all()
        new = Activity.objects.exclude(pk__in=before).filter(node__isnull=False).order_by("pk")
        for entry in new:
            tell(entry.pk)
    told = Notification.objects.filter(activity__in=new, happening="clock").order_by("activity", "member__name")
    return [(one.member.name, one.activity.verb) for one in told]


def vetoed(sides):
    ux, _product, leader = sides
    with time_machine.travel(FRIDAY, tick=False):
        found = make_open(ux, leader)
        other = make_member(like=ux, name="Tomasz")
        return found, veto(found.node, other, make_member(like=ux, name="Ada"))


def asked(sides):
    ux, product, leader = sides
    with time_machine.travel(FRIDAY, tick=False):
        make_charter(ux, product, leader)
        (right,) = rights_in_force(actor=ux)
        draft = actions.draft_decision(Draft("Do we?", options=OPTIONS, right=right), actor=ux)
        return actions.open_decision(draft, actor=ux)


def decided(sides, review_on):
    ux, product, leader = sides
    with time_machine.travel(FRIDAY, tick=False):
        found = make_open(ux, leader)
        state(found, ux, "ux", 0)
        state(found, product, "product", 0)
        first = found.options.all()[0].pk
        return actions.decide(found, Verdict(first, "It pays.", review_on=review_on), actor=leader)


def test_a_veto_reminds_who_placed_it_and_who_decides_two_working_days_before_and_escalates_once(sides):
    Holiday.objects.create(workspace=sides[0].workspace, day=date(2026, 4, 3))
    _found, placed = vetoed(sides)
    assert placed.due_on == date(2026, 4, 6)

    assert run(at("03-31")) == []
    assert run(at("04-01", 7)) == []
    assert run(at("04-01")) == [("Helen", "veto.due"), ("Tomasz", "veto.due")]
    assert run(at("04-01", 18)) == run(at("04-06")) == []
    over = [("Ada", "veto.escalated"), ("Helen", "veto.escalated"), ("Tomasz", "veto.escalated")]
    assert run(at("04-07", 1)) == over
    assert run(at("04-08")) == []


def test_a_day_ends_at_midnight_of_the_workspace_also_when_clocks_change(sides):
    """29 March has 23 hours in Berlin: 22:30 UTC on that day is half past midnight of the next."""
    decided(sides, date(2026, 3, 29))

    assert run(datetime.fromisoformat("2026-03-29T21:30:00+00:00")) == []
    assert run(datetime.fromisoformat("2026-03-29T22:30:00+00:00")) == [("Helen", "decision.review_over")]


def test_nobody_is_reminded_on_holidays_or_at_the_weekend(sides):
    decided(sides, date(2026, 4, 6))
    Holiday.objects.create(workspace=sides[0].workspace, day=date(2026, 4, 3))

    assert run(at("04-03")) == run(at("04-04")) == run(at("04-05")) == []
    assert run(at("04-06")) == [("Helen", "decision.review_due")]


def test_who_must_agree_is_reminded_and_the_charters_person_told_when_the_days_are_over(sides):
    found = asked(sides)
    consent = found.consents.get()
    assert consent.due_on == date(2026, 3, 27)

    assert run(FRIDAY + timedelta(hours=1)) == []
    assert run(at("03-25")) == [("Imani", "decision.consent_due")]
    assert run(at("03-28", 0)) == [("Helen", "decision.consent_over"), ("Imani", "decision.consent_over")]
    assert run(at("03-30")) == []


def test_who_answered_is_left_alone_and_a_no_goes_to_the_charters_person(sides):
    found = asked(sides)
    with time_machine.travel(at("03-24"), tick=False):
        consenting.answer_consent(found.consents.get(), answer="disagrees", reason="It shames.", actor=sides[0])
        tell(Activity.objects.latest("pk").pk)

    assert run(at("03-25")) == run(at("03-30")) == []
    assert Notification.objects.filter(member=sides[2], activity__verb="decision.disagreed").exists()


def test_where_who_must_agree_has_left_the_charters_person_is_told_at_once(sides):
    asked(sides)
    with time_machine.travel(at("03-23"), tick=False):
        deactivate(sides[0].pk, actor=make_member("owner", like=sides[0]))

    assert run(at("03-23")) == [("Helen", "decision.consent_over")]


def test_a_decision_in_the_trash_reminds_nobody(sides):
    found, _ = vetoed(sides)
    with time_machine.travel(FRIDAY, tick=False):
        trash_node(found.node, actor=sides[0])

    assert run(at("04-02")) == []


def test_each_is_told_as_they_wish(sides):
    asked(sides)
    following.choose_ways({"clock": "never"}, actor=sides[0])

    assert run(at("03-25")) == []


def test_a_review_is_answered_and_the_next_one_has_a_clock_of_its_own(sides):
    found = decided(sides, date(2026, 3, 26))
    leader = sides[2]
    assert run(at("03-24")) == [("Helen", "decision.review_due")]

    with time_machine.travel(at("03-26"), tick=False):
        assert waiting_for(leader) == len(waits(leader)) == 1
        with pytest.raises(BadInput, match="has passed"):
            actions.review_decision(found, review_on=date(2026, 3, 26), actor=leader)
        with pytest.raises(InvalidState, match="Only Helen reviews this"):
            actions.review_decision(found, actor=sides[0])
        actions.review_decision(found, review_on=date(2026, 4, 1), actor=leader)
        assert waiting_for(leader) == len(waits(leader)) == 0

    assert run(at("03-27")) == []
    assert run(at("03-30")) == [("Helen", "decision.review_due")]


def test_contested_ones_wait_first_each_with_the_time_that_is_left(sides):
    ux, _product, leader = sides
    with time_machine.travel(FRIDAY, tick=False):
        make_decision(ux, leader)
        calm = make_open(ux, leader)
    found, _ = vetoed(sides)

    with time_machine.travel(at("03-31"), tick=False):
        shown = waits(leader)

    assert [(one.node, one.is_contested, one.left) for one in shown] == [
        (found.node, True, "3 working days left, until 3 Apr"),
        (calm.node, False, ""),
    ]
    assert "Veto stands. Way out: A test" in shown[0].why


def test_what_waits_names_the_act_and_the_person_of_the_charter_settles(sides):
    ux, product, leader = sides
    asked(sides)

    with time_machine.travel(at("03-26"), tick=False):
        assert [(one.title, one.left) for one in waits(ux)] == [("Agree or not", "1 working day left, until 27 Mar")]
        assert [one.why for one in waits(product)] == ["You decide it. Imani has to agree first."]
        assert waits(leader) == []
    with time_machine.travel(at("03-30"), tick=False):
        assert [(one.title, one.left) for one in waits(leader)] == [("Settle it", "Over since 27 Mar")]
        assert waiting_for(leader) == 1


def test_an_objection_whose_days_are_over_waits_on_who_settles_it(sides):
    _found, placed = vetoed(sides)
    run(at("04-04", 1))

    with time_machine.travel(at("04-04"), tick=False):
        (one,) = waits(placed.escalates_to)

    assert (one.title, one.objection, one.is_late) == ("Settle the veto", placed, True)


@pytest.mark.parametrize("count", [1, 6])
def test_what_waits_takes_the_same_queries_however_much_there_is(sides, count, django_assert_num_queries):
    for _ in range(count):
        found = make_open(sides[0], sides[2])
        veto(found.node, sides[0], sides[1])

    with django_assert_num_queries(6):  # the sixth asks for predictions that are due
        assert len(waits(sides[2])) == count


@pytest.mark.parametrize(
    ("left", "ends_on", "words"),
    [
        (0, "2026-03-30", "Over since 30 Mar"),
        (0, "2026-03-31", "Today is the last day"),
        (0, "2026-04-01", "Until 1 Apr, no working day left"),
        (4, "2026-04-04", "4 working days left, until 4 Apr"),
    ],
)
def test_time_is_left_in_words(left, ends_on, words):
    assert time_left(left, date.fromisoformat(ends_on), today=date(2026, 3, 31)) == words


def test_the_job_asks_each_workspace_in_its_own_time(sides):
    decided(sides, date(2026, 3, 24))
    far = make_sides()
    far[0].workspace.time_zone = "Pacific/Auckland"
    far[0].workspace.save()

    assert clocks.times(far[0].workspace).zone.key == "Pacific/Auckland"
    assert run(at("03-23")) == [("Helen", "decision.review_due")]
