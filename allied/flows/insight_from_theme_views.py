"""“Make an insight” of a theme."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import path

from allied.domains.insights.forms import InsightForm
from allied.domains.insights.models import Insight
from allied.domains.themes.models import Theme
from allied.domains.themes.queries import theme_by_reference
from allied.flows.insight_from_theme import evidence_of, insight_from_theme
from allied.flows.picking import selected
from allied.kernel.access import Permission
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast

SHOWN = 5


@member_view(permission=Permission.INSIGHT_DRAFT)
def new_insight(request: MemberRequest, reference: str) -> HttpResponse:
    """GET words the claim beside the theme's quotes; POST drafts it with all of the theme's feedback behind it."""
    theme = theme_by_reference(reference, actor=request.member)
    product = theme.node.product_id
    form = InsightForm(
        posted(request), actor=request.member, initial={"claim": theme.name, "product": str(product or "")}
    )
    if request.method == "POST" and (made := form.attempt(partial(_make, form, theme, request))):
        toast(
            request,
            _(
                "%(reference)s is drafted with the feedback of %(reference2)s behind it.",
                reference=made.node.reference,
                reference2=reference,
            ),
            undo=undo_of_creation(made.node),
        )
        return redirect_or_refresh(request, "insights:detail", reference=made.node.reference)
    evidence = evidence_of(theme, actor=request.member)
    shown = {"form": form, "theme": theme, "count": len(evidence)}
    shown["selected"] = selected(evidence[:SHOWN], actor=request.member)
    return render(request, "flows/insight_from_theme.html", shown, status=form.status)


def _make(form: InsightForm, theme: Theme, request: MemberRequest) -> Insight:
    return insight_from_theme(theme, form.wording(), actor=request.member)


urls = [path("w/<slug:workspace>/themes/<str:reference>/insight", new_insight, name="insight-from-theme")]
