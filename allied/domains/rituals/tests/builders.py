"""Builders for tests of meetings. They call actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from allied.domains.rituals import actions, attending, queries
from allied.domains.rituals.actions import Plan
from allied.domains.rituals.models import AgendaItem, Meeting
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member


def make_team() -> tuple[Member, Member, Member]:
    """A designer who plans meetings, a product manager and an engineer, in one workspace."""
    imani = make_member(Role.EDITOR, name="Imani", discipline=Discipline.DESIGN)
    priya = make_member(Role.EDITOR, like=imani, name="Priya", discipline=Discipline.PRODUCT)
    joel = make_member(Role.CONTRIBUTOR, like=imani, name="Joel", discipline=Discipline.ENGINEERING)
    return imani, priya, joel


def make_nodes(actor: Member, count: int = 2) -> list[Node]:
    return [create("opportunity", title=f"Need {place}", actor=actor) for place in range(1, count + 1)]


def make_plan(**given: Any) -> Plan:
    usual: dict[str, Any] = {"title": "Grooming", "type": "strategy", "starts_at": timezone.now() + timedelta(days=3)}
    return Plan(**(usual | given))


def make_meeting(
    actor: Member, *others: Member, nodes: list[Node] | None = None, whys: str = "", **plan: Any
) -> Meeting:
    agenda = [(node, whys) for node in (make_nodes(actor) if nodes is None else nodes)]
    return actions.plan_meeting(make_plan(**plan), agenda=agenda, attendees=others, actor=actor)


def make_held(actor: Member, *there: Member, **plan: Any) -> Meeting:
    """One that is being held, at which the actor and these people are present."""
    found = actions.hold_meeting(make_meeting(actor, *there, **plan), actor=actor)
    for one in there:
        attending.mark_present(found, one, is_present=True, actor=actor)
    return found


def items(found: Meeting) -> list[AgendaItem]:
    rows = list(found.agenda.filter(removed_at=None).select_related("node").order_by("position"))
    for one in rows:
        one.meeting = found
    return rows


def first(found: Meeting) -> AgendaItem:
    return items(found)[0]


def make_decision_node(actor: Member) -> Node:
    return create("decision", title="Do we?", actor=actor)


def again(found: Meeting, actor: Member) -> Meeting:
    return queries.meeting_by_reference(found.node.reference, actor=actor)
