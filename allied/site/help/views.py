"""Help: how to read what Allied says."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from allied.kernel.thread.methods import CLASSES, METHODS
from allied.kernel.thread.worked_cases import WORKED_CASES
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
    methods = {each: [method.label for method in METHODS.values() if method.method_class == each] for each in CLASSES}
    return render(request, "help/evidence-strength.html", {"cases": WORKED_CASES, "methods": methods})
