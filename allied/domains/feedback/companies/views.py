"""The pages of companies."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.feedback import queries as feedback
from allied.domains.feedback.companies import actions, queries, undo
from allied.domains.feedback.companies.forms import CompanyForm
from allied.domains.feedback.companies.listing import company_list
from allied.domains.feedback.models import Company
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast

SHOWN: Final = 8


@require_safe
@member_view
def companies(request: MemberRequest) -> HttpResponse:
    listing = company_list(request)
    shown = {"listing": listing, "sheet": listing.sheet(), "may_edit": _may(request)}
    return render(request, "companies/list.html", shown, fragment="list")


@member_view(permission=Permission.FEEDBACK_EDIT)
def new(request: MemberRequest) -> HttpResponse:
    form = CompanyForm(posted(request))
    if request.method == "POST" and (made := form.attempt(partial(_add, form, request))):
        toast(request, _("%(reference)s is known.", reference=made.node.reference), undo=undo_of_creation(made.node))
        return redirect_or_refresh(request, "companies:detail", reference=made.node.reference)
    return render(request, "companies/new.html", {"form": form}, status=form.status)


def _add(form: CompanyForm, request: MemberRequest) -> Company:
    return actions.add_company(**form.wording(), actor=request.member)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    company, member = queries.company_by_reference(reference, actor=request.member), request.member
    shown: dict[str, Any] = {"company": company, "may_edit": _may(request)}
    shown["items"] = queries.told(company, actor=member, most=SHOWN)
    shown["also"] = queries.also_known_as(company)
    shown["events"] = history(company.node, actor=member)
    return render(request, "companies/detail.html", shown)


@member_view(permission=Permission.FEEDBACK_EDIT)
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST: call a company otherwise."""
    company = queries.company_by_reference(reference, actor=request.member)
    before = actions.said(company)
    form = CompanyForm(posted(request), initial=before)
    if request.method == "POST" and form.attempt(partial(_edit, form, company, request)) is not None:
        toast(request, _("%(reference)s is saved.", reference=reference), undo=undo.of_naming(company, before))
        return redirect_or_refresh(request, "companies:detail", reference=reference)
    return render(request, "companies/edit.html", {"company": company, "form": form}, status=form.status)


def _edit(form: CompanyForm, company: Company, request: MemberRequest) -> Company:
    return actions.edit_company(company, **form.wording(), actor=request.member, seen=form.seen)


@require_POST
@member_view(permission=Permission.FEEDBACK_EDIT)
def of_feedback(request: MemberRequest, reference: str) -> HttpResponse:
    """POST says which company one item of feedback came from."""
    item = feedback.feedback_by_reference(reference, actor=request.member)
    before = item.company.name if item.company else ""
    changed = actions.set_company([item], request.POST.get("company", ""), actor=request.member)
    words = (
        _("%(reference)s came from %(name)s.", reference=reference, name=item.company.name)
        if item.company
        else _("%(reference)s came from no company.", reference=reference)
    )
    toast(request, words, undo=undo.of_company(item, before) if changed else None)
    return redirect_or_refresh(request, "feedback:detail", reference=reference)


def _may(request: MemberRequest) -> bool:
    return access.can(request.member, Permission.FEEDBACK_EDIT)
