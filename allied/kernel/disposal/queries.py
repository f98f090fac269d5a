"""Questions about the trash."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from allied.kernel.disposal.models import Merged, Trashed
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _


def trash(*, actor: Member) -> QuerySet[Trashed]:
    """What is in the trash, newest first. Of private drafts one's own alone."""
    own = Exists(Node.objects.in_trash_of(actor).filter(pk=OuterRef("node_id")))
    return Trashed.objects.filter(own).select_related("node", "by").order_by("-at", "-pk")


def trashed_by_reference(reference: str, *, actor: Member) -> Node:
    """Raises: NotVisible, where nothing in the trash has that reference."""
    found = Node.objects.in_trash_of(actor).referred(reference).first()
    if found is None or not Trashed.objects.filter(node=found).exists():
        raise NotVisible(_("There is no such object in the trash. After 30 days it is erased."))
    return found


def merged_by_reference(reference: str, *, actor: Member) -> Merged:
    """The pointer that an object became. One that was merged twice leads on by itself, a step at a time.

    Raises:
        NotVisible: no such object was merged into another that the actor may read.
    """
    gone = Node.objects.in_trash_of(actor).referred(reference)
    found = Merged.objects.filter(node__in=gone).select_related("node", "into").first()
    if found is None:
        raise NotVisible(_("There is no such object in this workspace."))
    return found
