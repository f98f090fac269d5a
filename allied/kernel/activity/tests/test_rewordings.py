"""What one person saves within a sitting is one activity, with the first wording and the last."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from allied.kernel import activity
from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.activity.rewordings import ONE_SITTING, record_edit
from allied.kernel.nodes.actions import create
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member()


@pytest.fixture
def node(imani):
    return create("insight", title="A", actor=imani)


def says(title, body=""):
    return {"title": title, "body": body}


def edit(node, before, after, actor):
    changed = [name for name in after if before[name] != after[name]]
    return record_edit("insight.edited", node, changed, before, after, actor=actor)


def kept():
    return list(Rewording.objects.order_by("activity", "pk").values_list("activity", "field", "before", "after"))


def test_saves_of_one_sitting_are_one_activity_from_the_first_wording_to_the_last(node, imani):
    first = edit(node, says("A"), says("B"), imani)

    edit(node, says("B"), says("C"), imani)
    last = edit(node, says("C"), says("C", "Because"), imani)

    assert first.pk == last.pk
    assert last.details["changed"] == ["title", "body"]
    assert last.at > first.at
    assert kept() == [(first.pk, "title", "A", "C"), (first.pk, "body", "", "Because")]


def test_a_sitting_lasts_ten_minutes_from_its_first_save(node, imani):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        first = edit(node, says("A"), says("B"), imani)
        clock.move_to(start + ONE_SITTING - timedelta(minutes=1))
        second = edit(node, says("B"), says("C"), imani)
        clock.move_to(start + ONE_SITTING)
        third = edit(node, says("C"), says("D"), imani)

    assert first.pk == second.pk != third.pk


def test_a_save_after_somebody_elses_is_an_activity_of_its_own(node, imani):
    priya = make_member(workspace=imani.workspace)
    edit(node, says("A"), says("B"), imani)
    edit(node, says("B"), says("B", "Hers"), priya)

    edit(node, says("B", "Hers"), says("C", "Hers"), imani)

    assert Activity.objects.filter(verb="insight.edited").count() == 3


def test_a_save_after_anything_else_happened_is_an_activity_of_its_own(node, imani):
    edit(node, says("A"), says("B"), imani)
    activity.record("insight.published", node, actor=imani)

    edit(node, says("B"), says("C"), imani)

    assert Activity.objects.filter(verb="insight.edited").count() == 2


def test_a_save_on_words_that_no_activity_of_the_object_tells_of_is_one_of_its_own(node, imani):
    edit(node, says("A"), says("B"), imani)

    edit(node, says("From a file"), says("C"), imani)

    assert [row[2:] for row in kept()] == [("A", "B"), ("From a file", "C")]


def test_taking_a_text_back_to_where_it_began_stays_in_the_trail(node, imani):
    edit(node, says("A"), says("B"), imani)

    edit(node, says("B"), says("A"), imani)
    edit(node, says("A"), says("C"), imani)

    assert [row[2:] for row in kept()] == [("A", "B"), ("B", "C")]


@pytest.mark.django_db(transaction=True)
def test_subscribers_hear_of_every_save_so_that_what_follows_the_words_keeps_up(node, imani, monkeypatch):
    heard = []
    monkeypatch.setattr(activity, "_subscribers", [lambda entry: heard.append(entry.pk)])

    first = edit(node, says("A"), says("B"), imani)
    edit(node, says("B"), says("C"), imani)

    assert heard == [first.pk, first.pk]
