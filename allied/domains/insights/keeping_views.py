"""The pages on which a claim gets owners, a review day, or a reason to wait."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from allied.domains.insights import keeping, undo
from allied.domains.insights.forms import OwnersForm, ParkForm, ReviewForm
from allied.domains.insights.models import Insight
from allied.domains.insights.views import act_page, go_to, insight_of
from allied.kernel.words import _
from allied.web.formats import day
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, toast


@member_view
def owners(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    form, before = OwnersForm(posted(request), actor=request.member, insight=insight), keeping.said_of_owners(insight)
    if request.method == "POST" and form.attempt(partial(_assign, form, insight, request)) is not None:
        toast(
            request,
            _("The owners of %(reference)s are saved.", reference=reference),
            undo=undo.of_owners(insight, before),
        )
        return go_to(request, insight)
    return act_page(request, insight, "owners", form=form, status=form.status)


def _assign(form: OwnersForm, insight: Insight, request: MemberRequest) -> Insight:
    return keeping.assign_owners(insight, **form.chosen(), actor=request.member, seen=form.seen)


@member_view
def review(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    before, initial = insight.review_on, {"review_on": insight.review_on}
    form = ReviewForm(posted(request), initial=initial)
    if request.method == "POST" and form.attempt(partial(_plan, form, insight, request)) is not None:
        toast(request, _when(reference, insight.review_on), undo=undo.of_review_day(insight, before))
        return go_to(request, insight)
    return act_page(request, insight, "review", form=form, status=form.status)


def _plan(form: ReviewForm, insight: Insight, request: MemberRequest) -> Insight:
    return keeping.plan_review(insight, form.cleaned_data["review_on"], actor=request.member)


def _when(reference: str, on: date | None) -> str:
    return (
        _("%(reference)s waits on its owners’ Home from %(on)s.", reference=reference, on=day(on))
        if on
        else _("%(reference)s has no review day now.", reference=reference)
    )


@member_view
def reviewed(request: MemberRequest, reference: str) -> HttpResponse:
    """GET asks for the next day; POST says that the claim still stands."""
    insight, form = insight_of(request, reference), ReviewForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_review, form, insight, request)) is not None:
        toast(request, _("You read %(reference)s again: it still stands.", reference=reference))
        return go_to(request, insight)
    return act_page(request, insight, "reviewed", form=form, status=form.status)


def _review(form: ReviewForm, insight: Insight, request: MemberRequest) -> Insight:
    return keeping.review_insight(insight, actor=request.member, next_on=form.cleaned_data["review_on"])


@member_view
def parking(request: MemberRequest, reference: str) -> HttpResponse:
    insight, form = insight_of(request, reference), ParkForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_park, form, insight, request)) is not None:
        toast(request, _("%(reference)s is parked.", reference=reference), undo=undo.of_parking(insight))
        return go_to(request, insight)
    return act_page(request, insight, "park", form=form, status=form.status)


def _park(form: ParkForm, insight: Insight, request: MemberRequest) -> Insight:
    return keeping.park_insight(insight, because=form.cleaned_data["reason"], actor=request.member)


@require_POST
@member_view
def parking_undo(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    because = insight.parked_because
    keeping.unpark_insight(insight, actor=request.member)
    toast(
        request,
        _("%(reference)s is not parked any more.", reference=reference),
        undo=undo.of_unparking(insight, because),
    )
    return go_to(request, insight)
