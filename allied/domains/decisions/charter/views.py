"""The pages of the charter: what holds, what held, the draft of the next version, and the standards of objections."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.decisions import standards
from allied.domains.decisions.charter import actions, queries
from allied.domains.decisions.charter.forms import FrameForm, RightForm, StandardForm
from allied.domains.decisions.charter.starters import STARTERS
from allied.domains.decisions.charter.undo import of_draft, standing
from allied.domains.decisions.models import Charter, Objection, Right
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url

WRITE = Permission.CHARTER_WRITE


@require_safe
@member_view
def in_force(request: MemberRequest) -> HttpResponse:
    """The version that holds today, or the one that held on the date in the address."""
    member = request.member
    today = today_in(member.workspace)
    day = _day(request.GET.get("on", "")) or today
    charter = queries.charter_on(day, actor=member)
    versions = list(queries.charters(actor=member))
    holds = next((one for one in versions if one.is_in_force), None)
    shown: dict[str, Any] = {"day": day, "is_past": day < today, "versions": versions, "starters": STARTERS.values()}
    shown["differs"] = queries.differences(charter, holds) if charter and holds and charter.pk != holds.pk else []
    shown["draft"] = next((one for one in versions if one.is_draft), None)
    return _show(request, charter, "charter", **shown)


@require_safe
@member_view
def version(request: MemberRequest, charter_number: int) -> HttpResponse:
    charter = _charter(request, charter_number)
    before = queries.charters(actor=request.member).filter(number__lt=charter_number).first()
    shown = {"before": before, "differs": queries.differences(before, charter) if before else []}
    return _show(request, charter, "version", **shown)


@require_POST
@member_view(permission=WRITE)
def drafting(request: MemberRequest) -> HttpResponse:
    made = actions.draft_charter(request.POST.get("starter", ""), actor=request.member)
    toast(
        request,
        _(
            "Version %(number)s is a draft. It holds once leadership, UX and Product have signed it.",
            number=made.number,
        ),
        undo=of_draft(None, actor=request.member),
    )
    return _go_to(request, made)


@member_view(permission=WRITE)
def frame(request: MemberRequest, charter_number: int) -> HttpResponse:
    charter = _charter(request, charter_number)
    form, before = FrameForm.of(charter, actor=request.member, data=posted(request)), standing(actor=request.member)
    if request.method == "POST" and form.attempt(partial(_frame, form, charter, request)) is not None:
        back = of_draft(before, actor=request.member)
        toast(request, _("Saved. Whoever had signed this draft signs it again."), undo=back)
        return _go_to(request, charter)
    return _form(request, charter, form, _("What this version changes"))


def _frame(form: FrameForm, charter: Charter, request: MemberRequest) -> Charter:
    return actions.frame_charter(charter, form.frame(), actor=request.member)


@member_view(permission=WRITE)
def right_new(request: MemberRequest, charter_number: int) -> HttpResponse:
    return _right(request, charter_number, None)


@member_view(permission=WRITE)
def right(request: MemberRequest, charter_number: int, right_id: int) -> HttpResponse:
    return _right(request, charter_number, right_id)


def _right(request: MemberRequest, charter_number: int, right_id: int | None) -> HttpResponse:
    charter = _charter(request, charter_number)
    found = _row(charter, right_id) if right_id is not None else None
    form, before = RightForm.of(found, actor=request.member, data=posted(request)), standing(actor=request.member)
    if request.method == "POST" and form.attempt(partial(_write, form, charter, found, request)) is not None:
        toast(request, _("The row is saved."), undo=of_draft(before, actor=request.member))
        return _go_to(request, charter)
    return _form(request, charter, form, str(found) if found else _("Another row"), right=found)


def _write(form: RightForm, charter: Charter, found: Right | None, request: MemberRequest) -> Right:
    return actions.write_right(charter, form.draft(), right=found, actor=request.member)


@require_POST
@member_view(permission=WRITE)
def right_removal(request: MemberRequest, charter_number: int, right_id: int) -> HttpResponse:
    charter, before = _charter(request, charter_number), standing(actor=request.member)
    actions.remove_right(charter, _row(charter, right_id), actor=request.member)
    toast(request, _("The row is out of the draft."), undo=of_draft(before, actor=request.member))
    return _go_to(request, charter)


@require_POST
@member_view(permission=Permission.DECISION_TAKE_PART)
def signature(request: MemberRequest, charter_number: int) -> HttpResponse:
    made = actions.sign_charter(_charter(request, charter_number), actor=request.member)
    holds = (
        _("Version %(charter_number)s holds from now on.", charter_number=charter_number)
        if made.is_in_force
        else _("You have signed. It waits for the others.")
    )
    toast(request, holds)
    return _go_to(request, made)


@require_POST
@member_view(permission=WRITE)
def discarding(request: MemberRequest, charter_number: int) -> HttpResponse:
    before = standing(actor=request.member)
    actions.discard_charter(_charter(request, charter_number), actor=request.member)
    back = of_draft(before, actor=request.member)
    toast(request, _("The draft is gone. What holds is as it was."), undo=back)
    return redirect_or_refresh(request, "decisions:charter")


@require_safe
@member_view
def standard_list(request: MemberRequest) -> HttpResponse:
    return _standards(request, StandardForm())


def _standards(request: MemberRequest, form: StandardForm, *, kind: str = "", status: int = 200) -> HttpResponse:
    here = request.member.workspace_id
    lists = [
        (each, standards.citable(here, each), standards.retired(here, each), form if each == kind else StandardForm())
        for each in Objection.Kind
    ]
    shown = {"lists": lists, "form": form, "may_write": access.can(request.member, WRITE)}
    return render(request, "decisions/standards.html", shown, status=status)


@require_POST
@member_view(permission=WRITE)
def standard_new(request: MemberRequest, kind: str) -> HttpResponse:
    form = StandardForm(request.POST)
    made = form.attempt(lambda: standards.add_standard(kind, form.cleaned_data["name"], actor=request.member))
    if made is None:
        return _standards(request, form, kind=kind, status=form.status)
    again = url("decisions:standard-retirement", kind=kind, key=made.key)
    toast(request, _("“%(name)s” can be cited now.", name=made.name), again)
    return redirect_or_refresh(request, "decisions:standards")


@require_POST
@member_view(permission=WRITE)
def standard_retirement(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    made = standards.retire_standard(kind, key, actor=request.member)
    again = url("decisions:standard-restoration", kind=kind, key=key)
    toast(request, _("“%(name)s” is offered no more. What cites it keeps it.", name=made.name), again)
    return redirect_or_refresh(request, "decisions:standards")


@require_POST
@member_view(permission=WRITE)
def standard_restoration(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    made = standards.restore_standard(kind, key, actor=request.member)
    again = url("decisions:standard-retirement", kind=kind, key=key)
    toast(request, _("“%(name)s” can be cited again.", name=made.name), again)
    return redirect_or_refresh(request, "decisions:standards")


def _show(request: MemberRequest, charter: Charter | None, page: str, **shown: Any) -> HttpResponse:
    known: dict[str, Any] = {"charter": charter, "may_write": access.can(request.member, WRITE)}
    if charter is not None:
        known["rows"], known["signed"] = queries.rows(charter), queries.signatories(charter)
        known["open"] = queries.open_to(request.member, charter)
    return render(request, f"decisions/{page}.html", known | shown)


def _form(request: MemberRequest, charter: Charter, form: Any, title: str, **shown: Any) -> HttpResponse:
    shown |= {"charter": charter, "form": form, "title": title}
    return render(request, "decisions/charter_form.html", shown, status=form.status)


def _charter(request: MemberRequest, number: int) -> Charter:
    return queries.charter_by_number(number, actor=request.member)


def _row(charter: Charter, right_id: int) -> Right:
    found = next((right for right in charter.rights.all() if right.pk == right_id), None)
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _go_to(request: MemberRequest, charter: Charter) -> HttpResponse:
    return redirect_or_refresh(request, "decisions:charter-version", charter_number=charter.number)
