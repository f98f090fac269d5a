"""Home and search: where a day begins and where one finds things again."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity import history
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.personal import queries as personal
from allied.kernel.search.queries import find
from allied.kernel.thread.gaps import GAPS, nodes_with
from allied.kernel.words import _
from allied.site.home import queries
from allied.web.http import MemberRequest, member_view, render

GAP_LIMIT, OPENED_LIMIT = 200, 5


@require_GET
@member_view
def home(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/: what waits on you, gaps, what happened; the first steps while some are open."""
    product = request.layout.product
    found = queries.overview(request.member, product=product)
    steps = found.steps
    events = history.recent(actor=request.member, product_id=product.pk if product else None, limit=60)
    page = {
        "is_empty": not any(step.is_done for step in steps[:4]),
        "may_open_demo": access.can(request.member, Permission.WORKSPACE_OWN),
        "opened": personal.opened(actor=request.member, limit=OPENED_LIMIT),
        "waiting": queries.in_order(
            [
                *queries.decisions_waiting(request.layout.areas, request.member),
                *queries.rounds_waiting(request.layout.areas, request.member),
                *queries.waiting_in(request.layout.areas, request.member),
                *(queries.meetings_waiting(request.member) if found.has_meetings else []),
                *queries.waiting_on(request.member),
            ]
        ),
        "steps": steps if not all(step.is_done for step in steps) else [],
        "gaps": found.gaps,
        "recent": [(event, _place(event.node, request), more) for event, more in queries.folded(events)[:10]],
    }
    return render(request, "home/home.html", page)


def _place(node: Node | None, request: MemberRequest) -> str:
    return url_of(node, workspace_slug=request.member.workspace.slug) if node else ""


@require_GET
@member_view
def gap(request: MemberRequest, which: str) -> HttpResponse:
    """GET /w/<workspace>/gaps/<which>: the objects with one gap, newest first."""
    if which not in GAPS:
        raise NotVisible(_("There is no such list of gaps."))
    found = nodes_with(GAPS[which], request.member, product=request.layout.product).select_related("product")
    nodes = list(found.order_by("-created_at", "-pk")[: GAP_LIMIT + 1])
    slug = request.member.workspace.slug
    page = {
        "gap": GAPS[which],
        "nodes": [(node, url_of(node, workspace_slug=slug)) for node in nodes[:GAP_LIMIT]],
        "is_cut": len(nodes) > GAP_LIMIT,
        "may_meet": access.can(request.member, Permission.MEETING_PLAN),
    }
    return render(request, "home/gap.html", page)


@require_GET
@member_view
def search(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/search?q=: objects by their words, of one kind or all."""
    text, kind = request.GET.get("q", "")[:300], request.GET.get("kind", "")
    kinds = [kind] if kind in KINDS else []
    found = find(actor=request.member, text=text, kinds=kinds) if text.strip() else None
    slug = request.member.workspace.slug
    page = {
        "text": text,
        "kind": kind,
        "kinds": [("", _("everything")), *((one.name, one.plural.lower()) for one in KINDS.values())],
        "found": found,
        "results": [(node, url_of(node, workspace_slug=slug)) for node in found.nodes] if found else [],
    }
    return render(request, "home/search.html", page, fragment="results")
