"""Owners, reviews, parking, and what waits on whose Home."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from allied.domains.insights import actions, keeping
from allied.domains.insights.keeping_queries import kept, on_home
from allied.domains.insights.models import Insight
from allied.domains.insights.tests.builders import make_insight, make_published
from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState, NotVisible
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.talk.models import Notification
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link

pytestmark = pytest.mark.django_db
TODAY = date.today()


@pytest.fixture
def imani():
    return make_member(name="Imani Okafor")


@pytest.fixture
def priya(imani):
    return make_member(Role.CONTRIBUTOR, like=imani, discipline=Discipline.PRODUCT, name="Priya Raman")


def fresh(insight, actor):
    return Insight.objects.visible_to(actor).get(pk=insight.pk)


def last(insight):
    return Activity.objects.filter(node=insight.node).latest("pk")


def own(insight, actor, *, ux=None, product=None):
    return keeping.assign_owners(insight, ux_owner=ux, product_owner=product, actor=actor)


def test_owners_of_both_sides_are_named_told_and_recorded(imani, priya, django_capture_on_commit_callbacks):
    insight = make_published(imani)

    with django_capture_on_commit_callbacks(execute=True):
        own(insight, imani, ux=imani, product=priya)

    assert fresh(insight, imani).owners == [imani, priya]
    assert last(insight).details["changed"] == ["ux_owner", "product_owner"]
    assert Notification.objects.get(member=priya).happening == "owner"


def test_an_owner_speaks_for_their_side_and_two_owners_are_two_people(imani, priya):
    insight, stranger = make_published(imani), make_member()

    with pytest.raises(BadInput, match="Priya Raman works in product"):
        own(insight, imani, ux=priya)
    with pytest.raises(NotVisible):
        own(insight, imani, ux=stranger)
    assert fresh(insight, imani).owners == []


def test_saving_owners_that_somebody_changed_meanwhile_is_a_conflict(imani, priya):
    insight = make_published(imani)
    seen = edition(keeping.said_of_owners(insight))
    own(insight, imani, product=priya)

    with pytest.raises(Conflict):
        keeping.assign_owners(insight, ux_owner=imani, product_owner=None, actor=imani, seen=seen)


def test_an_owner_keeps_the_claim_current_and_other_contributors_do_not(imani, priya):
    insight = make_published(imani)
    with pytest.raises(Denied):
        keeping.park_insight(insight, because="We wait.", actor=priya)

    own(insight, imani, product=priya)
    keeping.park_insight(fresh(insight, priya), because="We wait for May.", actor=priya)

    assert fresh(insight, imani).parked_because == "We wait for May."
    assert last(insight).details == {"reason": "We wait for May."}


def test_a_claim_is_parked_once_with_a_reason_and_only_when_published(imani):
    draft, insight = make_insight(imani, "A draft"), make_published(imani)

    with pytest.raises(InvalidState, match="Only a published insight is parked"):
        keeping.park_insight(draft, because="Later.", actor=imani)
    with pytest.raises(BadInput):
        keeping.park_insight(insight, because="  ", actor=imani)
    keeping.park_insight(insight, because="We wait.", actor=imani)
    with pytest.raises(InvalidState, match="is parked already: We wait"):
        keeping.park_insight(insight, because="Again.", actor=imani)
    keeping.unpark_insight(insight, actor=imani)
    with pytest.raises(InvalidState, match="is not parked"):
        keeping.unpark_insight(insight, actor=imani)
    assert not fresh(insight, imani).is_parked


def test_a_claim_that_names_nothing_for_two_weeks_waits_on_its_owners_home(imani, priya):
    insight = make_published(imani)
    own(insight, imani, product=priya)
    assert not on_home(priya, limit=8).overdue
    assert kept(insight, actor=imani).use_due_on == TODAY + timedelta(days=14)

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert [one.pk for one in on_home(priya, limit=8).overdue] == [insight.pk]
        assert not on_home(imani, limit=8).overdue  # its author, once somebody owns it
        assert kept(insight, actor=imani).is_overdue


@pytest.mark.parametrize("kind", ["opportunity", "item", "decision"])
def test_naming_an_opportunity_an_item_or_a_decision_ends_the_wait(imani, kind):
    insight, other = make_published(imani), create(kind, title="What follows", actor=imani)
    if kind == "opportunity":
        link(insight.node, "supports", other, actor=imani)
    else:
        link(other, "derived_from", insight.node, actor=imani)

    assert [use.node for use in kept(insight, actor=imani).uses] == [other]
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert not on_home(imani, limit=8).overdue


def test_what_was_dropped_or_parked_is_told_apart(imani):
    insight, item = make_published(imani), create("item", title="Dropped", actor=imani)
    link(item, "derived_from", insight.node, actor=imani)
    type(item).objects.filter(pk=item.pk).update(state="dropped")

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert on_home(imani, limit=8).overdue
        keeping.park_insight(insight, because="We wait.", actor=imani)
        assert not on_home(imani, limit=8).overdue


def test_a_review_is_planned_waits_and_is_done(imani):
    insight = make_published(imani)
    keeping.plan_review(insight, TODAY + timedelta(days=30), actor=imani)
    assert not on_home(imani, limit=8).to_review

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert [one.pk for one in on_home(imani, limit=8).to_review] == [insight.pk]
        keeping.review_insight(insight, actor=imani, next_on=TODAY + timedelta(days=400))
        assert not on_home(imani, limit=8).to_review

    found = fresh(insight, imani)
    assert found.reviewed_by == imani
    assert last(insight).verb == "insight.reviewed"


def test_a_review_day_lies_ahead_and_within_ten_years(imani):
    insight = make_published(imani)

    for on in (TODAY - timedelta(days=3), TODAY + timedelta(days=4_000)):
        with pytest.raises(BadInput, match="Nothing was changed"):
            keeping.plan_review(insight, on, actor=imani)
    with pytest.raises(InvalidState, match="Only a published insight is reviewed"):
        keeping.review_insight(make_insight(imani, "A draft"), actor=imani)
    assert fresh(insight, imani).review_on is None


def test_what_has_ended_is_not_kept_any_more(imani):
    insight = make_published(imani)
    actions.retire_insight(insight, reason="Solved.", actor=imani)

    for act in (keeping.plan_review, own):
        with pytest.raises(InvalidState):
            act(insight, *([None] if act is keeping.plan_review else []), actor=imani)
