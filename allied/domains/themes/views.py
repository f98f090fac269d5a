"""The pages of themes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.themes import actions, changes, explorer, queries
from allied.domains.themes.exports import themes_csv
from allied.domains.themes.forms import FineForm, NameForm
from allied.domains.themes.models import Kind, Run, Theme
from allied.domains.themes.undo import of_mark, of_move, of_name, of_split
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.people.models import Product
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url

BIN_SHOWN = 20
PIECES_SHOWN = 50


@require_safe
@member_view
def themes(request: MemberRequest) -> HttpResponse:
    """The explorer of one product: the one chosen in the sidebar, or the first."""
    member, product = request.member, _product(request)
    shown: dict[str, Any] = {"product": product, "may": _may(request)}
    if product is not None:
        shown |= {"busy": queries.run_on_its_way(product, actor=member)}
        shown |= _explored(request, queries.standing_run(product, actor=member))
    return render(request, "themes/list.html", shown, fragment="list")


def _explored(request: MemberRequest, run: Run | None) -> dict[str, Any]:
    if run is None:
        return {"found": None}
    asked = {name: request.GET.get(name, "") for name in ("order", "kind", "segment")}
    kind = asked["kind"] if asked["kind"] in Kind.values else ""
    order = asked["order"] if asked["order"] in explorer.ORDERS else "rising"
    found = explorer.explore(run, actor=request.member, order=order, kind=kind, segment=asked["segment"])
    segments = explorer.segments_of([row.finding for row in found.rows])
    chosen = {"order": order, "kind": kind, "segment": asked["segment"], "all": bool(request.GET.get("all"))}
    return {"found": found, "chosen": chosen, "orders": explorer.ORDERS, "kinds": Kind.choices, "segments": segments}


@require_POST
@member_view(permission=Permission.THEME_RUN)
def run(request: MemberRequest) -> HttpResponse:
    form, product = FineForm(request.POST), _product(request)
    if product is None or not form.is_valid():
        raise NotVisible(_("There is no such product in this workspace."))
    started = actions.start_run(product, actor=request.member, granularity=form.granularity())
    toast(request, _("Run %(number)s sorts the feedback of %(name)s.", number=started.number, name=product.name))
    return redirect_or_refresh(request, "themes:list")


@require_safe
@member_view
def progress(request: MemberRequest) -> HttpResponse:
    product = _product(request)
    busy = queries.run_on_its_way(product, actor=request.member) if product else None
    return render(request, "themes/progress.html", {"busy": busy}, fragment="progress")


@require_POST
@member_view(permission=Permission.THEME_RUN)
def undo(request: MemberRequest) -> HttpResponse:
    product = _product(request)
    last = queries.standing_run(product, actor=request.member) if product else None
    if last is None:
        raise NotVisible(_("There are no themes here yet."))
    before = actions.undo_run(last, actor=request.member)
    toast(
        request,
        _(
            "Run %(number)s is undone. The themes of run %(number2)s stand again.",
            number=last.number,
            number2=before.number,
        ),
    )
    return redirect_or_refresh(request, "themes:list")


@require_safe
@member_view
def compared(request: MemberRequest) -> HttpResponse:
    """What the standing run moved against the one before it; ``before`` and ``now`` name the themes of one move."""
    product = _product(request)
    run = queries.standing_run(product, actor=request.member) if product else None
    if run is None:
        raise NotVisible(_("There are no themes here yet."))
    before = changes.run_before(run)
    found = changes.flows(before, run) if before else []
    asked = request.GET.get("before", ""), request.GET.get("now", "")
    chosen = next((flow for flow in found if (_named(flow.before), _named(flow.now)) == asked), None)
    places = (
        changes.moved_between(before, run, chosen.before, chosen.now, actor=request.member) if chosen and before else []
    )
    shown = {"run": run, "before": before, "flows": found, "chosen": chosen}
    return render(request, "themes/changes.html", shown | {"pieces": explorer.pieces(places, actor=request.member)})


def _named(theme: Theme | None) -> str:
    return theme.node.reference if theme else "none"


@require_safe
@member_view
def export(request: MemberRequest) -> HttpResponse:
    product = _product(request)
    if product is None:
        raise NotVisible(_("There is no product here yet."))
    answer = HttpResponse(themes_csv(product, actor=request.member), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="themes-{product.slug}.csv"'
    return answer


@require_safe
@member_view
def not_themed(request: MemberRequest) -> HttpResponse:
    """Twenty of the feedback in no theme, the nearest to one first, each with a way into a theme."""
    product = _product(request)
    standing = queries.standing_run(product, actor=request.member) if product else None
    places = list(queries.places(standing, None, actor=request.member)[:BIN_SHOWN])
    shown: dict[str, Any] = {"pieces": explorer.pieces(places, actor=request.member), "may": _may(request)}
    shown["themes"] = list(queries.findings(standing, actor=request.member))
    return render(request, "themes/not_themed.html", shown)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, theme = request.member, _theme(request, reference)
    standing = queries.standing_run(theme.node.product, actor=member) if theme.node.product else None
    places = list(queries.places(standing, theme, actor=member)[:PIECES_SHOWN])
    shown: dict[str, Any] = {"theme": theme, "may": _may(request), "run": standing}
    shown["found"] = (
        explorer.detail(theme, standing, actor=member, segment=request.GET.get("segment", "")) if standing else None
    )
    shown["pieces"] = explorer.pieces(places, actor=member)
    shown["others"] = [one.theme for one in queries.findings(standing, actor=member) if one.theme_id != theme.pk]
    shown["events"] = history(theme.node, actor=member)
    return render(request, "themes/detail.html", shown, fragment="course")


@member_view(permission=Permission.THEME_STEER)
def rename(request: MemberRequest, reference: str) -> HttpResponse:
    theme = _theme(request, reference)
    form = NameForm(posted(request), initial=actions.said(theme))
    name, named_by = theme.name, theme.named_by_id
    if request.method == "POST" and form.attempt(partial(_rename, form, theme, request)) is not None:
        toast(
            request,
            _("%(reference)s is named “%(name)s”. Later runs keep that.", reference=reference, name=theme.name),
            undo=of_name(theme, name, named_by),
        )
        return _go_to(request, theme)
    return render(request, "themes/rename.html", {"theme": theme, "form": form}, status=form.status)


def _rename(form: NameForm, theme: Theme, request: MemberRequest) -> Theme:
    return actions.rename_theme(theme, form.cleaned_data["name"], actor=request.member, seen=form.seen)


@require_POST
@member_view(permission=Permission.THEME_STEER)
def pin(request: MemberRequest, reference: str) -> HttpResponse:
    theme = actions.pin_theme(_theme(request, reference), pinned=_wants(request), actor=request.member)
    toast(
        request,
        _("%(reference)s is pinned.", reference=reference)
        if theme.is_pinned
        else _("%(reference)s is no longer pinned.", reference=reference),
        undo=of_mark(theme, pinned=theme.is_pinned),
    )
    return _go_to(request, theme)


@require_POST
@member_view(permission=Permission.THEME_STEER)
def hide(request: MemberRequest, reference: str) -> HttpResponse:
    theme = actions.hide_theme(_theme(request, reference), hidden=_wants(request), actor=request.member)
    toast(
        request,
        _("%(reference)s is hidden; its feedback is kept.", reference=reference)
        if theme.is_hidden
        else _("%(reference)s is back.", reference=reference),
        undo=of_mark(theme, hidden=theme.is_hidden),
    )
    return redirect_or_refresh(request, "themes:list")


@require_POST
@member_view(permission=Permission.THEME_STEER)
def merge(request: MemberRequest, reference: str) -> HttpResponse:
    theme, into = _theme(request, reference), _theme(request, request.POST.get("into", ""))
    kept = actions.merge_themes(theme, into, actor=request.member)
    sentence = _("%(reference)s is merged into “%(name)s”. Later runs keep this.", reference=reference, name=kept.name)
    toast(request, sentence, url("themes:unmerge", reference=reference))
    return _go_to(request, kept)


@require_POST
@member_view(permission=Permission.THEME_STEER)
def unmerge(request: MemberRequest, reference: str) -> HttpResponse:
    theme = actions.unmerge_theme(_theme(request, reference), actor=request.member)
    toast(request, _("%(reference)s stands by itself again.", reference=reference))
    return _go_to(request, theme)


@require_POST
@member_view(permission=Permission.THEME_STEER)
def split(request: MemberRequest, reference: str) -> HttpResponse:
    parts = actions.split_theme(_theme(request, reference), actor=request.member)
    others = ", ".join(f"{part.node.reference} “{part.name}”" for part in parts[1:])
    toast(
        request,
        _("%(reference)s is split: %(others)s stand beside it now.", reference=reference, others=others),
        undo=of_split(parts),
    )
    return _go_to(request, parts[0])


@require_POST
@member_view(permission=Permission.THEME_STEER)
def move(request: MemberRequest) -> HttpResponse:
    item = node_by_reference(request.POST.get("item", ""), actor=request.member)
    to = request.POST.get("theme", "")
    theme = _theme(request, to) if to else None
    was = actions.move_items([item], theme, actor=request.member)
    words = (
        _("%(reference)s is in %(reference2)s now.", reference=item.reference, reference2=theme.node.reference)
        if theme
        else _("%(reference)s is taken out.", reference=item.reference)
    )
    toast(request, words, undo=of_move(was))
    return _go_to(request, theme) if theme else redirect_or_refresh(request, "themes:list")


def _product(request: MemberRequest) -> Product | None:
    """The product chosen in the sidebar; where all are, the first that has themes, or the first."""
    layout = request.layout
    if layout.product is not None or not layout.products:
        return layout.product
    with_themes = queries.products_with_themes(actor=request.member)
    found: Product = next((one for one in layout.products if one.pk in with_themes), layout.products[0])
    return found


def _theme(request: MemberRequest, reference: str) -> Theme:
    return queries.theme_by_reference(reference, actor=request.member)


def _wants(request: MemberRequest) -> bool:
    return request.POST.get("value", "yes") == "yes"


def _may(request: MemberRequest) -> dict[str, bool]:
    wanted = {"run": Permission.THEME_RUN, "steer": Permission.THEME_STEER, "draft": Permission.INSIGHT_DRAFT}
    return {name: access.can(request.member, permission) for name, permission in wanted.items()}


def _go_to(request: MemberRequest, theme: Theme) -> HttpResponse:
    return redirect_or_refresh(request, "themes:detail", reference=theme.node.reference)
