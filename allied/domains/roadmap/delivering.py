"""Take an item from commitment to what it changed: start it, ship it, read back what it did."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from allied.domains.roadmap import rules
from allied.domains.roadmap.actions import enter, lock, mark, unmark
from allied.domains.roadmap.models import REASON_LENGTH, Item, State
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _


@transaction.atomic
def start_item(item: Item, *, actor: Member) -> Item:
    """Say that the team works on what was committed.

    Raises:
        Denied: the actor may not commit items.
        InvalidState: it is not committed.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    enter(item, State.IN_PROGRESS)
    mark(item, "started", actor)
    activity.record("item.started", item.node, actor=actor)
    return item


@transaction.atomic
def stop_item(item: Item, *, actor: Member) -> Item:
    """Say that nobody works on it yet; it stays committed.

    Raises:
        Denied: the actor may not commit items.
        InvalidState: it is not in progress.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    rules.check_is(item, State.IN_PROGRESS)
    enter(item, State.COMMITTED)
    unmark(item, "started")
    activity.record("item.stopped", item.node, actor=actor)
    return item


@transaction.atomic
def ship_item(item: Item, *, actor: Member, shipped_on: date | None = None, untested_because: str = "") -> Item:
    """Say that it reached people on a day, today unless said otherwise.

    Raises:
        Denied: the actor may not commit items.
        Held: something forbids to ship it; the sentence gives the reason and the way out.
        InvalidState: it is neither committed nor in progress.
        BadInput: the day is still to come, or nothing says how it was tested or why it was not.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    because = clean(untested_because, field="untested_because", limit=REASON_LENGTH)
    today = today_in(actor.workspace)
    rules.check_is(item, State.COMMITTED, State.IN_PROGRESS)
    if (shipped_on or today) > today:
        raise BadInput(shipped_on=_("This day is still to come. Choose the day on which it shipped."))
    enter(item, State.SHIPPED)
    rules.check_is_tested(item, because)
    item.shipped_on, item.untested_because = shipped_on or today, "" if item.tested else because
    mark(item, "shipped", actor, "shipped_on", "untested_because")
    details = {"on": item.shipped_on.isoformat(), "untested": item.untested_because}
    activity.record("item.shipped", item.node, actor=actor, **details)
    return item


@transaction.atomic
def unship_item(item: Item, *, reason: str, actor: Member) -> Item:
    """Take back that it shipped, with the reason in the trail; it is where it was before.

    Raises:
        Denied: the actor may not commit items.
        InvalidState: it has not shipped, or was read back.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    rules.check_is(item, State.SHIPPED)
    reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    enter(item, State.IN_PROGRESS if item.started_at else State.COMMITTED)
    item.shipped_on, item.untested_because = None, ""
    unmark(item, "shipped", "shipped_on", "untested_because")
    activity.record("item.unshipped", item.node, actor=actor, reason=reason)
    return item


@transaction.atomic
def read_back_item(item: Item, *, result: str, actor: Member) -> Item:
    """Say what it changed, in the words of the figure that was read.

    Raises:
        Denied: the actor may not commit items.
        InvalidState: it has not shipped, or was read back already.
        BadInput: the result is empty.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    rules.check_is(item, State.SHIPPED)
    item.result = clean(result, field="result", limit=REASON_LENGTH, required=True)
    enter(item, State.READ_BACK)
    mark(item, "read", actor, "result")
    activity.record("item.read_back", item.node, actor=actor, result=item.result)
    return item


@transaction.atomic
def unread_item(item: Item, *, actor: Member) -> Item:
    """Take back what was read; it has shipped and waits to be read.

    Raises:
        Denied: the actor may not commit items.
        InvalidState: it was not read back.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    rules.check_is(item, State.READ_BACK)
    enter(item, State.SHIPPED)
    item.result = ""
    unmark(item, "read", "result")
    activity.record("item.unread", item.node, actor=actor)
    return item
