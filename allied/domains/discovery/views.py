"""The pages of opportunities."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.discovery import actions, queries, rules, undo
from allied.domains.discovery.forms import OpportunityForm, OtherForm, ReasonForm, SuccessionForm
from allied.domains.discovery.listing import OpportunityList
from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.trees.measures import people_words, ruler, score_of
from allied.domains.discovery.trees.queries import grown_by_reference, root_of
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.thread.panel import panel
from allied.kernel.thread.strength import explain, today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url
from allied.web.lists.saved import begins_with_default
from allied.web.starts import start
from allied.web.strength import facts
from allied.web.thread import drawn, strip


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
@begins_with_default("opportunities")
def opportunities(request: MemberRequest) -> HttpResponse:
    listing = OpportunityList(request)
    shown = {"listing": listing, "sheet": listing.sheet()}
    shown["may_frame"] = access.can(request.member, Permission.OPPORTUNITY_FRAME)
    return render(request, "discovery/list.html", shown, fragment="list")


@member_view(permission=Permission.OPPORTUNITY_FRAME)
def new(request: MemberRequest) -> HttpResponse:
    member, product = request.member, request.layout.product
    begun = start(request, "opportunity")
    form = OpportunityForm(
        posted(request), actor=member, initial={**begun.initial, "product": str(product.pk) if product else ""}
    )
    if request.method == "POST" and (made := form.attempt(partial(_frame, form, request))):
        toast(
            request,
            _("%(reference)s is framed. Link the insights that support it.", reference=made.node.reference),
            undo=undo_of_creation(made.node),
        )
        return _go_to(request, made)
    return render(request, "discovery/new.html", {"form": form, "start": begun}, status=form.status)


@transaction.atomic
def _frame(form: OpportunityForm, request: MemberRequest) -> Opportunity:
    """Frame it; ``under`` in the address names the outcome or opportunity under which it stands."""
    made = actions.frame_opportunity(**form.wording(), actor=request.member)
    if under := request.GET.get("under"):
        actions.place_under(made, grown_by_reference(under, actor=request.member), actor=request.member)
    return made


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, opportunity = request.member, _opportunity(request, reference)
    explained, found = explain(opportunity.node, actor=member), panel(opportunity.node, actor=member)
    may_link, around = access.can(member, Permission.THREAD_LINK), queries.around(opportunity, actor=member)
    shown = {
        "opportunity": opportunity,
        "open": queries.open_to(member, opportunity),
        "around": around,
        "outcome": root_of(opportunity, actor=member) if around.parents else None,
        "explained": explained,
        "size": {
            "people": people_words(opportunity, explained.strength),
            "score": (score := score_of(opportunity)),
            "ruler": ruler(score) if score else "",
        },
        "facts": facts(explained.strength, today=today_in(member.workspace)),
        "strip": strip(found),
        "panel": drawn(found, workspace_slug=member.workspace.slug, may_fill=may_link),
        "events": history(opportunity.node, actor=member),
        "retire_form": ReasonForm(),
    }
    return render(request, "discovery/detail.html", shown)


@member_view
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    opportunity = _editable(request, reference)
    form, before = (
        OpportunityForm.of(opportunity, data=posted(request), actor=request.member),
        actions.said(opportunity),
    )
    if request.method == "POST" and (kept := form.attempt(partial(_edit, form, opportunity, request))):
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(kept, before)
        return saved(request, words, url("discovery:detail", reference=reference), actions.said(kept), undo=back)
    return _act_page(request, opportunity, "edit", form)


def _edit(form: OpportunityForm, opportunity: Opportunity, request: MemberRequest) -> Opportunity:
    return actions.edit_opportunity(opportunity, **form.wording(), actor=request.member, seen=form.seen)


@member_view(permission=Permission.OPPORTUNITY_EDIT)
def retirement(request: MemberRequest, reference: str) -> HttpResponse:
    opportunity, form = _opportunity(request, reference), ReasonForm(posted(request))
    if request.method == "POST" and (ended := form.attempt(partial(_retire, form, opportunity, request))):
        toast(
            request,
            _("%(reference)s is retired.", reference=reference),
            url("discovery:reopening", reference=reference),
        )
        return _go_to(request, ended)
    return _act_page(request, opportunity, "retire", form)


def _retire(form: ReasonForm, opportunity: Opportunity, request: MemberRequest) -> Opportunity:
    return actions.retire_opportunity(opportunity, reason=form.cleaned_data["reason"], actor=request.member)


@member_view(permission=Permission.OPPORTUNITY_EDIT)
def succession(request: MemberRequest, reference: str) -> HttpResponse:
    opportunity, form = _opportunity(request, reference), SuccessionForm(posted(request))
    if request.method == "POST" and (ended := form.attempt(partial(_supersede, form, opportunity, request))):
        toast(
            request,
            _("%(reference)s is superseded.", reference=reference),
            url("discovery:reopening", reference=reference),
        )
        return _go_to(request, ended)
    return _choice_page(request, opportunity, "supersede", form)


def _supersede(form: SuccessionForm, opportunity: Opportunity, request: MemberRequest) -> Opportunity:
    by, reason = _chosen(form, request), form.cleaned_data["reason"]
    return actions.supersede_opportunity(opportunity, by=by, reason=reason, actor=request.member)


@require_POST
@member_view
def reopening(request: MemberRequest, reference: str) -> HttpResponse:
    opportunity = _opportunity(request, reference)
    reason, successor = opportunity.ended_because, queries.successor(opportunity, actor=request.member)
    actions.reopen_opportunity(opportunity, actor=request.member)
    again = undo.of_reopening(opportunity, reason, successor.reference if successor else "")
    toast(request, _("%(reference)s is open again.", reference=reference), undo=again)
    return _go_to(request, opportunity)


def _opportunity(request: MemberRequest, reference: str) -> Opportunity:
    return queries.opportunity_by_reference(reference, actor=request.member)


def _editable(request: MemberRequest, reference: str) -> Opportunity:
    """The opportunity, if the member may reword it: nobody fills in a form that is refused at its end."""
    found = _opportunity(request, reference)
    access.require(request.member, rules.permission_to_edit(found, request.member), found.node)
    return found


def _chosen(form: OtherForm, request: MemberRequest) -> Opportunity:
    return _opportunity(request, form.cleaned_data["other"])


def _choice_page(request: MemberRequest, opportunity: Opportunity, act: str, form: OtherForm) -> HttpResponse:
    """A page on which another opportunity is chosen, found by words."""
    text = request.GET.get("q", "").strip()[:200]
    found = queries.candidates(opportunity, actor=request.member, text=text)
    return _act_page(request, opportunity, act, form, text=text, found=found)


def _act_page(request: MemberRequest, opportunity: Opportunity, act: str, form: Any, **more: Any) -> HttpResponse:
    back = url("discovery:detail", reference=opportunity.node.reference)
    shown = {"opportunity": opportunity, "form": form, "back": back, **more}
    fragment = "found" if "found" in more else None
    return render(request, f"discovery/{act}.html", shown, fragment=fragment, status=form.status)


def _go_to(request: MemberRequest, opportunity: Opportunity) -> HttpResponse:
    return redirect_or_refresh(request, "discovery:detail", reference=opportunity.node.reference)
