"""Put feedback into a theme, or take it out. What a person chose holds in later runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from allied.domains.themes import rules
from allied.domains.themes.actions.counting import recount
from allied.domains.themes.actions.steering import lock_theme
from allied.domains.themes.models import Choice, Place, Run, Theme, last_run
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _

AT_ONCE: Final = 500


def move_item(item: Node, theme: Theme | None, *, actor: Member) -> None:
    """Put one piece of feedback into a theme, or into none; later runs leave it there. Raises as ``move_items``."""
    move_items([item], theme, actor=actor)


@transaction.atomic
def move_items(items: Sequence[Node], theme: Theme | None, *, actor: Member) -> dict[str, str | None]:
    """Put feedback into a theme, or into none; return where each was that moved, theme by item, by id.

    Raises:
        Denied: the actor may not steer themes.
        InvalidState: the theme is not current, or one of them was not sorted yet.
        BadInput: they are about different products, or too many.
    """
    for item in items:
        access.require(actor, Permission.THEME_STEER, item)
    _check(items, theme)
    if theme is not None:
        lock_theme(theme, actor)
        rules.check_stands(theme)
    run = last_run(items[0].product_id) if items[0].product_id else None
    places = dict(Place.objects.filter(run=run, item__in=items).values_list("item", "theme"))
    if missing := next((item for item in items if item.pk not in places), None):
        raise InvalidState(
            _(
                "%(reference)s is not among the feedback that was sorted. Run themes again, then move it. "
                "Nothing was changed.",
                reference=missing.reference,
            )
        )
    assert run is not None  # noqa: S101  a place is of a run
    wanted = theme.pk if theme else None
    was: dict[str, str | None] = {pk: before for pk, before in places.items() if before != wanted}
    _choose(items, theme, actor)
    _place(run, [item for item in items if item.pk in was], theme, was, actor)
    return was


@transaction.atomic
def move_back(was: Mapping[str, str | None], *, actor: Member) -> int:
    """Put feedback back where it was, theme by item; return how many pieces moved. Raises as ``move_items``."""
    nodes = {node.pk: node for node in Node.objects.visible_to(actor).filter(pk__in=was)}
    themes = {one.pk: one for one in Theme.objects.visible_to(actor).filter(pk__in=filter(None, was.values()))}
    moved = 0
    for pk in {*was.values()}:
        back = [nodes[item] for item, before in was.items() if before == pk and item in nodes]
        if back:
            moved += len(move_items(back, themes[pk] if pk else None, actor=actor))
    return moved


def _check(items: Sequence[Node], theme: Theme | None) -> None:
    if not items:
        raise BadInput(item=_("Select at least one item first. Nothing was changed."))
    if len(items) > AT_ONCE:
        raise BadInput(
            item=_(
                "%(items)s items are selected; %(at_once)s fit in one go. Nothing was changed.",
                items=f"{len(items):,}",
                at_once=AT_ONCE,
            )
        )
    product = theme.node.product_id if theme else items[0].product_id
    if other := next((item for item in items if item.product_id != product), None):
        raise BadInput(
            theme=_("%(reference)s is about another product. Nothing was changed.", reference=other.reference)
        )


def _choose(items: Sequence[Node], theme: Theme | None, actor: Member) -> None:
    """Remember what was chosen, also where the item lay there already: later runs hold to it."""
    Choice.objects.bulk_create(
        [Choice(item=item, theme=theme, made_by=actor) for item in items],
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["theme", "made_by", "made_at"],
    )


def _place(run: Run, items: Sequence[Node], theme: Theme | None, was: Mapping[str, str | None], actor: Member) -> None:
    Place.objects.filter(run=run, item__in=items).update(theme=theme)
    left = {one.pk: one for one in Theme.objects.filter(pk__in=filter(None, was.values())).select_related("node")}
    recount(run, [*left.values(), *([theme] if theme and items else [])])
    verb = "theme.item_moved" if theme else "theme.item_removed"
    for item in items:
        seen = theme or left.get(was[item.pk] or "")
        activity.record(verb, seen.node if seen else None, actor=actor, item=item.reference)
