"""What concerns one member on any page: openings, favorites, drafts, running work, undo, what is new."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from allied.kernel.activity.history import what_others_did
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.personal import actions
from allied.kernel.personal.undo import take_back
from allied.kernel.words import _
from allied.web import running as work
from allied.web.http import MemberRequest, is_htmx, member_view, toast, waiting_toasts
from allied.web.jinja import macro

MOST = 2**63


@require_POST
@member_view
def favorite(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /favorites/<reference>: keep it at hand, or with ``keep`` empty no longer."""
    node = node_by_reference(reference, actor=request.member)
    act = actions.add_favorite if request.POST.get("keep") else actions.remove_favorite
    act(node, actor=request.member)
    return redirect(url_of(node, workspace_slug=request.member.workspace.slug))


@require_POST
@member_view
def opening(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /openings/<reference>: note that they opened it. Script posts it: reading writes nothing."""
    actions.note_opening(node_by_reference(reference, actor=request.member), actor=request.member)
    return HttpResponse(status=204)


@require_POST
@member_view
def draft(request: MemberRequest) -> HttpResponse:
    """POST /drafts: keep what is written into a form for ``place`` so far, or with no ``fields`` discard it."""
    place, told = request.POST.get("place", ""), request.POST.get("fields", "")
    if not told:
        actions.discard_draft(place, actor=request.member)
        return HttpResponse(status=204)
    actions.keep_draft(place, _fields(told), actor=request.member)
    return HttpResponse(status=204)


def _fields(told: str) -> dict[str, str]:
    try:
        fields = json.loads(told)
    except ValueError:
        fields = None
    if not isinstance(fields, dict) or not all(isinstance(text, str) for text in fields.values()):
        raise BadInput(fields=_("These are not the fields of a form. The draft was not kept."))
    return fields


@require_safe
@member_view
def running(request: MemberRequest) -> HttpResponse:
    """GET /running?jobs=: the notice of running work anew, with a toast for each of these jobs that ended."""
    asked = [int(part) for part in request.GET.get("jobs", "").split(",") if part.isascii() and part.isdigit()]
    for one in work.ended([number for number in asked if number < MOST][: work.SHOWN], request.member):
        toast(request, f"{one.label}: {one.outcome}.")
    response = HttpResponse(macro("running", work.running(request.member)) + waiting_toasts(request))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@member_view
def undo(request: MemberRequest, act_id: int) -> HttpResponse:
    """POST /acts/<id>/undo: take back one of one's own acts, and go to what it was done to."""
    if act_id >= MOST:
        raise NotVisible(_("There is no such act of yours. Nothing was changed."))
    act, said = take_back(act_id, actor=request.member)
    toast(request, said)
    slug = request.member.workspace.slug
    stands = act.node is not None and Node.objects.filter(pk=act.node.pk, trashed_at=None).exists()
    place = (
        url_of(act.node, workspace_slug=slug) if act.node and stands else request.layout.place("account-acts") or "/"
    )
    return HttpResponse(status=204, headers={"HX-Redirect": place}) if is_htmx(request) else redirect(place)


@require_safe
@member_view
def news(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /news/<reference>?since=: what others did to an object since, as a notice; the page stays as it is."""
    node = node_by_reference(reference, actor=request.member)
    since = _moment(request.GET.get("since", ""))
    words = what_others_did(node, since, actor=request.member)
    response = HttpResponse(macro("news", node, words, since))
    response.headers["Cache-Control"] = "no-store"
    return response


def _moment(text: str) -> datetime:
    """A moment by its seconds; now for anything else, so that nothing is new."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return timezone.now()
