"""The command palette: find any object, do any command, the last opened first.

Without script the search page does its work.
"""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from allied.kernel.personal import queries as personal
from allied.kernel.search.queries import find
from allied.web import commands
from allied.web.http import MemberRequest, member_view, render

FOUND_LIMIT = 12
UNDO_LIMIT = 5


@require_safe
@member_view
def options(request: MemberRequest) -> HttpResponse:
    """GET /palette: what the palette offers before one types. Three queries and those of the products."""
    me = request.member
    offered = groupby(commands.offers(request.layout), key=lambda offer: offer.group)
    page = {
        "recent": personal.opened(actor=me),
        "favorites": personal.favorites(actor=me),
        "to_undo": personal.to_undo(actor=me)[:UNDO_LIMIT],
        "groups": [(name, list(found)) for name, found in offered],
    }
    return _unkept(render(request, "web/palette.html", page))


@require_safe
@member_view
def found(request: MemberRequest) -> HttpResponse:
    """GET /palette/found?q=: objects by their words or reference."""
    text = request.GET.get("q", "")[:300]
    nodes = find(actor=request.member, text=text, limit=FOUND_LIMIT).nodes
    return _unkept(render(request, "web/palette-found.html", {"nodes": nodes}))


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
