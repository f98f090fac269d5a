"""The pages that plan an item and take it from commitment to what it changed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from allied.domains.roadmap import delivering, planning, queries, rules, undo
from allied.domains.roadmap.forms import PlanForm, ReasonForm, ResultForm, ShipItemForm
from allied.domains.roadmap.models import Item
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url


@member_view
def plan(request: MemberRequest, reference: str) -> HttpResponse:
    item = _item(request, reference)
    access.require(request.member, rules.permission_to_edit(item, request.member), item.node)
    form, before = PlanForm(posted(request), item=item), planning.said(item)
    if request.method == "POST" and (kept := form.attempt(partial(_plan, form, item, request))):
        words, back = _("The plan of %(reference)s is saved.", reference=reference), undo.of_plan(kept, before)
        return saved(request, words, url("roadmap:detail", reference=reference), planning.said(kept), undo=back)
    return _page(request, item, "plan", form)


def _plan(form: PlanForm, item: Item, request: MemberRequest) -> Item:
    return planning.plan_item(item, form.plan(), actor=request.member, seen=form.seen)


@require_POST
@member_view
def start(request: MemberRequest, reference: str) -> HttpResponse:
    item = delivering.start_item(_item(request, reference), actor=request.member)
    toast(request, _("%(reference)s is in progress.", reference=reference), undo=undo.of_start(item))
    return _go_to(request, item)


@require_POST
@member_view
def start_removal(request: MemberRequest, reference: str) -> HttpResponse:
    item = delivering.stop_item(_item(request, reference), actor=request.member)
    toast(request, _("%(reference)s is committed, not started.", reference=reference), undo=undo.of_stop(item))
    return _go_to(request, item)


@member_view(permission=Permission.ITEM_COMMIT)
def shipping(request: MemberRequest, reference: str) -> HttpResponse:
    """GET says what stands in the way; POST ships."""
    item = _item(request, reference)
    today = today_in(request.member.workspace)
    form = ShipItemForm(posted(request), is_tested=bool(item.tested), today=today)
    if request.method == "POST" and (kept := form.attempt(partial(_ship, form, item, request))):
        toast(request, _("%(reference)s has shipped.", reference=reference), undo=undo.of_shipping(kept))
        return _go_to(request, kept)
    return _page(request, item, "ship", form, card=queries.card(item, actor=request.member))


def _ship(form: ShipItemForm, item: Item, request: MemberRequest) -> Item:
    return delivering.ship_item(item, **form.said(), actor=request.member)


@member_view(permission=Permission.ITEM_COMMIT)
def shipping_removal(request: MemberRequest, reference: str) -> HttpResponse:
    item, form = _item(request, reference), ReasonForm(posted(request))
    on, because = item.shipped_on.isoformat() if item.shipped_on else "", item.untested_because
    if request.method == "POST" and (kept := form.attempt(partial(_unship, form, item, request))):
        words = _("%(reference)s is %(state)s again.", reference=reference, state=kept.node.state_label.lower())
        toast(request, words, undo=undo.of_unshipping(kept, on, because))
        return _go_to(request, kept)
    return _page(request, item, "unship", form)


def _unship(form: ReasonForm, item: Item, request: MemberRequest) -> Item:
    return delivering.unship_item(item, reason=form.cleaned_data["reason"], actor=request.member)


@member_view(permission=Permission.ITEM_COMMIT)
def reading(request: MemberRequest, reference: str) -> HttpResponse:
    item, form = _item(request, reference), ResultForm(posted(request))
    if request.method == "POST" and (kept := form.attempt(partial(_read, form, item, request))):
        toast(request, _("%(reference)s is read back.", reference=reference), undo=undo.of_reading(kept))
        return _go_to(request, kept)
    return _page(request, item, "read", form)


def _read(form: ResultForm, item: Item, request: MemberRequest) -> Item:
    return delivering.read_back_item(item, result=form.cleaned_data["result"], actor=request.member)


@require_POST
@member_view
def reading_removal(request: MemberRequest, reference: str) -> HttpResponse:
    item = _item(request, reference)
    result = item.result
    kept = delivering.unread_item(item, actor=request.member)
    toast(request, _("%(reference)s waits to be read.", reference=reference), undo=undo.of_unreading(kept, result))
    return _go_to(request, kept)


def _item(request: MemberRequest, reference: str) -> Item:
    return queries.item_by_reference(reference, actor=request.member)


def _page(request: MemberRequest, item: Item, act: str, form: Any, **more: Any) -> HttpResponse:
    shown = {"item": item, "form": form, "back": url("roadmap:detail", reference=item.node.reference), **more}
    return render(request, f"roadmap/{act}.html", shown, status=form.status)


def _go_to(request: MemberRequest, item: Item) -> HttpResponse:
    return redirect_or_refresh(request, "roadmap:detail", reference=item.node.reference)
