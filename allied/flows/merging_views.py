"""Merge an object into another of its kind, and take that back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from allied.flows.merging import merge_node, unmerge_node
from allied.kernel.access import Permission
from allied.kernel.disposal.queries import merged_by_reference
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.search.queries import find
from allied.kernel.words import _
from allied.web.http import MemberRequest, is_htmx, member_view, render, toast
from allied.web.jinja import url

OFFERED = 20


@member_view(permission=Permission.NODE_ARCHIVE)
def merge(request: MemberRequest, reference: str) -> HttpResponse:
    """GET offers objects of the same kind, found by words; POST merges into the chosen one."""
    node, error = node_by_reference(reference, actor=request.member), ""
    if request.method == "POST":
        try:
            return _merged(request, node)
        except BadInput as refusal:
            error = str(refusal)
    text = request.GET.get("q", "").strip()
    found = find(actor=request.member, text=text, kinds=[node.kind], limit=OFFERED).nodes
    offered = [one for one in found if one.kind == node.kind and one.pk != node.pk]
    shown = {"node": node, "text": text, "offered": offered, "error": error}
    return render(request, "flows/merge.html", shown, fragment="found", status=422 if error else 200)


@require_POST
@member_view(permission=Permission.NODE_ARCHIVE)
def unmerge(request: MemberRequest, merged: str) -> HttpResponse:
    """POST takes a merge back."""
    node = unmerge_node(merged_by_reference(merged, actor=request.member).node, actor=request.member)
    toast(request, _("%(reference)s stands again with all that it had.", reference=node.reference))
    return _to(request, node)


def _merged(request: MemberRequest, node: Node) -> HttpResponse:
    try:
        into = node_by_reference(request.POST.get("into", ""), actor=request.member)
    except NotVisible:
        raise BadInput(into=_("Choose what it is to be merged into. Nothing was changed.")) from None
    merge_node(node, into, actor=request.member)
    undo = url("flows:unmerge", merged=node.reference)
    toast(
        request,
        _(
            "%(reference)s is merged into %(reference2)s, and its address leads there.",
            reference=node.reference,
            reference2=into.reference,
        ),
        undo,
    )
    return _to(request, into)


def _to(request: MemberRequest, node: Node) -> HttpResponse:
    place = url_of(node, workspace_slug=request.member.workspace.slug)
    return HttpResponse(status=204, headers={"HX-Redirect": place}) if is_htmx(request) else redirect(place)


urls = [
    path("w/<slug:workspace>/merge/<str:reference>", merge, name="merge"),
    path("w/<slug:workspace>/merge/<str:merged>/undo", unmerge, name="unmerge"),
]
