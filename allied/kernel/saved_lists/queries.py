"""Which saved lists a member may open."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from allied.kernel.errors import NotVisible
from allied.kernel.people.models import Member
from allied.kernel.saved_lists.models import DefaultList, SavedList
from allied.kernel.words import _


def saved_lists(list_key: str, *, actor: Member) -> QuerySet[SavedList]:
    """The actor's own and those shared with the workspace, by name; ``is_default`` on that with which they begin."""
    default = DefaultList.objects.filter(member=actor, saved=OuterRef("pk"))
    found = SavedList.objects.filter(workspace_id=actor.workspace_id, list_key=list_key, deleted_at=None)
    return found.filter(Q(owner=actor) | Q(is_shared=True)).annotate(is_default=Exists(default)).order_by("name", "pk")


def saved_list(pk: int, *, actor: Member, deleted: bool = False) -> SavedList:
    """One of them; with ``deleted`` one that the actor's workspace has just deleted.

    Raises:
        NotVisible: it is somebody else's own, or there is none.
    """
    found = SavedList.objects.filter(pk=pk, workspace_id=actor.workspace_id, deleted_at__isnull=not deleted)
    shown = found.filter(Q(owner=actor) | Q(is_shared=True)).select_related("owner").first()
    if shown is None:
        raise NotVisible(_("There is no such saved list here. Nothing was changed."))
    return shown


def default_of(list_key: str, *, actor: Member) -> SavedList | None:
    """The saved list with which the actor's list begins."""
    found = DefaultList.objects.filter(member=actor, list_key=list_key, saved__deleted_at=None)
    shown = found.filter(Q(saved__owner=actor) | Q(saved__is_shared=True)).select_related("saved").first()
    return shown.saved if shown else None
