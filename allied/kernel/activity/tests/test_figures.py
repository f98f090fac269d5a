"""What takes long to count is kept while nothing happens, and counted anew at once when anything did."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from allied.kernel import activity
from allied.kernel.activity.figures import at_one_moment, kept
from allied.kernel.activity.models import Activity
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def asked(member):
    """How often the figures were counted, by asking for them once more."""
    counted = []

    def ask(by=member, *, product=None):
        kept("figures", by, product, lambda: counted.append(by))
        return len(counted)

    assert ask() == 1
    return ask


def test_figures_are_kept_while_nothing_happens_for_one_query(asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert asked() == 1


def test_every_act_and_every_new_object_counts_anew(asked, member):
    node = create("insight", title="A", actor=member)
    assert asked() == 2

    activity.record("insight.published", node, actor=member)
    assert asked() == asked() == 3


def test_an_edit_that_goes_on_for_a_sitting_counts_anew(asked, member):
    node = create("insight", title="A", actor=member)
    record_edit("insight.edited", node, ["title"], {"title": "A"}, {"title": "B"}, actor=member)
    before = asked()

    record_edit("insight.edited", node, ["title"], {"title": "B"}, {"title": "C"}, actor=member)

    assert asked() == before + 1


def test_an_act_that_became_visible_late_counts_anew(asked, member):
    late = activity.record("insight.published", None, actor=member)
    newest = activity.record("insight.published", None, actor=member)
    Activity.objects.filter(pk=late.pk).delete()
    before = asked()

    late.at = newest.at - timedelta(seconds=1)
    late.save(force_insert=True)

    assert asked() == before + 1


def test_another_day_and_another_role_count_anew(asked, member):
    member.role = Role.READER
    assert asked(member) == 2

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert asked(member) == 3


def test_what_happens_in_another_workspace_changes_nothing_here(asked):
    activity.record("insight.published", None, actor=make_member())

    assert asked() == 1


def test_each_person_and_each_product_has_figures_of_their_own(asked, member):
    assert asked(make_member(like=member)) == 2
    assert asked(product=product_of(member)) == 3
    assert asked() == 3


def test_at_one_moment_one_look_is_enough_and_the_next_moment_looks_again(asked, member, django_assert_num_queries):
    with at_one_moment(), django_assert_num_queries(1):
        assert asked() == asked() == 1

    activity.record("insight.published", None, actor=member)
    with at_one_moment():
        assert asked() == 2
