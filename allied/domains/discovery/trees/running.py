"""The pages on which an experiment runs and an opportunity is sized, each with its opposite."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from allied.domains.discovery.models import Experiment, Opportunity
from allied.domains.discovery.trees import experiments, sizes, undo
from allied.domains.discovery.trees.answers import act_page, editable, lead_to
from allied.domains.discovery.trees.forms import ResultForm, SizeForm
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, toast


@require_POST
@member_view
def start(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /tree/<reference>/running: it runs from today."""
    found = experiments.start_experiment(_experiment(request, reference), actor=request.member)
    toast(request, _("%(reference)s runs.", reference=reference), undo=undo.of_run(found, None))
    return lead_to(request, found.node)


@require_POST
@member_view
def stop(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /tree/<reference>/running/removal: it is planned again."""
    found = _experiment(request, reference)
    since = found.began_on
    experiments.stop_experiment(found, actor=request.member)
    toast(request, _("%(reference)s is planned again.", reference=reference), undo=undo.of_run(found, since))
    return lead_to(request, found.node)


@member_view
def result(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST /tree/<reference>/result: what came of it, and whether that stands as evidence."""
    found = _experiment(request, reference)
    before = experiments.said_of_result(found)
    form = ResultForm(posted(request), said=before, today=today_in(request.member.workspace))
    if request.method == "POST" and (kept := form.attempt(partial(_record, form, found, request))):
        words = _("The result of %(reference)s is recorded.", reference=reference)
        toast(request, words, undo=undo.of_result(kept, before))
        return lead_to(request, kept.node)
    return act_page(request, found, "result", form, tested=experiments.tested_by(found))


def _record(form: ResultForm, found: Experiment, request: MemberRequest) -> Experiment:
    return experiments.record_result(found, form.finding(), seen=form.seen, actor=request.member)


@require_POST
@member_view
def result_removal(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /tree/<reference>/result/removal: it has no result any more, and is no evidence."""
    found = _experiment(request, reference)
    before = experiments.said_of_result(found)
    experiments.take_result_back(found, actor=request.member)
    words = _("The result of %(reference)s is taken back.", reference=reference)
    toast(request, words, undo=undo.of_result(found, before))
    return lead_to(request, found.node)


@member_view
def size(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST /tree/<reference>/size: how large an opportunity is; emptied, it has no size."""
    found = editable(request, reference, kind="opportunity")
    assert isinstance(found, Opportunity)  # noqa: S101  of that kind
    before = sizes.said_of_size(found)
    form = SizeForm(posted(request), initial=before)
    if request.method == "POST" and (kept := form.attempt(partial(_size, form, found, request))):
        words = _("The size of %(reference)s is saved.", reference=reference)
        toast(request, words, undo=undo.of_size(kept, before))
        return lead_to(request, kept.node)
    return act_page(request, found, "size", form)


def _size(form: SizeForm, found: Opportunity, request: MemberRequest) -> Opportunity:
    return sizes.size_opportunity(found, sizes.size_of(form.cleaned_data), seen=form.seen, actor=request.member)


def _experiment(request: MemberRequest, reference: str) -> Experiment:
    found = editable(request, reference, kind="experiment")
    assert isinstance(found, Experiment)  # noqa: S101  of that kind
    return found
