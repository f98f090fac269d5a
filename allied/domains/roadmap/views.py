"""The pages of the roadmap."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from allied.domains.roadmap import actions, queries, rules, undo
from allied.domains.roadmap.findings.queries import findings_in
from allied.domains.roadmap.forms import ItemForm, NewItemForm, OwnersForm, PlaceForm, ReasonForm
from allied.domains.roadmap.listing import item_list
from allied.domains.roadmap.models import Horizon, Item
from allied.domains.roadmap.queries import Card
from allied.domains.roadmap.ranges import in_words
from allied.domains.roadmap.releases.queries import releases_of
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.people.sides import stand_ins
from allied.kernel.thread.panel import panel
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, is_htmx, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url
from allied.web.lists.fieldlist import FieldList
from allied.web.lists.saved import begins_with_default
from allied.web.starts import start
from allied.web.thread import drawn, strip

LAYOUTS = [(_("Now, Next, Later"), "kanban", "roadmap:list"), (_("Table"), "table", "roadmap:table")]


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
def board(request: MemberRequest) -> HttpResponse:
    listing = item_list(request, is_board=True)
    shown = _around(request, listing) | {"lanes": queries.board(listing.rows, actor=request.member)}
    return render(request, "roadmap/board.html", shown, fragment="list")


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
@begins_with_default("items")
def table(request: MemberRequest) -> HttpResponse:
    listing = item_list(request)
    shown = _around(request, listing) | {"sheet": listing.sheet()}
    return render(request, "roadmap/table.html", shown, fragment="list")


def _around(request: MemberRequest, listing: FieldList[Item, Card]) -> dict[str, Any]:
    """What board and table share; the other layout shows the same items."""
    filters = urlencode(listing.kept("sort", "group"), safe="~,")
    return {
        "listing": listing,
        "layouts": [
            {"label": label, "icon": icon, "url": f"{url(name)}?{filters}", "current": url(name) == request.path}
            for label, icon, name in LAYOUTS
        ],
        "may_add": access.can(request.member, Permission.ITEM_PROPOSE),
        "may_move": access.can(request.member, Permission.ITEM_EDIT),
    }


@member_view(permission=Permission.ITEM_PROPOSE)
def new(request: MemberRequest) -> HttpResponse:
    member, product = request.member, request.layout.product
    begun = start(request, "item")
    initial = {
        **begun.initial,
        "product": str(product.pk) if product else "",
        "horizon": request.GET.get("horizon", Horizon.LATER),
    }
    form = NewItemForm(posted(request), actor=member, initial=initial)
    if request.method == "POST" and (made := form.attempt(partial(_add, form, request))):
        toast(
            request,
            _("%(reference)s is on the roadmap as an idea.", reference=made.node.reference),
            undo=undo_of_creation(made.node),
        )
        return _go_to(request, made)
    return render(request, "roadmap/new.html", {"form": form, "start": begun}, status=form.status)


def _add(form: NewItemForm, request: MemberRequest) -> Item:
    return actions.add_item(**form.wording(), actor=request.member)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, item = request.member, _item(request, reference)
    found, may_link = panel(item.node, actor=member), access.can(member, Permission.THREAD_LINK)
    shown = {
        "item": item,
        "card": queries.card(item, actor=member),
        "open": queries.open_to(member, item, stand_ins(member)),
        "plan": {"size": in_words(item.size_low, item.size_high), "efforts": queries.efforts(item)},
        "blockers": queries.blockers(item, actor=member),
        "findings": findings_in(item.node, actor=member),
        "releases": releases_of(item, actor=member),
        "addressed": queries.opportunities_of(item, actor=member),
        "strip": strip(found),
        "panel": drawn(found, workspace_slug=member.workspace.slug, may_fill=may_link),
        "events": history(item.node, actor=member),
        "reason_form": ReasonForm(),
    }
    return render(request, "roadmap/detail.html", shown)


@member_view
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    item = _editable(request, reference)
    form, before = ItemForm.of(item, data=posted(request), actor=request.member), actions.said(item)
    if request.method == "POST" and (kept := form.attempt(partial(_edit, form, item, request))):
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(kept, before)
        return saved(request, words, url("roadmap:detail", reference=reference), actions.said(kept), undo=back)
    return _act_page(request, item, "edit", form)


def _edit(form: ItemForm, item: Item, request: MemberRequest) -> Item:
    return actions.edit_item(item, **form.wording(), actor=request.member, seen=form.seen)


@member_view
def owners(request: MemberRequest, reference: str) -> HttpResponse:
    item = _editable(request, reference)
    form, before = OwnersForm(posted(request), actor=request.member, item=item), actions.said_of_owners(item)
    if request.method == "POST" and (kept := form.attempt(partial(_assign, form, item, request))):
        toast(
            request, _("The owners of %(reference)s are saved.", reference=reference), undo=undo.of_owners(kept, before)
        )
        return _go_to(request, kept)
    return _act_page(request, item, "owners", form)


def _assign(form: OwnersForm, item: Item, request: MemberRequest) -> Item:
    return actions.assign_owners(item, **form.chosen(), actor=request.member, seen=form.seen)


@member_view(permission=Permission.ITEM_EDIT)
def place(request: MemberRequest, reference: str) -> HttpResponse:
    """GET asks where to; POST moves the item. A toast's Undo has the choice in its address."""
    item = _item(request, reference)
    form = PlaceForm((request.POST if "to" in request.POST else request.GET) if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        back, moved = _undo_of_move(item, form), _move(request, item, **form.choice())
        toast(
            request,
            _("%(reference)s is in %(label)s now.", reference=reference, label=Horizon(moved.horizon).label),
            back,
        )
        return _go_back(request, form.back(request.member) or url("roadmap:list"), reference)
    return _act_page(request, item, "place", form)


def _move(request: MemberRequest, item: Item, *, to: str, before: str) -> Item:
    if to in Horizon.values:
        other = _item(request, before) if before else None
        return actions.move_item(item, horizon=to, before=other, actor=request.member)
    other = queries.neighbor(item, up=to == "up", product=request.layout.product)
    if other is None:
        return item
    beside = {"before" if to == "up" else "after": other}
    return actions.move_item(item, horizon=item.horizon, actor=request.member, **beside)


def _undo_of_move(item: Item, form: PlaceForm) -> str:
    """The address that puts the item back where it stands now."""
    behind = queries.follower(item)
    place = {"to": item.horizon, "before": behind.node.reference if behind else "", "next": form.cleaned_data["next"]}
    return f"{url('roadmap:place', reference=item.node.reference)}?{urlencode(place)}"


@require_POST
@member_view
def proposal(request: MemberRequest, reference: str) -> HttpResponse:
    item = actions.propose_item(_item(request, reference), actor=request.member)
    toast(
        request,
        _("%(reference)s is proposed.", reference=reference),
        url("roadmap:proposal-removal", reference=reference),
    )
    return _go_to(request, item)


@require_POST
@member_view
def proposal_removal(request: MemberRequest, reference: str) -> HttpResponse:
    item = actions.withdraw_proposal(_item(request, reference), actor=request.member)
    toast(
        request, _("%(reference)s is an idea again.", reference=reference), url("roadmap:proposal", reference=reference)
    )
    return _go_to(request, item)


@member_view(permission=Permission.ITEM_COMMIT)
def commitment(request: MemberRequest, reference: str) -> HttpResponse:
    """GET says what the commitment stands on and what is missing; POST commits."""
    item = _item(request, reference)
    if request.method != "POST":
        shown = {"item": item, "card": queries.card(item, actor=request.member)}
        shown["to_do"] = queries.open_to(request.member, item, stand_ins(request.member)).to_do
        return render(request, "roadmap/commit.html", shown | {"back": _address(item)})
    actions.commit_item(item, actor=request.member)
    toast(request, _("%(reference)s is committed.", reference=reference), undo=undo.of_commitment(item))
    return _go_to(request, item)


@member_view(permission=Permission.ITEM_COMMIT)
def commitment_removal(request: MemberRequest, reference: str) -> HttpResponse:
    item, form = _item(request, reference), ReasonForm(posted(request))
    if request.method == "POST" and (kept := form.attempt(partial(_uncommit, form, item, request))):
        said = _("The commitment of %(reference)s is taken back. It is a proposal again.", reference=reference)
        toast(request, said, undo=undo.of_uncommitment(kept))
        return _go_to(request, kept)
    return _act_page(request, item, "uncommit", form)


def _uncommit(form: ReasonForm, item: Item, request: MemberRequest) -> Item:
    return actions.uncommit_item(item, reason=form.cleaned_data["reason"], actor=request.member)


@member_view(permission=Permission.ITEM_EDIT)
def drop(request: MemberRequest, reference: str) -> HttpResponse:
    item, form = _item(request, reference), ReasonForm(posted(request))
    if request.method == "POST" and (kept := form.attempt(partial(_drop, form, item, request))):
        toast(
            request,
            _("%(reference)s is dropped.", reference=reference),
            url("roadmap:restoration", reference=reference),
        )
        return _go_to(request, kept)
    return _act_page(request, item, "drop", form)


def _drop(form: ReasonForm, item: Item, request: MemberRequest) -> Item:
    return actions.drop_item(item, reason=form.cleaned_data["reason"], actor=request.member)


@require_POST
@member_view
def restoration(request: MemberRequest, reference: str) -> HttpResponse:
    item = _item(request, reference)
    reason = item.dropped_because
    item = actions.restore_item(item, actor=request.member)
    again = undo.of_restoration(item, reason)
    toast(
        request,
        _("%(reference)s is back: %(state_label)s.", reference=reference, state_label=item.node.state_label.lower()),
        undo=again,
    )
    return _go_to(request, item)


def _go_back(request: MemberRequest, place: str, reference: str) -> HttpResponse:
    """To the page that the person was on, at the card that moved. A browser does not load a page for its anchor."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return redirect(f"{place}#{reference}-t")


def _item(request: MemberRequest, reference: str) -> Item:
    return queries.item_by_reference(reference, actor=request.member)


def _editable(request: MemberRequest, reference: str) -> Item:
    """The item, if the member may reword it: nobody fills in a form that is refused at its end."""
    item = _item(request, reference)
    access.require(request.member, rules.permission_to_edit(item, request.member), item.node)
    return item


def _act_page(request: MemberRequest, item: Item, act: str, form: Any) -> HttpResponse:
    shown = {"item": item, "form": form, "back": _address(item)}
    return render(request, f"roadmap/{act}.html", shown, status=form.status)


def _address(item: Item) -> str:
    return url("roadmap:detail", reference=item.node.reference)


def _go_to(request: MemberRequest, item: Item) -> HttpResponse:
    return redirect_or_refresh(request, "roadmap:detail", reference=item.node.reference)
