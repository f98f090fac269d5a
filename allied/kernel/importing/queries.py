"""Questions about imports. Each starts from what the actor may read."""

from __future__ import annotations

from django.db.models import QuerySet

from allied.kernel.errors import NotVisible
from allied.kernel.importing.models import Import, ImportRow
from allied.kernel.membership.invitations import open_ones
from allied.kernel.people.models import Invitation, Member
from allied.kernel.words import _


def imports(*, actor: Member) -> QuerySet[Import]:
    """All imports of the workspace, newest first."""
    return Import.objects.visible_to(actor).order_by("-number")


def import_by_number(number: int, *, actor: Member) -> Import:
    """One import.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = Import.objects.visible_to(actor).filter(number=number).select_related("workspace").first()
    if found is None:
        raise NotVisible(_("There is no such import in this workspace."))
    return found


def invited(imported: Import, *, actor: Member) -> QuerySet[Invitation]:
    """The invitations of an import of people that can still be accepted."""
    return open_ones(actor=actor).filter(pk__in=imported.people_brought.exclude(invitation=None).values("invitation"))


def results(imported: Import, *, outcome: str = "") -> QuerySet[ImportRow]:
    """What became of the rows that were not simply stored, in the order of the file."""
    found = ImportRow.objects.filter(of=imported).select_related("node").order_by("number")
    return found.filter(outcome=outcome) if outcome else found


def sources(imported: Import, *, actor: Member) -> list[str]:
    """What earlier imports of the same kind called the place that their rows came from, the newest first."""
    earlier = Import.objects.visible_to(actor).filter(target=imported.target).exclude(pk=imported.pk)
    names = earlier.order_by("-number").values_list("source", flat=True)[:200]
    return list(dict.fromkeys(names))[:50]
