"""Labels: on an object, and the page on which they are kept in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.labels import actions, queries
from allied.kernel.labels.models import NAME_LENGTH, Label, Tone
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.words import _
from allied.site.workspace import undo
from allied.web.forms import Form, posted, required
from allied.web.http import MemberRequest, is_htmx, member_view, render, toast
from allied.web.jinja import url

LONGEST_ID = 18


class LabelForm(Form):
    """What a label is called, and its color."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, error_messages=required(_("Name the label")))
    tone = forms.ChoiceField(
        label=_("Color"), choices=Tone.choices, required=False, help_text=_("The name always stands with it.")
    )


@member_view(permission=Permission.WORKSPACE_READ)
def labels(request: MemberRequest) -> HttpResponse:
    """GET lists the labels with what they stand on; POST adds one."""
    form = LabelForm(posted(request))
    add = lambda: actions.add_label(actor=request.member, **form.cleaned_data)  # noqa: E731
    if request.method == "POST" and (made := form.attempt(add)) is not None:
        toast(request, _("The label %(cleaned_data)s is there.", cleaned_data=made.name), _taken_back(made, request))
        return redirect("talk:labels", workspace=request.member.workspace.slug)
    shown: dict[str, Any] = {"form": form, "labels": list(queries.counted(actor=request.member))}
    shown["may_use"] = access.can(request.member, Permission.LABEL_USE)
    shown["may_manage"] = access.can(request.member, Permission.LABEL_MANAGE)
    return render(request, "talk/labels.html", shown, status=form.status)


@member_view(permission=Permission.LABEL_MANAGE)
def label(request: MemberRequest, label_id: int) -> HttpResponse:
    """GET, POST: name a label anew; merge or delete it."""
    found = _label(request, label_id)
    form = LabelForm(posted(request), initial={"name": found.name, "tone": found.tone})
    before = {"name": found.name, "tone": found.tone}
    change = lambda: actions.change_label(found, actor=request.member, **form.cleaned_data)  # noqa: E731
    if request.method == "POST" and form.attempt(change) is not None:
        toast(request, _("The label is %(name)s now.", name=found.name), undo=undo.of_label(found, before))
        return redirect("talk:labels", workspace=request.member.workspace.slug)
    others = [one for one in queries.labels(actor=request.member) if one.pk != label_id]
    return render(request, "talk/label.html", {"label": found, "form": form, "others": others}, status=form.status)


@require_POST
@member_view(permission=Permission.LABEL_MANAGE)
def merge(request: MemberRequest, label_id: int) -> HttpResponse:
    found, into = _label(request, label_id), _label(request, _number(request.POST.get("into", "")))
    actions.merge_label(found, into, actor=request.member)
    return _ended(request, found, _("%(name)s is merged into %(name2)s.", name=found.name, name2=into.name))


@require_POST
@member_view(permission=Permission.LABEL_MANAGE)
def deletion(request: MemberRequest, label_id: int) -> HttpResponse:
    found = _label(request, label_id)
    actions.delete_label(found, actor=request.member)
    return _ended(request, found, _("The label %(name)s is deleted.", name=found.name))


@require_POST
@member_view(permission=Permission.LABEL_MANAGE)
def restoration(request: MemberRequest, label_id: int) -> HttpResponse:
    found = actions.restore_label(queries.label_by_id(label_id, actor=request.member, ended=True), actor=request.member)
    toast(request, _("The label %(name)s is back wherever it stood.", name=found.name))
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("talk:labels", workspace=request.member.workspace.slug)


@member_view(permission=Permission.LABEL_USE)
def node_labels(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST: which labels stand on an object."""
    node = node_by_reference(reference, actor=request.member)
    offered = list(queries.labels(actor=request.member))
    standing = {one.pk for one in queries.labels_of([node])[node.pk]}
    if request.method == "POST":
        ticked = set(request.POST.getlist("labels"))
        wanted = [one for one in offered if str(one.pk) in ticked]
        if name := request.POST.get("new", "").strip():
            wanted.append(actions.add_label(name, actor=request.member))
        actions.set_labels(node, list({one.pk: one for one in wanted}.values()), actor=request.member)
        toast(
            request,
            _("The labels of %(reference)s are saved.", reference=reference),
            undo=undo.of_labelling(node, sorted(standing)),
        )
        return redirect(url_of(node, workspace_slug=request.member.workspace.slug))
    return render(request, "talk/node_labels.html", {"node": node, "offered": offered, "standing": standing})


def _taken_back(made: Label, request: MemberRequest) -> str:
    """What undoes the adding; nothing where the label was there before, or the member may not delete labels."""
    is_new = made.created_by_id == request.member.pk and not made.labellings.exists()
    may = access.can(request.member, Permission.LABEL_MANAGE)
    return url("talk:label-deletion", label_id=made.pk) if is_new and may else ""


def _label(request: MemberRequest, label_id: int) -> Label:
    return queries.label_by_id(label_id, actor=request.member)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def _ended(request: MemberRequest, found: Label, words: str) -> HttpResponse:
    toast(request, words, url("talk:label-restoration", label_id=found.pk))
    return redirect("talk:labels", workspace=request.member.workspace.slug)
