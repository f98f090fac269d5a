"""Every change of templates. All faces call these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition
from allied.kernel.errors import BadInput, Conflict, InvalidState, NotVisible
from allied.kernel.people.models import Member
from allied.kernel.templates.models import NAME_LENGTH, Template
from allied.kernel.templates.registry import Startable, startable
from allied.kernel.text import clean
from allied.kernel.words import _

MOST = 50  # of one kind, so that the choice stays one


def said(template: Template) -> dict[str, Any]:
    """Everything that ``change_template`` sets."""
    texts = {key: template.fields.get(key, "") for key in _startable(template.kind).fields}
    return {"name": template.name, **texts, "is_default": template.is_default}


@transaction.atomic
def add_template(
    kind: str, *, name: str, fields: Mapping[str, str], actor: Member, is_default: bool = False
) -> Template:
    """Keep texts from which new objects of a kind may start.

    Raises:
        Denied: the actor may not manage templates.
        NotVisible: no objects of that kind start from a template.
        InvalidState: there are as many as the choice takes.
        BadInput: the name is empty, too long or taken, or a text is too long.
    """
    access.require(actor, Permission.TEMPLATE_MANAGE)
    spec = _startable(kind)
    if Template.objects.visible_to(actor).filter(kind=kind).count() >= MOST:
        raise InvalidState(
            _("There are %(most)s templates of this kind. Remove one first. Nothing was changed.", most=MOST)
        )
    made = Template(workspace_id=actor.workspace_id, kind=kind, created_by=actor)
    _set(made, spec, name, fields, is_default, actor)
    activity.record("template.added", None, actor=actor, template=made.pk, kind=kind, name=made.name)
    return made


@transaction.atomic
def change_template(
    template: Template,
    *,
    name: str,
    fields: Mapping[str, str],
    is_default: bool,
    actor: Member,
    seen: str | None = None,
) -> Template:
    """Let a template say something else. What started from it stays as it is.

    Raises:
        Denied: the actor may not manage templates.
        NotVisible: it is of another workspace, or was removed.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        BadInput: the name is empty, too long or taken, or a text is too long.
    """
    template = _locked(template, actor)
    if template.ended_at is not None:
        raise NotVisible(_("This template was removed. Bring it back first. Nothing was changed."))
    before = said(template)
    if seen is not None and seen != edition(before):
        raise Conflict(before, dict.fromkeys(before))
    _set(template, _startable(template.kind), name, fields, is_default, actor)
    if said(template) != before:
        activity.record("template.changed", None, actor=actor, template=template.pk, name=template.name)
    return template


@transaction.atomic
def remove_template(template: Template, *, actor: Member) -> Template:
    """No longer offer a template. ``restore_template`` brings it back.

    Raises:
        Denied: the actor may not manage templates.
        InvalidState: it was removed already.
    """
    template = _locked(template, actor)
    if template.ended_at is not None:
        raise InvalidState(_("This template was removed already. Nothing was changed."))
    template.ended_at = timezone.now()
    template.save(update_fields=["ended_at"])
    activity.record("template.removed", None, actor=actor, template=template.pk, name=template.name)
    return template


@transaction.atomic
def restore_template(template: Template, *, actor: Member) -> Template:
    """Offer a removed template again. It is the default again only where no other took that place.

    Raises:
        Denied: the actor may not manage templates.
        InvalidState: it stands, or its name is taken by now.
    """
    template = _locked(template, actor)
    standing = Template.objects.visible_to(actor).filter(kind=template.kind)
    if template.ended_at is None:
        raise InvalidState(_("This template stands already. Nothing was changed."))
    if standing.filter(name__iexact=template.name).exists():
        raise InvalidState(
            _("There is another template “%(name)s” by now. Rename that one. Nothing was changed.", name=template.name)
        )
    template.ended_at = None
    template.is_default = template.is_default and not standing.filter(is_default=True).exists()
    template.save(update_fields=["ended_at", "is_default"])
    activity.record("template.restored", None, actor=actor, template=template.pk, name=template.name)
    return template


@transaction.atomic
def add_starters(*, actor: Member) -> list[Template]:
    """Add the templates that Allied brings along, but those whose name is there already.

    Raises:
        Denied: the actor may not manage templates.
    """
    access.require(actor, Permission.TEMPLATE_MANAGE)
    standing = Template.objects.visible_to(actor)
    taken = {(kind, name.lower()) for kind, name in standing.values_list("kind", "name")}
    led = set(standing.filter(is_default=True).values_list("kind", flat=True))
    return [
        add_template(
            spec.kind,
            name=starter.name,
            fields=starter.fields,
            actor=actor,
            is_default=starter.is_default and spec.kind not in led,
        )
        for spec in startable().values()
        for starter in spec.starters
        if (spec.kind, starter.name.lower()) not in taken
    ]


def _set(
    template: Template, spec: Startable, name: str, fields: Mapping[str, str], is_default: bool, actor: Member
) -> None:
    name = clean(name, field="name", limit=NAME_LENGTH, required=True, single_line=True)
    others = Template.objects.visible_to(actor).filter(kind=template.kind).exclude(pk=template.pk)
    if others.filter(name__iexact=name).exists():
        raise BadInput(
            name=_("There is a template “%(name)s” already. Choose another name. Nothing was changed.", name=name)
        )
    if unknown := set(fields) - set(spec.fields):
        raise BadInput(
            fields=_("There is no field “%(min)s” in this kind. Nothing was changed.", min=min(unknown)[:40])
        )
    template.name, template.is_default = name, is_default
    template.fields = {
        key: clean(fields.get(key, ""), field=key, limit=text.limit, single_line=not text.is_long)
        for key, text in spec.fields.items()
    }
    if is_default:
        others.filter(is_default=True).update(is_default=False)
    template.save()


def _startable(kind: str) -> Startable:
    found = startable().get(kind)
    if found is None:
        raise NotVisible(_("Objects of this kind start from no template. Nothing was changed."))
    return found


def _locked(template: Template, actor: Member) -> Template:
    access.require(actor, Permission.TEMPLATE_MANAGE)
    found = Template.objects.select_for_update().filter(pk=template.pk, workspace_id=actor.workspace_id).first()
    if found is None:
        raise NotVisible(_("There is no such template in this workspace."))
    return found
