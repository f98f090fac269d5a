"""Put objects on an agenda, in order, each with its time. All faces call these."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from allied.domains.rituals import rules
from allied.domains.rituals.locking import lock, lock_with_links
from allied.domains.rituals.models import LINE_LENGTH, AgendaItem, Meeting, State
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.text import excerpt
from allied.kernel.thread import actions as thread
from allied.kernel.thread.models import Link
from allied.kernel.words import _


@transaction.atomic
def add_to_agenda(found: Meeting, chosen: Sequence[tuple[Node, str]], *, actor: Member) -> list[AgendaItem]:
    """Put objects at the end of an agenda, each with how it came there. One that stands already stays where it is.

    Raises:
        Denied: the actor may not plan meetings.
        NotVisible: one of them is in another workspace.
        InvalidState: the minutes are closed, the meeting is cancelled, or one is a private draft.
        BadInput: the agenda would hold too much, or the meeting itself.
    """
    access.require(actor, Permission.MEETING_PLAN, found.node)
    require_readable([node for node, __ in chosen], actor)
    lock_with_links(found)
    rules.check_is(found, State.PLANNED, State.HELD)
    return put_on(found, chosen, actor=actor)


def put_on(found: Meeting, chosen: Sequence[tuple[Node, str]], *, actor: Member) -> list[AgendaItem]:
    """The same inside an action that has checked who may, and holds the meeting."""
    if any(node.pk == found.pk for node, __ in chosen):
        raise BadInput(agenda=_("A meeting does not talk about itself. Leave it out. Nothing was changed."))
    standing = {item.node_id: item for item in found.agenda.all()}
    on = {pk for pk, item in standing.items() if item.removed_at is None}
    wanted = {node.pk: (node, why) for node, why in chosen if node.pk not in on}
    rules.check_agenda(wanted, standing=len(on))
    after = max((item.position for item in standing.values()), default=0)
    made = []
    for position, (node, why) in enumerate(wanted.values(), after + 1):
        kept = {"position": position, "why": excerpt(why, LINE_LENGTH) if why else "", "removed_at": None}
        item, __ = AgendaItem.objects.update_or_create(meeting=found, node=node, defaults=kept)
        made.append(item)
    if made:
        thread.link_many([found.node], "concerns", [node for node, __ in wanted.values()], actor=actor, is_quiet=True)
        nodes.touch(found.node)
        activity.record("meeting.agenda_added", found.node, actor=actor, other=made[0].node_id, more=len(made) - 1)
    return made


@transaction.atomic
def remove_from_agenda(item: AgendaItem, *, actor: Member) -> AgendaItem:
    """Take a thing off the agenda. What was said on it is kept for when it comes back.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: the minutes are closed, the meeting is cancelled, or something came of it already.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock_with_links(found)
    rules.check_is(found, State.PLANNED, State.HELD)
    item.refresh_from_db(fields=["outcome", "removed_at"])
    rules.check_has_outcome_none(item)
    if item.removed_at is None:
        item.removed_at = timezone.now()
        item.save(update_fields=["removed_at"])
        tied = Link.objects.filter(source=found.node, relation="concerns", target=item.node_id)
        thread.unlink_many(list(tied.select_related("source", "target")), actor=actor)
        nodes.touch(found.node)
        activity.record("meeting.agenda_removed", found.node, actor=actor, other=item.node_id)
    return item


@transaction.atomic
def put_back(item: AgendaItem, *, actor: Member) -> AgendaItem:
    """Let a removed thing stand where it stood, with all that was said on it.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: the minutes are closed, or the meeting is cancelled.
        BadInput: the agenda is full by now.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock_with_links(found)
    rules.check_is(found, State.PLANNED, State.HELD)
    item.refresh_from_db(fields=["removed_at"])
    if item.removed_at is not None:
        rules.check_agenda([item.node], standing=found.agenda.filter(removed_at=None).count())
        item.removed_at = None
        item.save(update_fields=["removed_at"])
        thread.link(found.node, "concerns", item.node, actor=actor, is_quiet=True)
        activity.record("meeting.agenda_added", found.node, actor=actor, other=item.node_id, more=0)
    return item


@transaction.atomic
def place_on_agenda(item: AgendaItem, after: int | None, *, actor: Member) -> int | None:
    """Let a thing stand behind another one, by its number, or first; returns behind which it stood.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: the minutes are closed, the meeting is cancelled, or one of the two is not on the agenda any more.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.PLANNED, State.HELD)
    standing = list(found.agenda.filter(removed_at=None).order_by("position", "pk"))
    order = [one.pk for one in standing]
    if item.pk not in order or (after is not None and after not in order):
        raise InvalidState(_("The agenda has changed since you opened it. Open it again. Nothing was moved."))
    at = order.index(item.pk)
    stood = order[at - 1] if at else None
    if after in (stood, item.pk):
        return stood
    order.remove(item.pk)
    order.insert(order.index(after) + 1 if after is not None else 0, item.pk)
    places = {pk: place for place, pk in enumerate(order, 1)}
    for one in standing:
        one.position = places[one.pk]
    AgendaItem.objects.bulk_update(standing, ["position"])
    item.position = places[item.pk]
    nodes.touch(found.node)
    activity.record("meeting.agenda_ordered", found.node, actor=actor, other=item.node_id, place=places[item.pk])
    return stood


@transaction.atomic
def give_time(item: AgendaItem, minutes: int, *, actor: Member) -> int:
    """Say how many minutes a thing gets; returns how many it had.

    Raises:
        Denied: the actor may not plan meetings.
        InvalidState: the minutes are closed, or the meeting is cancelled.
        BadInput: these are no minutes that fit.
    """
    found = item.meeting
    access.require(actor, Permission.MEETING_PLAN, found.node)
    lock(found)
    rules.check_is(found, State.PLANNED, State.HELD)
    rules.check_box(minutes)
    item.refresh_from_db(fields=["box_minutes"])
    before, item.box_minutes = item.box_minutes, minutes
    if before != minutes:
        item.save(update_fields=["box_minutes"])
        activity.record("meeting.agenda_timed", found.node, actor=actor, other=item.node_id, minutes=minutes)
    return before


def require_readable(chosen: Sequence[Node], actor: Member) -> None:
    if any(node.workspace_id != actor.workspace_id or not node.is_readable_by(actor.pk) for node in chosen):
        raise NotVisible(_("There is no such object in this workspace. Nothing was changed."))
