"""“Put into a theme…”: feedback of the inbox, one piece or many, into a theme that stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from allied.domains.themes import actions, queries
from allied.domains.themes.models import Finding, Theme
from allied.domains.themes.undo import of_move
from allied.flows.picking import selected, selection
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.text import normalize
from allied.kernel.words import _, counted, numbered
from allied.web.http import MemberRequest, go_to, member_view, render, toast
from allied.web.jinja import url

OFFERED = 30


@member_view(permission=Permission.THEME_STEER)
def into_theme(request: MemberRequest) -> HttpResponse:
    """GET offers the themes of the selection's product, found by words; POST with ``theme`` moves it there."""
    given = request.POST if request.method == "POST" else request.GET
    nodes, error = selection(given.getlist("node"), actor=request.member), ""
    if request.method == "POST" and "theme" in request.POST:
        try:
            return _moved(request, nodes)
        except (BadInput, InvalidState) as refusal:
            error = str(refusal)
    text = given.get("q", "").strip()
    shown = {"selected": selected(nodes, actor=request.member), "text": text, "then": given.get("then", "")}
    shown |= {"offered": _offered(nodes[0], text, request.member), "error": error}
    return render(request, "flows/into_theme.html", shown, fragment="found", status=422 if error else 200)


def _offered(node: Node, text: str, actor: Member) -> list[Finding]:
    run = queries.standing_run(node.product, actor=actor) if node.product else None
    found = queries.findings(run, actor=actor, hidden=True) if run else []
    wanted = normalize(text)
    return [one for one in found if wanted in normalize(one.theme.name)][:OFFERED]


def _moved(request: MemberRequest, nodes: list[Node]) -> HttpResponse:
    theme = _chosen(request)
    was = actions.move_items(nodes, theme, actor=request.member)
    if theme:
        told = counted(
            len(nodes),
            "%(count)s item is in %(reference)s “%(name)s” now.",
            "%(count)s items are in %(reference)s “%(name)s” now.",
        ) % {"count": len(nodes), "reference": theme.node.reference, "name": theme.name}
    else:
        told = numbered(len(nodes), "item is in no theme now.", "items are in no theme now.")
    toast(request, told, undo=of_move(was))
    inbox, then = url("feedback:list"), request.POST.get("then", "")
    return go_to(request, then if then.startswith((f"{inbox}?", f"{inbox}/FBK-")) and "\\" not in then else inbox)


def _chosen(request: MemberRequest) -> Theme | None:
    reference = request.POST["theme"]
    if reference == "none":
        return None
    try:
        return queries.theme_by_reference(reference, actor=request.member)
    except NotVisible:
        raise BadInput(theme=_("Choose a theme. Nothing was changed.")) from None


urls = [path("w/<slug:workspace>/into-theme", into_theme, name="into-theme")]
