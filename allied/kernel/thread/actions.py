"""Tie nodes together and apart."""

from __future__ import annotations

from django.db import transaction

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Workspace
from allied.kernel.text import clean
from allied.kernel.thread import rules, strength
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.models import Link


@transaction.atomic
def link(source: Node, relation: str, target: Node, *, actor: Member, note: str = "") -> Link:
    """Relate two nodes of one workspace. Linking twice is the same as once.

    Raises:
        NotVisible: either node is in another workspace.
        Denied: the actor may not link.
        BadInput: there is no such relation.
        InvalidState: the catalogue does not allow it between these kinds, it would close a circle, or the
            opposite stance stands already.
    """
    access.require(actor, Permission.THREAD_LINK, source)
    access.require(actor, Permission.THREAD_LINK, target)
    if relation not in RELATIONS:
        raise BadInput(relation=f"There is no relation “{relation}”. Nothing was linked.")
    spec = RELATIONS[relation]
    note = clean(note, field="note", limit=500)
    if spec.acyclic:
        serialize(actor.workspace_id)
    rules.check_can_link(source, spec, target)
    made, is_new = Link.objects.get_or_create(
        source=source,
        relation=relation,
        target=target,
        defaults={"workspace_id": actor.workspace_id, "created_by": actor, "note": note},
    )
    if is_new:
        if spec.evidential:
            strength.refresh([target])
        activity.record("thread.linked", target, actor=actor, relation=relation, source=source.pk, link=made.pk)
    return made


@transaction.atomic
def unlink(made: Link, *, actor: Member) -> None:
    """Take a link away; undoing it is linking again."""
    access.require(actor, Permission.THREAD_LINK, made.source)
    serialize(actor.workspace_id)
    source, target, relation = made.source, made.target, made.relation
    deleted, _ = Link.objects.filter(pk=made.pk).delete()
    if not deleted:
        return
    if RELATIONS[relation].evidential:
        strength.refresh([target])
    activity.record("thread.unlinked", target, actor=actor, relation=relation, source=source.pk)


def serialize(workspace_id: int) -> None:
    """Let one change of the workspace's evidence happen at a time, so that no circle and no figure slips through."""
    Workspace.objects.select_for_update().get(pk=workspace_id)
