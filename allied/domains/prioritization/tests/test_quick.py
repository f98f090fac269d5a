"""Quick rounds: opened at once, voted on by one short link, over within minutes."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from allied.domains.prioritization import actions
from allied.domains.prioritization.actions import Plan
from allied.domains.prioritization.models import Round, State
from allied.domains.prioritization.tests.builders import make_open, make_team, vote
from allied.domains.prioritization.tests.test_views import Browser, at
from allied.kernel.errors import InvalidState
from allied.kernel.jobs import runner
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def start(browser, nodes, **said):
    fields = {"question": "Which first?", "candidates": [node.pk for node in nodes], "minutes": "5"}
    return browser.post("/quick", **fields, quorum_ux=2, quorum_product=2, **said)


def test_it_opens_at_once_and_is_over_in_five_minutes():
    ux, product = make_team()
    nodes = [create("opportunity", title=f"Opportunity {place}", actor=ux[0]) for place in range(2)]

    answer = start(Browser(ux[0]), nodes)

    found = Round.objects.get()
    assert answer.headers["Location"].endswith(f"/rounds/{found.node.reference}")
    assert (found.node.state, found.framework) == (State.OPEN, "votes")
    assert timezone.now() + timedelta(minutes=4) < found.closes_at <= timezone.now() + timedelta(minutes=5)
    for member in (*ux, *product):
        vote(found, member, 5, 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        runner.queue_periodic()
        runner.run_all()
    assert Node.objects.get(pk=found.pk).state == State.CLOSED


def test_a_quick_round_that_cannot_open_leaves_nothing_behind():
    (ux, _), _ = make_team()
    alone = create("opportunity", title="Alone", actor=ux)

    answer = start(Browser(ux), [alone])

    assert answer.status_code == 409
    assert "at least 2 things" in answer.content.decode()
    assert not Round.objects.exists()
    with pytest.raises(InvalidState):
        actions.start_round(Plan("Which?", closes_at=timezone.now() + timedelta(minutes=5)), actor=ux)


def test_the_short_link_leads_past_the_sign_in_to_the_ballot():
    (ux, _), _ = make_team()
    found = make_open(ux)
    link = f"/w/{ux.workspace.slug}/v/{found.node.reference}"

    stranger, member = Client().get(link), Browser(ux).client.get(link)

    assert stranger.headers["Location"].endswith(f"?next={link}")
    assert member.headers["Location"].endswith(at(found, "/ballot"))
    assert link in Browser(ux).text(at(found))


def test_the_short_link_leads_whoever_has_no_vote_to_the_round():
    (ux, _), _ = make_team()
    found = make_open(ux)
    reader = Browser(make_member(Role.READER, like=ux))

    answer = reader.client.get(f"/w/{ux.workspace.slug}/v/{found.node.reference}")

    assert answer.headers["Location"].endswith(at(found))


def test_the_ballot_counts_down_to_the_moment_of_the_deadline():
    (ux, _), _ = make_team()
    found = make_open(ux)

    assert f'data-until="{found.closes_at.isoformat()}"' in Browser(ux).text(at(found, "/ballot"))
