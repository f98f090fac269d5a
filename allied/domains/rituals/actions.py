"""Plan, move, hold, close and cancel meetings. What is on the agenda has its actions in ``agenda``, ``outcomes``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from allied.domains.rituals import rules
from allied.domains.rituals.agenda import put_on, require_readable
from allied.domains.rituals.attending import ask
from allied.domains.rituals.indexing import index_meeting
from allied.domains.rituals.locking import lock
from allied.domains.rituals.models import (
    PLACE_LENGTH,
    PURPOSE_LENGTH,
    REASON_LENGTH,
    Meeting,
    Quorum,
    State,
    Type,
)
from allied.domains.rituals.rules import Needs
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.text import clean
from allied.kernel.words import _

MOMENT: Final = "%Y-%m-%dT%H:%M"
IN_CALENDARS: Final = ("title", "starts_at", "duration_minutes", "place")  # what people must take over anew


@dataclass(frozen=True)
class Plan:
    """What a meeting is for, when, how long, where. ``place`` is a room or a link."""

    title: str
    type: str
    starts_at: datetime | None
    duration_minutes: int = 50
    place: str = ""
    purpose: str = ""
    product: Product | None = None

    def checked(self, actor: Member) -> Plan:
        """Cleaned.

        Raises:
            NotVisible: the product is in another workspace.
            BadInput: a text is empty or too long, there is no such type, the time is missing, or it takes too long.
        """
        if self.product is not None and self.product.workspace_id != actor.workspace_id:
            raise NotVisible(_("There is no such product in this workspace."))
        rules.check_type(self.type)
        rules.check_moment(self.starts_at)
        rules.check_length(self.duration_minutes)
        return replace(
            self,
            title=clean(self.title, field="title", limit=TITLE_LENGTH, required=True, single_line=True),
            place=clean(self.place, field="place", limit=PLACE_LENGTH, single_line=True),
            purpose=clean(self.purpose, field="purpose", limit=PURPOSE_LENGTH),
        )


def said(found: Meeting) -> dict[str, str]:
    """Everything that ``edit_meeting`` sets, as its form gives it."""
    return {
        "title": found.title,
        "type": found.type,
        "starts_at": timezone.localtime(found.starts_at).strftime(MOMENT),
        "duration_minutes": str(found.duration_minutes),
        "place": found.place,
        "purpose": found.purpose,
        "product": str(found.node.product_id or ""),
    }


def planned(told: Mapping[str, str], product: Product | None) -> Plan:
    """The plan that ``said`` tells, in the time zone that is active."""
    starts_at = timezone.make_aware(datetime.strptime(told["starts_at"], MOMENT))
    texts = {name: told[name] for name in ("title", "type", "place", "purpose")}
    return Plan(**texts, starts_at=starts_at, duration_minutes=int(told["duration_minutes"]), product=product)


@transaction.atomic
def plan_meeting(
    plan: Plan, *, actor: Member, agenda: Sequence[tuple[Node, str]] = (), attendees: Sequence[Member] = ()
) -> Meeting:
    """Plan a meeting and tell those who are asked.

    Args:
        agenda: what it talks about, in order, each with how it came there; "" where nobody says.
        attendees: who is asked besides the actor.

    Raises:
        Denied: the actor may not plan meetings.
        NotVisible: the product, an object or a person is in another workspace.
        BadInput: the plan is not whole, or too much is on the agenda.
    """
    access.require(actor, Permission.MEETING_PLAN)
    checked = plan.checked(actor)
    require_readable([node for node, __ in agenda], actor)
    node = nodes.create("meeting", title=checked.title, actor=actor, product=checked.product)
    made = Meeting.objects.create(
        node=node,
        type=checked.type,
        purpose=checked.purpose,
        starts_at=rules.check_moment(checked.starts_at),
        duration_minutes=checked.duration_minutes,
        place=checked.place,
    )
    index_meeting(made)
    activity.record("meeting.planned", node, actor=actor)
    put_on(made, agenda, actor=actor)
    ask(made, [actor, *attendees], actor=actor)
    return made


@transaction.atomic
def edit_meeting(found: Meeting, plan: Plan, *, actor: Member, seen: str | None = None) -> Meeting:
    """Change what a meeting is for, when or where. Who is asked is told at once where their calendar changes.

    Raises:
        Denied: the actor may not plan meetings.
        NotVisible: the product is in another workspace.
        InvalidState: it was held or cancelled.
        Conflict: it is no longer what the actor has ``seen``.
        BadInput: the plan is not whole.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    checked = plan.checked(actor)
    lock(found)
    rules.check_is(found, State.PLANNED)
    require_unchanged(seen, said(found), found.node, actor=actor)
    before = said(found)
    for name in ("type", "purpose", "starts_at", "duration_minutes", "place"):
        setattr(found, name, getattr(checked, name))
    if found.title != checked.title:
        nodes.retitle(found.node, checked.title)
    if found.node.product_id != (checked.product.pk if checked.product else None):
        nodes.move_to(found.node, checked.product)
    changed = [name for name, text in said(found).items() if text != before[name]]
    is_moved = any(name in changed for name in IN_CALENDARS)
    found.revision += is_moved
    found.save(update_fields=["type", "purpose", "starts_at", "duration_minutes", "place", "revision"])
    nodes.touch(found.node)
    index_meeting(found)
    if changed:
        record_edit("meeting.edited", found.node, changed, _texts(before), _texts(said(found)), actor=actor)
    if "starts_at" in changed or "place" in changed:
        told: dict[str, Any] = {"to": when(found), "place": found.place, "reminded": asked(found, actor)}
        activity.record("meeting.moved", found.node, actor=actor, **told)
    return found


@transaction.atomic
def cancel_meeting(found: Meeting, *, reason: str, actor: Member) -> Meeting:
    """Say that a meeting will not take place, and tell who was asked.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: it was held or cancelled before.
        BadInput: there is no reason, or it is too long.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.PLANNED)
    found.cancel_reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    found.revision += 1
    found.save(update_fields=["cancel_reason", "revision"])
    nodes.enter_state(found.node, State.CANCELLED)
    told = {"reason": found.cancel_reason, "reminded": asked(found, actor)}
    activity.record("meeting.cancelled", found.node, actor=actor, **told)
    return found


@transaction.atomic
def revive_meeting(found: Meeting, *, actor: Member) -> Meeting:
    """Plan a cancelled meeting again, as it was, and tell who is asked.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: it is not cancelled.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.CANCELLED)
    found.cancel_reason = ""
    found.revision += 1
    found.save(update_fields=["cancel_reason", "revision"])
    nodes.enter_state(found.node, State.PLANNED)
    activity.record("meeting.revived", found.node, actor=actor, to=when(found), reminded=asked(found, actor))
    return found


@transaction.atomic
def hold_meeting(found: Meeting, *, actor: Member) -> Meeting:
    """Begin: from now on what comes of each thing is recorded. The actor counts as present.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: it is not planned.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.PLANNED)
    found.held_at = timezone.now()
    found.save(update_fields=["held_at"])
    nodes.enter_state(found.node, State.HELD)
    found.attendees.filter(member=actor).update(is_present=True)
    activity.record("meeting.held", found.node, actor=actor)
    return found


@transaction.atomic
def unhold_meeting(found: Meeting, *, actor: Member) -> Meeting:
    """Say that a meeting was not held after all. Nobody counts as present any more.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: it is not being held, or something was recorded on its agenda.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.HELD)
    for item in found.agenda.filter(removed_at=None).exclude(outcome="").select_related("node"):
        rules.check_has_outcome_none(item)
    found.held_at = None
    found.save(update_fields=["held_at"])
    found.attendees.update(is_present=False)
    nodes.enter_state(found.node, State.PLANNED)
    activity.record("meeting.not_held", found.node, actor=actor)
    return found


@transaction.atomic
def close_meeting(found: Meeting, *, actor: Member) -> Meeting:
    """Close the minutes: they say of each thing what came of it, and who was asked is told that they can be read.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: it is not being held, or nothing is recorded on something.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.HELD)
    rules.check_can_close(found.agenda.filter(removed_at=None).select_related("node"))
    found.closed_at, found.closed_by = timezone.now(), actor
    found.save(update_fields=["closed_at", "closed_by"])
    nodes.enter_state(found.node, State.CLOSED)
    activity.record("meeting.closed", found.node, actor=actor, told=asked(found, actor))
    return found


@transaction.atomic
def reopen_meeting(found: Meeting, *, actor: Member) -> Meeting:
    """Open closed minutes again, to put something right.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: they are not closed.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.CLOSED)
    found.closed_at = found.closed_by = None
    found.save(update_fields=["closed_at", "closed_by"])
    nodes.enter_state(found.node, State.HELD)
    activity.record("meeting.reopened", found.node, actor=actor)
    return found


@transaction.atomic
def set_quorum(kind: str, needs: Needs, *, actor: Member) -> Quorum:
    """Say how many people of each voice a type of meeting needs in this workspace before it can decide.

    Raises:
        Denied: the actor may not change the workspace's settings.
        BadInput: there is no such type, or a number lets a side out.
    """
    access.require(actor, Permission.WORKSPACE_MANAGE)
    rules.check_type(kind)
    rules.check_needs(needs)
    kept = {"ux": needs.ux, "product": needs.product, "engineering": needs.engineering}
    made, __ = Quorum.objects.update_or_create(workspace_id=actor.workspace_id, type=kind, defaults=kept)
    activity.record("quorum.set", None, actor=actor, type=Type(kind).label, **kept)
    return made


def when(found: Meeting) -> str:
    """The time as the trail keeps it, in the workspace's time zone."""
    return f"{found.starts_at.astimezone(found.node.workspace.zone):%-d %b %Y, %H:%M}"


def asked(found: Meeting, actor: Member) -> list[int]:
    """Whom a change of the meeting concerns besides the actor, by their numbers."""
    return sorted(found.attendees.exclude(member=actor).values_list("member_id", flat=True))


def _texts(told: dict[str, str]) -> dict[str, str]:
    return {name: told[name] for name in ("title", "purpose", "place")}
