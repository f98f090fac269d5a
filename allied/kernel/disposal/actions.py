"""Archive, trash, restore, keep private, share. All faces call these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.models import Activity
from allied.kernel.disposal import rules
from allied.kernel.disposal.models import Trashed
from allied.kernel.errors import Denied
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo
from allied.kernel.thread import strength
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.holds import require_no_hold
from allied.kernel.thread.models import Link
from allied.kernel.words import _

CREATED: Final = "node.created"
CREATED_TOGETHER: Final = "nodes.created"
KEPT: Final = timedelta(days=30)  # how long the trash keeps an object


@transaction.atomic
def archive_node(node: Node, *, actor: Member) -> Node:
    """Put an object out of every list. It stays readable and linked, and passes no evidence on.

    Raises:
        Denied: the actor may not archive.
        InvalidState: it is archived already.
    """
    return _set_archived(node, timezone.now(), actor)


@transaction.atomic
def unarchive_node(node: Node, *, actor: Member) -> Node:
    """Take an object out of the archive; what it supports counts again.

    Raises:
        Denied: the actor may not archive.
        InvalidState: it is not archived.
    """
    return _set_archived(node, None, actor)


@transaction.atomic
def trash_node(node: Node, *, actor: Member) -> Trashed:
    """Take an object away from everywhere; for 30 days it can be restored. Its links end with it, in this transaction.

    Raises:
        Denied: the actor may not archive.
        InvalidState: it is in the trash already, or something holds it where it is.
    """
    access.require(actor, Permission.NODE_ARCHIVE, node)
    require_no_hold(node, "trash")
    return _trash(node, actor)


@transaction.atomic
def take_back_creation(node: Node, *, actor: Member) -> Trashed:
    """Move to the trash what one made oneself. Who may archive may do that at any time; others, while nobody
    else has done anything to it.

    Raises:
        Denied: somebody else made it, or did something to it since.
        InvalidState: it is in the trash already.
    """
    access.require(actor, Permission.WORKSPACE_READ, node)
    if not access.can(actor, Permission.NODE_ARCHIVE, node):
        touched = Activity.objects.filter(node=node).exclude(actor=actor).exists()
        if node.created_by_id != actor.pk or touched:
            raise Denied(
                _(
                    "Others work with %(reference)s by now. Ask an editor to put it away. Nothing was changed.",
                    reference=node.reference,
                )
            )
    if node.created_by_id != actor.pk:
        require_no_hold(node, "trash")
    return _trash(node, actor)


def undo_of_creation(node: Node) -> Undo:
    """Moves to the trash what was just made; for 30 days it can be restored."""
    return Undo(CREATED, {"reference": node.reference}, node)


def undo_of_creations(nodes: Sequence[Node]) -> Undo:
    """Moves to the trash all that was just made together, but what is there already."""
    return Undo(CREATED_TOGETHER, {"nodes": [node.pk for node in nodes]})


def put_away_together(given: dict[str, Any], *, actor: Member) -> str:
    """What ``undo_of_creations`` does: all of them, or none where one can no longer be taken back."""
    made = list(Node.objects.filter(workspace_id=actor.workspace_id, pk__in=given["nodes"], trashed_at=None))
    for node in made:
        take_back_creation(node, actor=actor)
    return _("%(made)s of them are in the trash. For 30 days they can be restored.", made=len(made))


def put_away(given: dict[str, Any], *, actor: Member) -> str:
    """What ``undo_of_creation`` does."""
    take_back_creation(node_by_reference(given["reference"], actor=actor), actor=actor)
    return _("%(given)s is in the trash. For 30 days it can be restored.", given=given["reference"])


def _trash(node: Node, actor: Member) -> Trashed:
    strength.serialize(actor.workspace_id)
    node = nodes.lock(node)
    rules.check_can_trash(node)
    links = list(Link.objects.filter(Q(source=node) | Q(target=node)).select_related("source", "target"))
    node.trashed_at = timezone.now()
    node.save(update_fields=["trashed_at"])
    trashed = Trashed.objects.create(node=node, by=actor, at=node.trashed_at, links=[link_row(link) for link in links])
    Link.objects.filter(pk__in=[link.pk for link in links]).delete()
    _refresh(links)
    activity.record("node.trashed", node, actor=actor)
    return trashed


@transaction.atomic
def restore_node(node: Node, *, actor: Member) -> Node:
    """Bring an object back from the trash, with its links. One whose other end is in the trash
    comes back with that end.

    Raises:
        Denied: the actor may not archive.
        InvalidState: it is not in the trash.
    """
    access.require(actor, Permission.NODE_ARCHIVE, node)
    strength.serialize(actor.workspace_id)
    node = nodes.lock(node)
    rules.check_can_restore(node)
    trashed = Trashed.objects.get(node=node)
    node.trashed_at = None
    node.save(update_fields=["trashed_at"])
    links = tie_again(trashed.links, node)
    _hand_over(trashed)
    trashed.delete()
    _refresh(links)
    activity.record("node.restored", node, actor=actor)
    return node


@transaction.atomic
def make_private(node: Node, readers: Sequence[Member], *, actor: Member) -> Node:
    """Let only its author and those whom they name read a draft.

    Raises:
        Denied: the actor did not make it.
        InvalidState: it is no draft, or something is linked to it.
        BadInput: one of the readers is not in the workspace, or there are too many.
    """
    access.require(actor, Permission.INSIGHT_DRAFT, node)
    node = nodes.lock(node)
    rules.check_can_make_private(node, readers, actor)
    node.readers = "".join(f",{number}" for number in sorted({actor.pk, *(one.pk for one in readers)})) + ","
    node.save(update_fields=["readers"])
    activity.record("node.made_private", node, actor=actor, readers=[one.pk for one in readers])
    return node


@transaction.atomic
def share_node(node: Node, *, actor: Member) -> Node:
    """Let everybody in the workspace read it.

    Raises:
        Denied: the actor did not make it.
        InvalidState: everybody reads it already.
    """
    access.require(actor, Permission.INSIGHT_DRAFT, node)
    node = nodes.lock(node)
    rules.check_can_share(node, actor)
    node.readers = ""
    node.save(update_fields=["readers"])
    activity.record("node.shared", node, actor=actor)
    return node


def _set_archived(node: Node, at: datetime | None, actor: Member) -> Node:
    access.require(actor, Permission.NODE_ARCHIVE, node)
    strength.serialize(actor.workspace_id)
    node = nodes.lock(node)
    rules.check_can_archive(node) if at else rules.check_can_unarchive(node)
    node.archived_at = at
    node.save(update_fields=["archived_at"])
    strength.refresh([node])
    activity.record("node.archived" if at else "node.unarchived", node, actor=actor)
    return node


def link_row(link: Link) -> dict[str, Any]:
    """What is needed to tie a link again as it was."""
    return {
        "source": link.source_id,
        "relation": link.relation,
        "target": link.target_id,
        "note": link.note,
        "created_by": link.created_by_id,
        "created_at": link.created_at.isoformat(),
    }


def tie_again(rows: Sequence[dict[str, Any]], node: Node) -> list[Link]:
    """Tie those links again that can stand: their other end is neither erased nor in the trash."""
    ends = {pk for row in rows for pk in (row["source"], row["target"])}
    standing = Node.objects.filter(workspace_id=node.workspace_id, trashed_at=None).in_bulk(ends)
    links = [
        Link(
            workspace_id=node.workspace_id,
            source=standing[row["source"]],
            relation=row["relation"],
            target=standing[row["target"]],
            note=row["note"],
            created_by_id=row["created_by"],
            created_at=datetime.fromisoformat(row["created_at"]),
        )
        for row in rows
        if row["source"] in standing and row["target"] in standing
    ]
    return Link.objects.bulk_create(links)


def _hand_over(restored: Trashed) -> None:
    """Let a link whose other end is still in the trash come back with that end."""
    for row in restored.links:
        other = row["target"] if row["source"] == restored.pk else row["source"]
        for waiting in Trashed.objects.filter(node=other):
            waiting.links.append(row)
            waiting.save(update_fields=["links"])


def _refresh(links: Sequence[Link]) -> None:
    strength.refresh(list({link.target for link in links if RELATIONS[link.relation].evidential}))
