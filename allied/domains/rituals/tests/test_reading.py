"""What a meeting gives to read: pre-read, minutes, calendar file; and what it asks of people on Home."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from allied.domains.rituals import actions, attending, clocks, outcomes, queries
from allied.domains.rituals.invitation import calendar_file
from allied.domains.rituals.minutes import minutes
from allied.domains.rituals.outcomes import Result
from allied.domains.rituals.preread import preread
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
from allied.domains.rituals.waiting import waits
from allied.kernel.activity.models import Activity
from allied.kernel.disposal.actions import archive_node
from allied.kernel.talk.actions import add_comment
from allied.kernel.talk.models import Notification
from allied.kernel.testing import make_member
from allied.web.memo import markdown

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def team():
    return make_team()


def read(memo):
    return markdown(memo, site="https://allied.example")


def of(found, actor):
    return queries.whole(again(found, actor), actor=actor)


def test_the_pre_read_says_what_changed_since_the_last_meeting_of_its_type(team):
    imani, priya, joel = team
    with time_machine.travel(MONDAY - timedelta(days=20), tick=False):
        nodes = make_nodes(imani)
        last = make_held(imani, priya, nodes=[nodes[0]], starts_at=timezone.now(), title="The last")
    with time_machine.travel(MONDAY, tick=False):
        add_comment(nodes[0], text="I doubt it", actor=priya)
        archive_node(nodes[1], actor=imani)
        found = make_meeting(imani, priya, nodes=nodes, starts_at=MONDAY + timedelta(days=1))
        outcomes.state(first(found), topic="feasibility", voice="engineering", text="Two weeks.", actor=joel)
        text = read(preread(of(found, imani), actor=imani))

    assert f"New since {last.node.reference}" in text
    assert "2 of 2 on the agenda" in text
    assert "1 new comment" in text
    assert "Imani" in text
    assert "**Engineering on feasibility, Joel:** Two weeks." in text
    assert "**Gap:** Nobody of UX has said whether it can be done." in text
    assert "https://allied.example/w/" in text


def test_without_a_last_meeting_14_days_are_news(team):
    imani, *__ = team
    with time_machine.travel(MONDAY - timedelta(days=20), tick=False):
        nodes = make_nodes(imani, 1)
    with time_machine.travel(MONDAY, tick=False):
        found = make_meeting(imani, nodes=nodes, starts_at=MONDAY + timedelta(days=1))
        text = read(preread(of(found, imani), actor=imani))

    assert "because no meeting of this type was held before: 0 of 1 on the agenda" in text
    assert "Nothing changed on its thread." in text


def test_the_pre_read_says_how_strength_moved(team):
    from allied.domains.feedback.actions import add_feedback  # noqa: PLC0415  evidence, of another slice
    from allied.kernel.testing import product_of  # noqa: PLC0415
    from allied.kernel.thread.actions import link  # noqa: PLC0415

    imani, *__ = team
    with time_machine.travel(MONDAY - timedelta(days=30), tick=False):
        nodes = make_nodes(imani, 1)
    with time_machine.travel(MONDAY, tick=False):
        said = add_feedback(text="It broke", author="Ann", product=product_of(imani), actor=imani)
        link(said.node, "supports", nodes[0], actor=imani)
        found = make_meeting(imani, nodes=nodes, starts_at=MONDAY + timedelta(days=1))
        text = read(preread(of(found, imani), actor=imani))

    assert "Anecdotal, 1 person for it, 0 against; it was Assumption on" in text


def test_a_long_agenda_asks_as_many_queries_as_a_short_one(team, django_assert_num_queries):
    imani, priya, __ = team
    short, long = make_meeting(imani, nodes=make_nodes(imani, 2)), make_meeting(imani, nodes=make_nodes(imani, 12))

    for found in (short, long):
        one = again(found, imani)
        with django_assert_num_queries(5):
            queries.whole(one, actor=imani)


def test_minutes_say_what_came_of_each_thing(team):
    imani, priya, joel = team
    found = make_held(imani, priya, nodes=make_nodes(imani, 3))
    attending.set_attendees(found, [imani, priya, joel], actor=imani)
    one, two, three = items(found)
    decision = make_decision_node(imani)
    outcomes.record_outcome(one, Result("decided", decision=decision, notes="All agreed."), actor=imani)
    due = {"owner": joel, "due_on": date(2030, 1, 2)}
    outcomes.record_outcome(two, Result("follow_up", "Measure it.", **due), actor=imani)
    outcomes.record_outcome(three, Result("parked", "No data."), actor=imani)
    actions.close_meeting(found, actor=imani)

    text = read(minutes(of(found, imani), actor=imani))

    for part in (
        "**Present:** Imani and Priya",
        "**Not there:** Joel",
        f"**Decided:** Do we? [{decision.reference}]",
        "**Notes:** All agreed.",
        "**Follow-up:** Measure it. Joel, until",
        "**Parked:** No data.",
        "| Measure it. | Joel |",
        "Closed by Imani",
    ):
        assert part in text, part


def test_the_calendar_file_is_read_by_calendars_and_follows_a_move(team):
    imani, priya, __ = team
    title = "Grooming; with, commas and a very long title that has to be folded over several lines of the file, twice"
    found = make_meeting(imani, priya, title=title, starts_at=MONDAY, place="Room 2")
    attending.answer_invitation(found, "declined", actor=priya)

    data = calendar_file(of(found, imani), path="/w/home/meetings/MTG-1")
    (event,) = Calendar.from_ical(data).walk("VEVENT")

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert event["SUMMARY"] == f"MTG-1 {title}"
    assert event["DTSTART"].dt == MONDAY
    assert event["DTEND"].dt == MONDAY + timedelta(minutes=50)
    assert event["LOCATION"] == "Room 2"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert {(one.params["CN"], one.params["PARTSTAT"]) for one in event["ATTENDEE"]} == {
        ("Imani", "ACCEPTED"),
        ("Priya", "DECLINED"),
    }
    actions.edit_meeting(found, make_plan(title=title, starts_at=MONDAY + timedelta(hours=1)), actor=imani)
    actions.cancel_meeting(found, reason="Ill", actor=imani)
    (moved,) = Calendar.from_ical(calendar_file(of(found, imani), path="/")).walk("VEVENT")
    assert (moved["UID"], moved["SEQUENCE"], moved["STATUS"]) == (event["UID"], 2, "CANCELLED")


def test_home_asks_for_an_answer_and_for_what_ones_discipline_thinks(team):
    imani, priya, joel = team
    found = make_meeting(imani, priya, joel, title="Soon")

    assert [one.title for one in waits(joel)] == [
        "Say whether you come to “Soon”",
        "Say what your discipline thinks before “Soon”",
    ]
    attending.answer_invitation(found, "coming", actor=joel)
    for item in items(found):
        outcomes.state(item, topic="feasibility", voice="engineering", text="Yes.", actor=joel)
    assert waits(joel) == []
    assert [one.action for one in waits(priya)] == ["Answer"]  # Product has no note on feasibility to write
    attending.answer_invitation(found, "declined", actor=priya)
    (one,) = waits(priya)  # but whoever does not come states what they think
    assert "2 things" in one.why
    assert waits(make_member("reader", like=imani)) == []


def test_home_reminds_of_a_follow_up_until_it_is_done(team):
    imani, priya, joel = team
    found = make_held(imani, priya)
    item = first(found)
    due = timezone.localdate() + timedelta(days=1)
    outcomes.record_outcome(item, Result("follow_up", "Measure it.", owner=priya, due_on=due), actor=imani)

    assert "Finish the follow-up" in waits(priya)[0].title
    outcomes.finish_follow_up(item, is_done=True, actor=priya)
    assert not [one for one in waits(priya) if "follow-up" in one.title]


def test_who_comes_is_reminded_once_the_working_day_before(team, django_capture_on_commit_callbacks):
    imani, priya, joel = team
    with time_machine.travel(MONDAY - timedelta(days=7), tick=False):
        found = make_meeting(imani, priya, joel, starts_at=MONDAY + timedelta(days=1))
        attending.answer_invitation(found, "declined", actor=joel)
        assert clocks.remind_in(imani.workspace) == 0
    Notification.objects.all().delete()

    with time_machine.travel(MONDAY, tick=False), django_capture_on_commit_callbacks(execute=True):
        assert clocks.remind_in(imani.workspace) == 1
        assert clocks.remind_in(imani.workspace) == 0

    told = Notification.objects.filter(activity__verb="meeting.soon")
    assert set(told.values_list("member", flat=True)) == {imani.pk, priya.pk}
    assert Activity.objects.get(verb="meeting.soon").details["many"] == 2


def test_nobody_is_reminded_at_night_or_on_a_holiday(team):
    imani, priya, __ = team
    saturday = datetime(2026, 11, 28, 10, tzinfo=UTC)
    make_meeting(imani, priya, starts_at=MONDAY + timedelta(hours=4))

    for moment in (saturday, MONDAY.replace(hour=5)):
        with time_machine.travel(moment, tick=False):
            assert clocks.remind_in(imani.workspace) == 0


def test_a_follow_up_reminds_who_does_it_once(team):
    imani, priya, joel = team
    with time_machine.travel(MONDAY, tick=False):
        found = make_held(imani, priya)
        due = MONDAY.date() + timedelta(days=1)
        outcomes.record_outcome(first(found), Result("follow_up", "Do.", owner=joel, due_on=due), actor=imani)

        assert clocks.remind_in(imani.workspace) == 1
        assert clocks.remind_in(imani.workspace) == 0

    assert Activity.objects.get(verb="meeting.follow_up_due").details["reminded"] == [joel.pk]
