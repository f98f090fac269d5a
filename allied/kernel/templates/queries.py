"""Questions about templates."""

from __future__ import annotations

from allied.kernel.errors import NotVisible
from allied.kernel.people.models import Member
from allied.kernel.templates.models import Template, TemplateQuerySet
from allied.kernel.words import _


def templates(*, actor: Member, kind: str = "") -> TemplateQuerySet:
    """The templates that stand, of one kind or of all, by name."""
    found = Template.objects.visible_to(actor).order_by("kind", "name", "pk")
    return found.filter(kind=kind) if kind else found


def template_by_id(number: int, *, actor: Member, ended: bool = False) -> Template:
    """The template with that number; a removed one only if asked for.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = Template.objects.filter(workspace_id=actor.workspace_id, pk=number).first()
    if found is None or (found.ended_at is not None and not ended):
        raise NotVisible(_("There is no such template in this workspace, or it was removed."))
    return found
