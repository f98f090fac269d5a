"""What the thread allows between two nodes. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from allied.kernel.errors import InvalidState
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.thread.catalogue import EVIDENTIAL, Relation
from allied.kernel.thread.models import Link

_OPPOSITE = {"supports": "contradicts", "contradicts": "supports"}


def check_can_link(source: Node, relation: Relation, target: Node) -> None:
    """The kinds fit, it is not to itself, the other stance does not stand, and no circle closes."""
    if source.pk == target.pk:
        raise InvalidState(f"{source.reference} cannot be linked to itself. Nothing was linked.")
    if not relation.joins(source.kind, target.kind):
        raise InvalidState(
            f"“{relation.forward}” does not join {_kind(source)} to {_kind(target)} "
            f"({source.reference}, {target.reference}). Nothing was linked."
        )
    opposite = _OPPOSITE.get(relation.name)
    if opposite and Link.objects.filter(source=source, target=target, relation=opposite).exists():
        raise InvalidState(
            f"{source.reference} {opposite} {target.reference} already. Remove that link first if the evidence "
            "says the other. Nothing was changed."
        )
    if relation.acyclic:
        _check_no_circle(source, relation, target)


def _check_no_circle(source: Node, relation: Relation, target: Node) -> None:
    """Follow the links that start at the target; if they come back to the source, name the way."""
    names = EVIDENTIAL if relation.evidential else (relation.name,)
    came_from: dict[str, str] = {target.pk: ""}
    edge = [target.pk]
    while edge and source.pk not in came_from:
        found = Link.objects.filter(source__in=edge, relation__in=names).values_list("source_id", "target_id")
        fresh = {there: here for here, there in found if there not in came_from}
        came_from |= fresh
        edge = list(fresh)
    if source.pk in came_from:
        way = _way_back(source.pk, came_from)
        named = Node.objects.in_bulk(way)
        chain = " → ".join(named[pk].reference for pk in [*way, way[0]])
        raise InvalidState(f"This link would close a circle: {chain}. Nothing was linked.")


def _way_back(start: str, came_from: dict[str, str]) -> list[str]:
    way, at = [], start
    while at:
        way.append(at)
        at = came_from[at]
    return [way[0], *reversed(way[1:])]


def _kind(node: Node) -> str:
    label = KINDS[node.kind].label.lower()
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"
