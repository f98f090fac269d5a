"""What the state of a decision or an objection allows, and who stands for which side."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from allied.domains.decisions import standards
from allied.domains.decisions.models import MOST_OPTIONS, Decision, Objection, Option, Position, State, SteelMan
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, StandIn
from allied.kernel.thread.levels import Level

SIDES: Final = (Side.UX, Side.PRODUCT)
SIDE_OF: Final = {Objection.Kind.VETO: Side.UX, Objection.Kind.IMPERATIVE: Side.PRODUCT}
FORBIDS: Final = {"decision": "decide", "item": "commit"}
SHIPPED: Final = frozenset({"shipped", "read_back"})


def speaks_for(member: Member, side: str) -> bool:
    """Whether the member belongs to the side, or stands in for it."""
    return member.side == side or StandIn.objects.filter(member=member, side=side).exists()


def check_speaks_for(member: Member, side: str, act: str) -> None:
    if not speaks_for(member, side):
        raise Denied(
            f"{Side(side).label} {act}, or who stands in for it; you are {member.side.label}. Nothing was changed."
        )


def check_options(options: Collection[Option | str]) -> None:
    if len(options) > MOST_OPTIONS:
        raise BadInput(options=f"These are {len(options)} options; {MOST_OPTIONS} fit here. Nothing was changed.")


def check_is_draft(found: Decision) -> None:
    if found.node.state != State.DRAFT:
        raise InvalidState(f"{found.node.reference} is {_words(found)}, no draft any more. Nothing was changed.")


def check_is_open(found: Decision) -> None:
    if found.node.state != State.OPEN:
        raise InvalidState(f"{found.node.reference} is not open: it is {_words(found)}. Nothing was changed.")


def check_can_open(found: Decision, options: int) -> None:
    check_is_draft(found)
    if options < 2:
        raise InvalidState("A decision needs at least 2 options. Add what else could be done. The draft is kept.")
    if not found.decider.is_active:
        raise InvalidState(f"{found.decider.name} has left. Name another person who decides. The draft is kept.")


def check_can_decide(found: Decision, actor: Member) -> None:
    """One person decides, and only what is open."""
    check_is_open(found)
    if found.decider_id != actor.pk:
        raise Denied(f"{found.decider.name} decides this. You can state your side’s position. Nothing was changed.")


def is_contested(positions: Collection[Position], objections: Collection[Objection]) -> bool:
    """Whether the sides want different options, or somebody objects."""
    wanted = {position.option_id for position in positions if position.option_id is not None}
    return len(wanted) > 1 or any(objection.stands for objection in objections)


def missing_to_decide(
    positions: Collection[Position], steel_men: Collection[SteelMan], objections: Collection[Objection], *, waived: bool
) -> list[str]:
    """What must be true before a decision closes, in words; empty when all of it is."""
    stated = {position.side for position in positions}
    missing = [f"{side.label} has not stated its position." for side in SIDES if side not in stated]
    missing += [
        f"{each.get_kind_display()} stands: {each.reason} Way out: {each.way_out}" for each in objections if each.stands
    ]
    if is_contested(positions, objections) and not waived:
        missing += _unfair(steel_men)
    return missing


def _unfair(steel_men: Collection[SteelMan]) -> list[str]:
    worded = {each.side: each for each in steel_men}
    found = []
    for side, other in (SIDES, tuple(reversed(SIDES))):
        if side not in worded:
            found.append(f"{side.label} has not worded {other.label}’s case.")
        elif worded[side].accepted_at is None:
            found.append(f"{other.label} has not accepted {side.label}’s wording of its case as fair.")
    return found


def check_can_object(node: Node, kind: str, actor: Member) -> None:
    """A veto is UX's, an imperative is Product's; on an open decision or an item that has not shipped."""
    if kind not in SIDE_OF:
        raise BadInput(kind="Choose a veto or a business imperative. Nothing was changed.")
    side = SIDE_OF[Objection.Kind(kind)]
    check_speaks_for(actor, side, "places a veto" if side == Side.UX else "places a business imperative")
    if node.kind not in FORBIDS:
        raise BadInput(node=f"{node.reference} is {node.spec.label.lower()}: objections stand on decisions and items.")
    if node.kind == "decision" and node.state != State.OPEN:
        raise InvalidState(f"{node.reference} is {node.state_label.lower()}. An objection needs an open decision.")
    if node.is_ended or node.state in SHIPPED:
        raise InvalidState(f"{node.reference} is {node.state_label.lower()}; there is nothing left to hold back.")


def check_grounds(kind: str, standard: str, evidence: Node, level: Level | None) -> None:
    """A standard of the right list, and evidence that is first-hand, or a claim that rests on some."""
    known = standards.VETO if kind == Objection.Kind.VETO else standards.IMPERATIVE
    if standard not in known:
        raise BadInput(standard=f"Choose the standard it rests on: {', '.join(known.values())}. Nothing was changed.")
    if not (evidence.spec.is_evidence or evidence.spec.is_claim):
        raise BadInput(
            evidence=f"{evidence.reference} is {evidence.spec.label.lower()}, no evidence. Cite evidence or a claim."
        )
    if evidence.is_ended or (evidence.spec.is_claim and level in (None, Level.ASSUMPTION)):
        raise BadInput(
            evidence=f"{evidence.reference} rests on no first-hand evidence now. Cite what people said or did. Nothing "
            "was changed."
        )


def check_stands(found: Objection) -> None:
    if not found.stands:
        raise InvalidState(f"This {found.get_kind_display().lower()} is {found.ending} already. Nothing was changed.")


def _words(found: Decision) -> str:
    return State(found.node.state).label.lower()
