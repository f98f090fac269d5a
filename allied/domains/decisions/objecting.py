"""Place, lift, escalate and override vetoes and business imperatives."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions import rules, standards
from allied.domains.decisions.charter.queries import charter_in_force, settles_now
from allied.domains.decisions.clocks import told_of_end
from allied.domains.decisions.models import LINE_LENGTH, REASON_LENGTH, Decision, Objection
from allied.domains.decisions.signing import void_signatures
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.calendar import working_days_from
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread.holds import lift_hold, place_hold
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _


@dataclass(frozen=True)
class Grounds:
    """What an objection rests on and what would lift it. Without any of these it is refused."""

    standard: str
    evidence: Node
    reason: str
    way_out: str


@transaction.atomic
def place_objection(
    node: Node, kind: str, grounds: Grounds, *, escalates_to: Member | None = None, actor: Member
) -> Objection:
    """Hold a decision or a roadmap item back until what lifts it is true, or a named leader overrides it in writing.

    The charter says who that is and after how many working days; ``escalates_to`` is asked where no charter holds.

    Raises:
        Denied: the actor does not speak for the side whose right it is, or may not take part.
        NotVisible: something named is in another workspace.
        InvalidState: the decision is not open or the actor's own to decide, or the item has shipped or ended.
        BadInput: standard, evidence, reason or way out is missing, or it would escalate to whom it must not.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, node)
    elsewhere = escalates_to is not None and escalates_to.workspace_id != actor.workspace_id
    if elsewhere or grounds.evidence.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such object or person in this workspace."))
    node = nodes.lock(node)
    rules.check_can_object(node, kind, actor)
    rules.check_not_against_oneself(_decider_of(node), actor)
    leader, days = _settlement(escalates_to, actor)
    strength = strength_of([grounds.evidence], today=today_in(actor.workspace)).get(grounds.evidence.pk)
    known = standards.citable(actor.workspace_id, kind)
    rules.check_grounds(grounds.standard, known, grounds.evidence, strength.level if strength else None)
    reason = clean(grounds.reason, field="reason", limit=LINE_LENGTH, required=True)
    way_out = clean(grounds.way_out, field="way_out", limit=LINE_LENGTH, required=True)
    made = Objection.objects.create(
        node=node,
        kind=kind,
        standard=grounds.standard,
        evidence=grounds.evidence,
        reason=reason,
        way_out=way_out,
        is_after_commitment=node.state in rules.COMMITTED,
        placed_by=actor,
        placed_at=timezone.now(),
        days=days,
        due_on=working_days_from(today_in(actor.workspace), days, workspace=actor.workspace),
        escalates_to=leader,
    )
    _hold(made, actor)
    void_signatures(node, actor=actor)
    activity.record(f"{kind}.placed", node, actor=actor, objection=made.pk, standard=known[made.standard])
    return made


@transaction.atomic
def lift_objection(found: Objection, *, reason: str, actor: Member) -> Objection:
    """Say that what would lift it is true now. Only the side that placed it can.

    Raises:
        Denied: the actor does not speak for that side.
        InvalidState: it has ended already.
        BadInput: there is no reason.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    rules.check_speaks_for(actor, rules.SIDE_OF[Objection.Kind(found.kind)], _("lifts this"))
    return _end(found, Objection.Ending.LIFTED, reason, actor)


@transaction.atomic
def override_objection(found: Objection, *, reason: str, actor: Member) -> Objection:
    """Let the act happen all the same. Only the person who settles it now can, in writing; it is kept for good.

    Raises:
        Denied: the actor is not that person, or there is none any more.
        InvalidState: it has ended already.
        BadInput: there is no reason.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    settler = settles_now(found)
    if not settler.is_active:
        raise Denied(
            _(
                "%(name)s could override this, and has left. Put a charter in force that names who settles objections, "
                "or let the side that placed it lift it. Nothing was changed.",
                name=settler.name,
            )
        )
    if settler.pk != actor.pk:
        raise Denied(_("Only %(name)s can override this, in writing. Nothing was changed.", name=settler.name))
    return _end(found, Objection.Ending.OVERRIDDEN, reason, actor)


@transaction.atomic
def escalate_objection(found: Objection) -> Objection:
    """Take it to the named leader once its working days are over. The clock does this; it needs no permission."""
    found.escalated_at = timezone.now()
    found.save(update_fields=["escalated_at"])
    settler = settles_now(found)
    details = {"objection": found.pk, "to": settler.name, "reminded": told_of_end(found, settler)}
    activity.record(f"{found.kind}.escalated", found.node, actor=found.placed_by, **details)
    return found


def _hold(made: Objection, actor: Member) -> None:
    """What it forbids; on a committed item, to ship."""
    label = made.get_kind_display()
    act = "ship" if made.is_after_commitment else rules.FORBIDS[made.node.kind]
    reason = _("%(label)s by %(name)s: %(reason)s", label=label, name=actor.name, reason=made.reason)
    made.holds.add(place_hold(made.node, act, reason=reason[:500], way_out=made.way_out, actor=actor))


def _end(found: Objection, ending: Objection.Ending, reason: str, actor: Member) -> Objection:
    node = nodes.lock(found.node)
    found.refresh_from_db()
    found.node = node
    rules.check_stands(found)
    found.end_reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    found.ending, found.ended_at, found.ended_by = ending, timezone.now(), actor
    found.save(update_fields=["ending", "end_reason", "ended_at", "ended_by"])
    for hold in found.holds.filter(lifted_at=None):
        lift_hold(hold, actor=actor)
    void_signatures(node, actor=actor)
    activity.record(f"{found.kind}.{ending}", node, actor=actor, objection=found.pk, reason=found.end_reason)
    return found


def _decider_of(node: Node) -> Member | None:
    found = Decision.objects.filter(node=node).select_related("decider", "right__escalates_to").first()
    return rules.decides_now(found) if found else None


def _settlement(asked: Member | None, actor: Member) -> tuple[Member, int]:
    """Who settles it after how many working days: by the charter, else by who places it."""
    charter = charter_in_force(actor.workspace_id)
    named = charter.settles if charter is not None and charter.settles and charter.settles.is_active else None
    days = charter.objection_days if charter is not None else standards.ANSWER_DAYS
    if named is not None and named.pk == actor.pk:
        raise InvalidState(
            _(
                "By the charter you settle objections yourself. Let somebody else of your side place it. Nothing was "
                "changed."
            )
        )
    leader = named or asked
    if leader is None:
        raise BadInput(escalates_to=_("Choose who settles it after the working days. Nothing was changed."))
    if leader.pk == actor.pk:
        raise BadInput(escalates_to=_("It goes to another person than who places it. Choose one. Nothing was changed."))
    if not leader.is_active:
        raise BadInput(
            escalates_to=_("%(name)s has left. Choose another person. Nothing was changed.", name=leader.name)
        )
    return leader, days
