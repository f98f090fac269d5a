"""Whom the meetings of a workspace need before they can decide."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.rituals import actions, queries, undo
from allied.domains.rituals.forms import QuorumForm
from allied.domains.rituals.models import Type
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.words import _
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast


@require_safe
@member_view
def quorums(request: MemberRequest) -> HttpResponse:
    """GET /settings/meetings: what each type needs."""
    return _page(request, {})


@require_POST
@member_view(permission=Permission.WORKSPACE_MANAGE)
def quorum(request: MemberRequest, meeting_type: str) -> HttpResponse:
    """POST /settings/meetings/<type>."""
    if meeting_type not in Type.values:
        raise NotVisible(NOT_HERE)
    form = QuorumForm(request.POST, prefix=meeting_type)
    before = queries.needs_of(request.member.workspace_id, meeting_type)
    if form.attempt(lambda: actions.set_quorum(meeting_type, form.needs(), actor=request.member)):
        toast(request, _("The quorum is saved."), undo=undo.of_quorum(meeting_type, before))
        return redirect_or_refresh(request, "settings:quorums")
    return _page(request, {meeting_type: form}, status=form.status)


def _page(request: MemberRequest, sent: dict[str, QuorumForm], status: int = 200) -> HttpResponse:
    needs = queries.all_needs(request.member.workspace_id)
    forms = [
        (kind, needs[kind], sent.get(kind) or QuorumForm(initial=vars(needs[kind]), prefix=kind.value)) for kind in Type
    ]
    shown = {"forms": forms, "may_manage": access.can(request.member, Permission.WORKSPACE_MANAGE)}
    return render(request, "workspace/quorums.html", shown, status=status)
