"""Questions about labels. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from allied.kernel.errors import NotVisible
from allied.kernel.labels.models import Label, Labelling, LabelQuerySet
from allied.kernel.nodes.models import Node, readable
from allied.kernel.people.models import Member
from allied.kernel.words import _


def labels(*, actor: Member) -> LabelQuerySet:
    """The labels that stand, by name."""
    return Label.objects.visible_to(actor).order_by("name", "pk")


def counted(*, actor: Member) -> LabelQuerySet:
    """The same, each with ``uses``: on how many objects that the actor may read it stands."""
    return labels(actor=actor).annotate(uses=Count("labellings", filter=readable(actor, "labellings__node")))


def counted_on(node_ids: QuerySet[Any], *, actor: Member, limit: int) -> list[tuple[int, str, int]]:
    """Number, name and count of the labels that stand most often on some nodes that the actor may read."""
    among = Count("labellings", filter=Q(labellings__node__in=node_ids))
    used = labels(actor=actor).annotate(uses=among).filter(uses__gt=0).order_by("-uses", "name", "pk")
    return list(used.values_list("pk", "name", "uses")[:limit])


def label_by_id(number: int, *, actor: Member, ended: bool = False) -> Label:
    """The label with that number; one that was deleted or merged only if asked for.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = Label.objects.filter(workspace_id=actor.workspace_id, pk=number).first()
    if found is None or (found.ended_at is not None and not ended):
        raise NotVisible(_("There is no such label in this workspace, or it was deleted."))
    return found


def labels_of(nodes: Iterable[Node]) -> dict[str, list[Label]]:
    """The labels on each of some nodes that the actor was shown, by node id: one query."""
    found: dict[str, list[Label]] = defaultdict(list)
    standing = Labelling.objects.filter(node__in=list(nodes), label__ended_at=None).select_related("label")
    for one in standing.order_by("label__name"):
        found[one.node_id].append(one.label)
    return found


def labelled(label_ids: Iterable[int], at: str = "pk") -> Q:
    """For lists: that one of these labels stands on the node whose id is in ``at``."""
    standing = Labelling.objects.filter(node=OuterRef(at), label__in=list(label_ids), label__ended_at=None)
    return Q(Exists(standing))


def is_labelled(at: str = "pk") -> Q:
    """For lists: that any label stands on the node whose id is in ``at``."""
    return Q(Exists(Labelling.objects.filter(node=OuterRef(at), label__ended_at=None)))
