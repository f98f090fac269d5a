import pytest
from django.db import transaction

from allied.kernel import activity
from allied.kernel.activity.models import Activity
from allied.kernel.membership.invitations import invite
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Invitation
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link


@pytest.fixture
def broken_trail(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("the trail cannot be written")

    monkeypatch.setattr(Activity.objects, "create", refuse)
    monkeypatch.setattr(Activity.objects, "bulk_create", refuse)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_when_the_trail_cannot_be(broken_trail):
    owner = make_member(Role.OWNER)
    a, b = create("insight", title="A", actor=owner), create("insight", title="B", actor=owner)

    with pytest.raises(OSError, match="trail"):
        link(a, "supports", b, actor=owner)
    with pytest.raises(OSError, match="trail"):
        invite(role="reader", discipline="other", actor=owner)

    assert not Link.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_subscribers_are_told_after_commit_and_only_then(monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(activity, "_subscribers", [lambda entry: told.append(entry.verb)])
    member = make_member()
    node = create("insight", title="A", actor=member)

    with transaction.atomic():
        activity.record("insight.tried", node, actor=member)
        transaction.set_rollback(True)
    assert told == []
    with transaction.atomic():
        activity.record("insight.done", node, actor=member)
        assert told == []
    assert told == ["insight.done"]


@pytest.mark.django_db(transaction=True)
def test_a_subscriber_that_fails_undoes_nothing(monkeypatch, caplog):
    def fail(_entry):
        raise ValueError("mail server is down")

    told: list[str] = []
    monkeypatch.setattr(activity, "_subscribers", [fail, lambda entry: told.append(entry.verb)])
    member = make_member()
    node = create("insight", title="A", actor=member)

    with transaction.atomic():
        activity.record("insight.done", node, actor=member)

    assert told == ["insight.done"]
    assert Activity.objects.count() == 1


@pytest.mark.django_db
def test_the_trail_outlives_its_node():
    member = make_member()
    node = create("insight", title="A", actor=member)
    entry = activity.record("insight.made", node, actor=member)

    Node.objects.filter(pk=node.pk).delete()

    entry.refresh_from_db()
    assert (entry.node_id, entry.reference) == (None, "INS-1")
