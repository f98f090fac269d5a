"""The pages on which an agenda is made, spoken about, and recorded."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.rituals import agenda, outcomes, queries, undo
from allied.domains.rituals.forms import NotesForm, OutcomeForm, StatementForm, TimeForm
from allied.domains.rituals.models import AgendaItem, Meeting
from allied.domains.rituals.offers import of_gap
from allied.domains.rituals.views import PLAN, act, go_to, meeting, shown_detail
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_by_references
from allied.kernel.people.models import Member
from allied.kernel.search.queries import find
from allied.kernel.thread.gaps import GAPS
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _
from allied.web.forms import Form, posted
from allied.web.http import MemberRequest, is_htmx, member_view, redirect_or_refresh, toast
from allied.web.jinja import url

TAKE_PART = Permission.MEETING_TAKE_PART
OFFERED = 20


@member_view(permission=PLAN)
def adding(request: MemberRequest, reference: str) -> HttpResponse:
    """GET offers objects by words (``q``) or by a gap of the thread (``gap``); POST puts those of ``node`` on."""
    found, member = meeting(request, reference), request.member
    text, gap = request.GET.get("q", "")[:300], request.GET.get("gap", "")
    if request.method == "POST":
        return _add(request, found)
    product = request.layout.product
    chosen = of_gap(gap, actor=member, product=product) if gap else [(node, "") for node in _by_words(text, member)]
    on = set(found.agenda.filter(removed_at=None).values_list("node_id", flat=True)) | {found.pk}
    nodes = [node for node, __ in chosen if node.pk not in on]
    shown: dict[str, Any] = {"nodes": nodes, "text": text, "gap": gap}
    lacks = [(one.name, one.many.capitalize()) for one in GAPS.values()]
    shown["gaps"] = [("", _("What the thread lacks…")), *lacks]
    shown["strengths"] = strength_of(nodes, today=today_in(member.workspace))
    return act(request, found, "adding", **shown)


def _add(request: MemberRequest, found: Meeting) -> HttpResponse:
    named = request.POST.getlist("node")
    if not named:
        raise BadInput(node=_("Nothing is chosen. Go back, tick something, and try once more. Nothing was changed."))
    nodes = nodes_by_references(named, actor=request.member)
    gap = GAPS.get(request.POST.get("gap", ""))
    why = str(gap.one.capitalize()) if gap else ""
    made = agenda.add_to_agenda(found, [(node, why) for node in nodes], actor=request.member)
    toast(request, _("The agenda has %(more)s more.", more=len(made)), undo=undo.of_adding(found, made))
    return go_to(request, found)


def _by_words(text: str, actor: Member) -> list[Node]:
    if text:
        return find(actor=actor, text=text, limit=OFFERED).nodes
    kinds = ("opportunity", "item", "solution", "insight", "decision", "round")
    newest = Node.objects.visible_to(actor).filter(kind__in=kinds, archived_at=None)
    return [node for node in newest.order_by("-updated_at", "-pk")[:OFFERED] if not node.is_ended]


@require_safe
@member_view
def item(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    return _item(request, meeting(request, reference), agenda_id)


def _item(request: MemberRequest, found: Meeting, agenda_id: int, *, status: int = 200, **given: Any) -> HttpResponse:
    whole = queries.whole(found, actor=request.member)
    point = whole.point(agenda_id)
    place = whole.points.index(point)
    forms: dict[str, Any] = {
        "outcome_form": OutcomeForm.of(point.item, actor=request.member, data=None),
        "statement_form": StatementForm(),
        "stating": "",
        "time_form": TimeForm(initial={"box_minutes": point.item.box_minutes}),
        "notes_form": NotesForm(initial={"notes": point.item.notes}),
    }
    shown: dict[str, Any] = {
        "whole": whole,
        "point": point,
        "before": whole.points[place - 1] if place else None,
        "after": whole.points[place + 1] if place + 1 < len(whole.points) else None,
        "strengths": strength_of([point.item.node], today=today_in(request.member.workspace)),
    }
    return act(request, found, "item", status=status, **shown, **(forms | given))


@require_POST
@member_view(permission=PLAN)
def place(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    """POST ``way`` up or down, or ``after`` the number of another thing ("" for first)."""
    one = _one(request, reference, agenda_id)
    after = _after(one, request)
    stood = agenda.place_on_agenda(one, after, actor=request.member)
    toast(request, _("%(reference)s is moved.", reference=one.node.reference), undo=undo.of_place(one, stood))
    return shown_detail(request, one.meeting) if is_htmx(request) else go_to(request, one.meeting)


def _after(one: AgendaItem, request: MemberRequest) -> int | None:
    """Behind which thing it is to stand; where the way ends, where it stands."""
    way, after = request.POST.get("way", ""), request.POST.get("after", "")
    if not way:
        return int(after) if after.isascii() and after.isdigit() else None
    order = [each.pk for each in queries.agenda(one.meeting, actor=request.member)]
    at = order.index(one.pk) if one.pk in order else 0
    wanted = at - 2 if way == "up" else at + 1
    return order[min(wanted, len(order) - 1)] if wanted >= 0 else None


@require_POST
@member_view(permission=PLAN)
def time(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    one, form = _one(request, reference, agenda_id), TimeForm(request.POST)
    before = form.attempt(lambda: agenda.give_time(one, form.cleaned_data["box_minutes"], actor=request.member))
    if before is None:
        return _item(request, one.meeting, agenda_id, status=form.status, time_form=form)
    words = _("%(reference)s gets %(minutes)s minutes.", reference=one.node.reference, minutes=one.box_minutes)
    toast(request, words, undo=undo.of_time(one, before))
    return _back(request, one)


@require_POST
@member_view(permission=PLAN)
def removal(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    one = agenda.remove_from_agenda(_one(request, reference, agenda_id), actor=request.member)
    toast(request, _("%(reference)s is off the agenda.", reference=one.node.reference), undo=undo.of_removal(one))
    return go_to(request, one.meeting)


@require_POST
@member_view(permission=TAKE_PART)
def statement(request: MemberRequest, reference: str, agenda_id: int, topic: str, voice: str) -> HttpResponse:
    one, form = _one(request, reference, agenda_id), StatementForm(request.POST)
    if form.attempt(partial(_state, form, one, topic, voice, request.member)) is None:
        stating = f"{topic}-{voice}"
        return _item(request, one.meeting, agenda_id, status=form.status, statement_form=form, stating=stating)
    toast(request, _("It stands on the agenda in your words."))
    return _back(request, one)


def _state(form: Form, one: AgendaItem, topic: str, voice: str, actor: Member) -> Any:
    return outcomes.state(one, topic=topic, voice=voice, text=form.cleaned_data["text"], actor=actor)


@require_POST
@member_view(permission=PLAN)
def outcome(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    """POST what came of it. A refused decision keeps what was written and says who is missing."""
    one = _one(request, reference, agenda_id)
    form = OutcomeForm.of(one, actor=request.member, data=posted(request))
    try:
        made = form.attempt(lambda: outcomes.record_outcome(one, form.result(), actor=request.member))
    except InvalidState as refusal:
        form.add_error("outcome", str(refusal))
        return _item(request, one.meeting, agenda_id, status=409, outcome_form=form)
    if made is None:
        return _item(request, one.meeting, agenda_id, status=form.status, outcome_form=form)
    told = {"reference": one.node.reference, "outcome": one.get_outcome_display().lower()}
    removal_url = url("rituals:outcome-removal", reference=reference, agenda_id=agenda_id)
    toast(request, _("%(reference)s: %(outcome)s.", **told), removal_url)
    return go_to(request, one.meeting)


@require_POST
@member_view(permission=PLAN)
def outcome_removal(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    one = outcomes.take_outcome_back(_one(request, reference, agenda_id), actor=request.member)
    toast(request, _("Nothing is recorded on %(reference)s any more.", reference=one.node.reference))
    return _back(request, one)


@require_POST
@member_view(permission=PLAN)
def notes(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    one, form = _one(request, reference, agenda_id), NotesForm(request.POST)
    if form.attempt(lambda: outcomes.write_notes(one, form.cleaned_data["notes"], actor=request.member)) is None:
        return _item(request, one.meeting, agenda_id, status=form.status, notes_form=form)
    toast(request, _("The notes on %(reference)s are saved.", reference=one.node.reference))
    return _back(request, one)


@require_POST
@member_view(permission=TAKE_PART)
def follow_up(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    one = outcomes.finish_follow_up(_one(request, reference, agenda_id), is_done=True, actor=request.member)
    back = url("rituals:follow-up-removal", reference=reference, agenda_id=agenda_id)
    toast(request, _("The follow-up on %(reference)s is done.", reference=one.node.reference), back)
    return go_to(request, one.meeting)


@require_POST
@member_view(permission=TAKE_PART)
def follow_up_removal(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    one = outcomes.finish_follow_up(_one(request, reference, agenda_id), is_done=False, actor=request.member)
    toast(request, _("The follow-up on %(reference)s is open again.", reference=one.node.reference))
    return go_to(request, one.meeting)


def _one(request: MemberRequest, reference: str, agenda_id: int) -> AgendaItem:
    return queries.agenda_item(meeting(request, reference), agenda_id, actor=request.member)


def _back(request: MemberRequest, one: AgendaItem) -> HttpResponse:
    return redirect_or_refresh(request, "rituals:item", reference=one.meeting.node.reference, agenda_id=one.pk)
