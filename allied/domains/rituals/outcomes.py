"""What is said on a thing of the agenda, and what comes of it. All faces call these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from allied.domains.rituals import queries, rules
from allied.domains.rituals.indexing import index_meeting
from allied.domains.rituals.locking import lock_item, lock_with_links
from allied.domains.rituals.models import TEXT_LENGTH, AgendaItem, Meeting, Outcome, State, Statement, Topic, Voice
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import Denied, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.people.sides import stand_ins
from allied.kernel.text import clean
from allied.kernel.thread import actions as thread
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.words import _


@dataclass(frozen=True)
class Result:
    """What came of a thing. A decision names its record; a follow-up who does it until when; parking has a reason."""

    outcome: str
    text: str = ""
    notes: str = ""
    decision: Node | None = None
    owner: Member | None = None
    due_on: date | None = None


@transaction.atomic
def state(item: AgendaItem, *, topic: str, voice: str, text: str, actor: Member) -> Statement:
    """Say in one's own words whether a thing can be done, or what one's side thinks of it. Again: in its place.

    Raises:
        Denied: the actor does not speak with that voice, or may not take part.
        InvalidState: the minutes are closed, the meeting is cancelled, or something came of it already.
        BadInput: there is no text, or nothing of that name to state.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_TAKE_PART, found.node)
    rules.check_topic(topic, voice)
    rules.check_voice(voice, actor, stand_ins(actor))
    lock_item(item)
    rules.check_is(found, State.PLANNED, State.HELD)
    rules.check_has_outcome_none(item)
    kept = {
        "text": clean(text, field="text", limit=TEXT_LENGTH, required=True),
        "author": actor,
        "stated_at": timezone.now(),
    }
    made, __ = Statement.objects.update_or_create(item=item, topic=topic, voice=voice, defaults=kept)
    nodes.touch(found.node)
    told = {"other": item.node_id, "voice": Voice(voice).label}
    verb = "meeting.feasibility_stated" if topic == Topic.FEASIBILITY else "meeting.stated"
    activity.record(verb, found.node, actor=actor, **told)
    return made


@transaction.atomic
def record_outcome(item: AgendaItem, result: Result, *, actor: Member) -> AgendaItem:
    """Say what came of a thing. A decision needs every voice of the quorum, there or in writing.

    Raises:
        Denied: the actor may not plan meetings.
        NotVisible: the decision is in another workspace.
        InvalidState: the meeting is not being held, something came of it already, or a side is missing: the sentence
            says which, and the ways out.
        BadInput: no decision is named, no owner or day, no reason, or a text is too long.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    _require_own(result, actor)
    lock_with_links(found)
    lock_item(item)
    rules.check_is(found, State.HELD)
    rules.check_has_outcome_none(item)
    rules.check_outcome(result.outcome)
    is_decided, follows = result.outcome == Outcome.DECIDED, result.outcome == Outcome.FOLLOW_UP
    item.result = clean(result.text, field="text", limit=TEXT_LENGTH, required=not is_decided)
    item.notes = clean(result.notes, field="notes", limit=TEXT_LENGTH)
    item.decision = item.owner = item.due_on = None
    if is_decided:
        _check_both_sides(found, item, actor)
        item.decision = rules.check_decision(result.decision)
        _tie(item, item.decision, actor)
    if follows:
        rules.check_follow_up(result.owner, result.due_on, workspace_id=actor.workspace_id)
        item.owner, item.due_on = result.owner, result.due_on
    item.outcome, item.recorded_at, item.recorded_by = result.outcome, timezone.now(), actor
    item.save(update_fields=_KEPT)
    index_meeting(found)
    told: dict[str, Any] = {"other": item.node_id, "decision": item.decision.reference if item.decision else ""}
    if follows and item.owner is not None and item.due_on is not None:
        told |= {"name": item.owner.name, "owner": item.owner.pk, "due_on": f"{item.due_on:%-d %b %Y}"}
    activity.record(f"meeting.{result.outcome}", found.node, actor=actor, **told)
    return item


@transaction.atomic
def take_outcome_back(item: AgendaItem, *, actor: Member) -> AgendaItem:
    """Say that nothing came of a thing yet. The notes stay, and so does the decision that was named.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: the meeting is not being held.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock_item(item)
    rules.check_is(found, State.HELD)
    if item.outcome:
        item.outcome, item.result, item.decision = "", "", None
        item.owner = item.due_on = item.done_at = item.recorded_at = item.recorded_by = None
        item.save(update_fields=_KEPT)
        activity.record("meeting.outcome_taken_back", found.node, actor=actor, other=item.node_id)
    return item


@transaction.atomic
def write_notes(item: AgendaItem, notes: str, *, actor: Member) -> AgendaItem:
    """Keep what was said on a thing, for the minutes.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: the meeting is not being held.
        BadInput: the text is too long.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock_item(item)
    rules.check_is(found, State.HELD)
    notes = clean(notes, field="notes", limit=TEXT_LENGTH)
    if item.notes != notes:
        item.notes = notes
        item.save(update_fields=["notes"])
        index_meeting(found)
        activity.record("meeting.noted", found.node, actor=actor, other=item.node_id)
    return item


@transaction.atomic
def finish_follow_up(item: AgendaItem, *, is_done: bool, actor: Member) -> AgendaItem:
    """Say that a follow-up is done, or that it is not after all.

    Raises:
        Denied: somebody else does it, and the actor may not plan meetings.
        InvalidState: it is no follow-up.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_TAKE_PART, found.node)
    lock_item(item)
    if item.outcome != Outcome.FOLLOW_UP:
        raise InvalidState(_("This is no follow-up any more. Open the meeting again. Nothing was changed."))
    if item.owner_id != actor.pk and not access.can(actor, Permission.MEETING_PLAN, found.node):
        raise Denied(
            _(
                "%(name)s does this, so they say when it is done. Nothing was changed.",
                name=item.owner.name if item.owner else "",
            )
        )
    if (item.done_at is not None) != is_done:
        item.done_at = timezone.now() if is_done else None
        item.save(update_fields=["done_at"])
        verb = "meeting.follow_up_done" if is_done else "meeting.follow_up_open"
        activity.record(verb, found.node, actor=actor, other=item.node_id)
    return item


_KEPT = ["outcome", "result", "notes", "decision", "owner", "due_on", "done_at", "recorded_at", "recorded_by"]


def _check_both_sides(found: Meeting, item: AgendaItem, actor: Member) -> None:
    needs = queries.needs_of(found.node.workspace_id, found.type)
    rules.check_can_decide(item, needs, queries.attendees(found), list(item.statements.all()), stand_ins(actor))


def _tie(item: AgendaItem, decision: Node, actor: Member) -> None:
    """Let the thread tell what decides the object, where a decision can decide such a thing."""
    if RELATIONS["decided_by"].joins(item.node.kind, decision.kind):
        thread.link(item.node, "decided_by", decision, actor=actor)


def _require_own(result: Result, actor: Member) -> None:
    if result.decision is not None and result.decision.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such object in this workspace. Nothing was changed."))
