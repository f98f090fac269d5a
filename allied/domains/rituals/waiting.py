"""What waits on a member in meetings: an answer, a note or statement of theirs, a follow-up that is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from allied.domains.rituals import rules
from allied.domains.rituals.models import AgendaItem, Answer, Attendee, Meeting, Outcome, State, Statement, Topic
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.models import Member
from allied.kernel.people.sides import stand_ins
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _, listed, numbered
from allied.web.formats import clock, day

SHOWN: Final = 8
SOON: Final = timedelta(days=14)  # a meeting further off asks for nothing yet
BEFORE: Final = timedelta(days=2)  # how long before its day a follow-up shows


@dataclass(frozen=True)
class Wait:
    """One act that only this member can do now: what, why, on which meeting, and when it is due in words."""

    node: Node
    title: str
    why: str
    action: str
    left: str
    is_late: bool
    anchor: str = ""


def waits(actor: Member) -> list[Wait]:
    """Follow-ups first, then what the next meetings want from the actor. Five queries at most."""
    if not access.can(actor, Permission.MEETING_TAKE_PART):
        return []
    return [*_follow_ups(actor), *_asked(actor)][:SHOWN]


def _follow_ups(actor: Member) -> list[Wait]:
    today = today_in(actor.workspace)
    open_ones = AgendaItem.objects.filter(
        _lives(actor, State.HELD, State.CLOSED),
        outcome=Outcome.FOLLOW_UP,
        owner=actor,
        done_at=None,
        removed_at=None,
        due_on__lte=today + BEFORE,
    )
    rows = open_ones.select_related("meeting__node", "node").order_by("due_on", "pk")[:SHOWN]
    return [_follow_up(item, today) for item in rows]


def _follow_up(item: AgendaItem, today: date) -> Wait:
    due_on = item.due_on or today
    late = due_on < today
    left = (
        _("Over since %(day)s", day=day(due_on))
        if late
        else _("Today is the last day")
        if due_on == today
        else _("Until %(day)s", day=day(due_on))
    )
    return Wait(
        node=item.meeting.node,
        title=_("Finish the follow-up on “%(title)s”", title=item.node.title),
        why=_("%(reference)s: %(text)s", reference=item.meeting.node.reference, text=item.result),
        action=_("Open it"),
        left=left,
        is_late=late,
        anchor=f"item-{item.pk}",
    )


def _asked(actor: Member) -> list[Wait]:
    """Invitations without an answer; else what the actor's voice has not said yet on the agenda."""
    now = timezone.now()
    mine = Attendee.objects.filter(
        _lives(actor, State.PLANNED, State.HELD),
        Q(meeting__starts_at__lte=now + SOON),
        member=actor,
    )
    rows = list(mine.select_related("meeting__node").order_by("meeting__starts_at", "pk")[:SHOWN])
    if not rows:
        return []
    owed = _owed(rows, actor)
    found = []
    for row in rows:
        if row.answer == Answer.INVITED and row.meeting.node.state == State.PLANNED:
            found.append(_to_answer(row.meeting))
        if missing := owed.get(row.meeting_id):
            found.append(_to_state(row.meeting, missing))
    return found


def _owed(rows: list[Attendee], actor: Member) -> dict[str, list[AgendaItem]]:
    """Things without a note of the actor's voice; where they do not come, without its statement. By meeting id."""
    voices = rules.voices_of(actor, stand_ins(actor))
    notes = [voice for voice in voices if voice in rules.FEASIBILITY]
    declined = [row.meeting_id for row in rows if row.answer == Answer.DECLINED]
    wanted = [Q(~Exists(_said(voice, Topic.FEASIBILITY))) for voice in notes]
    wanted += [Q(~Exists(_said(voice, Topic.STATEMENT)), meeting__in=declined) for voice in voices]
    if not wanted:
        return {}
    standing = AgendaItem.objects.filter(
        reduce(or_, wanted),
        readable_one_by_one(actor),
        meeting__in=[row.meeting_id for row in rows],
        outcome="",
        removed_at=None,
    )
    found: dict[str, list[AgendaItem]] = {}
    for item in standing.select_related("node").order_by("meeting", "position", "pk"):
        found.setdefault(item.meeting_id, []).append(item)
    return found


def _said(voice: str, topic: str) -> QuerySet[Statement]:
    return Statement.objects.filter(item=OuterRef("pk"), voice=voice, topic=topic)


def _to_answer(found: Meeting) -> Wait:
    return Wait(
        node=found.node,
        title=_("Say whether you come to “%(title)s”", title=found.node.title),
        why=_("You are asked to %(reference)s.", reference=found.node.reference),
        action=_("Answer"),
        left=clock(found.starts_at),
        is_late=False,
    )


def _to_state(found: Meeting, missing: list[AgendaItem]) -> Wait:
    named = listed(item.node.reference for item in missing[:2])
    return Wait(
        node=found.node,
        title=_("Say what your discipline thinks before “%(title)s”", title=found.node.title),
        why=_(
            "Missing on %(things)s of the agenda of %(reference)s, among them %(named)s.",
            things=numbered(len(missing), "thing", "things"),
            reference=found.node.reference,
            named=named,
        ),
        action=_("State it"),
        left=clock(found.starts_at),
        is_late=found.starts_at < timezone.now(),
        anchor=f"item-{missing[0].pk}",
    )


def _lives(actor: Member, *states: State) -> Q:
    """The meeting is readable, in one of these states and not archived. Asked of few rows, each by its key."""
    return readable_one_by_one(actor, at="meeting", state__in=states, archived_at=None)
