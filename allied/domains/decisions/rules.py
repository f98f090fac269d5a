"""What the state of a decision or an objection allows, and who stands for which side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from allied.domains.decisions.models import (
    MOST_OPTIONS,
    Consent,
    Decision,
    Objection,
    Option,
    Position,
    Right,
    State,
    SteelMan,
)
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


def check_right(right: Right | None, in_force: Collection[Right]) -> None:
    """Where a charter holds, a decision is made by one of its rows."""
    if in_force and right is None:
        raise BadInput(right="A charter holds here. Choose which of its rows this is. Nothing was changed.")
    if right is not None and right.pk not in {each.pk for each in in_force}:
        raise BadInput(right="This row is of a charter that does not hold. Choose one that does. Nothing was changed.")


def decides_now(found: Decision) -> Member:
    """Who decides: the decider, or once that person has left, the one whom the charter lets settle it."""
    if found.decider.is_active or found.right is None or found.right.escalates_to is None:
        return found.decider
    return found.right.escalates_to


def check_can_decide(found: Decision, actor: Member) -> None:
    """One person decides, and only what is open."""
    check_is_open(found)
    decider = decides_now(found)
    if decider.pk != actor.pk:
        raise Denied(f"{decider.name} decides this. You can state your side’s position. Nothing was changed.")


def check_can_name_decider(found: Decision, decider: Member) -> None:
    """Another decider is named only for one who has left, and only where the charter names nobody."""
    check_is_open(found)
    now = decides_now(found)
    if now.is_active:
        raise InvalidState(f"{now.name} decides this, and is here. Nothing was changed.")
    if not decider.is_active:
        raise BadInput(decider=f"{decider.name} has left as well. Name somebody who is here. Nothing was changed.")


def check_can_answer(consent: Consent, actor: Member, answer: str) -> None:
    """Only the person asked answers, until it is settled."""
    check_is_open(consent.decision)
    if consent.member_id != actor.pk:
        raise Denied(f"The charter asks {consent.member.name} to agree, not you. Nothing was changed.")
    if consent.settled_at is not None:
        raise InvalidState("It was settled in your place. Nothing was changed.")
    if answer not in Consent.Answer.values:
        raise BadInput(answer="Say whether you agree or not. Nothing was changed.")


def settler_of(consent: Consent, *, today: date) -> Member | None:
    """Who may settle it now: the person of the charter, once the days are over, or the one asked disagrees or left."""
    is_late = not consent.answer and (consent.due_on < today or not consent.member.is_active)
    disagrees = consent.answer == Consent.Answer.DISAGREES
    right = consent.decision.right
    waits = consent.settled_at is None and (is_late or disagrees)
    return right.escalates_to if waits and right is not None else None


def check_can_settle(consent: Consent, actor: Member, *, today: date) -> None:
    check_is_open(consent.decision)
    settler = settler_of(consent, today=today)
    if settler is None:
        raise InvalidState(f"{consent.member.name} has until {consent.due_on:%-d %b} to answer. Nothing was changed.")
    if settler.pk != actor.pk:
        raise Denied(f"By the charter {settler.name} settles this. Nothing was changed.")


def is_contested(positions: Collection[Position], objections: Collection[Objection]) -> bool:
    """Whether the sides want different options, or somebody objects."""
    wanted = {position.option_id for position in positions if position.option_id is not None}
    return len(wanted) > 1 or any(objection.stands for objection in objections)


def missing_to_decide(
    positions: Collection[Position],
    steel_men: Collection[SteelMan],
    objections: Collection[Objection],
    consents: Collection[Consent],
    *,
    waived: bool,
) -> list[str]:
    """What must be true before a decision closes, in words; empty when all of it is."""
    stated = {position.side for position in positions}
    missing = [f"{side.label} has not stated its position." for side in SIDES if side not in stated]
    missing += [
        f"{each.get_kind_display()} stands: {each.reason} Way out: {each.way_out}" for each in objections if each.stands
    ]
    missing += [_unanswered(consent) for consent in consents if not consent.is_given]
    if is_contested(positions, objections) and not waived:
        missing += _unfair(steel_men)
    return missing


def _unanswered(consent: Consent) -> str:
    if consent.answer:
        return f"{consent.member.name}, who must agree, does not: {consent.reason}"
    return f"{consent.member.name} must agree, and has until {consent.due_on:%-d %b} to answer."


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


def check_not_against_oneself(decider: Member | None, actor: Member) -> None:
    if decider is not None and decider.pk == actor.pk:
        raise InvalidState(
            "You decide this yourself: decide otherwise, or let somebody else of your side object. Nothing was changed."
        )


def check_grounds(standard: str, known: Mapping[str, str], evidence: Node, level: Level | None) -> None:
    """A standard of the workspace's list, and evidence that is first-hand, or a claim that rests on some."""
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
