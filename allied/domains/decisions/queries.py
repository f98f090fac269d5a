"""Questions about decisions and objections. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from allied.domains.decisions import rules, standards
from allied.domains.decisions.models import Decision, Objection, Position, State, SteelMan
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.calendar import working_days_between
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member


@dataclass(frozen=True)
class Clock:
    """The working days of an objection: how many are over, how many are left, and who settles it then."""

    used: int
    left: int
    due_on: date
    next: str

    @property
    def words(self) -> str:
        if not self.left:
            return f"The time for an answer is over. {self.next} settles it, in writing."
        days = "1 working day" if self.left == 1 else f"{self.left} working days"
        return f"{days} left, until the end of {self.due_on:%-d %b}. Then {self.next} settles it, in writing."


@dataclass(frozen=True)
class Stand:
    """One side of a decision: its position, its wording of the other's case, and whether the reader speaks for it."""

    side: Side
    other: Side
    position: Position | None
    case: SteelMan | None
    is_mine: bool
    may_accept: bool


@dataclass(frozen=True)
class Open:
    """What this actor may do with a decision now; ``missing`` is what must be true before it can be decided."""

    edit: bool
    open: bool
    decide: bool
    reopen: bool
    object: bool
    missing: tuple[str, ...]
    is_contested: bool


def decisions(*, actor: Member) -> QuerySet[Decision]:
    """The decisions that the actor may read, each with its node, decider and choice."""
    found: QuerySet[Decision] = Decision.objects.visible_to(actor)
    return (
        found.filter(node__archived_at=None).select_related("node__created_by", "decider").prefetch_related("options")
    )


def decision_by_reference(reference: str, *, actor: Member) -> Decision:
    """The decision that reads like ``DEC-3``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = decisions(actor=actor).filter(referred(reference)).select_related("ended_by").first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def objections(*, actor: Member) -> QuerySet[Objection]:
    """Vetoes and imperatives on what the actor may read, those that stand first."""
    found = Objection.objects.filter(readable_one_by_one(actor))
    people = ("node", "evidence", "placed_by__workspace", "escalates_to", "ended_by")
    return found.select_related(*people).order_by("ending", "-pk")


def objection(pk: int, *, actor: Member) -> Objection:
    """Raises: NotVisible, when there is none that the actor may read."""
    found = objections(actor=actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def clock(found: Objection, *, today: date) -> Clock:
    workspace = found.placed_by.workspace
    left = working_days_between(today, found.due_on, workspace=workspace)
    return Clock(max(standards.ANSWER_DAYS - left, 0), left, found.due_on, found.escalates_to.name)


def stands(found: Decision, *, actor: Member) -> list[Stand]:
    """UX and Product, in this order, each with what it has said."""
    positions = {each.side: each for each in found.positions.select_related("author", "option")}
    cases = {each.side: each for each in found.steel_men.select_related("author", "accepted_by")}
    takes_part = found.node.state == State.OPEN and access.can(actor, Permission.DECISION_TAKE_PART, found.node)
    shown = []
    for side, other in (rules.SIDES, tuple(reversed(rules.SIDES))):
        case = cases.get(side)
        waits = takes_part and case is not None and case.accepted_at is None and case.author_id != actor.pk
        shown.append(
            Stand(
                side,
                other,
                positions.get(side),
                case,
                is_mine=takes_part and rules.speaks_for(actor, side),
                may_accept=waits and rules.speaks_for(actor, other),
            )
        )
    return shown


def open_to(actor: Member, found: Decision, sides: Sequence[Stand], objected: Sequence[Objection]) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    drafts = access.can(actor, Permission.DECISION_DRAFT, found.node)
    takes_part = access.can(actor, Permission.DECISION_TAKE_PART, found.node)
    is_draft, is_open = found.node.state == State.DRAFT, found.node.state == State.OPEN
    positions = [side.position for side in sides if side.position]
    cases = [side.case for side in sides if side.case]
    return Open(
        edit=drafts and is_draft,
        open=drafts and is_draft,
        decide=takes_part and is_open and found.decider_id == actor.pk,
        reopen=takes_part and found.node.state == State.DECIDED and found.decider_id == actor.pk,
        object=takes_part and is_open,
        missing=tuple(rules.missing_to_decide(positions, cases, objected, waived=False)) if is_open else (),
        is_contested=rules.is_contested(positions, objected),
    )


def waiting_for(actor: Member) -> int:
    """How many open decisions this member decides, and objections that have come to them."""
    deciding = Decision.objects.filter(readable_one_by_one(actor, state=State.OPEN), decider=actor).count()
    settling = Objection.objects.filter(escalates_to=actor, ending="").exclude(escalated_at=None).count()
    return deciding + settling


def may_lift(found: Objection, *, actor: Member) -> bool:
    """Whether it stands and the actor speaks for the side that placed it."""
    side = rules.SIDE_OF[Objection.Kind(found.kind)]
    return found.stands and access.can(actor, Permission.DECISION_TAKE_PART) and rules.speaks_for(actor, side)
