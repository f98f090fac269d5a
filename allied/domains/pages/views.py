"""The pages of pages."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.pages import actions, queries, undo
from allied.domains.pages.embeds import written
from allied.domains.pages.forms import PageForm
from allied.domains.pages.listing import page_list
from allied.domains.pages.models import TEXT_LENGTH, Page
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.words import _
from allied.web.difference import Line, difference
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url
from allied.web.lists.saved import begins_with_default
from allied.web.starts import start
from allied.web.talk import Editing, editing_for

VERSIONS_SHOWN = 100


@require_safe
@member_view
@begins_with_default("pages")
def pages(request: MemberRequest) -> HttpResponse:
    listing = page_list(request)
    shown = {"listing": listing, "sheet": listing.sheet()}
    shown["may_write"] = access.can(request.member, Permission.PAGE_WRITE)
    return render(request, "pages/list.html", shown, fragment="list")


@member_view(permission=Permission.PAGE_WRITE)
def new(request: MemberRequest) -> HttpResponse:
    member, product = request.member, request.layout.product
    begun = start(request, "page")
    form = PageForm(
        posted(request), actor=member, initial={**begun.initial, "product": str(product.pk) if product else ""}
    )
    if request.method == "POST" and (made := form.attempt(partial(_write, form, request))):
        toast(request, _("%(reference)s is written.", reference=made.node.reference), undo=undo_of_creation(made.node))
        return _go_to(request, made)
    return render(
        request, "pages/new.html", {"form": form, "start": begun, "editing": _editing(request)}, status=form.status
    )


def _write(form: PageForm, request: MemberRequest) -> Page:
    return actions.write_page(**form.wording(), actor=request.member)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    page = _page(request, reference)
    shown: dict[str, Any] = {"page": page, "html": written(page.text, actor=request.member)}
    shown["may_write"] = access.can(request.member, Permission.PAGE_WRITE)
    shown["count"] = page.versions.count()
    shown["events"] = history(page.node, actor=request.member)
    return render(request, "pages/detail.html", shown)


@member_view(permission=Permission.PAGE_WRITE)
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST: word a page anew. What saves by itself is answered without a page, with the edition it made."""
    page = _page(request, reference)
    form, before = PageForm.of(page, data=posted(request), actor=request.member), actions.said(page)
    if request.method == "POST" and form.attempt(partial(_edit, form, page, request)) is not None:
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(page, before)
        return saved(request, words, url("pages:detail", reference=reference), actions.said(page), undo=back)
    shown = {"page": page, "form": form, "editing": _editing(request), "conflict": _both_texts(form)}
    return render(request, "pages/edit.html", shown, status=form.status)


def _edit(form: PageForm, page: Page, request: MemberRequest) -> Page:
    return actions.edit_page(page, **form.wording(), actor=request.member, seen=form.seen)


def _both_texts(form: PageForm) -> list[Line]:
    """Where two people wrote at once: what mine changes in theirs."""
    if form.conflict is None or "text" not in form.conflict.changes:
        return []
    return difference(str(form.conflict.now["text"]), form.data.get("text", ""))


@require_POST
@member_view(permission=Permission.PAGE_WRITE)
def preview(request: MemberRequest) -> HttpResponse:
    """POST answers with what the text will read like, its objects unfolded."""
    text = request.POST.get("text", "")[:TEXT_LENGTH]
    return HttpResponse(written(text, actor=request.member) or _("Nothing to preview yet."))


@require_safe
@member_view
def versions(request: MemberRequest, reference: str) -> HttpResponse:
    page = _page(request, reference)
    found = queries.versions(page)[:VERSIONS_SHOWN]
    return render(request, "pages/versions.html", {"page": page, "versions": found})


@require_safe
@member_view
def version(request: MemberRequest, reference: str, version: int) -> HttpResponse:
    page = _page(request, reference)
    this = queries.version(page, version)
    before = queries.before(this)
    shown: dict[str, Any] = {"page": page, "version": this, "before": before}
    shown["lines"] = difference(before.text if before else "", this.text)
    shown["is_now"] = (this.title, this.text) == (page.title, page.text)
    shown["may_write"] = access.can(request.member, Permission.PAGE_WRITE)
    return render(request, "pages/version.html", shown)


@require_POST
@member_view(permission=Permission.PAGE_WRITE)
def restoration(request: MemberRequest, reference: str, version: int) -> HttpResponse:
    """POST puts a version back; the Undo of the toast puts back what it said before."""
    page = _page(request, reference)
    newest = queries.versions(page).first()
    actions.put_back(queries.version(page, version), actor=request.member)
    back = url("pages:restoration", reference=reference, version=newest.number) if newest else ""
    toast(
        request,
        _("%(reference)s says again what it said in version %(version)s.", reference=reference, version=version),
        back,
    )
    return _go_to(request, page)


def _page(request: MemberRequest, reference: str) -> Page:
    return queries.page_by_reference(reference, actor=request.member)


def _editing(request: MemberRequest) -> Editing:
    """As for comments, but the preview unfolds what stands alone."""
    return replace(editing_for(request.member), preview_url=url("pages:preview"))


def _go_to(request: MemberRequest, page: Page) -> HttpResponse:
    return redirect_or_refresh(request, "pages:detail", reference=page.node.reference)
