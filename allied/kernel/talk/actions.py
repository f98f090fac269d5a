"""Every change of a comment. All faces call these."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.ids import new_id
from allied.kernel.markdown import mentioned_in
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk import rules
from allied.kernel.talk.models import TEXT_LENGTH, Comment, Mention
from allied.kernel.talk.queries import comment_by_id, names_for
from allied.kernel.text import clean

KEPT: Final = timedelta(days=30)  # how long a deleted comment can be brought back


@transaction.atomic
def add_comment(node: Node, text: str, *, actor: Member, reply_to: Comment | None = None) -> Comment:
    """Say something about an object; whom it names is told.

    Raises:
        Denied: the actor may not comment.
        InvalidState: what it replies to is gone, is a reply, or belongs to another object.
        BadInput: the text is empty, too long or holds U+0000.
    """
    access.require(actor, Permission.COMMENT_ADD, node)
    if reply_to is not None:
        reply_to = _lock(reply_to, actor)
        rules.check_can_reply(reply_to, node)
    text = clean(text, field="text", limit=TEXT_LENGTH, required=True)
    comment = Comment.objects.create(
        id=new_id("cmt"),
        workspace_id=node.workspace_id,
        node=node,
        reply_to=reply_to,
        author=actor,
        text=text,
    )
    named = _mention(comment, actor)
    said = {"comment": comment.pk, "reply_to": comment.reply_to_id, "mentioned": named}
    activity.record("comment.added", node, actor=actor, **said)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, text: str, *, actor: Member) -> Comment:
    """Word one's own comment anew; whom it names now and did not before is told.

    Raises:
        Denied: the actor may not comment, or did not write it.
        InvalidState: it was deleted.
        BadInput: the text is empty, too long or holds U+0000.
    """
    access.require(actor, Permission.COMMENT_ADD, comment.node)
    comment = _lock(comment, actor)
    rules.check_can_edit(comment, actor)
    text = clean(text, field="text", limit=TEXT_LENGTH, required=True)
    if text == comment.text:
        return comment
    comment.text, comment.edited_at = text, timezone.now()
    comment.save(update_fields=["text", "edited_at"])
    named = _mention(comment, actor)
    activity.record("comment.edited", comment.node, actor=actor, comment=comment.pk, mentioned=named)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, actor: Member) -> Comment:
    """Take a comment away; for 30 days it can be brought back. Replies to it stay.

    Raises:
        Denied: the actor may not comment, or it is another's and they do not moderate.
        InvalidState: it was deleted already.
    """
    access.require(actor, Permission.COMMENT_ADD, comment.node)
    comment = _lock(comment, actor)
    rules.check_can_delete(comment, actor)
    comment.deleted_at, comment.deleted_by = timezone.now(), actor
    comment.save(update_fields=["deleted_at", "deleted_by"])
    activity.record("comment.deleted", comment.node, actor=actor, comment=comment.pk)
    return comment


@transaction.atomic
def restore_comment(comment: Comment, *, actor: Member) -> Comment:
    """Bring a deleted comment back.

    Raises:
        Denied: the actor may not comment, or another deleted it and they do not moderate.
        InvalidState: it was not deleted, or too long ago.
    """
    access.require(actor, Permission.COMMENT_ADD, comment.node)
    comment = _lock(comment, actor)
    rules.check_can_restore(comment, actor)
    comment.deleted_at = comment.deleted_by = None
    comment.save(update_fields=["deleted_at", "deleted_by"])
    activity.record("comment.restored", comment.node, actor=actor, comment=comment.pk)
    return comment


@transaction.atomic
def resolve_comment(comment: Comment, *, actor: Member) -> Comment:
    """Say that a discussion is settled. It stays readable, folded.

    Raises:
        Denied: the actor may not comment.
        InvalidState: it is a reply, or resolved already.
    """
    access.require(actor, Permission.COMMENT_ADD, comment.node)
    comment = _lock(comment, actor)
    rules.check_can_resolve(comment)
    comment.resolved_at, comment.resolved_by = timezone.now(), actor
    comment.save(update_fields=["resolved_at", "resolved_by"])
    activity.record("comment.resolved", comment.node, actor=actor, comment=comment.pk)
    return comment


@transaction.atomic
def reopen_comment(comment: Comment, *, actor: Member) -> Comment:
    """Take a discussion up again.

    Raises:
        Denied: the actor may not comment.
        InvalidState: it is a reply, or open.
    """
    access.require(actor, Permission.COMMENT_ADD, comment.node)
    comment = _lock(comment, actor)
    rules.check_can_reopen(comment)
    comment.resolved_at = comment.resolved_by = None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    activity.record("comment.reopened", comment.node, actor=actor, comment=comment.pk)
    return comment


def _lock(comment: Comment, actor: Member) -> Comment:
    """Hold the row until the transaction ends, and read again what stands."""
    Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk).first()
    return comment_by_id(comment.pk, actor=actor)


def _mention(comment: Comment, actor: Member) -> list[int]:
    """Keep whom the text names; return those whom it did not name before, without its author."""
    named = mentioned_in(comment.text, names_for(actor)) if "@" in comment.text else []
    before = set(comment.mentions.values_list("member_id", flat=True))
    comment.mentions.exclude(member_id__in=named).delete()
    new = [member for member in named if member not in before]
    Mention.objects.bulk_create([Mention(comment=comment, member_id=member) for member in new])
    return [member for member in new if member != actor.pk]
