"""The pages of vetoes and business imperatives."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.decisions import objecting, queries, standards
from allied.domains.decisions.charter.queries import settles_now
from allied.domains.decisions.forms import ObjectionForm, ReasonForm
from allied.domains.decisions.models import Objection
from allied.kernel.access import Permission
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast

TAKE_PART = Permission.DECISION_TAKE_PART


@member_view(permission=TAKE_PART)
def objection_new(request: MemberRequest, kind: str) -> HttpResponse:
    form = ObjectionForm(
        posted(request), kind=kind, actor=request.member, initial={"node": request.GET.get("node", "")}
    )
    if request.method == "POST" and (made := form.attempt(partial(_object, form, kind, request))):
        toast(
            request,
            _(
                "%(get_kind_display)s placed. %(reference)s is held until it ends.",
                get_kind_display=made.get_kind_display(),
                reference=made.node.reference,
            ),
        )
        return redirect_or_refresh(request, "decisions:objection", objection_id=made.pk)
    shown = {"form": form, "kind": kind, "label": Objection.Kind(kind).label, "charter": form.charter}
    return render(request, "decisions/objection_new.html", shown, status=form.status)


def _object(form: ObjectionForm, kind: str, request: MemberRequest) -> Objection:
    leader = form.leader()
    return objecting.place_objection(form.target(), kind, form.grounds(), escalates_to=leader, actor=request.member)


@require_safe
@member_view
def objection(request: MemberRequest, objection_id: int) -> HttpResponse:
    return _objection(request, queries.objection(objection_id, actor=request.member))


def _objection(request: MemberRequest, found: Objection, *, status: int = 200, **shown: Any) -> HttpResponse:
    settler = settles_now(found)
    known = {
        "objection": found,
        "standard": standards.name_of(found.standard, request.member.workspace_id),
        "clock": queries.clock(found, settler, today=today_in(request.member.workspace)),
        "may_lift": queries.may_lift(found, actor=request.member),
        "may_override": found.stands and settler.is_active and settler.pk == request.member.pk,
        "settler": settler,
        "form": ReasonForm(),
    }
    return render(request, "decisions/objection.html", known | shown, status=status)


@require_POST
@member_view(permission=TAKE_PART)
def objection_lifting(request: MemberRequest, objection_id: int) -> HttpResponse:
    return _end(request, objection_id, objecting.lift_objection, "lifted")


@require_POST
@member_view(permission=TAKE_PART)
def objection_override(request: MemberRequest, objection_id: int) -> HttpResponse:
    return _end(request, objection_id, objecting.override_objection, "overridden")


def _end(request: MemberRequest, objection_id: int, act: Any, word: str) -> HttpResponse:
    found, form = queries.objection(objection_id, actor=request.member), ReasonForm(request.POST)
    if form.attempt(lambda: act(found, reason=form.cleaned_data["reason"], actor=request.member)) is None:
        return _objection(request, found, form=form, status=form.status)
    toast(
        request,
        _("The %(get_kind_display)s is %(word)s.", get_kind_display=found.get_kind_display().lower(), word=word),
    )
    return redirect_or_refresh(request, "decisions:objection", objection_id=found.pk)
