"""The pages of decisions and of what holds them back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.decisions import actions, consenting, queries, rules, undo
from allied.domains.decisions.forms import (
    AnswerForm,
    CaseForm,
    DeciderForm,
    DecisionForm,
    PositionForm,
    ReasonForm,
    ReviewForm,
    SettleForm,
    VerdictForm,
    WaiverForm,
)
from allied.domains.decisions.listing import decision_list
from allied.domains.decisions.models import Decision
from allied.domains.decisions.readback.queries import predicted_of
from allied.domains.decisions.readback.queries import shown as shown_prediction
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url
from allied.web.lists.saved import begins_with_default
from allied.web.starts import start

TAKE_PART = Permission.DECISION_TAKE_PART


@require_safe
@member_view
@begins_with_default("decisions")
def decisions(request: MemberRequest) -> HttpResponse:
    member, listing = request.member, decision_list(request)
    shown = {"listing": listing, "sheet": listing.sheet(), "may_draft": access.can(member, Permission.DECISION_DRAFT)}
    shown["may_object"] = access.can(member, TAKE_PART)
    shown["standing"] = list(queries.objections(actor=member).filter(ending="")[:20])
    return render(request, "decisions/list.html", shown, fragment="list")


@member_view(permission=Permission.DECISION_DRAFT)
def new(request: MemberRequest) -> HttpResponse:
    begun = start(request, "decision")
    form = DecisionForm(posted(request), actor=request.member, initial=begun.initial)
    if request.method == "POST" and (made := form.attempt(partial(_draft, form, request))):
        toast(
            request,
            _("%(reference)s is drafted. Put it to both sides when it is complete.", reference=made.node.reference),
            undo=undo_of_creation(made.node),
        )
        return _go_to(request, made)
    return render(request, "decisions/new.html", {"form": form, "start": begun}, status=form.status)


def _draft(form: DecisionForm, request: MemberRequest) -> Decision:
    return actions.draft_decision(form.draft(), actor=request.member, product=request.layout.product)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    return _detail(request, _decision(request, reference))


def _detail(request: MemberRequest, found: Decision, *, status: int = 200, **shown: Any) -> HttpResponse:
    member = request.member
    sides, options = queries.stands(found, actor=member), list(found.options.all())
    objected = list(queries.objections(actor=member).filter(node=found.node))
    grounds, decides = queries.grounds(found, actor=member), queries.decides(found, actor=member)
    asked = queries.asked(found, actor=member, today=today_in(member.workspace))
    known = {
        "decision": found,
        "options": options,
        "sides": sides,
        "objections": objected,
        "open": queries.open_to(member, found, sides, objected, [one.consent for one in asked]),
        "asked": asked,
        "grounds": grounds,
        "decides": decides,
        "strengths": strength_of([*grounds, *decides], today=today_in(member.workspace)),
        "may_link": access.can(member, Permission.THREAD_LINK, found.node),
        "answer_form": AnswerForm(),
        "settle_form": SettleForm(),
        "decider_form": DeciderForm(actor=member),
        "waive_form": WaiverForm(),
        "predictions": [shown_prediction(one) for one in predicted_of([found.node]).get(found.pk, [])],
        "may_predict": access.can(member, TAKE_PART, found.node) and not found.node.is_ended,
        "position_form": PositionForm(options=options),
        "case_form": CaseForm(),
        "events": history(found.node, actor=member),
    }
    return render(request, "decisions/detail.html", known | shown, status=status)


@member_view(permission=Permission.DECISION_DRAFT)
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    found = _decision(request, reference)
    form, before = DecisionForm.of(found, actor=request.member, data=posted(request)), actions.said(found)
    if request.method == "POST" and form.attempt(partial(_edit, form, found, request)) is not None:
        place = url("decisions:detail", reference=reference)
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(found, before)
        return saved(request, words, place, actions.said(found), undo=back)
    return _act(request, found, "edit", form=form, status=form.status)


def _edit(form: DecisionForm, found: Decision, request: MemberRequest) -> Decision:
    return actions.edit_decision(found, form.draft(), actor=request.member, seen=form.seen)


@require_POST
@member_view(permission=Permission.DECISION_DRAFT)
def opening(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.open_decision(_decision(request, reference), actor=request.member)
    toast(request, _("%(reference)s is open. Both sides state their positions now.", reference=reference))
    return _go_to(request, found)


@require_POST
@member_view(permission=TAKE_PART)
def position(request: MemberRequest, reference: str, side: str) -> HttpResponse:
    found = _decision(request, reference)
    form = PositionForm(request.POST, options=list(found.options.all()))
    if form.attempt(partial(_state, form, found, side, request)) is None:
        return _detail(request, found, position_form=form, status=form.status)
    toast(request, _("The position is stated."))
    return _go_to(request, found)


def _state(form: PositionForm, found: Decision, side: str, request: MemberRequest) -> Any:
    said = form.cleaned_data["text"]
    return actions.state_position(found, side=_side(side), text=said, option=form.chosen(), actor=request.member)


@require_POST
@member_view(permission=TAKE_PART)
def case(request: MemberRequest, reference: str, side: str) -> HttpResponse:
    found, form = _decision(request, reference), CaseForm(request.POST)
    if form.attempt(partial(_word, form, found, side, request)) is None:
        return _detail(request, found, case_form=form, status=form.status)
    toast(request, _("The other side reads your wording of its case now."))
    return _go_to(request, found)


def _word(form: CaseForm, found: Decision, side: str, request: MemberRequest) -> Any:
    return actions.word_other_case(found, side=_side(side), text=form.cleaned_data["text"], actor=request.member)


@require_POST
@member_view(permission=TAKE_PART)
def case_acceptance(request: MemberRequest, reference: str, side: str) -> HttpResponse:
    found = _decision(request, reference)
    made = found.steel_men.filter(side=_side(side)).select_related("decision__node").first()
    if made is None:
        raise NotVisible(NOT_HERE)
    actions.accept_wording(made, actor=request.member)
    toast(request, _("You called this wording fair."))
    return _go_to(request, found)


@require_POST
@member_view(permission=TAKE_PART)
def waiver(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = _decision(request, reference), WaiverForm(request.POST)
    if form.attempt(partial(_waive, form, found, request)) is None:
        return _detail(request, found, waive_form=form, status=form.status)
    toast(request, _("It can be decided without the wordings. Your reason is kept."))
    return _go_to(request, found)


def _waive(form: ReasonForm, found: Decision, request: MemberRequest) -> Decision:
    return actions.waive_cases(found, reason=form.cleaned_data["reason"], actor=request.member)


@member_view(permission=TAKE_PART)
def verdict(request: MemberRequest, reference: str) -> HttpResponse:
    found = _decision(request, reference)
    form = VerdictForm(posted(request), options=list(found.options.all()))
    if request.method == "POST" and form.attempt(partial(_decide, form, found, request)) is not None:
        toast(request, _("%(reference)s is decided.", reference=reference))
        return _go_to(request, found)
    sides = queries.stands(found, actor=request.member)
    objected = list(queries.objections(actor=request.member).filter(node=found.node))
    consents = list(found.consents.select_related("member"))
    can = queries.open_to(request.member, found, sides, objected, consents)
    return _act(request, found, "verdict", form=form, can=can, status=form.status)


def _decide(form: VerdictForm, found: Decision, request: MemberRequest) -> Decision:
    return actions.decide(found, form.verdict(), actor=request.member)


@member_view(permission=TAKE_PART)
def reopening(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = _decision(request, reference), ReasonForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_reopen, form, found, request)) is not None:
        toast(request, _("%(reference)s is open again.", reference=reference))
        return _go_to(request, found)
    return _act(request, found, "reopening", form=form, status=form.status)


def _reopen(form: ReasonForm, found: Decision, request: MemberRequest) -> Decision:
    return actions.reopen_decision(found, reason=form.cleaned_data["reason"], actor=request.member)


@member_view(permission=TAKE_PART)
def review(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = _decision(request, reference), ReviewForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_review, form, found, request)) is not None:
        toast(request, _("%(reference)s still holds.", reference=reference))
        return _go_to(request, found)
    return _act(request, found, "review", form=form, status=form.status)


def _review(form: ReviewForm, found: Decision, request: MemberRequest) -> Decision:
    return actions.review_decision(found, **form.cleaned_data, actor=request.member)


@require_POST
@member_view(permission=Permission.DECISION_DRAFT)
def decider(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = _decision(request, reference), DeciderForm(request.POST, actor=request.member)
    if form.attempt(partial(_name, form, found, request)) is None:
        return _detail(request, found, decider_form=form, status=form.status)
    toast(request, _("%(name)s decides %(reference)s now.", name=found.decider.name, reference=reference))
    return _go_to(request, found)


def _name(form: DeciderForm, found: Decision, request: MemberRequest) -> Decision:
    chosen = form.people.by_key[form.cleaned_data["decider"]]
    return actions.name_decider(found, chosen, actor=request.member)


@require_POST
@member_view(permission=TAKE_PART)
def consent(request: MemberRequest, reference: str, consent_id: int) -> HttpResponse:
    found, form = _decision(request, reference), AnswerForm(request.POST)
    if form.attempt(partial(_answer, form, found, consent_id, request)) is None:
        return _detail(request, found, answer_form=form, status=form.status)
    toast(request, _("Your answer is kept. You can change it until it is decided."))
    return _go_to(request, found)


def _answer(form: AnswerForm, found: Decision, consent_id: int, request: MemberRequest) -> Any:
    asked = queries.consent(found, consent_id)
    return consenting.answer_consent(asked, **form.cleaned_data, actor=request.member)


@require_POST
@member_view(permission=TAKE_PART)
def consent_settlement(request: MemberRequest, reference: str, consent_id: int) -> HttpResponse:
    found, form = _decision(request, reference), SettleForm(request.POST)
    if form.attempt(partial(_settle, form, found, consent_id, request)) is None:
        return _detail(request, found, settle_form=form, status=form.status)
    toast(request, _("It is settled, with your reason."))
    return _go_to(request, found)


def _settle(form: ReasonForm, found: Decision, consent_id: int, request: MemberRequest) -> Any:
    asked, reason = queries.consent(found, consent_id), form.cleaned_data["reason"]
    return consenting.settle_consent(asked, reason=reason, actor=request.member)


def _decision(request: MemberRequest, reference: str) -> Decision:
    return queries.decision_by_reference(reference, actor=request.member)


def _side(side: str) -> str:
    if side not in rules.SIDES:
        raise NotVisible(NOT_HERE)
    return side


def _act(request: MemberRequest, found: Decision, act: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    shown |= {"decision": found, "back": url("decisions:detail", reference=found.node.reference)}
    return render(request, f"decisions/{act}.html", shown, status=status)


def _go_to(request: MemberRequest, found: Decision) -> HttpResponse:
    return redirect_or_refresh(request, "decisions:detail", reference=found.node.reference)
