"""What the pages of trees have in common: find what is named, show a form about it, lead back to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from allied.domains.discovery import rules
from allied.domains.discovery.models import Grown
from allied.domains.discovery.trees import queries
from allied.kernel import access
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.web.http import MemberRequest, go_to, render


def named(request: MemberRequest, reference: str, kind: str = "") -> Grown:
    """Raises: NotVisible, unless it is one that the member may read, of that ``kind`` where one is said."""
    return queries.grown_by_reference(reference, actor=request.member, kind=kind)


def editable(request: MemberRequest, reference: str, kind: str = "") -> Grown:
    """It, if the member may reword it: nobody fills in a form that is refused at its end."""
    found = named(request, reference, kind)
    access.require(request.member, rules.permission_to_edit(found, request.member), found.node)
    return found


def address(request: MemberRequest, node: Node) -> str:
    return url_of(node, workspace_slug=request.member.workspace.slug)


def act_page(request: MemberRequest, grown: Grown, act: str, form: Any, **more: Any) -> HttpResponse:
    """The page of one act, with its form."""
    shown = {"grown": grown, "form": form, "back": address(request, grown.node), **more}
    fragment = "found" if "found" in more else None
    return render(request, f"discovery/trees/{act}.html", shown, fragment=fragment, status=form.status)


def lead_to(request: MemberRequest, node: Node) -> HttpResponse:
    return go_to(request, address(request, node))
