"""“Link…”, remove a link, and the Undo of both."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from allied.flows.linking import Way, link_again, link_nodes, remember, tied, unlink_by_id, way_named, ways_from
from allied.flows.picking import candidates, selected, selection
from allied.kernel.access import Permission
from allied.kernel.nodes.bindings import binding
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference, nodes_by_references
from allied.kernel.thread.models import NOTE_LENGTH, Link
from allied.kernel.words import _, either
from allied.web.formats import plural
from allied.web.forms import Form, posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url

LONGEST_ID = 18  # digits that every database takes as a number
UNDONE_AT_MOST = 60  # an address holds no more


class LinkForm(Form):
    """A note on the links. What they join is ticked in the list beside it."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("Why the two belong together, where that is not plain."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
    )
    other = forms.CharField(required=False, widget=forms.HiddenInput)


@member_view(permission=Permission.THREAD_LINK)
def link(request: MemberRequest) -> HttpResponse:
    """GET offers what the chosen relation allows, found by words; POST links what is ticked."""
    asked = request.POST if request.method == "POST" else request.GET
    nodes = selection(asked.getlist("node"), actor=request.member)
    way = way_named(asked.get("as", ""), nodes)
    form = LinkForm(posted(request))
    if request.method == "POST" and (made := form.attempt(partial(_link, request, nodes, way, form))):
        return _linked(request, nodes[0], made)
    shown = {"form": form, "way": way, "ways": ways_from(nodes), "selected": selected(nodes, actor=request.member)}
    shown |= _offer(request, nodes, way)
    return render(request, "flows/link.html", shown, fragment="found", status=form.status)


def _link(request: MemberRequest, nodes: list[Node], way: Way, form: LinkForm) -> list[Link]:
    others = nodes_by_references(request.POST.getlist("others"), actor=request.member)
    return link_nodes(nodes, way, others, actor=request.member, note=form.cleaned_data["note"])


def _offer(request: MemberRequest, nodes: list[Node], way: Way) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    text, ticked = asked.get("q", "").strip(), asked.getlist("others")
    found = candidates(
        way.kinds,
        actor=request.member,
        text=text,
        chosen=ticked,
        without={node.pk for node in nodes},
        tied=tied(nodes, way),
    )
    kinds = either(KINDS[kind].plural.lower() for kind in KINDS if kind in way.kinds)
    return {"found": found, "text": text, "ticked": ticked, "kinds": kinds, "name": "others"}


def _linked(request: MemberRequest, node: Node, made: list[Link]) -> HttpResponse:
    undo = urlencode({"link": [link.pk for link in made], "back": node.reference}, doseq=True)
    toast(
        request,
        _("%(made)s added to %(reference)s.", made=plural(len(made), "link"), reference=node.reference),
        f"{url('flows:unlink')}?{undo}",
    )
    return _go_to(request, node)


@require_POST
@member_view(permission=Permission.THREAD_LINK)
def unlink(request: MemberRequest) -> HttpResponse:
    """POST takes the links away; the toast brings them back."""
    given = request.POST.getlist("link") or request.GET.getlist("link")
    gone = unlink_by_id(
        [int(pk) for pk in given if pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_ID], actor=request.member
    )
    back = _back(request, gone[0].target)
    undo = urlencode({"links": remember(gone), "back": back.reference})
    address = f"{url('flows:relink')}?{undo}" if len(gone) <= UNDONE_AT_MOST else ""
    toast(
        request,
        _("%(gone)s removed from %(reference)s.", gone=plural(len(gone), "link"), reference=back.reference),
        address,
    )
    return _go_to(request, back)


@require_POST
@member_view(permission=Permission.THREAD_LINK)
def relink(request: MemberRequest) -> HttpResponse:
    """POST ties again what was taken away."""
    made = link_again(request.GET.get("links", ""), actor=request.member)
    node = node_by_reference(request.GET.get("back", ""), actor=request.member)
    toast(
        request,
        _("%(made)s of %(reference)s are back.", made=plural(len(made), "link"), reference=node.reference)
        if len(made) > 1
        else _("The link is back."),
    )
    return _go_to(request, node)


def _back(request: MemberRequest, otherwise: Node) -> Node:
    reference = request.POST.get("back") or request.GET.get("back")
    return node_by_reference(reference, actor=request.member) if reference else otherwise


def _go_to(request: MemberRequest, node: Node) -> HttpResponse:
    return redirect_or_refresh(request, binding(node.kind).url_name, reference=node.reference)


urls = [
    path("w/<slug:workspace>/links/new", link, name="link"),
    path("w/<slug:workspace>/links/removal", unlink, name="unlink"),
    path("w/<slug:workspace>/links/removal/undo", relink, name="relink"),
]
