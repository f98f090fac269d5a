"""When an item may change, and who can own it. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from collections.abc import Mapping

from allied.domains.roadmap.models import OUT, PROMISED, Horizon, Item, State
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.people.sides import StandIns, speaks_for, why_not
from allied.kernel.words import _


def permission_to_edit(item: Item, actor: Member) -> Permission:
    """Whoever added an item may reword and propose it until it is committed; everything else is an editor's."""
    is_own = item.node.created_by_id == actor.pk and item.committed_at is None
    return Permission.ITEM_PROPOSE if is_own else Permission.ITEM_EDIT


def check_is_live(item: Item) -> None:
    if item.state == State.DROPPED:
        raise InvalidState(
            _("%(reference)s was dropped. Restore it first. Nothing was changed.", reference=item.node.reference)
        )


def check_can_propose(item: Item) -> None:
    """An idea is proposed once its problem and its outcome are in words, so that the other side can judge it."""
    _check_state(item, State.IDEA)
    _check_ground(item, "proposed", _unwritten(item))


def check_can_withdraw(item: Item) -> None:
    _check_state(item, State.PROPOSED)


def check_can_commit(item: Item, stand_ins: StandIns) -> None:
    """Both sides stand behind a proposal in words. Missing evidence is a named gap and no obstacle."""
    _check_state(item, State.PROPOSED)
    _check_ground(item, "committed", missing(item, stand_ins))


def check_can_uncommit(item: Item) -> None:
    _check_state(item, State.COMMITTED)


def check_can_enter(item: Item, state: State) -> None:
    """An item goes from state to state only along these ways, whoever asks and through whichever door."""
    if item.state not in FROM[state]:
        raise InvalidState(
            _(
                "%(reference)s cannot become %(state)s now. %(ways)s Nothing was changed.",
                reference=item.node.reference,
                state=state.label.lower(),
                ways=_WAYS[item.state],
            )
        )


def steps_back(item: Item, state: State) -> bool:
    """Whether the item has been in that state already and comes back to it."""
    order = list(PROMISED)
    return state in order and item.state in order and order.index(state) < order.index(item.state)


def check_can_drop(item: Item) -> None:
    check_is_live(item)
    if item.state in OUT:
        raise InvalidState(
            _(
                "%(reference)s has shipped, so it stays on record. Take back that it shipped first. "
                "Nothing was changed.",
                reference=item.node.reference,
            )
        )


def check_is_tested(item: Item, because: str) -> None:
    """What ships says how its solution was tested, or why it was not: a choice that stands on record."""
    if not (item.tested or because):
        raise BadInput(
            untested_because=_(
                "Nobody has said how the solution of %(reference)s was tested. Write it into its plan, or "
                "say why it ships untested. Nothing was changed.",
                reference=item.node.reference,
            )
        )


def check_can_restore(item: Item) -> None:
    _check_state(item, State.DROPPED)


def check_is(item: Item, *wanted: State) -> None:
    """It is in one of these states now."""
    if item.state not in wanted:
        _check_state(item, wanted[0])


def check_horizon(horizon: str) -> None:
    if horizon not in Horizon.values:
        raise BadInput(horizon=_("Choose now, next or later. Nothing was changed."))


def check_can_move(item: Item, horizon: str, neighbor: Item | None) -> None:
    """Live items move between horizons; a neighbor is another item of the horizon that they move to."""
    check_is_live(item)
    check_horizon(horizon)
    if neighbor is None:
        return
    if neighbor.node.workspace_id != item.node.workspace_id:
        raise NotVisible(_("There is no such item in this workspace. Nothing was moved."))
    if neighbor.pk == item.pk or neighbor.horizon != horizon:
        raise InvalidState(
            _("%(reference)s is no neighbor there any more. Nothing was moved.", reference=neighbor.node.reference)
        )


def check_keeps_its_ground(item: Item, *, problem: str, outcome: str) -> None:
    """What was proposed or committed keeps its problem and its outcome in words."""
    if item.state not in (State.PROPOSED, *PROMISED):
        return
    empty = [name for name, text in [("problem", problem), ("outcome", outcome)] if not text]
    if empty:
        sentence = _(
            "%(reference)s is %(label)s, so it keeps this. Reword it instead.",
            reference=item.node.reference,
            label=item.state.label.lower(),
        )
        raise BadInput(**dict.fromkeys(empty, sentence))


def check_owners(item: Item, owners: Mapping[Side, Member | None], stand_ins: StandIns) -> None:
    """Each owner speaks for their side, they are two people, and a committed item keeps both."""
    fields: dict[str, str] = {}
    for side, member in owners.items():
        if refusal := _refusal(item, side, member, stand_ins):
            fields[f"{side}_owner"] = refusal
    named = [member.pk for member in owners.values() if member]
    if not fields and len(set(named)) < len(named):
        fields["product_owner"] = _("The two owners are two people. Choose another for one side. Nothing was changed.")
    if fields:
        raise BadInput(**fields)


def missing(item: Item, stand_ins: StandIns) -> list[str]:
    """What a commitment needs and this item lacks, each as the thing to do."""
    return [*_unwritten(item), *_unowned(item, stand_ins)]


def _refusal(item: Item, side: Side, member: Member | None, stand_ins: StandIns) -> str:
    if member is None:
        kept = _("A committed item keeps an owner of each side. Take back the commitment first, or name somebody else.")
        return kept if item.state in PROMISED else ""
    return why_not(side, member, stand_ins, workspace_id=item.node.workspace_id)


def _unwritten(item: Item) -> list[str]:
    ways = [
        ("problem", _("write the problem")),
        ("outcome", _("write the outcome: what changes for people or the business")),
    ]
    return [way for name, way in ways if not getattr(item, name)]


def _unowned(item: Item, stand_ins: StandIns) -> list[str]:
    owners = {Side.UX: item.ux_owner, Side.PRODUCT: item.product_owner}
    return [
        _("name a %(label)s owner", label=side.label)
        for side, one in owners.items()
        if not speaks_for(side, one, stand_ins)
    ]


def _check_ground(item: Item, becomes: str, to_do: list[str]) -> None:
    if to_do:
        raise InvalidState(
            _(
                "%(reference)s cannot be %(becomes)s yet. First %(to_do)s. Nothing was changed.",
                reference=item.node.reference,
                becomes=becomes,
                to_do="; ".join(map(str, to_do)),
            )
        )


FROM = {
    State.IDEA: (State.PROPOSED, State.DROPPED),
    State.PROPOSED: (State.IDEA, State.COMMITTED, State.DROPPED),
    State.COMMITTED: (State.PROPOSED, State.IN_PROGRESS, State.SHIPPED, State.DROPPED),
    State.IN_PROGRESS: (State.COMMITTED, State.SHIPPED),
    State.SHIPPED: (State.COMMITTED, State.IN_PROGRESS, State.READ_BACK),
    State.READ_BACK: (State.SHIPPED,),
    State.DROPPED: (State.IDEA, State.PROPOSED, State.COMMITTED, State.IN_PROGRESS),
}
# What must not be forbidden before an item enters a state; to step back into it is free.
ASKS = {State.COMMITTED: "commit", State.SHIPPED: "ship"}
_WAYS = {
    State.IDEA: _("It is an idea: propose it first."),
    State.PROPOSED: _("It is proposed."),
    State.COMMITTED: _("It is committed: take back the commitment first."),
    State.IN_PROGRESS: _("It is in progress."),
    State.SHIPPED: _("It has shipped: take that back first."),
    State.READ_BACK: _("It was read back."),
    State.DROPPED: _("It was dropped: restore it first."),
}


def _check_state(item: Item, wanted: State) -> None:
    if item.state != wanted:
        raise InvalidState(
            _(
                "%(reference)s cannot do this now. %(ways)s Nothing was changed.",
                reference=item.node.reference,
                ways=_WAYS[item.state],
            )
        )
