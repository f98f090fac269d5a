import pytest

from allied.kernel import activity
from allied.kernel.activity import history
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_words(monkeypatch):
    monkeypatch.setattr(history, "_words", {})


def test_events_read_as_their_slice_words_them(django_assert_num_queries):
    member = make_member(name="Imani")
    node, other = create("insight", title="A", actor=member), create("insight", title="B", actor=member)
    history.word("insight.moved", "moved it from {place[0]} to {place[1]} because of {other}", icon="milestone")
    activity.record("insight.moved", node, actor=member, place=["here", "there"], other=other.pk)

    with django_assert_num_queries(2):
        (event,) = history.history(node, actor=member)

    assert event.words == "moved it from here to there because of INS-2"
    assert (event.who, event.icon, event.other) == (member, "milestone", other)


def test_a_verb_without_words_still_shows():
    member = make_member()
    node = create("insight", title="A", actor=member)
    activity.record("insight.looked_after", node, actor=member)
    history.word("insight.counted", "counted {missing}")
    activity.record("insight.counted", node, actor=member)

    assert [event.words for event in history.history(node, actor=member)] == ["insight counted", "insight looked after"]


def test_recent_events_stay_in_their_workspace_and_away_from_guests():
    member = make_member()
    activity.record("insight.made", create("insight", title="A", actor=member), actor=member)

    assert len(history.recent(actor=member)) == 1
    assert history.recent(actor=make_member()) == []
    assert history.recent(actor=make_member(Role.GUEST, like=member)) == []
