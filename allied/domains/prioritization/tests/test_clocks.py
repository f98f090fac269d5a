"""Who is told of a round, who is reminded before its time is over, and what waits on whom meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.tasks import reminds_at
from allied.domains.prioritization.tests.builders import make_open, make_team, vote
from allied.domains.prioritization.tests.test_views import Browser, at
from allied.kernel.activity.models import Activity
from allied.kernel.jobs import runner
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.talk.models import Notification
from allied.kernel.talk.telling import tell
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db
START = "2026-03-02T10:00:00Z"


def told(of):
    """Whom the activities of this kind reached."""
    return sorted(Notification.objects.filter(activity__verb=of).values_list("member__name", flat=True))


def pass_time(hours):
    """Let the jobs run so many hours after the start."""
    with time_machine.travel(START, tick=False):
        moment = timezone.now() + timedelta(hours=hours)
    with time_machine.travel(moment, tick=False):
        runner.queue_periodic()
        runner.run_all()
        for entry in Activity.objects.filter(node__isnull=False):
            tell(entry.pk)


@pytest.fixture
def team():
    with time_machine.travel(START, tick=False):
        ux, product = make_team()
        names = {ux[1]: "Tomasz", product[0]: "Priya", product[1]: "Bea"}
        for member, name in names.items():
            member.name = name
            member.save()
    return ux, product


def opened(team, hours=48, **plan):
    with time_machine.travel(START, tick=False):
        found = make_open(team[0][0], closes_at=timezone.now() + timedelta(hours=hours), **plan)
        vote(found, team[0][1], 5, 1, 3)
    return found


def test_who_may_vote_is_told_that_a_round_is_open(team):
    make_member(Role.READER, like=team[0][0], name="Amara")
    opened(team)

    pass_time(0)

    assert told("round.opened") == ["Bea", "Priya", "Tomasz"]  # who opened it knows


def test_a_day_before_those_who_have_not_voted_are_reminded_once(team):
    opened(team, hours=72)

    pass_time(47)
    assert told("round.due") == []
    pass_time(49)
    pass_time(60)

    assert told("round.due") == ["Bea", "Imani", "Priya"]


def test_a_new_deadline_reminds_anew_and_only_whoever_still_has_not_voted(team):
    found = opened(team)
    pass_time(25)
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False):
        vote(found, team[1][0], 1, 2, 3)
        actions.extend_round(found, found.closes_at + timedelta(days=3), actor=team[0][0])

    pass_time(49)
    pass_time(100)

    assert told("round.due") == ["Bea", "Bea", "Imani", "Imani", "Priya"]


@pytest.mark.parametrize(("hours", "before"), [(72, 24), (10, 5), (0.1, None)])
def test_the_reminder_leaves_time_to_vote(team, hours, before):
    found = opened(team, hours=hours)

    assert reminds_at(found) == (None if before is None else found.closes_at - timedelta(hours=before))


def test_who_opened_a_round_is_told_when_its_time_is_over_and_a_side_is_short(team):
    opened(team)

    pass_time(49)
    pass_time(50)

    assert told("round.overdue") == ["Imani"]


def test_a_cancelled_round_reminds_nobody(team):
    found = opened(team)
    with time_machine.travel(START, tick=False):
        actions.cancel_round(found, reason="We agree.", actor=team[0][0])

    pass_time(30)

    assert told("round.due") == []


def test_home_says_which_round_waits_until_when_and_leads_to_the_ballot(team):
    found = opened(team)

    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        voted, waited = (home(member) for member in (team[0][1], team[1][0]))
    with time_machine.travel("2026-03-05T12:00:00Z", tick=False):
        late, runs = home(team[1][0]), home(team[0][0])

    assert "Vote: Which of these first?" in waited
    assert f"/rounds/{found.node.reference}/ballot" in waited
    assert "Until" in waited
    assert "Vote: Which of these first?" not in voted
    assert "Which of these first?" not in late.partition("What happened")[0]
    assert "Give it more time, or cancel it" in runs


def home(member):
    return Browser(member).client.get(f"/w/{member.workspace.slug}/").content.decode()


def test_the_page_names_who_has_not_voted_and_who_may_close_it_early(team):
    found = opened(team, quorum_ux=1, quorum_product=1)
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        vote(found, team[1][0], 1, 2, 3)
        text, asked = Browser(team[0][0]).text(at(found)), Browser(team[0][0]).text(at(found, "/closing"))
        nobody = Browser(make_member(Role.CONTRIBUTOR, like=team[0][0], discipline=Discipline.SUPPORT, name="Nia"))

        assert "Not yet: Imani." in text
        assert "May close it early, move its deadline or cancel it: Bea, Imani, Priya, Tomasz." in text
        assert "Close early" in text
        assert "Whoever has not voted by then has no vote in it" in asked
        assert "Close early" not in nobody.text(at(found))
        nobody.text(at(found, "/closing"), status=403)


def test_once_all_have_voted_nobody_is_asked_twice_about_closing(team):
    found = opened(team)
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        for member in (team[0][0], *team[1]):
            vote(found, member, 1, 2, 3)

        assert queries.open_to(team[0][0], found, queries.turnout(found)).is_complete
        assert "Close early" not in Browser(team[0][0]).text(at(found))
