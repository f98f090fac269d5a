"""What the state of a comment allows, and for whom."""

from __future__ import annotations

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import Denied, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Comment
from allied.kernel.words import _


def check_can_reply(to: Comment, node: Node) -> None:
    """Raises: InvalidState, where the comment is gone, is a reply itself, or belongs to another object."""
    if to.is_deleted:
        raise InvalidState(_("The comment was deleted meanwhile. Write yours as a new one. Nothing was stored."))
    if to.node_id != node.pk or to.reply_to_id is not None:
        raise InvalidState(_("A reply goes to the comment that began the discussion. Nothing was stored."))


def check_can_edit(comment: Comment, actor: Member) -> None:
    """Raises: Denied, where it is another's; InvalidState, where it was deleted."""
    if comment.author_id != actor.pk:
        raise Denied(_("Only who wrote a comment edits it. Reply to it instead. Nothing was changed."))
    _check_stands(comment)


def check_can_delete(comment: Comment, actor: Member) -> None:
    """Raises: Denied, where it is another's and the actor does not moderate; InvalidState, where it is gone."""
    if comment.author_id != actor.pk:
        access.require(actor, Permission.COMMENT_MODERATE, comment.node)
    _check_stands(comment)


def check_can_restore(comment: Comment, actor: Member) -> None:
    """Raises: Denied, where another deleted it; InvalidState, where it stands, or its text is erased."""
    if comment.deleted_by_id not in (None, actor.pk):
        access.require(actor, Permission.COMMENT_MODERATE, comment.node)
    if not comment.is_deleted:
        raise InvalidState(_("This comment was not deleted. Nothing was changed."))
    if not comment.text:
        raise InvalidState(_("This comment was deleted over 30 days ago, so its text is erased. Nothing was changed."))


def check_can_resolve(comment: Comment) -> None:
    """Raises: InvalidState, where it is a reply, gone or resolved."""
    _check_begins(comment)
    if comment.is_resolved:
        raise InvalidState(_("This discussion is resolved already. Nothing was changed."))


def check_can_reopen(comment: Comment) -> None:
    """Raises: InvalidState, where it is a reply, gone or open."""
    _check_begins(comment)
    if not comment.is_resolved:
        raise InvalidState(_("This discussion is open. Nothing was changed."))


def _check_begins(comment: Comment) -> None:
    if comment.reply_to_id is not None:
        raise InvalidState(_("Resolve the comment that began the discussion, not a reply. Nothing was changed."))


def _check_stands(comment: Comment) -> None:
    if comment.is_deleted:
        raise InvalidState(_("This comment was deleted. Bring it back first. Nothing was changed."))
