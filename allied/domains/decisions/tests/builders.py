"""Builders for tests of decisions. They call actions."""

from __future__ import annotations

from typing import Any

from allied.domains.decisions import actions
from allied.domains.decisions.actions import Choice, Draft
from allied.domains.decisions.charter.actions import (
    Frame,
    RightDraft,
    draft_charter,
    frame_charter,
    sign_charter,
    write_right,
)
from allied.domains.decisions.models import Charter, Decision, Objection
from allied.domains.decisions.objecting import Grounds, place_objection
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

OPTIONS = (
    Choice("Remind them", "Some leave", "£38,200 come back"),
    Choice("Leave it", "Nobody is blocked", "Hours are lost"),
)


def make_sides() -> tuple[Member, Member, Member]:
    """Someone of UX, someone of Product and a leader who decides."""
    ux = make_member(name="Imani")
    product = make_member(like=ux, discipline=Discipline.PRODUCT, name="Priya")
    return ux, product, make_member(like=ux, discipline=Discipline.LEADERSHIP, name="Helen")


def make_decision(drafter: Member, decider: Member, **more: Any) -> Decision:
    draft = Draft("Do we remind people of fines?", decider, **({"options": OPTIONS} | more))
    return actions.draft_decision(draft, actor=drafter)


def make_open(ux: Member, leader: Member) -> Decision:
    return actions.open_decision(make_decision(ux, leader), actor=ux)


def state(found: Decision, member: Member, side: str, option: int | None) -> None:
    chosen = list(found.options.all())[option].pk if option is not None else None
    actions.state_position(found, side=side, text=f"{side} says so", option=chosen, actor=member)


def comment(member: Member) -> Node:
    """Something that a person said."""
    return create("feedback", title="I could not borrow until I paid", actor=member)


def veto(node: Node, ux: Member, leader: Member, *, kind: str = Objection.Kind.VETO, **more: Any) -> Objection:
    standard = "error_recovery" if kind == Objection.Kind.VETO else "law"
    grounds = {"standard": standard, "reason": "3 of 8 left.", "way_out": "A test where nobody is blocked."} | more
    grounds.setdefault("evidence", comment(ux))
    return place_objection(node, kind, Grounds(**grounds), escalates_to=leader, actor=ux)


def make_charter(ux: Member, product: Member, leader: Member, **more: Any) -> Charter:
    """A charter in force with one row: Product decides what is hard to undo, and UX must agree."""
    charter = draft_charter(actor=ux)
    row: dict[str, Any] = {"decides": [product], "agrees": [ux], "told": [leader], "escalates_to": leader}
    write_right(charter, RightDraft("Scope", "high", "hard", **(row | more)), actor=ux)
    frame_charter(charter, Frame("The first.", settles=leader), actor=ux)
    for member in (ux, product, leader):
        charter = sign_charter(charter, actor=member)
    return charter
