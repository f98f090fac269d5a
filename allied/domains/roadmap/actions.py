"""Add items, order them, and take them from idea to commitment or aside."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from allied.domains.roadmap import order, queries, rules
from allied.domains.roadmap.models import REASON_LENGTH, Horizon, Item, State
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, Product
from allied.kernel.people.sides import stand_ins
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import strength
from allied.kernel.thread.holds import obstacles, require_no_hold
from allied.kernel.words import _

TEXT_LENGTH = 10_000


def said(item: Item) -> dict[str, str]:
    """Everything that ``edit_item`` sets, as forms give it."""
    return _texts(item) | {"product": str(item.node.product_id or "")}


def said_of_owners(item: Item) -> dict[str, str]:
    """What ``assign_owners`` sets, as its form gives it."""
    return {"ux_owner": str(item.ux_owner_id or ""), "product_owner": str(item.product_owner_id or "")}


@transaction.atomic
def add_item(
    *,
    title: str,
    actor: Member,
    problem: str = "",
    outcome: str = "",
    horizon: str = Horizon.LATER,
    product: Product | None = None,
) -> Item:
    """Add an idea to the roadmap, behind the others of its horizon.

    Raises:
        Denied: the actor may not add items.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, a text is too long, or there is no such horizon.
    """
    access.require(actor, Permission.ITEM_PROPOSE)
    _require_own(product, actor)
    texts = _cleaned(problem, outcome)
    rules.check_horizon(horizon)
    strength.serialize(actor.workspace_id)
    node = nodes.create("item", title=title, actor=actor, product=product)
    item = Item.objects.create(node=node, horizon=horizon, position=order.last(actor.workspace_id, horizon), **texts)
    index(node, *texts.values())
    activity.record("item.added", node, actor=actor, horizon=str(horizon))
    return item


@transaction.atomic
def edit_item(
    item: Item,
    *,
    title: str,
    problem: str,
    outcome: str,
    actor: Member,
    product: Product | None = None,
    seen: str | None = None,
) -> Item:
    """Reword an item, or move it to another product; the trail names the fields that changed.

    Raises:
        Denied: the actor neither added it nor may edit any item.
        InvalidState: it was dropped.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, a text is too long, or a proposal would lose its problem or outcome.
    """
    access.require(actor, rules.permission_to_edit(item, actor), item.node)
    _require_own(product, actor)
    texts = _cleaned(problem, outcome)
    lock(item)
    rules.check_is_live(item)
    require_unchanged(seen, said(item), item.node, actor=actor)
    rules.check_keeps_its_ground(item, **texts)
    before = _texts(item)
    changed = _reword(item, title, texts, product)
    if changed:
        nodes.touch(item.node)
        index(item.node, item.problem, item.outcome)
        record_edit("item.edited", item.node, changed, before, _texts(item), actor=actor)
    return item


@transaction.atomic
def assign_owners(
    item: Item, *, ux_owner: Member | None, product_owner: Member | None, actor: Member, seen: str | None = None
) -> Item:
    """Say who answers for the experience and who for the outcome; None leaves a side without an owner.

    Raises:
        Denied: the actor neither added it nor may edit any item.
        InvalidState: it was dropped.
        Conflict: its owners are no longer the edition that the actor has ``seen``.
        BadInput: somebody does not speak for that side, both are one person, or a committed item would lose one.
    """
    access.require(actor, rules.permission_to_edit(item, actor), item.node)
    lock(item)
    rules.check_is_live(item)
    require_unchanged(seen, said_of_owners(item), item.node, actor=actor)
    rules.check_owners(item, {Side.UX: ux_owner, Side.PRODUCT: product_owner}, stand_ins(actor))
    before = {"ux_owner": item.ux_owner_id, "product_owner": item.product_owner_id}
    item.ux_owner, item.product_owner = ux_owner, product_owner
    item.save(update_fields=["ux_owner", "product_owner"])
    after = {"ux_owner": item.ux_owner_id, "product_owner": item.product_owner_id}
    if changed := [side for side in before if before[side] != after[side]]:
        nodes.touch(item.node)
        activity.record("item.owners_assigned", item.node, actor=actor, old=before, new=after, changed=changed)
    return item


@transaction.atomic
def move_item(
    item: Item, *, horizon: str, actor: Member, before: Item | None = None, after: Item | None = None
) -> Item:
    """Put the item into a horizon: before or after another one, else behind all.

    Raises:
        Denied: the actor may not move items.
        NotVisible: the neighbor is in another workspace.
        InvalidState: the item was dropped, or the neighbor has moved away.
        BadInput: there is no such horizon.
    """
    access.require(actor, Permission.ITEM_EDIT, item.node)
    strength.serialize(actor.workspace_id)  # one change of the order at a time, so that no two take one place
    lock(item)
    for neighbor in filter(None, [before, after]):
        neighbor.refresh_from_db(fields=["horizon", "position"])
    rules.check_can_move(item, horizon, before or after)
    was = item.horizon
    item.position = order.beside(item, horizon, before=before, after=after)
    item.horizon = horizon
    item.save(update_fields=["horizon", "position"])
    nodes.touch(item.node)
    activity.record("item.moved", item.node, actor=actor, old=str(was), new=str(horizon))
    return item


@transaction.atomic
def propose_item(item: Item, *, actor: Member) -> Item:
    """Put an idea forward to both sides.

    Raises:
        Denied: the actor neither added it nor may edit any item.
        InvalidState: it is no idea, or its problem or outcome is not in words yet.
    """
    access.require(actor, rules.permission_to_edit(item, actor), item.node)
    lock(item)
    rules.check_can_propose(item)
    mark(item, "proposed", actor)
    enter(item, State.PROPOSED)
    activity.record("item.proposed", item.node, actor=actor)
    return item


@transaction.atomic
def withdraw_proposal(item: Item, *, actor: Member) -> Item:
    """Make a proposal an idea again.

    Raises:
        Denied: the actor neither added it nor may edit any item.
        InvalidState: it is not proposed.
    """
    access.require(actor, rules.permission_to_edit(item, actor), item.node)
    lock(item)
    rules.check_can_withdraw(item)
    unmark(item, "proposed")
    enter(item, State.IDEA)
    activity.record("item.proposal_withdrawn", item.node, actor=actor)
    return item


@transaction.atomic
def commit_item(item: Item, *, actor: Member) -> Item:
    """Say that both sides try for this outcome. Gaps that stand are written into the trail.

    Raises:
        Denied: the actor may not commit items.
        Held: another object holds this back; the sentence gives its reason and the way out.
        InvalidState: it is not proposed, or an owner, the problem or the outcome is missing.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    require_no_hold(item.node, "commit")
    rules.check_can_commit(item, stand_ins(actor))
    mark(item, "committed", actor)
    enter(item, State.COMMITTED)
    activity.record("item.committed", item.node, actor=actor, gaps=queries.names_of_gaps(item, actor=actor))
    return item


@transaction.atomic
def uncommit_item(item: Item, *, reason: str, actor: Member) -> Item:
    """Take back a commitment, with the reason in the trail; the item is a proposal again.

    Raises:
        Denied: the actor may not commit items.
        InvalidState: it is not committed.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.ITEM_COMMIT, item.node)
    lock(item)
    rules.check_can_uncommit(item)
    reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    unmark(item, "committed")
    enter(item, State.PROPOSED)
    activity.record("item.uncommitted", item.node, actor=actor, reason=reason)
    return item


@transaction.atomic
def drop_item(item: Item, *, reason: str, actor: Member) -> Item:
    """Take an item off the roadmap. It keeps its place, its links and what it had reached.

    Raises:
        Denied: the actor may not edit any item.
        InvalidState: it was dropped already.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.ITEM_EDIT, item.node)
    strength.serialize(actor.workspace_id)
    lock(item)
    rules.check_can_drop(item)
    item.dropped_because = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    mark(item, "dropped", actor, "dropped_because")
    was = enter(item, State.DROPPED)
    strength.refresh([item.node])
    activity.record("item.dropped", item.node, actor=actor, old=was, reason=item.dropped_because)
    return item


@transaction.atomic
def restore_item(item: Item, *, actor: Member) -> Item:
    """Bring a dropped item back as it was. A commitment that no longer holds comes back as a proposal.

    Raises:
        Denied: the actor may not edit any item.
        InvalidState: it was not dropped.
    """
    access.require(actor, Permission.ITEM_EDIT, item.node)
    strength.serialize(actor.workspace_id)
    lock(item)
    rules.check_can_restore(item)
    item.dropped_because = ""
    unmark(item, "dropped", "dropped_because")
    unmark(item, "started")
    state = _state_to_restore(item, actor)
    if state != State.COMMITTED:
        unmark(item, "committed")
    enter(item, state)
    strength.refresh([item.node])
    activity.record("item.restored", item.node, actor=actor, new=str(state))
    return item


def _cleaned(problem: str, outcome: str) -> dict[str, str]:
    return {
        "problem": clean(problem, field="problem", limit=TEXT_LENGTH),
        "outcome": clean(outcome, field="outcome", limit=TEXT_LENGTH),
    }


def _texts(item: Item) -> dict[str, str]:
    return {"title": item.node.title, "problem": item.problem, "outcome": item.outcome}


def _reword(item: Item, title: str, texts: dict[str, str], product: Product | None) -> list[str]:
    """Write what is new and return the names of those fields."""
    changed = [name for name, text in texts.items() if getattr(item, name) != text]
    for name in changed:
        setattr(item, name, texts[name])
    item.save(update_fields=changed)
    if title.split() != item.node.title.split():
        nodes.retitle(item.node, title)
        changed.insert(0, "title")
    if item.node.product_id != (product.pk if product else None):
        nodes.move_to(item.node, product)
        changed.append("product")
    return changed


def _require_own(product: Product | None, actor: Member) -> None:
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))


def lock(item: Item) -> None:
    """Read item and node again and hold the node's row, so that rules judge what stands now."""
    _read_again(item, nodes.lock(item.node))


def _read_again(item: Item, node: Node) -> None:
    item.refresh_from_db()
    item.node = node


def enter(item: Item, state: State) -> str:
    """The one place where an item changes its state, so that no way leads around what holds it; returns the former.

    To be called where the row is locked, before anything is written that would stand if this refuses.

    Raises:
        Held: what the state asks for is forbidden.
        InvalidState: no way leads there from where it is.
    """
    rules.check_can_enter(item, state)
    if state in rules.ASKS and not rules.steps_back(item, state):
        require_no_hold(item.node, rules.ASKS[state])
    return nodes.enter_state(item.node, state)


def mark(item: Item, act: str, actor: Member, *also: str) -> None:
    setattr(item, f"{act}_at", timezone.now())
    setattr(item, f"{act}_by", actor)
    item.save(update_fields=[f"{act}_at", f"{act}_by", *also])


def unmark(item: Item, act: str, *also: str) -> None:
    setattr(item, f"{act}_at", None)
    setattr(item, f"{act}_by", None)
    item.save(update_fields=[f"{act}_at", f"{act}_by", *also])


def _state_to_restore(item: Item, actor: Member) -> State:
    """What the item had reached; a commitment only if it could be made again now."""
    if item.committed_at is None:
        return State.PROPOSED if item.proposed_at else State.IDEA
    return (
        State.PROPOSED if obstacles(item.node, "commit") or rules.missing(item, stand_ins(actor)) else State.COMMITTED
    )
