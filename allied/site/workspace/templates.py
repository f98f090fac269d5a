"""The templates of a workspace: what new objects may start from."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.templates import actions, queries
from allied.kernel.templates.models import NAME_LENGTH, Template
from allied.kernel.templates.registry import Startable, startable
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.forms import Form, posted, required
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url

UNDO = "template.changed"


class TemplateForm(Form):
    """A name, the texts of the kind, and whether it is what new objects start from."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, error_messages=required(_("Give the template a name."))
    )

    def __init__(self, *args: Any, spec: Startable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, text in spec.fields.items():
            widget = forms.Textarea({"rows": 6}) if text.is_long else forms.TextInput()
            self.fields[key] = forms.CharField(
                label=text.label, required=False, max_length=text.limit, widget=widget, strip=False
            )
        kind = KINDS[spec.kind].plural.lower()
        self.fields["is_default"] = forms.BooleanField(label=_("New %(kind)s start from it", kind=kind), required=False)
        self.spec = spec

    @classmethod
    def of(cls, template: Template, *, data: Any = None) -> TemplateForm:
        """The form with what the template says now."""
        return cls(data, spec=_spec(template.kind), initial=actions.said(template))

    def given(self) -> dict[str, Any]:
        """The keywords of the actions."""
        said = self.cleaned_data
        texts = {key: said[key] for key in self.spec.fields}
        return {"name": said["name"], "is_default": said["is_default"], "fields": texts}


@require_safe
@member_view
def templates(request: MemberRequest) -> HttpResponse:
    """GET: every template, under its kind."""
    found = list(queries.templates(actor=request.member))
    groups = [(KINDS[kind], [one for one in found if one.kind == kind]) for kind in startable()]
    may = access.can(request.member, Permission.TEMPLATE_MANAGE)
    return render(request, "workspace/templates.html", {"groups": groups, "may": may, "count": len(found)})


@require_POST
@member_view(permission=Permission.TEMPLATE_MANAGE)
def starters(request: MemberRequest) -> HttpResponse:
    """POST adds the starter set."""
    made = actions.add_starters(actor=request.member)
    toast(
        request,
        _("%(made)s added.", made=plural(len(made), "template"))
        if made
        else _("All of the starter set is there already."),
    )
    return redirect_or_refresh(request, "settings:templates")


@member_view(permission=Permission.TEMPLATE_MANAGE)
def new(request: MemberRequest, of_kind: str) -> HttpResponse:
    """GET, POST: write a template of a kind."""
    form = TemplateForm(posted(request), spec=_spec(of_kind))
    if request.method == "POST" and (made := form.attempt(partial(_add, form, of_kind, request))):
        toast(
            request,
            _("The template “%(name)s” is there.", name=made.name),
            url("settings:template-removal", template_id=made.pk),
        )
        return redirect_or_refresh(request, "settings:templates")
    return render(request, "workspace/template.html", {"form": form, "kind": KINDS[of_kind]}, status=form.status)


def _add(form: TemplateForm, kind: str, request: MemberRequest) -> Template:
    return actions.add_template(kind, **form.given(), actor=request.member)


@member_view(permission=Permission.TEMPLATE_MANAGE)
def template(request: MemberRequest, template_id: int) -> HttpResponse:
    """GET, POST: word a template anew."""
    found = queries.template_by_id(template_id, actor=request.member)
    form, before = TemplateForm.of(found, data=posted(request)), actions.said(found)
    if request.method == "POST" and (changed := form.attempt(partial(_change, form, found, request))):
        given = {"template": found.pk, "to": before, "seen": edition(actions.said(changed))}
        toast(request, _("The template “%(name)s” is saved.", name=changed.name), undo=Undo(UNDO, given))
        return redirect_or_refresh(request, "settings:templates")
    page = {"form": form, "kind": KINDS[found.kind], "template": found}
    return render(request, "workspace/template.html", page, status=form.status)


def _change(form: TemplateForm, found: Template, request: MemberRequest) -> Template:
    return actions.change_template(found, **form.given(), actor=request.member, seen=form.seen)


@require_POST
@member_view(permission=Permission.TEMPLATE_MANAGE)
def removal(request: MemberRequest, template_id: int) -> HttpResponse:
    found = actions.remove_template(queries.template_by_id(template_id, actor=request.member), actor=request.member)
    back = url("settings:template-restoration", template_id=found.pk)
    toast(request, _("The template “%(name)s” is removed.", name=found.name), back)
    return redirect_or_refresh(request, "settings:templates")


@require_POST
@member_view(permission=Permission.TEMPLATE_MANAGE)
def restoration(request: MemberRequest, template_id: int) -> HttpResponse:
    found = queries.template_by_id(template_id, actor=request.member, ended=True)
    actions.restore_template(found, actor=request.member)
    toast(request, _("The template “%(name)s” is back.", name=found.name))
    return redirect_or_refresh(request, "settings:templates")


def _spec(kind: str) -> Startable:
    found = startable().get(kind)
    if found is None:
        raise NotVisible(_("Objects of this kind start from no template."))
    return found


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    found, to = queries.template_by_id(given["template"], actor=actor), dict(given["to"])
    name, is_default = to.pop("name"), to.pop("is_default")
    actions.change_template(found, name=name, is_default=is_default, fields=to, actor=actor, seen=given["seen"])
    return _("The template “%(name)s” is as it was before.", name=name)


def register_undo() -> None:
    register(UNDO, _put_back)
