"""Find nodes by what people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from allied.kernel.errors import NotVisible
from allied.kernel.nodes.catalogue import BY_LETTERS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _

LeadOn = Callable[[Iterable[str], Member], dict[str, Node]]
_leads_on: list[LeadOn] = []
NOT_HERE = _("There is no such object in this workspace.")


def node_by_reference(reference: str, *, actor: Member) -> Node:
    """The node that reads like ``INS-12``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = Node.objects.visible_to(actor).referred(reference).select_related("product").first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def node_by_id(node_id: str, *, actor: Member) -> Node:
    """The node with that id.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = Node.objects.visible_to(actor).filter(pk=node_id).select_related("product").first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def nodes_by_references(references: Iterable[str], *, actor: Member) -> list[Node]:
    """The nodes with those references, each once, in the order given.

    Raises:
        NotVisible: one of them is not in the actor's workspace.
    """
    wanted = list(dict.fromkeys(reference.strip().upper() for reference in references))
    found = nodes_called(wanted, actor=actor)
    if missing := [reference for reference in wanted if reference not in found]:
        raise NotVisible(_("There is no %(missing)s in this workspace. Nothing was changed.", missing=missing[0][:40]))
    return [found[reference] for reference in wanted]


def nodes_called(references: Iterable[str], *, actor: Member) -> dict[str, Node]:
    """Those of the references that the actor may read, by reference in upper case: one query a kind."""
    by_kind: dict[str, set[int]] = {}
    for reference in references:
        letters, __, number = reference.strip().upper().partition("-")
        if letters in BY_LETTERS and number.isascii() and number.isdigit() and len(number) <= 9:
            by_kind.setdefault(letters, set()).add(int(number))
    found: dict[str, Node] = {}
    for letters, numbers in by_kind.items():
        matching = Node.objects.visible_to(actor).filter(number__in=numbers).select_related("product")
        found |= {node.reference: node for node in matching.filter(kind=BY_LETTERS[letters].name)}
    return found


def lead_on(find: LeadOn) -> None:
    """Say how references of objects that are no more lead to those that stand for them. For ``AppConfig.ready``."""
    _leads_on.append(find)


def nodes_standing_for(references: Iterable[str], *, actor: Member) -> dict[str, Node]:
    """As ``nodes_called``, and for one that was merged away the node that remains: more queries only for those."""
    wanted = {reference.strip().upper() for reference in references}
    found = nodes_called(wanted, actor=actor)
    if missing := wanted - found.keys():
        for find in _leads_on:
            found |= find(missing, actor)
    return found
