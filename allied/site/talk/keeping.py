"""Archive, trash and private drafts of any kind of object."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from allied.kernel.access import Permission
from allied.kernel.disposal import actions, queries
from allied.kernel.disposal.models import Trashed
from allied.kernel.errors import BadInput
from allied.kernel.nodes.bindings import binding, url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.words import _
from allied.web.http import MemberRequest, is_htmx, member_view, render, toast
from allied.web.jinja import url
from allied.web.listing import Listing, Sort

SORTS = [Sort("newest", _("newest first"), ("-at", "-pk"))]


@require_POST
@member_view(permission=Permission.NODE_ARCHIVE)
def archive(request: MemberRequest, reference: str) -> HttpResponse:
    node = actions.archive_node(_node(request, reference), actor=request.member)
    toast(request, _("%(reference)s is archived.", reference=reference), url("talk:unarchive", reference=reference))
    return _to(request, node)


@require_POST
@member_view(permission=Permission.NODE_ARCHIVE)
def unarchive(request: MemberRequest, reference: str) -> HttpResponse:
    node = actions.unarchive_node(_node(request, reference), actor=request.member)
    toast(
        request,
        _("%(reference)s is out of the archive.", reference=reference),
        url("talk:archive", reference=reference),
    )
    return _to(request, node)


@require_POST
@member_view(permission=Permission.NODE_ARCHIVE)
def trash(request: MemberRequest, reference: str) -> HttpResponse:
    """POST moves an object to the trash and goes to the list of its kind."""
    node = _node(request, reference)
    actions.trash_node(node, actor=request.member)
    toast(
        request,
        _("%(reference)s is in the trash for 30 days.", reference=reference),
        url("talk:restoration", trashed=reference),
    )
    area = binding(node.kind).url_name.partition(":")[0]
    return redirect(f"{area}:list", workspace=request.member.workspace.slug)


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
def trashed(request: MemberRequest) -> HttpResponse:
    """GET: what is in the trash, and until when."""
    listing: Listing[Trashed] = Listing(request, queries.trash(actor=request.member), sorts=SORTS)
    page = listing.page()
    left = [(row, row.at + actions.KEPT - timedelta(seconds=1)) for row in page.items]
    return render(request, "talk/trash.html", {"page": page, "rows": left})


@require_POST
@member_view(permission=Permission.NODE_ARCHIVE)
def restoration(request: MemberRequest, trashed: str) -> HttpResponse:
    node = queries.trashed_by_reference(trashed, actor=request.member)
    node = actions.restore_node(node, actor=request.member)
    toast(
        request,
        _("%(reference)s is back, with its links.", reference=node.reference),
        url("talk:trash-node", reference=node.reference),
    )
    return _to(request, node)


@member_view(permission=Permission.INSIGHT_DRAFT)
def readers(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST: who reads a draft besides its author."""
    node, error = _node(request, reference), ""
    others = [one for one in members(actor=request.member) if one.is_active and one.pk != request.member.pk]
    if request.method == "POST":
        try:
            actions.make_private(node, _named(request, others), actor=request.member)
            toast(
                request, _("%(reference)s is private.", reference=reference), url("talk:sharing", reference=reference)
            )
            return _to(request, node)
        except BadInput as refusal:
            error = str(refusal)
    shown = {"node": node, "others": others, "error": error}
    return render(request, "talk/readers.html", shown, status=422 if error else 200)


@require_POST
@member_view(permission=Permission.INSIGHT_DRAFT)
def sharing(request: MemberRequest, reference: str) -> HttpResponse:
    node = actions.share_node(_node(request, reference), actor=request.member)
    toast(request, _("Everybody in the workspace reads %(reference)s now.", reference=reference))
    return _to(request, node)


def _named(request: MemberRequest, others: list[Member]) -> list[Member]:
    ticked = set(request.POST.getlist("readers"))
    return [one for one in others if str(one.pk) in ticked]


def _node(request: MemberRequest, reference: str) -> Node:
    return node_by_reference(reference, actor=request.member)


def _to(request: MemberRequest, node: Node) -> HttpResponse:
    place = url_of(node, workspace_slug=request.member.workspace.slug)
    return HttpResponse(status=204, headers={"HX-Redirect": place}) if is_htmx(request) else redirect(place)
