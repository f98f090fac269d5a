"""Tie any node to others, by a relation that the catalogue allows between their kinds; and take ties away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from allied.flows.picking import check_stands
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.actions import link_many, unlink_many
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.models import Link
from allied.kernel.words import _

BY_THEIR_OWN_ACT = frozenset({"concerns", "supersedes"})
SALT = "allied.flows.linking"


@dataclass(frozen=True)
class Way:
    """A relation read from one end: ``kinds`` may stand at the other. ``key`` names it in addresses."""

    relation: str
    is_inward: bool
    label: str
    kinds: frozenset[str]

    @property
    def key(self) -> str:
        return f"{self.relation}:{'in' if self.is_inward else 'out'}"


def ways_from(nodes: Sequence[Node]) -> list[Way]:
    """The ways in which all of ``nodes`` can be tied to something, in the order of the catalogue."""
    kinds = {node.kind for node in nodes}
    found = []
    for relation in RELATIONS.values():
        if relation.name in BY_THEIR_OWN_ACT:
            continue
        for is_inward, label in ((False, relation.forward), (True, relation.inverse)):
            pairs = {(target, source) if is_inward else (source, target) for source, target in relation.pairs}
            ends = [frozenset(other for one, other in pairs if one == kind) for kind in kinds]
            if common := frozenset.intersection(*ends):
                found.append(Way(relation.name, is_inward, label, common))
    return found


def way_named(key: str, nodes: Sequence[Node]) -> Way:
    """The way that an address names; the first one where it names none.

    Raises:
        BadInput: the nodes have no way in common.
    """
    ways = ways_from(nodes)
    if not ways:
        raise BadInput(node=_("These cannot be tied to anything together. Select things of one kind."))
    return next((way for way in ways if way.key == key), ways[0])


def tied(nodes: Sequence[Node], way: Way) -> set[str]:
    """Ids of the nodes that all of ``nodes`` are tied to in this way already."""
    here, there = ("target", "source") if way.is_inward else ("source", "target")
    links = Link.objects.filter(**{f"{here}__in": nodes, "relation": way.relation})
    found = list(links.values_list(f"{there}_id", flat=True))
    return {other for other in found if found.count(other) == len(nodes)}


@transaction.atomic
def link_nodes(
    nodes: Sequence[Node], way: Way, others: Sequence[Node], *, actor: Member, note: str = "", field: str = "other"
) -> list[Link]:
    """Tie every node to every other; return the links that are new.

    Raises:
        Denied: the actor may not link.
        BadInput: by ``field``: nothing was chosen, what was chosen has ended, all of it is linked already, or the
            thread refuses it (a circle, the opposite stance, other kinds).
    """
    if not others:
        raise BadInput(**{field: _("Choose at least one. Nothing was linked.")})
    sources, targets = (others, nodes) if way.is_inward else (nodes, others)
    check_stands(targets, field=field)
    try:
        made = link_many(sources, way.relation, targets, actor=actor, note=note)
    except InvalidState as refusal:
        raise BadInput(**{field: str(refusal)}) from refusal
    if not made:
        forward = RELATIONS[way.relation].forward
        raise BadInput(
            **{
                field: _(
                    "%(reference)s %(forward)s %(reference2)s already. Nothing was changed.",
                    reference=sources[0].reference,
                    forward=forward,
                    reference2=targets[0].reference,
                )
            }
        )
    return made


@transaction.atomic
def unlink_by_id(ids: Sequence[int], *, actor: Member) -> list[Link]:
    """Take links away; return those that went.

    Raises:
        NotVisible: none of them is in the actor's workspace.
        Denied: the actor may not link.
    """
    own = Link.objects.filter(pk__in=ids, workspace_id=actor.workspace_id)
    links = list(own.select_related("source", "target").order_by("pk"))
    if not links:
        raise NotVisible(_("There is no such link in this workspace. It may have been removed already."))
    kept = [
        Link(**{field: getattr(link, field) for field in ("pk", "source", "target", "relation", "note")})
        for link in links
    ]
    unlink_many(links, actor=actor)
    return kept


def remember(links: Sequence[Link]) -> str:
    """What is needed to tie the same links again, signed, for the address of an Undo button."""
    return signing.dumps(
        [[link.source_id, link.relation, link.target_id, link.note] for link in links], salt=SALT, compress=True
    )


@transaction.atomic
def link_again(remembered: str, *, actor: Member) -> list[Link]:
    """Tie what was taken away.

    Raises:
        BadInput: the address was cut or changed.
        NotVisible: a node is gone, or in another workspace.
        Denied: the actor may not link.
        InvalidState: the thread refuses a link by now.
    """
    try:
        rows = signing.loads(remembered, salt=SALT)
    except signing.BadSignature:
        raise BadInput(
            whole=_("This address is not whole, so nothing was linked. Link the two again by hand.")
        ) from None
    ids = {pk for source, __, target, __ in rows for pk in (source, target)}
    nodes = Node.objects.visible_to(actor).in_bulk(ids)
    if len(nodes) < len(ids):
        raise NotVisible(_("One end of the link is gone. Nothing was linked."))
    return [
        link
        for source, relation, target, note in rows
        for link in link_many([nodes[source]], relation, [nodes[target]], actor=actor, note=note)
    ]
