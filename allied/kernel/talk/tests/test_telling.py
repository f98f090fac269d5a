"""Who follows, who is told of what and how, and that nobody is told twice or forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone as clock

from allied.kernel import activity
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Role
from allied.kernel.talk import actions, following, notices
from allied.kernel.talk.mail import mail_daily, unsubscribe_link, unsubscribing
from allied.kernel.talk.models import Follow, Happening, Notification, Swept, Way
from allied.kernel.talk.tasks import tell_what_was_missed
from allied.kernel.talk.telling import makes_owners, tell
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db
makes_owners("test.assigned", lambda details: details["to"])


@pytest.fixture
def imani():
    return make_member(Role.CONTRIBUTOR, name="Imani Okafor")


@pytest.fixture
def priya(imani):
    return make_member(Role.CONTRIBUTOR, like=imani, name="Priya Raman")


@pytest.fixture
def node(imani):
    made = nodes.create("insight", title="They leave when the wait is unknown", actor=imani)
    tell(activity.record("insight.drafted", made, actor=imani).pk)
    return made


@pytest.fixture
def mailing(settings):
    settings.HAS_EMAIL, settings.URL = True, "https://allied.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def tell_all():
    return sum(tell(entry.pk) for entry in Activity.objects.order_by("pk"))


def told():
    return [(one.member.name, one.happening) for one in Notification.objects.order_by("pk")]


def test_who_makes_comments_or_is_named_follows_by_itself(imani, priya, node):
    kim = make_member(Role.READER, like=imani, name="Kim")
    actions.add_comment(node, "@Kim", actor=priya)

    tell_all()

    assert dict(Follow.objects.values_list("member", "why")) == {
        imani.pk: "author",
        priya.pk: "comment",
        kim.pk: "mention",
    }


def test_each_is_told_once_for_the_most_personal_reason_and_nobody_of_ones_own(imani, priya, node):
    first = actions.add_comment(node, "One", actor=imani)
    tell_all()
    kim, lee = (make_member(Role.READER, like=imani, name=name) for name in ("Kim", "Lee"))
    following.follow(node, actor=lee)
    actions.add_comment(node, "@Kim, @Imani Okafor", actor=priya, reply_to=first)

    tell_all()
    tell_all()

    assert sorted(told()) == [("Imani Okafor", "mention"), ("Kim", "mention"), ("Lee", "comment")]


def test_a_reply_and_a_resolution_reach_who_discusses(imani, priya, node):
    lee = make_member(Role.CONTRIBUTOR, like=imani, name="Lee")
    first = actions.add_comment(node, "One", actor=priya)
    actions.add_comment(node, "Two", actor=lee, reply_to=first)
    actions.resolve_comment(first, actor=imani)
    tell_all()

    assert ("Priya Raman", "reply") in told()
    assert told().count(("Lee", "reply")) == 1


def test_an_owner_is_told_and_follows(imani, priya, node):
    tell(activity.record("test.assigned", node, actor=imani, to=[priya.pk]).pk)

    assert told() == [("Priya Raman", "owner")]
    assert Follow.objects.get(member=priya).why == "owner"


def test_who_has_stopped_is_told_only_when_named_and_does_not_follow_again(imani, priya, node):
    following.unfollow(node, actor=imani)
    actions.add_comment(node, "One", actor=priya)
    tell_all()
    assert told() == []

    actions.add_comment(node, "@Imani Okafor", actor=priya)
    tell_all()

    assert told() == [("Imani Okafor", "mention")]
    assert not Follow.objects.get(member=imani).is_on


def test_what_one_does_not_want_is_not_told(imani, priya, node):
    following.choose_ways({"comment": "never", "mention": "app"}, actor=imani)
    actions.add_comment(node, "One", actor=priya)
    actions.add_comment(node, "@Imani Okafor", actor=priya)
    tell_all()

    assert [(one.happening, one.way) for one in Notification.objects.all()] == [("mention", "app")]
    with pytest.raises(BadInput):
        following.choose_ways({"mention": "pigeon"}, actor=imani)


def test_guests_people_who_left_and_other_workspaces_are_told_nothing(imani, priya, node):
    guest, gone = make_member(Role.GUEST, like=imani), make_member(like=imani)
    stranger = make_member(Role.OWNER)
    gone.deactivated_at, gone.deactivated_by = clock.now(), imani
    gone.save()
    Follow.objects.bulk_create([Follow(node=node, member=one, why="chosen") for one in (guest, gone, stranger)])
    Follow.objects.filter(member=imani).delete()

    tell(activity.record("insight.edited", node, actor=priya, changed=["claim"]).pk)

    assert told() == []
    with pytest.raises(NotVisible):
        following.follow(node, actor=stranger)


def test_what_was_written_into_the_past_tells_nobody(imani, priya, node):
    entry = activity.record("insight.published", node, actor=priya)
    Activity.objects.filter(pk=entry.pk).update(at=clock.now() - timedelta(days=90))

    assert tell(entry.pk) == 0


def test_what_a_killed_process_left_untold_is_told_by_the_next_sweep(imani, priya, node):
    tell_what_was_missed(Job())
    entry = activity.record("insight.edited", node, actor=priya, changed=["claim"])
    tell_what_was_missed(Job())
    assert told() == []  # another process may still be about to tell it

    Activity.objects.filter(pk=entry.pk).update(at=clock.now() - timedelta(minutes=2))
    Follow.objects.update(since=clock.now() - timedelta(days=1))
    for _ in range(2):
        tell_what_was_missed(Job())

    assert told() == [("Imani Okafor", "change")]
    assert Swept.objects.get().activity == entry.pk


@pytest.mark.django_db(transaction=True)
def test_after_a_commit_it_is_told_and_mailed_once_without_what_was_said(imani, priya, node, mailing):
    actions.add_comment(node, "A secret for @Imani Okafor", actor=priya)

    runner.run_all()
    assert mail.outbox == []  # a minute for an undo
    Job.objects.update(not_before=clock.now())
    runner.run_all()
    runner.run_all()

    (letter,) = mail.outbox
    assert letter.to == [imani.user.email]
    assert letter.subject == "INS-1: Somebody mentions you"
    assert "Priya Raman commented: INS-1 They leave" in letter.body
    assert f"https://allied.example.org/w/{imani.workspace.slug}/insights/INS-1#cmt_" in letter.body
    assert "secret" not in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["deleted", "read"])
def test_what_was_taken_back_or_read_meanwhile_is_not_mailed(imani, priya, node, mailing, deed):
    said = actions.add_comment(node, "@Imani Okafor", actor=priya)
    if deed == "deleted":
        actions.delete_comment(said, actor=priya)
    else:
        notices.mark_read(None, actor=imani)

    Job.objects.update(not_before=clock.now())
    runner.run_all()

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_is_asked_again_later(imani, priya, node, mailing, monkeypatch):
    def away(message):
        raise ConnectionRefusedError

    actions.add_comment(node, "@Imani Okafor", actor=priya)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", away)
        Job.objects.update(not_before=clock.now())
        runner.run_all()
    assert Notification.objects.get().mailed_at is None

    Job.objects.update(not_before=clock.now())
    runner.run_all()

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_nothing_waits_in_a_queue(imani, priya, node):
    actions.add_comment(node, "@Imani Okafor", actor=priya)

    assert told() == [("Imani Okafor", "mention")]
    assert not Job.objects.filter(task="talk.mail").exists()


@pytest.mark.django_db(transaction=True)
def test_the_daily_e_mail_goes_once_in_the_morning_of_the_workspace(imani, priya, node, mailing):
    Follow.objects.update(since=datetime(2026, 1, 1, tzinfo=UTC))
    london_night, london_morning = (datetime(2026, 11, 24, hour, 30, tzinfo=UTC) for hour in (6, 9))
    with time_machine.travel(london_night, tick=False):
        for text in ("One", "Two"):
            actions.add_comment(node, text, actor=priya)
        Job.objects.create(task="talk.digest")
        runner.run_all()
        assert mail.outbox == []
    with time_machine.travel(london_morning, tick=False):
        for _ in range(2):
            Job.objects.create(task="talk.digest")
            runner.run_all()
        actions.add_comment(node, "Three", actor=priya)
        Job.objects.create(task="talk.digest")
        runner.run_all()

    (letter,) = mail.outbox
    assert letter.subject == "Studio: 2 things happened to what you follow"
    assert mail_daily(Job()) is False


def test_the_link_in_an_e_mail_ends_that_kind_and_no_other(imani):
    link = unsubscribe_link(imani, Happening.MENTION)
    member, happening = unsubscribing(link.rsplit("/", 1)[1])
    following.stop_mail(member, happening)

    assert following.ways_of(imani)[Happening.MENTION] == Way.APP
    assert following.ways_of(imani)[Happening.REPLY] == Way.INSTANT
    following.stop_mail(member)
    assert set(following.ways_of(imani).values()) == {Way.APP}
    with pytest.raises(NotVisible):
        unsubscribing(link.rsplit("/", 1)[1][:-1])


def test_notices_are_ones_own_and_can_wait_again(imani, priya, node, django_assert_num_queries):
    for text in ("One", "Two"):
        actions.add_comment(node, text, actor=priya)
    tell_all()

    with django_assert_num_queries(1):
        assert notices.waiting_for(imani) == 2
    with django_assert_num_queries(1):
        found = notices.in_words(list(notices.notifications(actor=imani)))
    assert [one.event.words for one in found] == ["commented", "commented"]
    read = notices.mark_read(None, actor=imani)
    assert notices.waiting_for(imani) == 0
    notices.mark_unread(read, actor=priya)
    assert notices.waiting_for(imani) == 0
    notices.mark_unread(read, actor=imani)
    assert notices.waiting_for(imani) == 2
    with pytest.raises(NotVisible):
        notices.notification_by_id(read[0], actor=priya)
