"""Help: how to read what Allied says."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from allied.kernel.people.models import User
from allied.kernel.people.queries import memberships
from allied.kernel.thread.methods import CLASSES, METHODS
from allied.kernel.thread.worked_cases import WORKED_CASES
from allied.site.help.accessibility import record
from allied.web.help import glossary as words
from allied.web.http import MemberRequest, member_view, render


@require_GET
@member_view
def index(request: MemberRequest) -> HttpResponse:
    """GET /help/."""
    return render(request, "help/index.html")


@require_GET
def find_evidence_strength(request: HttpRequest) -> HttpResponse:
    """GET /help/evidence-strength: the short address of the page, on to the person's own workspace."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    first = memberships(request.user).first()
    if first is None:
        return redirect("front-door")
    return redirect("help-evidence-strength", workspace=first.workspace.slug)


@require_GET
@member_view
def evidence_strength(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/help/evidence-strength: the formula, in a minute and in full."""
    methods = {each: [method.label for method in METHODS.values() if method.method_class == each] for each in CLASSES}
    return render(request, "help/evidence-strength.html", {"cases": WORKED_CASES, "methods": methods})


@require_GET
@member_view
def glossary(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/help/glossary: what each word of Allied means."""
    return render(request, "help/glossary.html", {"terms": sorted(words().items(), key=lambda term: term[0].lower())})


@require_GET
@member_view
def accessibility(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/help/accessibility: what the tests found, when, and what is done for whom."""
    return render(request, "help/accessibility.html", {"record": record()})
