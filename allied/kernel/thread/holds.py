"""Holds: a slice that may stop another's act places one; the slice whose act it is asks before it acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from allied.kernel import activity
from allied.kernel.errors import Held, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread.models import Hold
from allied.kernel.words import _


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of an act, and what would let it happen."""

    reason: str
    way_out: str


Demand = Callable[[Node], Obstacle | None]
_demands: dict[str, list[Demand]] = {}


def demand(act: str, question: Demand) -> None:
    """Ask ``question`` of a node before every such act: what it answers holds the act as a hold would.

    For what follows from how things stand, such as a decision that is missing; a hold is for what somebody placed.
    Slices do this in ``AppConfig.ready``.
    """
    asked = _demands.setdefault(act, [])
    if question not in asked:
        asked.append(question)


def obstacles(node: Node, act: str) -> list[Obstacle]:
    """Everything that stands in the way of the act now: holds first, oldest first, then what is demanded."""
    found = [Obstacle(hold.reason, hold.way_out) for hold in standing_holds(node, act)]
    return found + [one for question in _demands.get(act, ()) if (one := question(node)) is not None]


@transaction.atomic
def place_hold(
    node: Node, forbids: str, *, reason: str, way_out: str, actor: Member, placed_by_node: Node | None = None
) -> Hold:
    """Forbid an act ("commit", "ship") on ``node`` until the hold is lifted. The caller checks who may.

    Locks the node's row, as the act itself does, so the two cannot cross.
    """
    if node.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such object in this workspace."))
    nodes.lock(node)
    hold = Hold.objects.create(
        workspace_id=actor.workspace_id,
        node=node,
        forbids=forbids,
        placed_by_node=placed_by_node,
        reason=clean(reason, field="reason", limit=500, required=True),
        way_out=clean(way_out, field="way_out", limit=500, required=True),
        placed_by=actor,
    )
    activity.record("hold.placed", node, actor=actor, forbids=forbids, hold=hold.pk)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, actor: Member) -> Hold:
    """End a hold. Lifting one that is lifted already is refused."""
    if hold.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such hold in this workspace."))
    nodes.lock(hold.node)
    hold.refresh_from_db()
    if hold.lifted_at is not None:
        raise InvalidState(_("This hold is lifted already. Nothing was changed."))
    hold.lifted_at, hold.lifted_by = timezone.now(), actor
    hold.save(update_fields=["lifted_at", "lifted_by"])
    activity.record("hold.lifted", hold.node, actor=actor, forbids=hold.forbids, hold=hold.pk)
    return hold


def standing_holds(node: Node, act: str = "") -> QuerySet[Hold]:
    """The holds on ``node`` that are not lifted, oldest first; with ``act`` only those that forbid it."""
    found = Hold.objects.filter(node=node, lifted_at=None).select_related("placed_by_node").order_by("pk")
    return found.filter(forbids=act) if act else found


def require_no_hold(node: Node, act: str) -> Node:
    """Lock the node for the act and return it as it is now.

    Must be called inside the act's transaction, before it writes.

    Raises:
        Held: a hold forbids the act, or something demanded is missing; the sentence gives the reason and the way out.
    """
    fresh = nodes.lock(node)
    for stands in obstacles(fresh, act):
        raise Held(
            _(
                "%(reference)s is held: %(reason)s Way out: %(way_out)s Nothing was changed.",
                reference=fresh.reference,
                reason=stands.reason,
                way_out=stands.way_out,
            )
        )
    return fresh
