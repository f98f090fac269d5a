"""“New roadmap item from this opportunity”."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.queries import opportunity_by_reference
from allied.domains.roadmap.forms import NewItemForm
from allied.domains.roadmap.models import Item
from allied.flows.item_from_opportunity import item_from_opportunity, words_from
from allied.kernel.access import Permission
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.thread.strength import explain
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url


@member_view(permission=Permission.ITEM_PROPOSE)
def new_item(request: MemberRequest) -> HttpResponse:
    """GET words the item beside the opportunity that ``from`` names; POST adds it and links the two."""
    if "from" not in request.GET:
        return redirect(url("roadmap:new"))
    opportunity = opportunity_by_reference(request.GET["from"], actor=request.member)
    form = NewItemForm(posted(request), actor=request.member, initial=words_from(opportunity))
    if request.method == "POST" and (made := form.attempt(partial(_make, form, opportunity, request))):
        reference = made.node.reference
        toast(
            request,
            _(
                "%(reference)s is on the roadmap as an idea. It addresses %(reference2)s.",
                reference=reference,
                reference2=opportunity.node.reference,
            ),
            undo=undo_of_creation(made.node),
        )
        return redirect_or_refresh(request, "roadmap:detail", reference=reference)
    shown = {"form": form, "opportunity": opportunity, "explained": explain(opportunity.node, actor=request.member)}
    return render(request, "flows/new_item.html", shown, status=form.status)


def _make(form: NewItemForm, opportunity: Opportunity, request: MemberRequest) -> Item:
    return item_from_opportunity(opportunity, **form.wording(), actor=request.member)


urls = [path("w/<slug:workspace>/thread/new-item", new_item, name="new-item")]
