"""What the state of an object allows, when it is to be put out of the way or kept private."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Q

from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Link
from allied.kernel.words import _

MAY_BE_PRIVATE: Final = {("insight", "draft")}
MOST_READERS: Final = 50


def check_can_archive(node: Node) -> None:
    """Raises: InvalidState."""
    if node.archived_at is not None:
        raise InvalidState(_("%(reference)s is archived already. Nothing was changed.", reference=node.reference))


def check_can_unarchive(node: Node) -> None:
    """Raises: InvalidState."""
    if node.archived_at is None:
        raise InvalidState(_("%(reference)s is not archived. Nothing was changed.", reference=node.reference))


def check_can_trash(node: Node) -> None:
    """Raises: InvalidState."""
    if node.trashed_at is not None:
        raise InvalidState(_("%(reference)s is in the trash already. Nothing was changed.", reference=node.reference))


def check_can_restore(node: Node) -> None:
    """Raises: InvalidState."""
    if node.trashed_at is None:
        raise InvalidState(_("%(reference)s is not in the trash. Nothing was changed.", reference=node.reference))


def check_can_make_private(node: Node, readers: Sequence[Member], actor: Member) -> None:
    """Raises: Denied, InvalidState, BadInput."""
    _check_author(node, actor)
    if (node.kind, node.state) not in MAY_BE_PRIVATE:
        raise InvalidState(
            _(
                "Only a draft insight can be private, and %(reference)s is none. Nothing was changed.",
                reference=node.reference,
            )
        )
    if Link.objects.filter(Q(source=node) | Q(target=node)).exists():
        raise InvalidState(
            _(
                "%(reference)s is linked, so others meet it there. Take its links away first. Nothing was changed.",
                reference=node.reference,
            )
        )
    if any(one.workspace_id != node.workspace_id for one in readers) or len(readers) > MOST_READERS:
        raise BadInput(
            readers=_(
                "Name up to %(most_readers)s members of this workspace. Nothing was changed.", most_readers=MOST_READERS
            )
        )


def check_can_share(node: Node, actor: Member) -> None:
    """Raises: Denied, InvalidState."""
    _check_author(node, actor)
    if not node.is_private:
        raise InvalidState(
            _("Everybody in the workspace reads %(reference)s already. Nothing was changed.", reference=node.reference)
        )


def _check_author(node: Node, actor: Member) -> None:
    if node.created_by_id != actor.pk:
        raise Denied(_("Only who drafted it decides who reads the draft. Nothing was changed."))
