"""The pages of meetings: the list, one meeting, its plan and its course."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.rituals import actions, queries, undo
from allied.domains.rituals.forms import CancelForm, MeetingForm, NewMeetingForm
from allied.domains.rituals.listing import meeting_list
from allied.domains.rituals.models import Meeting, Type
from allied.domains.rituals.offers import offered
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url

PLAN = Permission.MEETING_PLAN


@require_safe
@member_view
def meetings(request: MemberRequest) -> HttpResponse:
    listing = meeting_list(request)
    shown = {"listing": listing, "sheet": listing.sheet(), "may_plan": access.can(request.member, PLAN)}
    return render(request, "rituals/list.html", shown, fragment="list")


@member_view(permission=PLAN)
def new(request: MemberRequest) -> HttpResponse:
    """GET: ``agenda``, ``round`` and ``gap`` say what the agenda begins with, ``type`` what the meeting is for."""
    member, product = request.member, request.layout.product
    found = offered(request.GET, actor=member, product=product)
    initial = {
        "agenda": [node.pk for node, __ in found],
        "type": _type(request),
        "product": _product(found, product),
        "title": _title(request),
    }
    form = NewMeetingForm(posted(request), actor=member, offered=found, initial=initial)
    if request.method == "POST" and (made := form.attempt(partial(_plan, form, member))):
        toast(
            request,
            _("%(reference)s is planned, and who is asked is told.", reference=made.node.reference),
            undo=undo_of_creation(made.node),
        )
        return go_to(request, made)
    return render(request, "rituals/new.html", {"form": form}, status=form.status)


def _type(request: MemberRequest) -> str:
    """What the address names; where a round leads here, prioritization."""
    wanted = request.GET.get("type", Type.PRIORITIZATION if "round" in request.GET else "")
    return wanted if wanted in Type.values else Type.STRATEGY


def _product(found: list[tuple[Node, str]], chosen: Product | None) -> str:
    """The product that the reader chose, else that of what comes first."""
    number = chosen.pk if chosen else next((node.product_id for node, __ in found), None)
    return str(number or "")


def _title(request: MemberRequest) -> str:
    round_ = request.GET.get("round", "")[:20].upper()
    return (
        str(_("The largest gaps of %(round)s", round=round_)) if round_ else request.GET.get("title", "")[:TITLE_LENGTH]
    )


def _plan(form: NewMeetingForm, actor: Member) -> Meeting:
    return actions.plan_meeting(form.plan(), agenda=form.on_agenda(actor), attendees=form.asked(), actor=actor)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    return shown_detail(request, meeting(request, reference))


def shown_detail(request: MemberRequest, found: Meeting) -> HttpResponse:
    """The page of a meeting; for a part of the page, its agenda."""
    member = request.member
    whole = queries.whole(found, actor=member)
    shown: dict[str, Any] = {
        "whole": whole,
        "strengths": strength_of([one.item.node for one in whole.points], today=today_in(member.workspace)),
        "events": history(found.node, actor=member),
    }
    return act(request, found, "detail", fragment="agenda", **shown)


@member_view(permission=PLAN)
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    found = meeting(request, reference)
    before, form = actions.said(found), MeetingForm.of(found, actor=request.member, data=posted(request))
    if request.method == "POST" and form.attempt(partial(_edit, form, found, request.member)) is not None:
        place, now = url("rituals:detail", reference=reference), actions.said(found)
        words = _("%(reference)s is saved.", reference=reference)
        return saved(request, words, place, now, undo=undo.of_edit(found, before))
    return act(request, found, "edit", form=form, status=form.status)


def _edit(form: MeetingForm, found: Meeting, actor: Member) -> Meeting:
    return actions.edit_meeting(found, form.plan(), actor=actor, seen=form.seen)


@member_view(permission=PLAN)
def cancellation(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = meeting(request, reference), CancelForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_cancel, form, found, request.member)) is not None:
        words = _("%(reference)s is cancelled, and who was asked is told.", reference=reference)
        toast(request, words, url("rituals:restoration", reference=reference))
        return go_to(request, found)
    return act(request, found, "cancellation", form=form, status=form.status)


def _cancel(form: CancelForm, found: Meeting, actor: Member) -> Meeting:
    return actions.cancel_meeting(found, reason=form.cleaned_data["reason"], actor=actor)


@require_POST
@member_view(permission=PLAN)
def restoration(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.revive_meeting(meeting(request, reference), actor=request.member)
    toast(request, _("%(reference)s is planned again, and who is asked is told.", reference=reference))
    return go_to(request, found)


@require_POST
@member_view(permission=PLAN)
def holding(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.hold_meeting(meeting(request, reference), actor=request.member)
    words = _("%(reference)s is being held. Note who is there.", reference=reference)
    toast(request, words, url("rituals:holding-removal", reference=reference))
    return go_to(request, found)


@require_POST
@member_view(permission=PLAN)
def holding_removal(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.unhold_meeting(meeting(request, reference), actor=request.member)
    toast(request, _("%(reference)s is planned, not held.", reference=reference))
    return go_to(request, found)


@require_POST
@member_view(permission=PLAN)
def closing(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.close_meeting(meeting(request, reference), actor=request.member)
    words = _("The minutes of %(reference)s are closed, and who was asked is told.", reference=reference)
    toast(request, words, url("rituals:closing-removal", reference=reference))
    return redirect_or_refresh(request, "rituals:minutes", reference=found.node.reference)


@require_POST
@member_view(permission=PLAN)
def closing_removal(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.reopen_meeting(meeting(request, reference), actor=request.member)
    toast(request, _("The minutes of %(reference)s are open again.", reference=reference))
    return go_to(request, found)


def meeting(request: MemberRequest, reference: str) -> Meeting:
    return queries.meeting_by_reference(reference, actor=request.member)


def act(
    request: MemberRequest, found: Meeting, page: str, *, status: int = 200, fragment: str = "", **shown: Any
) -> HttpResponse:
    """A page of one meeting, without script too."""
    shown |= {"meeting": found, "back": url("rituals:detail", reference=found.node.reference)}
    return render(request, f"rituals/{page}.html", shown, fragment=fragment or None, status=status)


def go_to(request: MemberRequest, found: Meeting) -> HttpResponse:
    return redirect_or_refresh(request, "rituals:detail", reference=found.node.reference)
