"""How acts on a roadmap item are taken back, where no page of its own does it."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.domains.roadmap import actions, delivering, planning, queries
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


def of_plan(item: Item, before: dict[str, str]) -> Undo | None:
    return _of_change("item.planned", item, before, planning.said(item))


def of_start(item: Item) -> Undo:
    """Nobody works on it yet, as before."""
    return _undo("item.started", item)


def of_stop(item: Item) -> Undo:
    return _undo("item.stopped", item)


def of_shipping(item: Item) -> Undo:
    """Takes back that it shipped; the trail tells that it was at once."""
    return _undo("item.shipped", item)


def of_unshipping(item: Item, shipped_on: str, because: str) -> Undo:
    """Ships it again on the same day, if it still can be."""
    return _undo("item.unshipped", item, on=shipped_on, because=because)


def of_reading(item: Item) -> Undo:
    return _undo("item.read_back", item)


def of_unreading(item: Item, result: str) -> Undo:
    return _undo("item.unread", item, result=result)


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


def _plan(given: dict[str, Any], *, actor: Member) -> str:
    planning.plan_item(_found(given, actor), given["to"], actor=actor, seen=given["seen"])
    return _("%(given)s is planned as before.", given=given["reference"])


def _stop(given: dict[str, Any], *, actor: Member) -> str:
    delivering.stop_item(_found(given, actor), actor=actor)
    return _("%(given)s is committed, as before.", given=given["reference"])


def _start(given: dict[str, Any], *, actor: Member) -> str:
    delivering.start_item(_found(given, actor), actor=actor)
    return _("%(given)s is in progress again.", given=given["reference"])


def _unship(given: dict[str, Any], *, actor: Member) -> str:
    delivering.unship_item(_found(given, actor), reason=AT_ONCE, actor=actor)
    return _("%(given)s has not shipped.", given=given["reference"])


def _ship(given: dict[str, Any], *, actor: Member) -> str:
    day = date.fromisoformat(given["on"])
    delivering.ship_item(_found(given, actor), shipped_on=day, untested_because=given["because"], actor=actor)
    return _("%(given)s has shipped again.", given=given["reference"])


def _unread(given: dict[str, Any], *, actor: Member) -> str:
    delivering.unread_item(_found(given, actor), actor=actor)
    return _("%(given)s waits to be read.", given=given["reference"])


def _read(given: dict[str, Any], *, actor: Member) -> str:
    delivering.read_back_item(_found(given, actor), result=given["result"], actor=actor)
    return _("%(given)s is read back again.", given=given["reference"])


def _found(given: dict[str, Any], actor: Member) -> Item:
    return queries.item_by_reference(given["reference"], actor=actor)


def register_undo() -> None:
    register("item.edited", _put_back)
    register("item.owners_assigned", _assign_as_before)
    register("item.committed", _uncommit)
    register("item.uncommitted", _commit)
    register("item.restored", _drop)
    register("item.planned", _plan)
    register("item.started", _stop)
    register("item.stopped", _start)
    register("item.shipped", _unship)
    register("item.unshipped", _ship)
    register("item.read_back", _unread)
    register("item.unread", _read)
