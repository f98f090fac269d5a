"""New evidence near claims: offered, judged, told, taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allied.domains.insights.actions import retire_insight
from allied.domains.insights.models import Suggestion
from allied.domains.insights.tests.builders import make_insight, make_published
from allied.domains.insights.tests.test_views import Browser
from allied.domains.insights.watch import actions, queries
from allied.domains.insights.watch.comparing import WAITING_OF_ONE, compare_next
from allied.kernel.activity.models import Activity
from allied.kernel.embeddings.filling import fill
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.talk.following import follow_by_itself
from allied.kernel.talk.models import Notification
from allied.kernel.talk.telling import tell
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.offers import Evidence, offer

pytestmark = pytest.mark.django_db
CLAIM = "People cancel a hold when the wait is unknown"
AGAINST = "I don't mind that the wait for my hold is unknown, it is a nice surprise."


def arrive(member, *texts):
    """Feedback that came in, as the job meets it: stored, its vector made, compared."""
    nodes = [create("feedback", title=text, actor=member) for text in texts]
    for place, node in enumerate(nodes):
        offer(node, [Evidence("usability_test", timezone.localdate(), person=f"p{node.pk}-{place}")])
    fill(member.workspace)
    while compare_next(member.workspace):
        pass
    return nodes


@pytest.fixture
def imani():
    return make_member(name="Imani Okafor")


@pytest.fixture
def claim(imani):
    return make_published(imani, CLAIM)


def test_what_comes_near_a_claim_is_offered_and_linked_to_nothing(imani, claim):
    near, far = arrive(imani, AGAINST, "The lift at the branch is broken again.")

    row = Suggestion.objects.get()
    assert (row.claim, row.evidence, row.state) == (claim.node, near, "waiting")
    assert row.lean == "contradicts"
    assert not Link.objects.filter(source__in=[near, far]).exists()


def test_drafts_ended_claims_and_other_workspaces_are_offered_nothing(imani, claim):
    make_insight(imani, CLAIM)
    retire_insight(claim, reason="Solved.", actor=imani)
    make_published(make_member(), CLAIM)

    arrive(imani, AGAINST)

    assert not Suggestion.objects.exists()


def test_evidence_is_offered_once_and_not_where_it_is_linked(imani, claim):
    linked = create("feedback", title=AGAINST, actor=imani)
    link(linked, "contradicts", claim.node, actor=imani)
    arrive(imani, AGAINST + " Really.")
    Suggestion.objects.update(state="dismissed", decided_at=timezone.now())
    Node.objects.filter(kind="feedback").update(updated_at=timezone.now() + timedelta(minutes=1))  # read anew
    arrive(imani)

    assert Suggestion.objects.get().state == "dismissed"


def test_what_came_in_long_ago_is_no_news(imani, claim):
    old = create("feedback", title=AGAINST, actor=imani)
    Node.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))

    arrive(imani)

    assert not Suggestion.objects.exists()


def test_a_claim_has_at_most_so_many_waiting_and_what_disagrees_comes_first(imani, claim):
    arrive(imani, *(f"I cancel a hold when the wait is unknown, number {n}" for n in range(30)), AGAINST)

    rows = list(queries.waiting(actor=imani))
    assert len(rows) == WAITING_OF_ONE
    assert rows[0].evidence.title == AGAINST


def test_confirming_links_moves_strength_tells_owners_downstream_and_is_undone(imani, claim):
    downstream, reader = make_member(like=imani, name="Priya Raman"), make_member(like=imani)
    opportunity = create("opportunity", title="Help people plan", actor=downstream)
    item = create("item", title="A range of days", actor=downstream)
    link(claim.node, "supports", opportunity, actor=imani)
    link(item, "addresses", opportunity, actor=imani)
    for entry in Activity.objects.all():
        tell(entry.pk)
    follow_by_itself(item, [downstream.pk], "owner", since=timezone.now())
    (near,) = arrive(imani, AGAINST)

    found = actions.confirm_suggestion(Suggestion.objects.get(), "contradicts", actor=imani)

    assert Link.objects.get(source=near).relation == "contradicts"
    told = Activity.objects.get(verb="insight.evidence_confirmed")
    assert told.details["was"] != told.details["now"]
    assert told.details["told"] == [downstream.pk]
    tell(told.pk)
    assert [one.member for one in Notification.objects.filter(activity=told)] == [downstream]
    assert not Notification.objects.filter(member=reader).exists()
    quiet = Activity.objects.filter(verb="thread.linked").latest("pk")
    assert tell(quiet.pk) == 0

    actions.reopen_suggestion(found, actor=imani)
    assert not Link.objects.filter(source=near).exists()
    assert Suggestion.objects.get().is_waiting


def test_each_is_judged_once_by_who_may_link_and_in_one_of_two_ways(imani, claim):
    arrive(imani, AGAINST)
    found = Suggestion.objects.get()

    with pytest.raises(Denied):
        actions.dismiss_suggestion(found, actor=make_member(Role.READER, like=imani))
    with pytest.raises(BadInput, match="Nothing was linked"):
        actions.confirm_suggestion(found, "duplicates", actor=imani)
    with pytest.raises(InvalidState, match="waits already"):
        actions.reopen_suggestion(found, actor=imani)
    actions.dismiss_suggestion(found, actor=imani)
    with pytest.raises(InvalidState, match="dismissed this already"):
        actions.confirm_suggestion(found, "supports", actor=imani)
    assert not Link.objects.filter(source=found.evidence).exists()


def test_a_claim_that_ended_meanwhile_takes_no_evidence(imani, claim):
    arrive(imani, AGAINST)
    retire_insight(claim, reason="Solved.", actor=imani)

    with pytest.raises(InvalidState, match="takes no new evidence"):
        actions.confirm_suggestion(Suggestion.objects.get(), "supports", actor=imani)


def test_the_queue_offers_judges_says_what_changed_and_goes_on(imani, claim):
    arrive(imani, AGAINST)
    browser = Browser(imani)

    page = browser.text("/watch")
    assert "Seems to disagree" in page
    assert "nice surprise" in page
    assert "New evidence near it" in browser.text("/INS-1")
    answer = browser.post(f"/watch/{Suggestion.objects.get().pk}", **{"as": "contradicts"})
    assert answer["Location"].endswith("/insights/watch?next=1")
    page = browser.text("/watch")
    assert "now disagrees with INS-1" in page
    assert "Nothing waits near your claims" in page


def test_others_meet_it_near_all_claims(imani, claim):
    arrive(imani, AGAINST)
    other = Browser(make_member(Role.READER, like=imani))

    assert "nice surprise" not in other.text("/watch")
    page = other.text("/watch", whose="all")
    assert "nice surprise" in page
    assert "Not about it" not in page


def test_a_hundred_new_items_cost_a_few_queries_whatever_the_claims(imani, claim):
    for number in range(20):
        make_published(imani, f"Claim {number}: people cancel holds")
    for number in range(100):
        create("feedback", title=f"I cancel my hold, number {number}", actor=imani)
    fill(imani.workspace)

    with CaptureQueriesContext(connection) as asked:
        while compare_next(imani.workspace):
            pass

    assert len(asked) < 40
    assert Suggestion.objects.exists()
