"""Help: how to read what Allied says."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from allied.web.http import MemberRequest, member_view, render


@require_GET
@member_view
def index(request: MemberRequest) -> HttpResponse:
    """GET /help/."""
    return render(request, "help/index.html")


@require_GET
@member_view
def evidence_strength(request: MemberRequest) -> HttpResponse:
    """GET /help/evidence-strength: the formula, in a minute and in full."""
    return render(request, "help/evidence-strength.html")
