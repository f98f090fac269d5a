"""What of a roadmap item can be changed in its table."""

from __future__ import annotations

from functools import partial
from typing import Any

from allied.domains.roadmap import actions, queries
from allied.domains.roadmap.models import Horizon, Item
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members, product_by_id
from allied.kernel.people.sides import speakers
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing, products_or_none


def _reword(item: Item, words: dict[str, str], *, actor: Member, seen: str) -> None:
    texts: dict[str, Any] = dict(words)
    texts["product"] = product_by_id(texts["product"], actor=actor)
    actions.edit_item(item, **texts, actor=actor, seen=seen)


def _assign(item: Item, words: dict[str, str], *, actor: Member, seen: str) -> None:
    people = {str(member.pk): member for member in members(actor=actor)}
    owners = {side: people.get(pk) for side, pk in words.items()}
    actions.assign_owners(
        item, ux_owner=owners["ux_owner"], product_owner=owners["product_owner"], actor=actor, seen=seen
    )


def _move(item: Item, words: dict[str, str], *, actor: Member, seen: str) -> None:
    actions.move_item(item, horizon=words["horizon"], actor=actor)


def _owners(side: Side, actor: Member) -> dict[str, str]:
    offered = speakers(side, actor=actor)
    return {"": _("Nobody yet")} | {str(one.pk): one.name for one in offered}


def _words(name: str, **more: Any) -> Edit:
    return Edit(name, actions.said, _reword, Permission.ITEM_EDIT, **more)


def _owner(side: Side) -> Edit:
    name = f"{side.value}_owner"
    return Edit(name, actions.said_of_owners, _assign, Permission.ITEM_EDIT, options=partial(_owners, side))


def register() -> None:
    hold("item", edit=Permission.ITEM_EDIT, own=Permission.ITEM_PROPOSE, own_states={"idea", "proposed"})
    edits = {
        "title": _words("title"),
        "outcome": _words("outcome", is_long=True),
        "horizon": Edit(
            "horizon",
            lambda item: {"horizon": item.horizon},
            _move,
            Permission.ITEM_EDIT,
            options=lambda __: dict(Horizon.choices),
        ),
        "ux_owner": _owner(Side.UX),
        "product_owner": _owner(Side.PRODUCT),
        "product": _words("product", options=products_or_none),
    }
    editing.register("items", Editing(queries.item_by_reference, queries.items, edits, kind="item"))
    labels = {"title": _("Title"), "problem": _("Problem"), "outcome": _("Outcome")}
    rewording.register("item", queries.item_by_reference, labels, {name: _words(name) for name in labels})
