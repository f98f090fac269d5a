"""“New insight from selection”."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from allied.domains.insights.forms import InsightForm
from allied.domains.insights.models import Insight
from allied.flows.insight_from_feedback import insight_from_evidence, product_of
from allied.flows.picking import selected, selection
from allied.kernel.access import Permission
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.nodes.models import Node
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url


@member_view(permission=Permission.INSIGHT_DRAFT)
def new_insight(request: MemberRequest) -> HttpResponse:
    """GET words the claim beside the selected words; POST drafts it with those that are still ticked."""
    references = (request.POST if "claim" in request.POST else request.GET or request.POST).getlist("node")
    if not references and "claim" not in request.POST:
        return redirect(url("insights:new"))
    nodes = selection(references, actor=request.member)
    product = product_of(nodes)
    data = request.POST if "claim" in request.POST else None
    form = InsightForm(data, actor=request.member, initial={"product": str(product.pk) if product else ""})
    if data and (made := form.attempt(partial(_make, form, nodes, request))):
        return _made(request, made, len(nodes))
    shown = {"form": form, "selected": selected(nodes, actor=request.member)}
    return render(request, "flows/new_insight.html", shown, status=form.status)


def _make(form: InsightForm, nodes: list[Node], request: MemberRequest) -> Insight:
    return insight_from_evidence(form.wording(), nodes, actor=request.member, product=form.product_chosen())


def _made(request: MemberRequest, made: Insight, count: int) -> HttpResponse:
    reference = made.node.reference
    toast(
        request,
        _("%(reference)s is drafted with %(count)s of evidence.", reference=reference, count=plural(count, "piece")),
        undo=undo_of_creation(made.node),
    )
    return redirect_or_refresh(request, "insights:detail", reference=reference)


urls = [path("w/<slug:workspace>/evidence/new-insight", new_insight, name="new-insight")]
