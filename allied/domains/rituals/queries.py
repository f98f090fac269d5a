"""Questions about meetings. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from allied.domains.rituals import rules
from allied.domains.rituals.models import (
    AgendaItem,
    Answer,
    Attendee,
    Meeting,
    Outcome,
    Quorum,
    State,
    Statement,
    Topic,
    Type,
    Voice,
)
from allied.domains.rituals.rules import Needs
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import AlliedError, NotVisible
from allied.kernel.nodes.models import readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.people.sides import StandIns, stand_ins
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.words import _

FOUND_AT_MOST = 1_000
WITHOUT_A_LAST = timedelta(days=14)  # what counts as new where no meeting of the type was held before


@dataclass(frozen=True)
class Said:
    """One voice on one thing: what it said, or that it has not yet, and whether the reader may say it."""

    topic: Topic
    voice: Voice
    statement: Statement | None
    may_state: bool


@dataclass(frozen=True)
class Point:
    """A thing on the agenda with all that was said on it. ``begins_at``: by the time boxes before it."""

    item: AgendaItem
    number: int
    begins_at: datetime
    feasibility: tuple[Said, ...]
    statements: tuple[Said, ...]
    unheard: tuple[Voice, ...]
    why_undecided: str

    @property
    def gaps(self) -> list[Voice]:
        """The voices whose note on feasibility is missing."""
        return [one.voice for one in self.feasibility if one.statement is None]


@dataclass(frozen=True)
class Turnout:
    """A voice at a meeting: how many it needs, how many come and are there."""

    voice: Voice
    needed: int
    asked: int
    coming: int
    present: int

    def is_met(self, *, by_presence: bool) -> bool:
        return (self.present if by_presence else self.coming) >= self.needed


@dataclass(frozen=True)
class Whole:
    """A meeting with everything on its page, and what the reader may do with it now. ``not_yet``: why not close it."""

    meeting: Meeting
    points: tuple[Point, ...]
    attendees: tuple[Attendee, ...]
    turnout: tuple[Turnout, ...]
    mine: Attendee | None
    may_plan: bool
    may_take_part: bool
    not_yet: str

    @property
    def boxed_minutes(self) -> int:
        return sum(point.item.box_minutes for point in self.points)

    @property
    def minutes_over(self) -> int:
        """By how many minutes the agenda is longer than the meeting; 0 where it fits."""
        return max(0, self.boxed_minutes - self.meeting.duration_minutes)

    @property
    def state(self) -> str:
        return self.meeting.node.state

    def point(self, agenda_id: int) -> Point:
        """Raises: NotVisible, unless it is on this agenda."""
        for one in self.points:
            if one.item.pk == agenda_id:
                return one
        raise NotVisible(_("There is nothing like this on the agenda now. Nothing was changed."))


def meetings(*, actor: Member) -> QuerySet[Meeting]:
    """The meetings that the actor may read, each with its node and product."""
    found: QuerySet[Meeting] = Meeting.objects.visible_to(actor)
    return found.filter(node__archived_at=None).select_related("node__created_by")


def with_counts(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each with ``on_agenda``, ``decided`` and ``asked``: how many things and people."""
    on = Q(agenda__removed_at=None)
    return found.annotate(
        on_agenda=Count("agenda", filter=on, distinct=True),
        decided=Count("agenda", filter=on & Q(agenda__outcome=Outcome.DECIDED), distinct=True),
        asked=Count("attendees", distinct=True),
    )


def matching(found: QuerySet[Meeting], text: str, *, actor: Member) -> QuerySet[Meeting]:
    """Those that hold every word of ``text``."""
    wanted = words(text)[:12]
    ids = matching_ids(actor, wanted, kinds=["meeting"], limit=FOUND_AT_MOST) if wanted else []
    return found.filter(pk__in=ids)


def meeting_by_reference(reference: str, *, actor: Member) -> Meeting:
    """The meeting that reads like ``MTG-3``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found: Meeting | None = (
        Meeting.objects.visible_to(actor)
        .filter(referred(reference))
        .select_related("node__created_by", "node__workspace", "closed_by")
        .first()
    )
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def agenda(found: Meeting, *, actor: Member) -> list[AgendaItem]:
    """What is on the agenda, in its order, without what the actor may not read. Two queries."""
    said = Prefetch("statements", Statement.objects.select_related("author").order_by("pk"))
    standing = AgendaItem.objects.filter(readable_one_by_one(actor), meeting=found, removed_at=None)
    people = ("node", "node__strength", "owner", "recorded_by", "decision")
    return list(standing.select_related(*people).prefetch_related(said).order_by("position", "pk"))


def agenda_item(found: Meeting, agenda_id: int, *, actor: Member) -> AgendaItem:
    """One of them, also where it was removed.

    Raises:
        NotVisible: it never was on this agenda.
    """
    one = AgendaItem.objects.filter(readable_one_by_one(actor), meeting=found, pk=agenda_id).select_related("node")
    item = one.first()
    if item is None:
        raise NotVisible(_("There is nothing like this on the agenda now. Nothing was changed."))
    item.meeting = found
    return item


def attendees(found: Meeting) -> list[Attendee]:
    """Who is asked, by name."""
    return list(found.attendees.select_related("member").order_by("member__name", "pk"))


def needs_of(workspace_id: int, kind: str) -> Needs:
    """How many of each voice a type of meeting needs in a workspace."""
    return all_needs(workspace_id)[Type(kind)]


def all_needs(workspace_id: int) -> dict[Type, Needs]:
    """The same for every type. One query."""
    own = {row.type: Needs(row.ux, row.product, row.engineering) for row in _quorums(workspace_id)}
    return {kind: own.get(kind.value, rules.USUAL[kind]) for kind in Type}


def whole(found: Meeting, *, actor: Member) -> Whole:
    """A meeting with everything on its page. Five queries, however long its agenda."""
    items, people = agenda(found, actor=actor), attendees(found)
    needs, spoken_for = needs_of(found.node.workspace_id, found.type), stand_ins(actor)
    takes_part = access.can(actor, Permission.MEETING_TAKE_PART, found.node)
    own = rules.voices_of(actor, spoken_for) if takes_part and found.node.state in _OPEN else []
    points, begins = [], found.starts_at
    for number, item in enumerate(items, 1):
        points.append(_point(item, number, begins, needs, people, spoken_for, own))
        begins += timedelta(minutes=item.box_minutes)
    return Whole(
        meeting=found,
        points=tuple(points),
        attendees=tuple(people),
        turnout=tuple(_turnout(needs, people, spoken_for)),
        mine=next((one for one in people if one.member_id == actor.pk), None),
        may_plan=access.can(actor, Permission.MEETING_PLAN, found.node),
        may_take_part=takes_part,
        not_yet=_not_yet(items),
    )


_OPEN = (State.PLANNED, State.HELD)


def _point(
    item: AgendaItem,
    number: int,
    begins: datetime,
    needs: Needs,
    people: Sequence[Attendee],
    spoken_for: StandIns,
    own: Sequence[Voice],
) -> Point:
    said = {(one.topic, one.voice): one for one in item.statements.all()}
    missing = rules.unheard(needs, people, list(said.values()), spoken_for)

    def each(topic: Topic, voices: Sequence[Voice]) -> tuple[Said, ...]:
        may = not item.outcome
        return tuple(Said(topic, voice, said.get((topic, voice)), may and voice in own) for voice in voices)

    return Point(
        item=item,
        number=number,
        begins_at=begins,
        feasibility=each(Topic.FEASIBILITY, rules.FEASIBILITY),
        statements=each(Topic.STATEMENT, list(Voice)),
        unheard=tuple(missing),
        why_undecided=rules.why_undecided(item, missing, needs, people, spoken_for) if missing else "",
    )


def _turnout(needs: Needs, people: Sequence[Attendee], spoken_for: StandIns) -> list[Turnout]:
    found = []
    for voice in Voice:
        own = [one for one in people if rules.has_voice(voice, one.member, spoken_for)]
        coming = sum(1 for one in own if one.answer == Answer.COMING)
        present = sum(1 for one in own if one.is_present)
        found.append(Turnout(voice, needs.of(voice), len(own), coming, present))
    return found


def _not_yet(items: Sequence[AgendaItem]) -> str:
    try:
        rules.check_can_close(items)
    except AlliedError as refusal:
        return str(refusal)
    return ""


def _quorums(workspace_id: int) -> QuerySet[Quorum]:
    return Quorum.objects.filter(workspace=workspace_id)


def last_before(found: Meeting, *, actor: Member) -> Meeting | None:
    """The meeting of the same type, and about the same product, that was held last before this one."""
    earlier = meetings(actor=actor).filter(type=found.type, held_at__isnull=False, starts_at__lt=found.starts_at)
    if found.node.product_id is not None:
        earlier = earlier.filter(node__product=found.node.product_id)
    return earlier.exclude(pk=found.pk).order_by("-starts_at", "-pk").first()


def since(found: Meeting, *, actor: Member) -> tuple[datetime, Meeting | None]:
    """From when on a change is news for this meeting: the last one of its type, else 14 days before it begins."""
    last = last_before(found, actor=actor)
    return (last.starts_at, last) if last else (found.starts_at - WITHOUT_A_LAST, None)


def references(meetings_: Sequence[str], *, actor: Member) -> dict[str, list[AgendaItem]]:
    """What is on the agenda of each, by the meeting's id: two queries."""
    found: dict[str, list[AgendaItem]] = {}
    said = Prefetch("statements", Statement.objects.select_related("author").order_by("pk"))
    standing = AgendaItem.objects.filter(readable_one_by_one(actor), meeting__in=meetings_, removed_at=None)
    rows = standing.select_related("node", "owner", "decision").prefetch_related(said)
    for item in rows.order_by("meeting", "position", "pk"):
        found.setdefault(item.meeting_id, []).append(item)
    return found


def attendees_of(meetings_: Sequence[str]) -> dict[str, list[Attendee]]:
    """Who is asked to each, by the meeting's id: one query."""
    found: dict[str, list[Attendee]] = {}
    rows = Attendee.objects.filter(meeting__in=meetings_).select_related("member")
    for one in rows.order_by("meeting", "member__name", "pk"):
        found.setdefault(one.meeting_id, []).append(one)
    return found
