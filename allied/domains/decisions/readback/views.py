"""The pages of predictions: the list, one of them, its reading, and calibration."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.decisions.forms import ReasonForm
from allied.domains.decisions.models import Prediction, ShownCalibration
from allied.domains.decisions.readback import actions, calibration, queries, undo
from allied.domains.decisions.readback.forms import FigureForm, PredictionForm
from allied.domains.decisions.readback.forms import said as said_before
from allied.domains.decisions.readback.listing import prediction_list
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url

TAKE_PART = Permission.DECISION_TAKE_PART


@require_safe
@member_view
def predictions(request: MemberRequest) -> HttpResponse:
    listing = prediction_list(request)
    page = listing.page()
    shown = {"listing": listing, "page": page, "may_predict": access.can(request.member, TAKE_PART)}
    shown["rows"] = [queries.shown(one) for one in page.items]
    return render(request, "decisions/predictions.html", shown, fragment="list")


@member_view(permission=TAKE_PART)
def prediction_new(request: MemberRequest) -> HttpResponse:
    initial = {"about": request.GET.get("node", ""), "voice": Prediction.Voice.PERSON}
    form = PredictionForm(posted(request), actor=request.member, initial=initial)
    if request.method == "POST" and (made := form.attempt(partial(_make, form, request.member))):
        reference = made.node.reference
        toast(
            request,
            _("%(reference)s is said. It stays as it is.", reference=reference),
            undo=undo_of_creation(made.node),
        )
        return redirect_or_refresh(request, "decisions:prediction", reference=reference)
    return render(request, "decisions/prediction_new.html", {"form": form}, status=form.status)


def _make(form: PredictionForm, actor: Member) -> Prediction:
    return actions.make_prediction(form.target(), form.forecast(), actor=actor)


@require_safe
@member_view
def prediction(request: MemberRequest, reference: str) -> HttpResponse:
    found = queries.prediction_by_reference(reference, actor=request.member)
    return _detail(request, found)


def _detail(request: MemberRequest, found: Prediction, *, status: int = 200, **shown: Any) -> HttpResponse:
    known = {
        "prediction": found,
        "readings": [(one, queries.came(found, one)) for one in found.readings.all()],
        "said": queries.shown(found),
        "open": queries.open_to(found, actor=request.member),
        "dispute_form": ReasonForm(),
        "events": history(found.node, actor=request.member),
    }
    return render(request, "decisions/prediction.html", known | shown, status=status)


@member_view(permission=TAKE_PART)
def superseding(request: MemberRequest, reference: str) -> HttpResponse:
    found = queries.prediction_by_reference(reference, actor=request.member)
    form = PredictionForm(posted(request), actor=request.member, supersedes=True, initial=said_before(found))
    if request.method == "POST" and (made := form.attempt(partial(_supersede, form, found, request.member))):
        now = made.node.reference
        toast(request, _("%(now)s supersedes %(reference)s. Both are kept.", now=now, reference=reference))
        return redirect_or_refresh(request, "decisions:prediction", reference=now)
    return _act(request, found, "prediction_superseding", form=form, status=form.status)


def _supersede(form: PredictionForm, found: Prediction, actor: Member) -> Prediction:
    return actions.supersede_prediction(found, form.forecast(), actor=actor)


@member_view(permission=TAKE_PART)
def reading(request: MemberRequest, reference: str) -> HttpResponse:
    found = queries.prediction_by_reference(reference, actor=request.member)
    form = FigureForm(posted(request))
    if request.method == "POST" and (made := form.attempt(partial(_read, form, found, request.member))):
        toast(request, queries.came(found, made), undo=undo.of_reading(found))
        return redirect_or_refresh(request, "decisions:prediction", reference=reference)
    said = queries.shown(found)
    last = queries.last_reading(found)
    return _act(request, found, "prediction_reading", form=form, said=said, last=last, status=form.status)


def _read(form: FigureForm, found: Prediction, actor: Member) -> Any:
    return actions.read_prediction(found, form.said(), actor=actor)


@require_POST
@member_view(permission=TAKE_PART)
def dispute(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = queries.prediction_by_reference(reference, actor=request.member), ReasonForm(request.POST)
    if form.attempt(partial(_dispute, form, found, request.member)) is None:
        return _detail(request, found, dispute_form=form, status=form.status)
    toast(request, _("It counts for nothing until it is read again."), undo=undo.of_dispute(found))
    return redirect_or_refresh(request, "decisions:prediction", reference=reference)


def _dispute(form: ReasonForm, found: Prediction, actor: Member) -> Any:
    return actions.dispute_reading(found, reason=form.cleaned_data["reason"], actor=actor)


@require_POST
@member_view(permission=TAKE_PART)
def dispute_withdrawal(request: MemberRequest, reference: str) -> HttpResponse:
    found = queries.prediction_by_reference(reference, actor=request.member)
    actions.withdraw_dispute(found, actor=request.member)
    toast(request, _("The figure counts again."))
    return redirect_or_refresh(request, "decisions:prediction", reference=reference)


@require_safe
@member_view
def calibrations(request: MemberRequest) -> HttpResponse:
    """GET how predictions came out; ``by``: team, side or person."""
    member, by = request.member, request.GET.get("by", "")
    by = by if by in calibration.BY else "team"
    tabs = [{"label": label, "url": f"?by={key}", "current": key == by} for key, label in calibration.BY.items()]
    shown: dict[str, Any] = {"by": by, "tabs": tabs, "found": calibration.calibrations(by, actor=member)}
    shown["is_shown"] = ShownCalibration.objects.filter(member=member).exists()
    shown["may_show"] = access.can(member, TAKE_PART)
    return render(request, "decisions/calibrations.html", shown)


@require_POST
@member_view(permission=TAKE_PART)
def calibration_showing(request: MemberRequest) -> HttpResponse:
    """Let others see how one's own came out, or no more."""
    is_shown = request.POST.get("shown") == "1"
    actions.show_calibration(is_shown, actor=request.member)
    told = _("Others see how yours came out.") if is_shown else _("Only you see how yours came out.")
    toast(request, told, undo=undo.of_calibration(is_shown))
    return redirect_or_refresh(request, "decisions:calibrations")


def _act(request: MemberRequest, found: Prediction, act: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    shown |= {"prediction": found, "back": url("decisions:prediction", reference=found.node.reference)}
    return render(request, f"decisions/{act}.html", shown, status=status)
