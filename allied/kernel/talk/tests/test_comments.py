"""Comments: who says what, what stands after it, and what the trail keeps of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from allied.kernel.activity.history import history
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.jobs.models import Job
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Role
from allied.kernel.talk import actions, queries
from allied.kernel.talk.models import Comment
from allied.kernel.talk.suggestions import objects, people
from allied.kernel.talk.tasks import erase_deleted
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.CONTRIBUTOR, name="Imani Okafor")


@pytest.fixture
def priya(imani):
    return make_member(Role.CONTRIBUTOR, like=imani, name="Priya Raman")


@pytest.fixture
def node(imani):
    return nodes.create("insight", title="They leave when the wait is unknown", actor=imani)


def last():
    return Activity.objects.latest("pk")


def test_a_comment_names_people_and_the_trail_keeps_ids_alone(imani, priya, node):
    said = actions.add_comment(node, "@Priya Raman, is it #INS-1? Ask @Imani Okafor", actor=imani)

    assert set(said.mentions.values_list("member", flat=True)) == {priya.pk, imani.pk}
    assert last().details == {"comment": said.pk, "reply_to": None, "mentioned": [priya.pk]}
    assert history(node, actor=imani)[0].words == "commented"


def test_a_discussion_holds_its_replies_in_their_order(imani, priya, node, django_assert_num_queries):
    first = actions.add_comment(node, "One", actor=imani)
    other = actions.add_comment(node, "Other", actor=imani)
    for text in ("Two", "Three"):
        actions.add_comment(node, text, actor=priya, reply_to=first)

    with django_assert_num_queries(1):
        found = queries.discussions(node, actor=imani)

    assert [(one.first, [reply.text for reply in one.replies]) for one in found] == [
        (first, ["Two", "Three"]),
        (other, []),
    ]


def test_a_reply_goes_to_a_first_comment_of_the_same_object(imani, node):
    first = actions.add_comment(node, "One", actor=imani)
    reply = actions.add_comment(node, "Two", actor=imani, reply_to=first)
    elsewhere = nodes.create("insight", title="Other", actor=imani)

    with pytest.raises(InvalidState, match="began the discussion"):
        actions.add_comment(node, "Three", actor=imani, reply_to=reply)
    with pytest.raises(InvalidState, match="began the discussion"):
        actions.add_comment(elsewhere, "Three", actor=imani, reply_to=first)


def test_only_its_author_edits_it_and_new_names_alone_are_told(imani, priya, node):
    said = actions.add_comment(node, "@Priya Raman", actor=imani)
    kim = make_member(Role.READER, like=imani, name="Kim")

    with pytest.raises(Denied, match="Only who wrote"):
        actions.edit_comment(said, "Mine", actor=priya)
    edited = actions.edit_comment(said, "@Priya Raman @Kim", actor=imani)

    assert edited.edited_at is not None
    assert last().details["mentioned"] == [kim.pk]
    actions.edit_comment(said, "Nobody", actor=imani)
    assert not said.mentions.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001, "a\0b"])
def test_a_text_that_cannot_be_kept_is_refused_by_its_field(imani, node, text):
    with pytest.raises(BadInput) as refusal:
        actions.add_comment(node, text, actor=imani)

    assert list(refusal.value.fields) == ["text"]
    assert not Comment.objects.exists()


def test_readers_read_and_do_not_comment(imani, node):
    reader = make_member(Role.READER, like=imani)
    actions.add_comment(node, "One", actor=imani)

    assert len(queries.discussions(node, actor=reader)) == 1
    with pytest.raises(Denied):
        actions.add_comment(node, "Two", actor=reader)


def test_deleted_comments_come_back_and_keep_the_place_of_their_replies(imani, priya, node):
    first = actions.add_comment(node, "One", actor=imani)
    actions.add_comment(node, "Two", actor=priya, reply_to=first)

    actions.delete_comment(first, actor=imani)

    (found,) = queries.discussions(node, actor=priya)
    assert found.first.is_deleted
    assert queries.count_of(node, actor=priya) == 1
    with pytest.raises(Denied):
        actions.restore_comment(first, actor=priya)
    assert not actions.restore_comment(first, actor=imani).is_deleted


def test_others_comments_are_deleted_by_who_moderates(imani, priya, node):
    said = actions.add_comment(node, "One", actor=imani)
    administrator = make_member(Role.ADMINISTRATOR, like=imani)

    with pytest.raises(Denied):
        actions.delete_comment(said, actor=priya)
    actions.delete_comment(said, actor=administrator)
    with pytest.raises(Denied):
        actions.restore_comment(said, actor=imani)

    assert queries.discussions(node, actor=imani) == []


def test_anybody_who_comments_resolves_and_reopens_a_discussion(imani, priya, node):
    first = actions.add_comment(node, "One", actor=imani)
    reply = actions.add_comment(node, "Two", actor=imani, reply_to=first)

    resolved = actions.resolve_comment(first, actor=priya)

    assert resolved.resolved_by == priya
    with pytest.raises(InvalidState, match="already"):
        actions.resolve_comment(first, actor=priya)
    with pytest.raises(InvalidState, match="not a reply"):
        actions.resolve_comment(reply, actor=priya)
    assert not actions.reopen_comment(first, actor=imani).is_resolved
    with pytest.raises(InvalidState, match="is open"):
        actions.reopen_comment(first, actor=imani)


def test_after_30_days_the_text_of_what_was_deleted_is_gone(imani, priya, node):
    answered, alone, fresh = (actions.add_comment(node, text, actor=imani) for text in ("A", "B", "C"))
    actions.add_comment(node, "Reply", actor=priya, reply_to=answered)
    for said in (answered, alone, fresh):
        actions.delete_comment(said, actor=imani)
    old = timezone.now() - timedelta(days=31)
    Comment.objects.filter(pk__in=[answered.pk, alone.pk]).update(deleted_at=old)

    assert erase_deleted(Job()) is False

    assert list(Comment.objects.filter(reply_to=None).values_list("text", flat=True)) == ["", "C"]
    with pytest.raises(InvalidState, match="over 30 days"):
        actions.restore_comment(answered, actor=imani)


def test_nothing_of_another_workspace_is_there(imani, node):
    said = actions.add_comment(node, "One", actor=imani)
    stranger = make_member(Role.OWNER)

    with pytest.raises(NotVisible):
        queries.comment_by_id(said.pk, actor=stranger)
    with pytest.raises(NotVisible):
        actions.add_comment(node, "Two", actor=stranger)
    with pytest.raises(NotVisible):
        actions.delete_comment(said, actor=stranger)


@pytest.mark.parametrize(("text", "names"), [("im", ["Imani Okafor"]), ("ra", ["Priya Raman"]), ("mani", [])])
def test_people_are_suggested_by_the_beginning_of_any_of_their_names(imani, priya, text, names):
    assert [one.words for one in people(text, actor=imani)] == names


@pytest.mark.parametrize("text", ["", "i", "INS", "ins-", "INS-1"])
def test_objects_are_suggested_by_what_their_reference_begins_with(imani, node, text):
    assert [one.insert for one in objects(text, actor=imani)] == ["#INS-1"]
    assert objects(text, actor=make_member()) == []
