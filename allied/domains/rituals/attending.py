"""Who is asked to a meeting, what they answer, and who was there. All faces call these."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from allied.domains.rituals import rules
from allied.domains.rituals.locking import lock
from allied.domains.rituals.models import Answer, Attendee, Meeting, State
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.people.models import Member
from allied.kernel.words import _


@transaction.atomic
def set_attendees(found: Meeting, members: Sequence[Member], *, actor: Member) -> list[int]:
    """Ask these people and no others. Who stays keeps their answer; who is new is told. Returns who was asked before.

    Raises:
        Denied: the actor may not plan meetings.
        NotVisible: one of them is in another workspace.
        InvalidState: the minutes are closed, or the meeting is cancelled.
        BadInput: one cannot be asked, or they are too many.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.PLANNED, State.HELD)
    before = sorted(found.attendees.values_list("member_id", flat=True))
    fresh = [one for one in members if one.pk not in before]
    gone = set(before) - {one.pk for one in members}
    if gone:
        found.attendees.filter(member__in=gone).delete()
        activity.record("meeting.uninvited", found.node, actor=actor, people=len(gone), told=sorted(gone))
    ask(found, fresh, actor=actor, standing=len(before) - len(gone))
    return before


def ask(found: Meeting, members: Sequence[Member], *, actor: Member, standing: int = 0) -> None:
    """Ask more people, inside an action that has checked who may. Who plans the meeting comes to it."""
    once = list({one.pk: one for one in members}.values())
    if any(one.workspace_id != actor.workspace_id for one in once):
        raise NotVisible(_("There is no such member in this workspace. Nothing was changed."))
    rules.check_people(once, standing)
    Attendee.objects.bulk_create(
        Attendee(meeting=found, member=one, answer=Answer.COMING if one.pk == actor.pk else Answer.INVITED)
        for one in once
    )
    told = sorted(one.pk for one in once if one.pk != actor.pk)
    if told:
        activity.record("meeting.invited", found.node, actor=actor, people=len(told), told=told)


@transaction.atomic
def answer_invitation(found: Meeting, answer: str, *, actor: Member) -> Attendee:
    """Say whether one comes.

    Raises:
        Denied: the actor may not take part in meetings.
        InvalidState: the meeting was held or cancelled.
        BadInput: they are not asked, or there is no such answer.
    """
    access.require(actor, Permission.MEETING_TAKE_PART, found.node)
    lock(found)
    rules.check_is(found, State.PLANNED)
    if answer not in (Answer.COMING, Answer.DECLINED):
        raise BadInput(answer=_("Answer that you come, or that you cannot. Nothing was changed."))
    mine = found.attendees.filter(member=actor).first()
    if mine is None:
        raise BadInput(
            answer=_(
                "You are not asked to %(reference)s. Ask %(name)s, who planned it. Nothing was changed.",
                reference=found.node.reference,
                name=found.node.created_by.name,
            )
        )
    if mine.answer != answer:
        mine.answer = answer
        mine.save(update_fields=["answer"])
        activity.record(f"meeting.{answer}", found.node, actor=actor)
    return mine


@transaction.atomic
def mark_present(found: Meeting, member: Member, *, is_present: bool, actor: Member) -> Attendee:
    """Say that somebody is there, asked or not, or that they are not.

    Raises:
        Denied: the actor may not plan meetings.
        NotVisible: the person is in another workspace.
        InvalidState: the meeting is not being held.
        BadInput: they cannot take part.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    if member.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such member in this workspace. Nothing was changed."))
    lock(found)
    rules.check_is(found, State.HELD)
    rules.check_people([member])
    one, __ = Attendee.objects.get_or_create(meeting=found, member=member)
    if one.is_present != is_present:
        one.is_present = is_present
        one.save(update_fields=["is_present"])
        verb = "meeting.present" if is_present else "meeting.absent"
        activity.record(verb, found.node, actor=actor, name=member.name, member=member.pk)
    return one
