"""The settings of custom fields: which there are, by kind."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.custom_fields import definitions, queries
from allied.kernel.custom_fields.holders import kinds
from allied.kernel.custom_fields.models import CustomField, Type
from allied.kernel.errors import InvalidState
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.words import _
from allied.site.fields.forms import FieldForm, NewFieldForm
from allied.web.forms import posted
from allied.web.http import MemberRequest, is_htmx, member_view, render, toast
from allied.web.jinja import url

WAYS = {"up": -1, "down": 1}


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
def fields(request: MemberRequest) -> HttpResponse:
    """GET /settings/fields: the fields of each kind, and those that are archived."""
    found = queries.all_fields(actor=request.member, archived=True)
    shown: dict[str, Any] = {
        "groups": [
            (KINDS[kind], [one for one in found if one.kind == kind and not one.archived_at]) for kind in kinds()
        ],
        "archived": [one for one in found if one.archived_at],
        "kinds": KINDS,
        "uses": queries.counted(actor=request.member),
        "types": dict(Type.choices),
        "may_manage": access.can(request.member, Permission.FIELD_MANAGE),
        "most": definitions.MOST,
    }
    return render(request, "fields/list.html", shown)


@member_view(permission=Permission.FIELD_MANAGE)
def new(request: MemberRequest) -> HttpResponse:
    """GET, POST /settings/fields/new: add one; ``?kind=`` chooses whose."""
    form = NewFieldForm(posted(request), initial={"kind": request.GET.get("kind", "")})
    add = lambda: definitions.add_field(actor=request.member, **form.cleaned())  # noqa: E731
    try:
        made = form.attempt(add) if request.method == "POST" else None
    except InvalidState as refusal:
        form.add_error(None, str(refusal))
        made = None
    if made is not None:
        toast(request, _("The field %(name)s is there. It stands on each record and in the lists.", name=made.name))
        return redirect("fields:list", workspace=request.member.workspace.slug)
    return render(request, "fields/new.html", {"form": form}, status=form.status)


@member_view(permission=Permission.FIELD_MANAGE)
def field(request: MemberRequest, field_id: int) -> HttpResponse:
    """GET, POST /settings/fields/<id>: its name, its explanation, its options."""
    found = _field(request, field_id)
    form = FieldForm(found, posted(request))
    change = lambda: definitions.change_field(found, actor=request.member, **form.cleaned())  # noqa: E731
    if request.method == "POST" and form.attempt(change) is not None:
        toast(request, _("The field %(name)s is saved.", name=found.name))
        return redirect("fields:list", workspace=request.member.workspace.slug)
    shown = {"field": found, "form": form, "kind": KINDS[found.kind], "type": Type(found.type).label}
    return render(request, "fields/field.html", shown, status=form.status)


@require_POST
@member_view(permission=Permission.FIELD_MANAGE)
def move(request: MemberRequest, field_id: int) -> HttpResponse:
    """POST: one place up or down."""
    found = _field(request, field_id)
    definitions.move_field(found, by=WAYS.get(request.POST.get("way", ""), 0), actor=request.member)
    return _done(request)


@require_POST
@member_view(permission=Permission.FIELD_MANAGE)
def archiving(request: MemberRequest, field_id: int) -> HttpResponse:
    """POST: off every page and list; what it holds is kept."""
    found = _field(request, field_id)
    definitions.archive_field(found, actor=request.member)
    toast(request, _("The field %(name)s is archived.", name=found.name), url("fields:restoration", field_id=field_id))
    return _done(request)


@require_POST
@member_view(permission=Permission.FIELD_MANAGE)
def restoration(request: MemberRequest, field_id: int) -> HttpResponse:
    """POST: back where it was."""
    found = definitions.restore_field(_field(request, field_id), actor=request.member)
    toast(request, _("The field %(name)s is back with all that it held.", name=found.name))
    return _done(request)


def _field(request: MemberRequest, field_id: int) -> CustomField:
    return queries.field_by_id(field_id, actor=request.member)


def _done(request: MemberRequest) -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("fields:list", workspace=request.member.workspace.slug)
