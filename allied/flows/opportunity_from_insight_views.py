"""“New opportunity from this insight”."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from allied.domains.discovery.forms import OpportunityForm
from allied.domains.discovery.models import Opportunity
from allied.domains.insights.models import Insight
from allied.domains.insights.queries import insight_by_reference
from allied.flows.opportunity_from_insight import opportunity_from_insight, words_from
from allied.kernel.access import Permission
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url


@member_view(permission=Permission.OPPORTUNITY_FRAME)
def new_opportunity(request: MemberRequest) -> HttpResponse:
    """GET words the need beside the insight that ``from`` names; POST frames it and links the two."""
    if "from" not in request.GET:
        return redirect(url("discovery:new"))
    insight = insight_by_reference(request.GET["from"], actor=request.member)
    form = OpportunityForm(posted(request), actor=request.member, initial=words_from(insight))
    if request.method == "POST" and (made := form.attempt(partial(_make, form, insight, request))):
        reference = made.node.reference
        toast(
            request,
            _(
                "%(reference)s is framed, supported by %(reference2)s.",
                reference=reference,
                reference2=insight.node.reference,
            ),
            undo=undo_of_creation(made.node),
        )
        return redirect_or_refresh(request, "discovery:detail", reference=reference)
    return render(request, "flows/new_opportunity.html", {"form": form, "insight": insight}, status=form.status)


def _make(form: OpportunityForm, insight: Insight, request: MemberRequest) -> Opportunity:
    return opportunity_from_insight(insight, **form.wording(), actor=request.member)


urls = [path("w/<slug:workspace>/thread/new-opportunity", new_opportunity, name="new-opportunity")]
