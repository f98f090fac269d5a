from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from allied.domains.rituals import actions, attending, outcomes
from allied.domains.rituals.models import Meeting
from allied.domains.rituals.outcomes import Result
from allied.domains.rituals.tests.builders import again, first, items, make_held, make_meeting, make_nodes, make_team
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.personal.undo import take_back
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


class Browser:
    """A member's browser inside their workspace."""

    def __init__(self, member):
        self.client = Client()
        self.client.force_login(member.user)
        self.root = f"/w/{member.workspace.slug}/meetings"

    def get(self, path, **query):
        return self.client.get(self.root + path, query)

    def post(self, path, headers=None, **fields):
        return self.client.post(self.root + path, fields, headers=headers or {})


@pytest.fixture
def team():
    return make_team()


def at(item):
    return f"/{item.meeting.node.reference}/agenda/{item.pk}"


def undo_last(member):
    act = to_undo(actor=member)[0]
    with timezone.override(member.workspace.zone):  # as a request of theirs does
        take_back(act.pk, actor=member)


def test_an_address_brings_the_gaps_of_a_round(team):
    imani, priya, __ = team
    one, two = make_nodes(imani)
    round_ = create("round", title="Which first?", actor=imani)
    query = {"agenda": f"{two.reference},{one.reference},OPP-999", "round": round_.reference}

    page = Browser(imani).get("/new", **query).content.decode()
    assert f'value="{two.pk}"' in page
    assert "The largest gaps of RND-1" in page
    answer = Browser(imani).client.post(
        f"/w/{imani.workspace.slug}/meetings/new?agenda={two.reference},{one.reference}&round={round_.reference}",
        {
            "title": "Gaps",
            "type": "prioritization",
            "starts_at": "2030-01-02T10:00",
            "duration_minutes": "50",
            "agenda": [two.pk, one.pk],
            "attendees": [priya.pk],
        },
    )

    assert answer.status_code == 302
    found = Meeting.objects.get()
    assert [(item.node, item.why) for item in items(found)] == [
        (two, "A large gap between the sides in RND-1"),
        (one, "A large gap between the sides in RND-1"),
    ]
    assert found.attendees.count() == 2


def test_a_gap_of_the_thread_brings_what_has_it(team):
    imani, *__ = team
    (node,) = make_nodes(imani, 1)

    page = Browser(imani).get("/new", gap="opportunity_without_evidence").content.decode()

    assert f'value="{node.pk}"' in page


def test_what_was_written_is_kept_when_a_plan_is_refused(team):
    answer = Browser(team[0]).post("/new", title="Kept", type="strategy", more="nonsense", starts_at="soon")

    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()
    assert "YEAR-MONTH-DAY" in answer.content.decode()


def test_a_refused_decision_says_who_is_missing_and_keeps_what_was_written(team):
    imani, priya, __ = team
    found = actions.hold_meeting(make_meeting(imani, priya), actor=imani)
    decision = create("decision", title="Do we?", actor=imani)
    said = {"outcome": "decided", "decision": decision.reference, "notes": "We all nodded."}

    answer = Browser(imani).post(f"{at(first(found))}/outcome", **said)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Product: 0 of 1 present" in page
    assert "We all nodded." in page
    Browser(priya).post(f"{at(first(found))}/statement/statement/product", text="For it.")
    answer = Browser(imani).post(f"{at(first(found))}/outcome", **said)
    assert answer.status_code == 302
    assert first(found).decision == decision


def test_a_decision_is_drafted_from_the_agenda_or_nothing_is(team):
    imani, priya, __ = team
    found = actions.hold_meeting(make_meeting(imani, priya), actor=imani)
    place = f"{at(first(found))}/decision"
    outcomes.write_notes(first(found), "One trip, one place.", actor=imani)
    said = {"question": "One notice?", "context": "", "decider": priya.pk, "option-1": "Yes", "option-2": "No"}

    assert "One trip, one place." in Browser(imani).get(place).content.decode()
    assert Browser(imani).post(place, **said).status_code == 409
    assert first(found).outcome == ""
    attending.mark_present(found, priya, is_present=True, actor=imani)
    assert Browser(imani).post(place, **said).status_code == 302
    assert (first(found).outcome, first(found).decision.title) == ("decided", "One notice?")


def test_the_agenda_is_ordered_without_script_and_by_it(team):
    imani, *__ = team
    found = make_meeting(imani, nodes=make_nodes(imani, 3))
    one, two, three = items(found)

    Browser(imani).post(f"{at(one)}/place", way="down")
    assert [each.pk for each in items(found)] == [two.pk, one.pk, three.pk]
    Browser(imani).post(f"{at(one)}/place", way="up")
    Browser(imani).post(f"{at(one)}/place", way="up")
    assert [each.pk for each in items(found)] == [one.pk, two.pk, three.pk]
    answer = Browser(imani).post(f"{at(one)}/place", headers={"HX-Request": "true"}, after=three.pk)
    assert 'id="agenda"' in answer.content.decode()
    assert "<h1>" not in answer.content.decode()
    assert [each.pk for each in items(found)] == [two.pk, three.pk, one.pk]
    undo_last(imani)
    assert [each.pk for each in items(found)] == [one.pk, two.pk, three.pk]


def test_every_act_on_the_agenda_and_its_people_is_undone(team):
    imani, priya, joel = team
    found = make_meeting(imani, priya)
    one, two = items(found)
    browser, ref = Browser(imani), found.node.reference
    more = create("item", title="More", actor=imani)

    browser.post(f"/{ref}/agenda/new", node=[more.reference])
    assert len(items(found)) == 3
    undo_last(imani)
    browser.post(f"{at(one)}/removal")
    assert len(items(found)) == 1
    undo_last(imani)
    assert len(items(found)) == 2
    browser.post(f"{at(two)}/time", box_minutes=45)
    undo_last(imani)
    assert items(found)[1].box_minutes == 10
    browser.post(f"/{ref}/attendees", attendees=[joel.pk])
    undo_last(imani)
    assert {each.member for each in found.attendees.all()} == {imani, priya}
    plan = {"title": "Other", "type": "grooming", "starts_at": "2030-05-06T10:00", "duration_minutes": "30"}
    seen = browser.get(f"/{ref}/edit").content.decode().split('name="seen" value="')[1].split('"')[0]
    browser.post(f"/{ref}/edit", **plan, place="", purpose="", product="", seen=seen)
    assert again(found, imani).title == "Other"
    undo_last(imani)
    assert again(found, imani).title == "Grooming"


def test_the_course_of_a_meeting_by_its_buttons(team):
    imani, priya, joel = team
    found = make_meeting(imani, priya)
    browser, ref = Browser(imani), found.node.reference

    browser.post(f"/{ref}/cancellation", reason="Ill")
    assert "Ill" in browser.get(f"/{ref}").content.decode()
    browser.post(f"/{ref}/restoration")
    browser.post(f"/{ref}/holding")
    browser.post(f"/{ref}/holding/removal")
    browser.post(f"/{ref}/holding")
    browser.post(f"/{ref}/presence/{priya.pk}", present="1")
    one, two = items(found)
    browser.post(f"{at(one)}/outcome", outcome="parked", text="Later.")
    browser.post(f"{at(one)}/outcome/removal")
    browser.post(f"{at(one)}/notes", notes="Said aloud.")
    browser.post(f"{at(one)}/outcome", outcome="parked", text="Later.", notes="Said aloud.")
    follow = {"outcome": "follow_up", "text": "Do.", "owner": joel.pk, "due_on": "2030-01-02"}
    browser.post(f"{at(two)}/outcome", **follow)
    assert browser.post(f"/{ref}/closing").url.endswith("/minutes")
    page = browser.get(f"/{ref}/minutes").content.decode()
    assert "Said aloud." in page
    Browser(joel).post(f"{at(two)}/follow-up")
    assert "Done" in browser.get(f"/{ref}/minutes").content.decode()
    Browser(joel).post(f"{at(two)}/follow-up/removal")
    browser.post(f"/{ref}/closing/removal")
    assert again(found, imani).node.state == "held"


def test_pre_read_and_minutes_are_files_too_and_so_is_the_calendar(team):
    imani, priya, __ = team
    found = make_held(imani, priya)
    browser, ref = Browser(imani), found.node.reference

    for page in ("minutes", "pre-read"):
        assert browser.get(f"/{ref}/{page}", **{"as": "md"}).content.decode().startswith("# ")
        assert browser.get(f"/{ref}/{page}", **{"as": "pdf"}).content.startswith(b"%PDF")
    calendar = browser.get(f"/{ref}/calendar.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")


def test_people_answer_and_a_statement_without_words_is_refused_where_it_stands(team):
    imani, priya, __ = team
    found = make_meeting(imani, priya)
    browser, ref = Browser(priya), found.node.reference

    browser.post(f"/{ref}/answer", answer="declined")
    assert found.attendees.get(member=priya).answer == "declined"
    answer = browser.post(f"{at(first(found))}/statement/statement/product", text=" ")
    assert answer.status_code == 422
    assert "Write what your discipline thinks" in answer.content.decode()
    answer = Browser(imani).post(f"{at(first(found))}/time", box_minutes=0)
    assert answer.status_code == 422


def test_the_list_finds_and_filters(team):
    imani, priya, __ = team
    make_meeting(imani, title="About lifts")
    outcomes.record_outcome(
        first(make_held(imani, priya, title="About stairs")), Result("parked", "Elevator first."), actor=imani
    )
    browser = Browser(imani)

    assert "About lifts" in browser.get("").content.decode()
    page = browser.get("", q="elevator").content.decode()
    assert "About stairs" in page
    assert "About lifts" not in page
    assert "About stairs" not in browser.get("", when="coming").content.decode()
    assert "A meeting decides nothing" in Browser(make_member(Role.OWNER)).get("").content.decode()


def test_a_workspace_sets_the_quorum_of_each_type_and_takes_it_back(team):
    owner = make_member(Role.OWNER, like=team[0])
    browser = Browser(owner)
    place = f"/w/{owner.workspace.slug}/settings/meetings"

    said = {"grooming-ux": "2", "grooming-product": "1", "grooming-engineering": "0"}
    assert browser.client.post(f"{place}/grooming", said).status_code == 302
    assert 'value="2"' in browser.client.get(place).content.decode()
    undo_last(owner)
    assert 'value="2"' not in browser.client.get(place).content.decode()
    assert browser.client.post(f"{place}/grooming", said | {"grooming-ux": "0"}).status_code == 422
    assert browser.client.post(f"{place}/party", said).status_code == 404


def test_reviews_that_are_overdue_come_onto_an_agenda(team):
    from allied.domains.feedback.actions import add_feedback  # noqa: PLC0415
    from allied.domains.insights.actions import Wording, draft_insight, publish_insight  # noqa: PLC0415  of a sibling
    from allied.domains.insights.models import Insight  # noqa: PLC0415
    from allied.kernel.thread.actions import link  # noqa: PLC0415

    imani, *__ = team
    claim = draft_insight(Wording("People wait"), actor=imani)
    said = add_feedback(text="I waited", author="Ann", product=product_of(imani), actor=imani)
    link(said.node, "supports", claim.node, actor=imani)
    publish_insight(claim, actor=imani)
    Insight.objects.filter(pk=claim.pk).update(review_on=date(2020, 1, 1))

    page = Browser(imani).get("/new", gap="insight_to_review").content.decode()

    assert f'value="{claim.pk}"' in page
