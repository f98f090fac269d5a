"""What the thread allows between two nodes. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from collections.abc import Sequence

from allied.kernel.errors import InvalidState
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.thread.catalogue import EVIDENTIAL, Relation
from allied.kernel.thread.models import Link
from allied.kernel.words import _

_OPPOSITE = {"supports": "contradicts", "contradicts": "supports"}


def check_is_shared(node: Node) -> None:
    """Raises: InvalidState, for a private draft: a link would show it to others."""
    if node.is_private:
        raise InvalidState(
            _(
                "%(reference)s is a private draft. Share it first, then link it. Nothing was linked.",
                reference=node.reference,
            )
        )


def check_can_link(sources: Sequence[Node], relation: Relation, target: Node) -> set[str]:
    """The kinds fit, none is linked to itself, the other stance does not stand, and no circle closes.

    Returns the ids of the sources that are linked so already.
    """
    for source in sources:
        _check_fits(source, relation, target)
    standing = _check_one_stance(sources, relation, target)
    if relation.acyclic:
        _check_no_circle(sources, relation, target)
    return standing


def check_can_supersede(old: Node, new: Node) -> None:
    """A standing node of a kind that can be superseded gives way to another standing one of its kind."""
    if "superseded" not in old.spec.states:
        raise InvalidState(_("%(kind)s cannot be superseded. Nothing was changed.", kind=_kind(old).capitalize()))
    for node in (old, new):
        if node.is_ended:
            raise InvalidState(
                _(
                    "%(reference)s has ended: it is %(state_label)s. Nothing was changed.",
                    reference=node.reference,
                    state_label=node.state_label.lower(),
                )
            )


def _check_fits(source: Node, relation: Relation, target: Node) -> None:
    if source.pk == target.pk:
        raise InvalidState(
            _("%(reference)s cannot be linked to itself. Nothing was linked.", reference=source.reference)
        )
    if not relation.joins(source.kind, target.kind):
        raise InvalidState(
            _(
                "“%(forward)s” does not join %(kind)s to %(kind2)s (%(reference)s, %(reference2)s). "
                "Nothing was linked.",
                forward=relation.forward,
                kind=_kind(source),
                kind2=_kind(target),
                reference=source.reference,
                reference2=target.reference,
            )
        )


def _check_one_stance(sources: Sequence[Node], relation: Relation, target: Node) -> set[str]:
    by_id = {source.pk: source for source in sources}
    opposite = _OPPOSITE.get(relation.name)
    found = Link.objects.filter(source__in=list(by_id), target=target, relation__in=[relation.name, opposite or ""])
    standing = sorted(found.values_list("source_id", "relation"))
    for pk, name in standing:
        if name == opposite:
            raise InvalidState(
                _(
                    "%(reference)s %(opposite)s %(reference2)s already. Remove that link first if the "
                    "evidence says the other. Nothing was changed.",
                    reference=by_id[pk].reference,
                    opposite=opposite,
                    reference2=target.reference,
                )
            )
    return {pk for pk, __ in standing}


def _check_no_circle(sources: Sequence[Node], relation: Relation, target: Node) -> None:
    """Follow the links that start at the target; if they come back to a source, name the way."""
    names = EVIDENTIAL if relation.evidential else (relation.name,)
    wanted = {source.pk for source in sources}
    came_from: dict[str, str] = {target.pk: ""}
    edge = [target.pk]
    while edge and wanted.isdisjoint(edge):
        found = Link.objects.filter(source__in=edge, relation__in=names).values_list("source_id", "target_id")
        fresh = {there: here for here, there in found if there not in came_from}
        came_from |= fresh
        edge = list(fresh)
    if met := wanted.intersection(edge):
        way = _way_back(min(met), came_from)
        named = Node.objects.in_bulk(way)
        chain = " → ".join(named[pk].reference for pk in [*way, way[0]])
        raise InvalidState(
            _(
                "This link would close a circle: %(chain)s. Take one of these links away first, or choose another "
                "object. Nothing was linked.",
                chain=chain,
            )
        )


def _way_back(start: str, came_from: dict[str, str]) -> list[str]:
    way, at = [], start
    while at:
        way.append(at)
        at = came_from[at]
    return [way[0], *reversed(way[1:])]


def _kind(node: Node) -> str:
    label = KINDS[node.kind].label.lower()
    return _("an %(label)s", label=label) if label[0] in "aeiou" else f"a {label}"
