"""How acts on a roadmap item are taken back, where no page of its own does it."""

from __future__ import annotations

from typing import Any

from allied.domains.roadmap import actions, queries
from allied.domains.roadmap.models import Item
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members, product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

AT_ONCE = _("Taken back right after it was made.")


def of_edit(item: Item, before: dict[str, str]) -> Undo | None:
    """Puts the words back that stood before, unless somebody has changed them since; None where nothing changed."""
    return _of_change("item.edited", item, before, actions.said(item))


def of_owners(item: Item, before: dict[str, str]) -> Undo | None:
    return _of_change("item.owners_assigned", item, before, actions.said_of_owners(item))


def of_commitment(item: Item) -> Undo:
    """Makes it a proposal again; the trail tells that it was taken back at once."""
    return _undo("item.committed", item)


def of_uncommitment(item: Item) -> Undo:
    """Commits it again, if it still can be."""
    return _undo("item.uncommitted", item)


def of_restoration(item: Item, reason: str) -> Undo:
    """Drops it again, for the reason that stood."""
    return _undo("item.restored", item, reason=reason)


def _of_change(name: str, item: Item, before: dict[str, str], after: dict[str, str]) -> Undo | None:
    return None if after == before else _undo(name, item, to=before, seen=edition(after))


def _undo(name: str, item: Item, **given: Any) -> Undo:
    return Undo(name, {"reference": item.node.reference, **given}, item.node)


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    item, texts = _found(given, actor), dict(given["to"])
    texts["product"] = product_by_id(texts["product"], actor=actor)
    actions.edit_item(item, **texts, actor=actor, seen=given["seen"])
    return _("%(given)s reads as it did before.", given=given["reference"])


def _assign_as_before(given: dict[str, Any], *, actor: Member) -> str:
    people = {str(member.pk): member for member in members(actor=actor)}
    owners = {side: people.get(pk) for side, pk in given["to"].items()}
    actions.assign_owners(
        _found(given, actor),
        ux_owner=owners["ux_owner"],
        product_owner=owners["product_owner"],
        actor=actor,
        seen=given["seen"],
    )
    return _("%(given)s has the owners that it had before.", given=given["reference"])


def _uncommit(given: dict[str, Any], *, actor: Member) -> str:
    actions.uncommit_item(_found(given, actor), reason=AT_ONCE, actor=actor)
    return _("%(given)s is a proposal again.", given=given["reference"])


def _commit(given: dict[str, Any], *, actor: Member) -> str:
    actions.commit_item(_found(given, actor), actor=actor)
    return _("%(given)s is committed again.", given=given["reference"])


def _drop(given: dict[str, Any], *, actor: Member) -> str:
    actions.drop_item(_found(given, actor), reason=given["reason"], actor=actor)
    return _("%(given)s is dropped again.", given=given["reference"])


def _found(given: dict[str, Any], actor: Member) -> Item:
    return queries.item_by_reference(given["reference"], actor=actor)


def register_undo() -> None:
    register("item.edited", _put_back)
    register("item.owners_assigned", _assign_as_before)
    register("item.committed", _uncommit)
    register("item.uncommitted", _commit)
    register("item.restored", _drop)
