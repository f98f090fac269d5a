"""The united-front brief of a decision: as a page, Markdown and PDF, and its signatures."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.decisions import queries, rules, signing
from allied.domains.decisions.brief import brief as written
from allied.domains.decisions.models import Decision
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.words import _
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.memo_files import memo_file


@require_safe
@member_view
def brief(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the brief; ``as``: md or pdf for a file."""
    found = queries.decision_by_reference(reference, actor=request.member)
    made = written(found, actor=request.member)
    file = memo_file(made.memo, request.GET.get("as", ""), f"{reference.lower()}-brief")
    return file or render(request, "decisions/brief.html", {"decision": found, "brief": made, "memo": made.memo})


@require_POST
@member_view(permission=Permission.DECISION_TAKE_PART)
def signature(request: MemberRequest, reference: str, side: str) -> HttpResponse:
    signing.sign_brief(_decision(request, reference, side), side=side, actor=request.member)
    toast(request, _("You signed it. A change of the decision voids your signature, and tells you."))
    return redirect_or_refresh(request, "decisions:brief", reference=reference)


@require_POST
@member_view(permission=Permission.DECISION_TAKE_PART)
def withdrawal(request: MemberRequest, reference: str, side: str) -> HttpResponse:
    signing.withdraw_signature(_decision(request, reference, side), side=side, actor=request.member)
    toast(request, _("Your signature is withdrawn. That you had signed stays in the history."))
    return redirect_or_refresh(request, "decisions:brief", reference=reference)


def _decision(request: MemberRequest, reference: str, side: str) -> Decision:
    if side not in rules.SIDES:
        raise NotVisible(NOT_HERE)
    return queries.decision_by_reference(reference, actor=request.member)
