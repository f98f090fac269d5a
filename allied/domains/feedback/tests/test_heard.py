import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from allied.domains.feedback.actions import add_feedback, dismiss_feedback
from allied.domains.feedback.heard import heard, silent, unused
from allied.domains.feedback.models import Facet, Feedback
from allied.kernel.disposal.actions import archive_node
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def say(member, days=0, method="feedback", product=None, **segments):
    return add_feedback(
        text="I waited.",
        segments=segments,
        received_at=timezone.now() - timedelta(days=days),
        method=method,
        product=product or product_of(member),
        actor=member,
    )


def told(member, **narrowed):
    return {(one.name, one.value): one for one in heard(member, **narrowed)}


def test_a_segment_is_silent_after_sixty_days(member):
    say(member, days=59, branch="Alder")
    say(member, days=60, branch="Birch")

    assert [one.value for one in silent(heard(member))] == ["Birch"]


def test_a_segment_that_only_colleagues_spoke_for_was_never_heard_from(member):
    say(member, method="hearsay", branch="Alder")

    (one,) = heard(member)

    assert (one.words, one.items, one.last_on, one.is_silent) == ("Branch: Alder", 0, None, True)


def test_what_was_set_aside_or_archived_is_not_being_heard_from(member):
    dismiss_feedback([say(member, branch="Alder")], actor=member)
    archive_node(say(member, branch="Birch").node, actor=member)

    assert [one.items for one in heard(member)] == [0, 0]


def test_a_word_in_a_live_insight_counts_for_it(member):
    insight, said = create("insight", title="Waits are unknown", actor=member), say(member, branch="Alder")
    assert [one.value for one in unused(heard(member))] == ["Alder"]

    link(said.node, "contradicts", insight, actor=member)
    assert unused(heard(member)) == []

    archive_node(insight, actor=member)
    assert [one.value for one in unused(heard(member))] == ["Alder"]


def test_longest_silent_come_first_and_guests_read_none(member):
    say(member, days=5, branch="Alder")
    say(member, days=90, branch="Birch")
    Facet.objects.create(workspace=member.workspace, name="branch", value="Cedar")

    assert [one.value for one in heard(member)] == ["Cedar", "Birch", "Alder"]
    assert all(one.is_silent and not one.items for one in heard(make_member(Role.GUEST, like=member)))


def test_it_is_kept_while_nothing_happens(member, django_assert_num_queries):
    say(member, branch="Alder")
    heard(member)

    with django_assert_num_queries(1):
        heard(member)


@pytest.mark.parametrize("seed", range(4))
def test_the_figures_equal_a_recount_by_hand_after_every_change(member, seed):
    chance = random.Random(seed)
    other = Product.objects.create(workspace=member.workspace, name="Read", slug="read")
    insights = [create("insight", title="Waits are unknown", actor=member) for _ in range(3)]
    for _ in range(5):
        for _ in range(6):
            said = say(
                member,
                days=chance.choice([0, 30, 59, 60, 61, 200]),
                method=chance.choice(["feedback", "feedback", "hearsay"]),
                product=chance.choice([product_of(member), other]),
                **{name: chance.choice("ABC") for name in ("branch", "plan") if chance.random() < 0.7},
            )
            if chance.random() < 0.4:
                link(said.node, chance.choice(["supports", "contradicts"]), chance.choice(insights), actor=member)
            elif chance.random() < 0.2:
                dismiss_feedback([said], actor=member)
        for product in (None, other):
            assert {
                key: (one.items, one.in_insights, one.last_on, one.is_silent)
                for key, one in told(member, product=product).items()
            } == recount(member, product)


def recount(member, product):
    """The same by reading every item, one after the other."""
    today = timezone.now().astimezone(member.workspace.zone).date()
    everything = list(Feedback.objects.filter(workspace=member.workspace).select_related("node"))
    live = [
        item
        for item in everything
        if not item.is_opinion and item.node.state == "new" and product in (None, item.product)
    ]
    found = {}
    for name, value in {pair for item in everything for pair in item.segments.items()}:
        said = [item for item in live if item.segments.get(name) == value]
        used = [item for item in said if Link.objects.filter(source=item.node, target__kind="insight").exists()]
        last = max((day(item, member) for item in said), default=None)
        found[name, value] = len(said), len(used), last, last is None or (today - last).days >= 60
    return found


def day(item, member) -> date:
    return item.received_at.astimezone(member.workspace.zone).date()
