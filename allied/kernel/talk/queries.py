"""Questions about comments. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from allied.kernel.errors import NotVisible
from allied.kernel.markdown import Names, names_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Comment, CommentQuerySet
from allied.kernel.words import _

NOT_HERE = _("There is no such comment in this workspace.")


@dataclass(frozen=True)
class Discussion:
    """A comment with its replies, oldest first. Where ``first`` was deleted, it stands for its place alone."""

    first: Comment
    replies: tuple[Comment, ...]

    @property
    def is_resolved(self) -> bool:
        return self.first.is_resolved


def comments(node: Node, *, actor: Member) -> CommentQuerySet:
    """The comments on a node that were not deleted, each with its author."""
    found = Comment.objects.visible_to(actor).filter(node=node, deleted_at=None)
    return found.select_related("author", "resolved_by", "node")


def comment_by_id(comment_id: str, *, actor: Member) -> Comment:
    """The comment with that id, deleted or not.

    Raises:
        NotVisible: there is none on an object that the actor may read.
    """
    wanted = Comment.objects.visible_to(actor).select_related("author", "resolved_by", "node", "node__product")
    found = wanted.filter(pk=comment_id).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def discussions(node: Node, *, actor: Member) -> list[Discussion]:
    """Everything said about a node, oldest discussion first: one query. Deleted ones show only where replies stand."""
    return _gather(Comment.objects.visible_to(actor).filter(node=node))


def discussion(comment: Comment, *, actor: Member) -> Discussion | None:
    """The discussion to which a comment belongs; None where nothing of it is left."""
    root = comment.root_id
    found = _gather(Comment.objects.visible_to(actor).filter(Q(pk=root) | Q(reply_to_id=root)))
    return found[0] if found else None


def count_of(node: Node, *, actor: Member) -> int:
    """How many comments stand on a node."""
    return Comment.objects.visible_to(actor).filter(node=node, deleted_at=None).count()


def _gather(found: CommentQuerySet) -> list[Discussion]:
    rows = list(found.select_related("author", "resolved_by", "node").order_by("id"))
    replies: dict[str, list[Comment]] = defaultdict(list)
    for row in rows:
        if row.reply_to_id and not row.is_deleted:
            replies[row.reply_to_id].append(row)
    firsts = [row for row in rows if row.reply_to_id is None and (not row.is_deleted or replies[row.pk])]
    return [Discussion(row, tuple(replies[row.pk])) for row in firsts]


def names_for(actor: Member) -> Names:
    """Whom the actor's workspace may mention: its active members, guests aside. One query."""
    members = Member.objects.filter(workspace_id=actor.workspace_id, deactivated_at=None).exclude(role=Role.GUEST)
    return names_of(members.values_list("pk", "name"))
