"""The pages that every kind has alike: add one, and word it anew."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from allied.domains.roadmap.records import actions, queries, undo
from allied.domains.roadmap.records.forms import RecordForm
from allied.domains.roadmap.records.sorts import SORTS, sort_of
from allied.kernel import access
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node, Threaded
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.thread.actions import link
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, go_to, member_view, render, saved, toast
from allied.web.jinja import url
from allied.web.starts import start

BEGUN = ("found_in", "delivers", "derived_from")


@member_view
def new(request: MemberRequest, kind: str) -> HttpResponse:
    """GET, POST /<kind>/new: add one; what the address names fills the form."""
    sort, product = SORTS[kind], request.layout.product
    access.require(request.member, sort.add)
    begun = start(request, kind)
    source = node_by_reference(request.GET["from"], actor=request.member) if request.GET.get("from") else None
    product = source.product if source else product
    initial = {**begun.initial, "product": str(product.pk) if product else ""}
    form = RecordForm(posted(request), sort=sort, actor=request.member, initial=initial)
    if request.method == "POST" and (made := form.attempt(partial(_add, form, source, request))):
        toast(request, _("%(reference)s is added.", reference=made.node.reference), undo=undo_of_creation(made.node))
        return go_to(request, address(request, made))
    shown = {"form": form, "sort": sort, "start": begun, "source": source, "back": url(f"{kind}s:list")}
    return render(request, "roadmap/records/new.html", shown, status=form.status)


@transaction.atomic
def _add(form: RecordForm, source: Node | None, request: MemberRequest) -> Threaded:
    """Add it, tied to what it was begun from by the relation that joins the two kinds."""
    made = actions.add_record(form.sort.model, **form.wording(), actor=request.member)
    if source is not None:
        relation = next((one for one in BEGUN if RELATIONS[one].joins(made.node.kind, source.kind)), "")
        link(made.node, relation, source, actor=request.member)
    return made


@member_view
def edit(request: MemberRequest, reference: str, kind: str) -> HttpResponse:
    """GET, POST /<kind>/<reference>/edit. Nobody fills in a form that is refused at its end."""
    found = queries.by_reference(reference, actor=request.member, model=SORTS[kind].model)
    access.require(request.member, sort_of(found).permission_for(found.node, request.member), found.node)
    actions.check_is_open(found)
    form, before = RecordForm.of(found, data=posted(request), actor=request.member), actions.said(found)
    if request.method == "POST" and (kept := form.attempt(partial(_edit, form, found, request))):
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(kept, before)
        return saved(request, words, address(request, kept), actions.said(kept), undo=back)
    return act_page(request, found, "roadmap/records/edit.html", form)


def _edit(form: RecordForm, found: Threaded, request: MemberRequest) -> Threaded:
    return actions.edit_record(found, **form.wording(), actor=request.member, seen=form.seen)


def act_page(request: MemberRequest, record: Threaded, template: str, form: Any, **more: Any) -> HttpResponse:
    """The page of an act on one record."""
    shown = {"record": record, "sort": sort_of(record), "form": form, "back": address(request, record), **more}
    return render(request, template, shown, status=form.status if form else 200)


def address(request: MemberRequest, record: Threaded) -> str:
    return url_of(record.node, workspace_slug=request.member.workspace.slug)
