"""Merge two objects of one kind: what hangs on one moves to the other, and its address leads there from then on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.custom_fields.models import FieldValue
from allied.kernel.disposal import carrying
from allied.kernel.disposal.actions import link_row, tie_again
from allied.kernel.disposal.models import Merged
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.files.models import Attachment
from allied.kernel.labels.models import Labelling
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Comment, Follow
from allied.kernel.thread import rules, strength
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.holds import require_no_hold
from allied.kernel.thread.models import Link
from allied.kernel.words import _


@transaction.atomic
def merge_node(node: Node, into: Node, *, actor: Member) -> Merged:
    """Let ``into`` take the links, comments, files, labels and followers of ``node``, which becomes a pointer to it.

    It also takes what custom fields hold where they are empty at ``into``, and what its kind has of its own. Links
    that the thread would refuse (to itself, twice, a circle, the opposite stance) end. ``unmerge_node`` takes all of
    it back.

    Raises:
        Denied: the actor may not archive.
        Held: something holds it where it is.
        BadInput: both are the same, of different kinds, or one is a private draft.
    """
    for one in (node, into):
        access.require(actor, Permission.NODE_ARCHIVE, one)
    strength.serialize(actor.workspace_id)
    node, into = require_no_hold(node, "trash"), nodes.lock(into)
    _check(node, into)
    links = list(Link.objects.filter(Q(source=node) | Q(target=node)).select_related("source", "target"))
    rows = [link_row(link) for link in links]
    Link.objects.filter(pk__in=[link.pk for link in links]).delete()
    tied = _tied(links, node, into)
    moved = {"links": rows, "tied": [link.pk for link in tied], **_moved(node, into)}
    node.trashed_at = timezone.now()
    node.save(update_fields=["trashed_at"])
    merged = Merged.objects.create(node=node, into=into, by=actor, moved=moved)
    _refresh([*links, *tied])
    activity.record("node.merged", into, actor=actor, other=node.pk, reference=node.reference)
    return merged


@transaction.atomic
def unmerge_node(node: Node, *, actor: Member) -> Node:
    """Take a merge back: ``node`` stands again with all that it had.

    Raises:
        Denied: the actor may not archive.
        InvalidState: it was not merged into another.
    """
    access.require(actor, Permission.NODE_ARCHIVE, node)
    strength.serialize(actor.workspace_id)
    merged = Merged.objects.select_related("node", "into").filter(node=node).first()
    if merged is None:
        raise InvalidState(_("This was not merged into another object. Nothing was changed."))
    node, into, moved = merged.node, merged.into, merged.moved
    tied = list(Link.objects.filter(pk__in=moved["tied"]).select_related("source", "target"))
    Link.objects.filter(pk__in=moved["tied"]).delete()
    node.trashed_at = None
    node.save(update_fields=["trashed_at"])
    links = tie_again(moved["links"], node)
    Comment.objects.filter(pk__in=moved["comments"], node=into).update(node=node)
    Attachment.objects.filter(pk__in=moved["files"], node=into).update(node=node)
    Follow.objects.filter(node=into, member__in=moved["follows"]).delete()
    Labelling.objects.filter(node=into, label__in=moved["labels"]).delete()
    FieldValue.objects.filter(pk__in=moved.get("fields", ()), node=into).update(node=node)
    carrying.give_back(node, into, moved.get("own"))
    merged.delete()
    _refresh([*links, *tied])
    activity.record("node.unmerged", into, actor=actor, other=node.pk)
    return node


def _check(node: Node, into: Node) -> None:
    if node.pk == into.pk or node.kind != into.kind:
        raise BadInput(into=_("Choose another %(label)s. Nothing was changed.", label=node.spec.label.lower()))
    if node.is_private or into.is_private:
        raise BadInput(into=_("A private draft cannot be merged. Share it first. Nothing was changed."))
    if node.trashed_at is not None or into.trashed_at is not None:
        raise BadInput(into=_("One of them is in the trash, or merged already. Nothing was changed."))


def _tied(links: Sequence[Link], node: Node, into: Node) -> list[Link]:
    """The links as they stand at ``into``; those that the thread refuses are left out."""
    made = []
    for link in links:
        source = into if link.source_id == node.pk else link.source
        target = into if link.target_id == node.pk else link.target
        standing = Link.objects.filter(source=source, relation=link.relation, target=target)
        if source.pk == target.pk or standing.exists():
            continue
        try:
            rules.check_can_link([source], RELATIONS[link.relation], target)
        except InvalidState:
            continue
        again = {"note": link.note, "created_by_id": link.created_by_id, "created_at": link.created_at}
        made.append(
            Link.objects.create(
                workspace_id=link.workspace_id, source=source, relation=link.relation, target=target, **again
            )
        )
    return made


def _moved(node: Node, into: Node) -> dict[str, Any]:
    """Move what hangs on the node, and say what that was."""
    found: dict[str, Any] = {
        "comments": list(Comment.objects.filter(node=node).values_list("pk", flat=True)),
        "files": list(Attachment.objects.filter(node=node).values_list("pk", flat=True)),
        "follows": _missing(Follow.objects.filter(node=node, is_on=True), into.follows, "member_id"),
        "labels": _missing(Labelling.objects.filter(node=node), into.labellings, "label_id"),
    }
    found["fields"] = _empty_there(node, into)
    found["own"] = carrying.take(node, into)
    FieldValue.objects.filter(pk__in=found["fields"]).update(node=into)
    Comment.objects.filter(pk__in=found["comments"]).update(node=into)
    Attachment.objects.filter(pk__in=found["files"]).update(node=into)
    Follow.objects.bulk_create(Follow(node=into, member_id=pk, why=Follow.Why.CHOSEN) for pk in found["follows"])
    Labelling.objects.bulk_create(Labelling(node=into, label_id=pk) for pk in found["labels"])
    return found


def _empty_there(node: Node, into: Node) -> list[int]:
    """The values of the fields that hold nothing for the other."""
    filled = set(FieldValue.objects.filter(node=into).values_list("field_id", flat=True))
    return list(FieldValue.objects.filter(node=node).exclude(field__in=filled).values_list("pk", flat=True))


def _missing(here: Any, there: Any, name: str) -> list[Any]:
    """What the one has and the other has not."""
    standing = set(there.values_list(name, flat=True))
    return [value for value in here.values_list(name, flat=True) if value not in standing]


def _refresh(links: Sequence[Link]) -> None:
    strength.refresh(list({link.target for link in links if RELATIONS[link.relation].evidential}))
