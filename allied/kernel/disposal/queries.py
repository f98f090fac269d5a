"""Questions about the trash."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.db.models import Exists, OuterRef, QuerySet

from allied.kernel.disposal.models import Merged, Trashed
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_id
from allied.kernel.people.models import Member
from allied.kernel.words import _


def trash(*, actor: Member) -> QuerySet[Trashed]:
    """What is in the trash, newest first. Of private drafts one's own alone."""
    own = Exists(Node.objects.in_trash_of(actor).filter(pk=OuterRef("node_id")))
    return Trashed.objects.filter(own).select_related("node", "by").order_by("-at", "-pk")


def trashed_by_reference(reference: str, *, actor: Member) -> Node:
    """Raises: NotVisible, where nothing in the trash has that reference."""
    return trashed_named(reference, actor=actor)


def trashed_named(name: str, *, actor: Member) -> Node:
    """The object in the trash with that reference or id. Raises: NotVisible, where there is none."""
    found = _gone(name, actor).first()
    if found is None or not Trashed.objects.filter(node=found).exists():
        raise NotVisible(_("There is no such object in the trash. After 30 days it is erased."))
    return found


def merged_by_reference(reference: str, *, actor: Member) -> Merged:
    """The pointer that an object became. One that was merged twice leads on by itself, a step at a time.

    Raises:
        NotVisible: no such object was merged into another that the actor may read.
    """
    return merged_named(reference, actor=actor)


def merged_named(name: str, *, actor: Member) -> Merged:
    """The same, by reference or id. Raises: NotVisible, where no such object was merged."""
    found = Merged.objects.filter(node__in=_gone(name, actor)).select_related("node", "into").first()
    if found is None:
        raise NotVisible(_("There is no such object in this workspace."))
    return found


def what_remains(name: str, *, actor: Member) -> Node:
    """What remains of an object that was merged, once or several times in turn.

    Raises:
        NotVisible: no such object was merged into another that the actor may read.
    """
    into = merged_named(name, actor=actor).into
    while into.trashed_at is not None:  # ends: what is merged already takes nothing more
        into = merged_named(into.pk, actor=actor).into
    return node_by_id(into.pk, actor=actor)


def _gone(name: str, actor: Member) -> QuerySet[Node]:
    gone = Node.objects.in_trash_of(actor)
    return gone.referred(name) if "-" in name else gone.filter(pk=name)


def remaining(references: Iterable[str], actor: Member) -> dict[str, Node]:
    """For each reference that was merged away the node that remains, over several merges too."""
    found: dict[str, Node] = {}
    for reference in references:
        with suppress(NotVisible):
            found[reference] = what_remains(reference, actor=actor)
    return found
