"""The page that moves objects to another product, one or many."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from allied.flows.moving import MOST, move_nodes, undo_of
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_by_references
from allied.kernel.people.queries import product_by_id, products
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest, go_to, member_view, render, toast

WHOLE = "whole"


@require_http_methods(["GET", "POST"])
@member_view
def move(request: MemberRequest) -> HttpResponse:
    """GET ?node= asks where to; POST with ``to`` moves them. A list posts its selection without ``to``."""
    references = (request.POST if request.method == "POST" else request.GET).getlist("node")
    if not references:
        raise InvalidState(_("Nothing is selected. Select what is to be moved first. Nothing was moved."))
    chosen, error = nodes_by_references(references[: MOST + 1], actor=request.member), ""
    if request.POST.get("to"):
        try:
            return _moved(request, chosen)
        except BadInput as refusal:
            error = str(refusal)
    options = [(str(one.pk), one.name) for one in products(actor=request.member)]
    if all(node.kind != "feedback" for node in chosen):
        options.append((WHOLE, _("The whole workspace")))
    shown = {"nodes": chosen, "options": options, "error": error}
    return render(request, "flows/move.html", shown, status=422 if error else 200)


def _moved(request: MemberRequest, chosen: list[Node]) -> HttpResponse:
    to = request.POST["to"]
    product = product_by_id(to, actor=request.member) if to.isascii() and to.isdigit() and len(to) <= 18 else None
    if product is None and to != WHOLE:
        raise BadInput(to=_("Choose one of the products of this workspace. Nothing was moved."))
    moved = move_nodes(chosen, product, actor=request.member)
    place = product.name if product else _("the whole workspace")
    name = chosen[0].reference if len(chosen) == 1 else plural(len(moved), "object")
    toast(
        request,
        _("%(name)s moved to %(place)s.", name=name, place=place)
        if moved
        else _("All of it is in %(place)s already.", place=place),
        undo=undo_of(moved),
    )
    return go_to(request, url_of(chosen[0], workspace_slug=request.member.workspace.slug))


urls = [path("w/<slug:workspace>/move", move, name="move")]
