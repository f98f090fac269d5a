"""The pages of the thread explorer."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from markupsafe import Markup

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference, nodes_called
from allied.kernel.search.queries import find
from allied.kernel.thread.around import MOST, Stance, around
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.coverage import coverage
from allied.kernel.thread.walk import path
from allied.kernel.words import _
from allied.site.explorer.address import Address
from allied.site.explorer.chosen import chosen
from allied.site.explorer.filling import fill_url
from allied.site.explorer.picture import counted, drawn, named, picture
from allied.site.explorer.voices import in_short, voices
from allied.site.explorer.why import Why, why
from allied.web import thread
from allied.web.http import MemberRequest, is_htmx, member_view, render
from allied.web.thread import Entry

FOUND = 12
STYLE = Path(__file__).with_name("file.css")
STANCES = [(Stance.ANY, _("any stance")), (Stance.FOR, _("what speaks for it")), (Stance.AGAINST, _("what disagrees"))]
KIND_OPTIONS = [("", _("every kind")), *((kind.name, kind.plural.lower()) for kind in KINDS.values())]
RELATION_OPTIONS = [
    ("", _("any relation")),
    *((one.name, _("“%(relation)s”", relation=one.forward)) for one in RELATIONS.values()),
]


@require_safe
@member_view
def start(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/thread?q=: choose a center."""
    text = request.GET.get("q", "")[:300]
    shown = {"text": text, "found": _offered(request, text)}
    return render(request, "explorer/start.html", shown, fragment="found")


@require_safe
@member_view
def explore(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /w/<workspace>/thread/<reference>: what lies around it; HTMX gets the chosen object alone."""
    node, address = node_by_reference(reference, actor=request.member), Address.of(request.GET)
    shown: dict[str, Any] = {"center": node, "address": address}
    shown["chosen"] = chosen(address.at, node, actor=request.member)
    if not is_htmx(request):
        shown |= _picture(request, node, address)
    return render(request, "explorer/explore.html", shown, fragment="chosen")


def _picture(request: MemberRequest, node: Node, address: Address) -> dict[str, Any]:
    found = around(node, actor=request.member, asked=address.asked(request.member))
    shown = picture(found, address, actor=request.member)
    return {
        "shown": shown,
        "drawing": drawn(shown),
        "counted": counted,
        "named": named,
        "most": MOST,
        "options": {"kind": KIND_OPTIONS, "relation": RELATION_OPTIONS, "stance": STANCES},
    }


@require_safe
@member_view
def way(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /w/<workspace>/thread/<reference>/path?to=: the shortest way to another object, or objects to choose from."""
    node, text = node_by_reference(reference, actor=request.member), request.GET.get("to", "").strip()[:300]
    end = nodes_called([text], actor=request.member).get(text.upper())
    shown: dict[str, Any] = {"center": node, "text": text, "end": end}
    shown["way"] = path(node, end, actor=request.member) if end else None
    shown["found"] = [] if end else [one for one in _offered(request, text) if one.pk != node.pk]
    return render(request, "explorer/path.html", shown)


@require_safe
@member_view
def reason(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /w/<workspace>/thread/<reference>/why: the claims above it, what people said beneath; prints on one page."""
    found = why(node_by_reference(reference, actor=request.member), actor=request.member)
    return render(
        request, "explorer/why.html", {"found": found, "gaps": _gaps(request, found), "base": "", "drawing": ""}
    )


@require_safe
@member_view
def covered(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/coverage: every check of the threads with its exact number; HTMX gets it in a line."""
    if is_htmx(request):
        line = in_short(request.member, request.layout.product)
        return render(request, "explorer/coverage.html", {"line": line}, fragment="line")
    checks = coverage(request.member, product=request.layout.product)
    failing = [one for one in checks if one.found.count]
    shown: dict[str, Any] = {"failing": failing, "fill_url": fill_url}
    shown["passing"] = [one for one in checks if not one.found.count]
    shown["voices"] = voices(request.member, request.layout.product)
    shown["may_fill"] = access.can(request.member, Permission.THREAD_LINK)
    return render(request, "explorer/coverage.html", shown)


@require_safe
@member_view
def file(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /w/<workspace>/thread/<reference>/trace.html: the same as one file that opens without a network."""
    found = why(node_by_reference(reference, actor=request.member), actor=request.member)
    shown: dict[str, Any] = {"found": found, "gaps": _gaps(request, found), "base": _origin(request)}
    shown["drawing"] = drawn(picture(found.around, Address(), actor=request.member))
    shown |= {"workspace": request.member.workspace, "saved_at": timezone.now(), "style": _style()}
    response = render(request, "explorer/file.html", shown)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.node.reference}.html"'
    return response


def _gaps(request: MemberRequest, found: Why) -> list[Entry]:
    may_fill = access.can(request.member, Permission.THREAD_LINK)
    drawn_panel = thread.drawn(found.panel, workspace_slug=request.member.workspace.slug, may_fill=may_fill)
    return [entry for entry in drawn_panel.entries if entry.gap]


def _origin(request: MemberRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@cache
def _style() -> Markup:
    """The style of the file, inside of it: a download, not a page of ours, so no policy speaks against it."""
    return Markup(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")  # noqa: S704  our own file


def _offered(request: MemberRequest, text: str) -> list[Node]:
    """What the words find; without words what changed last."""
    if text.strip():
        return find(actor=request.member, text=text, limit=FOUND).nodes
    newest = Node.objects.visible_to(request.member).filter(archived_at=None).exclude(kind="feedback")
    if request.layout.product is not None:
        newest = newest.filter(product=request.layout.product)
    return list(newest.select_related("product").order_by("-updated_at")[:FOUND])
