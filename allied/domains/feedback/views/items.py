"""One item: read it, add one, add several, correct its segments."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.feedback import actions, queries, undo
from allied.domains.feedback.forms import CorrectionForm, FeedbackForm, NotesForm, SegmentsForm
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.views.inbox import what_may_be_done
from allied.domains.feedback.views.triage import what_sorts
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation, undo_of_creations
from allied.kernel.errors import BadInput
from allied.kernel.thread.panel import panel
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url
from allied.web.thread import drawn, strip


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    item = queries.feedback_by_reference(reference, actor=request.member)
    return _record(request, item, _segments_form(item))


def _record(request: MemberRequest, item: Feedback, form: SegmentsForm, status: int = 200) -> HttpResponse:
    shown = {"item": item, "form": form, "uses": queries.uses_of(item, actor=request.member)} | what_may_be_done(
        request
    )
    shown |= what_sorts(request, item)
    shown["duplicates"] = queries.duplicates_of(item)
    shown["events"] = history(item.node, actor=request.member)
    found, may_link = panel(item.node, actor=request.member), access.can(request.member, Permission.THREAD_LINK)
    shown["strip"] = strip(found)
    shown["panel"] = drawn(found, workspace_slug=request.member.workspace.slug, may_fill=may_link)
    return render(request, "feedback/detail.html", shown, status=status)


def _segments_form(item: Feedback) -> SegmentsForm:
    lines = "\n".join(f"{name}: {value}" for name, value in item.segment_list)
    return SegmentsForm(initial={"segments": lines})


@member_view
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the form with what the item says; POST corrects it."""
    item = queries.feedback_by_reference(reference, actor=request.member)
    access.require(request.member, Permission.FEEDBACK_EDIT, item.node)
    form, before, moment = CorrectionForm.of(item, data=posted(request)), actions.said(item), item.received_at
    if request.method == "POST" and form.attempt(partial(_edit, form, item, request)) is not None:
        words, back = _("%(reference)s is saved.", reference=item.node.reference), undo.of_edit(item, before, moment)
        place = url("feedback:detail", reference=item.node.reference)
        return saved(request, words, place, actions.said(item), undo=back)
    return render(request, "feedback/edit.html", {"item": item, "form": form}, status=form.status)


def _edit(form: CorrectionForm, item: Feedback, request: MemberRequest) -> Feedback:
    return actions.edit_feedback(item, form.wording(item), actor=request.member, seen=form.seen)


@require_POST
@member_view
def segments(request: MemberRequest, reference: str) -> HttpResponse:
    item = queries.feedback_by_reference(reference, actor=request.member)
    form, before = SegmentsForm(request.POST), item.segments
    try:
        form.full_clean()
        actions.edit_segments(item, form.as_dict(), actor=request.member)
    except BadInput as refusal:
        form.refuse(refusal)
        return _record(request, item, form, status=422)
    back = undo.of_segments(item, before)
    toast(request, _("The segments of %(reference)s are saved.", reference=item.node.reference), undo=back)
    return redirect_or_refresh(request, "feedback:detail", reference=item.node.reference)


@member_view(permission=Permission.FEEDBACK_ADD)
def new(request: MemberRequest) -> HttpResponse:
    form = FeedbackForm(request)
    if request.method == "POST" and form.is_valid():
        try:
            added = _add(request, form)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            toast(
                request,
                _("%(reference)s is in the inbox.", reference=added.node.reference),
                undo=undo_of_creation(added.node),
            )
            return redirect_or_refresh(request, "feedback:detail", reference=added.node.reference)
    return render(request, "feedback/new.html", {"form": form}, status=422 if form.errors else 200)


def _add(request: MemberRequest, form: FeedbackForm) -> Feedback:
    said = form.cleaned_data
    return actions.add_feedback(
        text=said["text"],
        author=said["author"],
        on_behalf_of=said["on_behalf_of"],
        own_words=said["own_words"],
        company=said["company"],
        source=said["source"],
        received_at=form.received_at(request),
        method=said["method"],
        product=form.chosen_product(),
        actor=request.member,
    )


@member_view(permission=Permission.FEEDBACK_ADD)
def notes(request: MemberRequest) -> HttpResponse:
    form = NotesForm(request)
    if request.method == "POST" and form.is_valid():
        try:
            added = _add_notes(request, form)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            count = len(added)
            toast(
                request,
                _("1 note is in the inbox.") if count == 1 else _("%(count)s notes are in the inbox.", count=count),
                undo=undo_of_creations([item.node for item in added]) if added else None,
            )
            return redirect_or_refresh(request, "feedback:list")
    return render(request, "feedback/notes.html", {"form": form}, status=422 if form.errors else 200)


def _add_notes(request: MemberRequest, form: NotesForm) -> list[Feedback]:
    said = form.cleaned_data
    return actions.add_notes(
        text=said["text"],
        company=said["company"],
        source=said["source"],
        method=said["method"],
        product=form.chosen_product(),
        actor=request.member,
    )
