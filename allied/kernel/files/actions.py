"""Attach, describe, remove. All faces call these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.files import storage
from allied.kernel.files.models import DESCRIPTION_LENGTH, NAME_LENGTH, Attachment
from allied.kernel.files.storage import Written
from allied.kernel.files.types import media_type_of
from allied.kernel.ids import new_ids
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Comment
from allied.kernel.text import clean
from allied.kernel.words import _

LARGEST: Final = 25 * 2**20
MOST_AT_ONCE: Final = 10
MOST: Final = 100
KEPT: Final = timedelta(days=30)  # how long a removed attachment can be brought back


@dataclass(frozen=True)
class Upload:
    """A file as it comes in: its name and its bytes, piece by piece."""

    name: str
    chunks: Iterable[bytes]


def attach(uploads: Sequence[Upload], node: Node, *, actor: Member, comment: Comment | None = None) -> list[Attachment]:
    """Attach files to an object, or to one's own comment on it. All of them, or none.

    Raises:
        Denied: the actor may not comment, or did not write the comment.
        InvalidState: the comment was deleted.
        BadInput: a file is empty, too large, a program, or not what its name says; or there are too many.
    """
    access.require(actor, Permission.COMMENT_ADD, node)
    _check_comment(comment, node, actor)
    if not uploads:
        raise BadInput(files=_("Choose a file first. Nothing was stored."))
    if len(uploads) > MOST_AT_ONCE or node.attachments.filter(removed_at=None).count() + len(uploads) > MOST:
        raise BadInput(
            files=_(
                "Up to %(most_at_once)s files at once and %(most)s on one object. Nothing was stored.",
                most_at_once=MOST_AT_ONCE,
                most=MOST,
            )
        )
    # The bytes are written before the transaction opens: SQLite has one writer.
    rows = _kept_all(uploads, node, actor, comment)
    with transaction.atomic():
        for row, pk in zip(rows, new_ids("att", len(rows)), strict=True):
            row.pk = pk
        Attachment.objects.bulk_create(rows)
        activity.record("file.attached", node, actor=actor, count=len(rows), files=[row.pk for row in rows])
    return rows


@transaction.atomic
def describe(attachment: Attachment, description: str, *, actor: Member) -> Attachment:
    """Say what an image shows, for whoever cannot perceive it.

    Raises:
        Denied: the actor may not comment.
        BadInput: the description is too long.
    """
    access.require(actor, Permission.COMMENT_ADD, attachment.node)
    description = clean(description, field="description", limit=DESCRIPTION_LENGTH, single_line=True)
    if description != attachment.description:
        attachment.description = description
        attachment.save(update_fields=["description"])
        activity.record("file.described", attachment.node, actor=actor, file=attachment.pk)
    return attachment


@transaction.atomic
def remove(attachment: Attachment, *, actor: Member) -> Attachment:
    """Take an attachment away; for 30 days it can be brought back.

    Raises:
        Denied: another attached it, and the actor does not moderate.
        InvalidState: it was removed already.
    """
    _require_own(attachment, actor)
    if attachment.removed_at is not None:
        raise InvalidState(_("This attachment was removed already. Nothing was changed."))
    attachment.removed_at, attachment.removed_by = timezone.now(), actor
    attachment.save(update_fields=["removed_at", "removed_by"])
    activity.record("file.removed", attachment.node, actor=actor, file=attachment.pk)
    return attachment


@transaction.atomic
def restore(attachment: Attachment, *, actor: Member) -> Attachment:
    """Bring a removed attachment back.

    Raises:
        Denied: another attached it, and the actor does not moderate.
        InvalidState: it was not removed.
    """
    _require_own(attachment, actor)
    if attachment.removed_at is None:
        raise InvalidState(_("This attachment was not removed. Nothing was changed."))
    attachment.removed_at = attachment.removed_by = None
    attachment.save(update_fields=["removed_at", "removed_by"])
    activity.record("file.restored", attachment.node, actor=actor, file=attachment.pk)
    return attachment


def _kept_all(uploads: Sequence[Upload], node: Node, actor: Member, comment: Comment | None) -> list[Attachment]:
    """Write every content, and keep them once none of them was refused. Of a refused upload no byte is left."""
    written: list[Written] = []
    try:
        rows = [_row(one, written, node, actor, comment) for one in uploads]
        for content in written:
            content.keep()
    finally:
        for content in written:
            content.discard()
    return rows


def _row(upload: Upload, written: list[Written], node: Node, actor: Member, comment: Comment | None) -> Attachment:
    name = clean(PurePath(upload.name.replace("\\", "/")).name, field="files", limit=NAME_LENGTH, single_line=True)
    content = storage.write(upload.chunks, limit=LARGEST)
    written.append(content)
    return Attachment(
        workspace_id=node.workspace_id,
        node=node,
        comment=comment,
        digest=content.digest,
        name=name or "file",
        media_type=media_type_of(name, content.head),
        size=content.size,
        added_by=actor,
    )


def _check_comment(comment: Comment | None, node: Node, actor: Member) -> None:
    if comment is None:
        return
    if comment.author_id != actor.pk or comment.node_id != node.pk:
        raise Denied(_("Attach files to a comment of your own. Nothing was stored."))
    if comment.is_deleted:
        raise InvalidState(_("This comment was deleted. Bring it back first. Nothing was stored."))


def _require_own(attachment: Attachment, actor: Member) -> None:
    is_own = attachment.added_by_id == actor.pk
    access.require(actor, Permission.COMMENT_ADD if is_own else Permission.COMMENT_MODERATE, attachment.node)
