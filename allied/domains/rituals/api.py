"""Meetings for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.rituals import actions, agenda, attending, outcomes, queries
from allied.domains.rituals.actions import Plan
from allied.domains.rituals.minutes import minutes as written_minutes
from allied.domains.rituals.models import AgendaItem, Attendee, Meeting
from allied.domains.rituals.outcomes import Result
from allied.domains.rituals.preread import preread as written_preread
from allied.kernel.errors import BadInput
from allied.kernel.people.models import Member
from allied.kernel.talk.mail import site
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import member_in_body, node_in_body, product_filter, product_in_body
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import (
    MemberRef,
    NodeRef,
    href,
    member_or_none,
    member_ref,
    node_ref,
    page_of,
    slug_of,
)
from allied.web.memo import Memo, markdown

router = Router(tags=["Meetings"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
ADDRESSES: Final = {
    "state": "POST its holding, closing or cancellation.",
    "agenda": "POST to its agenda.",
    "attendees": "PUT its attendees.",
    "held_at": "POST its holding.",
    "closed_at": "POST its closing.",
    "cancel_reason": "POST its cancellation.",
}
TypeName = Literal["strategy", "grooming", "prioritization"]
VoiceName = Literal["ux", "product", "engineering"]


class MeetingPatch(FieldsBody, Body):
    """What a meeting is for, when, how long, where. ``product`` is a slug, or null."""

    title: str = ""
    type: TypeName = "strategy"
    starts_at: datetime | None = None
    duration_minutes: int = 50
    place: str = Field("", description="A room, or the link of a call.")
    purpose: str = ""
    product: str | None = None


class MeetingBody(MeetingPatch):
    title: str
    starts_at: datetime
    agenda: list[str] = Field(default_factory=list, description="Ids or references of objects, in order.")
    attendees: list[int] = Field(default_factory=list, description="Members who are asked besides oneself.")


class MeetingWhole(MeetingPatch, Whole):
    """The whole meeting as GET gives it; read-only fields may stay in, unchanged."""


class AgendaBody(Body):
    node: str = Field(description="An object, by id or reference.")
    why: str = Field("", max_length=300)


class OrderBody(Body):
    """The whole agenda in its order; ``minutes`` by the numbers of its items, for those whose time changes."""

    items: list[int]
    minutes: dict[str, int] = {}


class AttendeesBody(Body):
    attendees: list[int]


class AnswerBody(Body):
    answer: Literal["coming", "declined"]


class PresenceBody(Body):
    member: int
    is_present: bool = True


class StatementBody(Body):
    topic: Literal["feasibility", "statement"]
    voice: VoiceName
    text: str


class OutcomeBody(Body):
    """``decision`` for what is decided; ``owner``, ``due_on`` for a follow-up; ``text`` says what follows, or why."""

    outcome: Literal["decided", "follow_up", "parked"]
    text: str = ""
    notes: str = ""
    decision: str | None = None
    owner: int | None = None
    due_on: date | None = None


class FollowUpBody(Body):
    is_done: bool


class MeetingCancellation(Body):
    reason: str = ""


class StatementShape(Schema):
    topic: str
    voice: str
    text: str
    author: MemberRef
    stated_at: datetime


class AgendaShape(Schema):
    """A thing on the agenda, with what was said on it and what came of it."""

    id: int
    node: NodeRef
    minutes: int
    why: str
    statements: list[StatementShape]
    outcome: str = Field(description="decided, follow_up, parked, or nothing yet")
    result: str
    decision: NodeRef | None
    owner: MemberRef | None
    due_on: date | None
    done_at: datetime | None
    notes: str


class AttendeeShape(Schema):
    member: MemberRef
    discipline: str
    side: str
    answer: str
    is_present: bool


class MeetingShape(WithFields):
    """People of the team who talk about objects of the thread at one time."""

    id: str
    reference: str
    href: str
    page: str
    title: str
    type: str
    starts_at: datetime
    duration_minutes: int
    place: str
    purpose: str
    product: str | None
    state: str
    agenda: list[AgendaShape]
    attendees: list[AttendeeShape]
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    archived_at: datetime | None
    held_at: datetime | None
    closed_at: datetime | None
    closed_by: MemberRef | None
    cancel_reason: str


class MeetingPage(Schema):
    data: list[MeetingShape]
    next: str | None
    cursor: str | None


class MemoShape(Schema):
    """A text for people, as Markdown with whole addresses."""

    title: str
    markdown: str


class MeetingQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    type: TypeName | None = None
    state: Literal["planned", "held", "closed", "cancelled"] | None = None
    starts_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=MeetingPage, summary="List meetings")
def meetings(request: ApiRequest, query: Query[MeetingQuery]) -> HttpResponse:
    return _meetings.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: MeetingShape}, summary="Plan a meeting")
def plan_meeting(request: ApiRequest, body: MeetingBody) -> HttpResponse:
    actor = request.member
    said = body.model_dump(exclude={"fields", "agenda", "attendees"})
    chosen = [(node_in_body(name, field="agenda", actor=actor), "") for name in body.agenda]
    with transaction.atomic():
        asked = _people(body.attendees, actor)
        made = actions.plan_meeting(_plan(said, actor), agenda=chosen, attendees=asked, actor=actor)
        _meetings.fill(request, made, body)
    return _meetings.read(request, made.node.reference, status=201)


@router.get("/{id}", response=MeetingShape, summary="Read a meeting")
def meeting(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _meetings.read(request, id)


@router.put("/{id}", response=MeetingShape, summary="Replace what a planned meeting is for, when and where")
def replace_meeting(request: ApiRequest, id: str, body: MeetingWhole) -> HttpResponse:  # noqa: A002
    return _meetings.replace(request, id, body, _edit)


@router.patch("/{id}", response=MeetingShape, summary="Change or move a planned meeting")
def change_meeting(request: ApiRequest, id: str, body: MeetingPatch) -> HttpResponse:  # noqa: A002
    return _meetings.change(request, id, body, _edit)


@router.post("/{id}/agenda", response=MeetingShape, summary="Put an object on the agenda")
def add_to_agenda(request: ApiRequest, id: str, body: AgendaBody) -> HttpResponse:  # noqa: A002
    node = node_in_body(body.node, field="node", actor=request.member)
    return _meetings.act(request, id, agenda.add_to_agenda, [(node, body.why)])


@router.put("/{id}/agenda", response=MeetingShape, summary="Order the agenda and give its things their time")
def order_agenda(request: ApiRequest, id: str, body: OrderBody) -> HttpResponse:  # noqa: A002
    @transaction.atomic
    def order(found: Meeting, *, actor: Member) -> None:
        standing = {str(one.pk): one for one in queries.agenda(found, actor=actor)}
        if sorted(map(str, body.items)) != sorted(standing) or not set(body.minutes) <= set(standing):
            raise BadInput(items="Name every thing on the agenda once, by its id. Nothing was changed.")
        before: int | None = None
        for number in body.items:
            item = _of(found, standing[str(number)])
            agenda.place_on_agenda(item, before, actor=actor)
            before = number
        for key, minutes in body.minutes.items():
            agenda.give_time(_of(found, standing[key]), minutes, actor=actor)

    return _meetings.act(request, id, order)


@router.delete("/{id}/agenda/{int:item}", response=MeetingShape, summary="Take an object off the agenda")
def remove_from_agenda(request: ApiRequest, id: str, item: int) -> HttpResponse:  # noqa: A002
    return _on(request, id, item, agenda.remove_from_agenda)


@router.put("/{id}/agenda/{int:item}/statement", response=MeetingShape, summary="State what one's discipline thinks")
def state(request: ApiRequest, id: str, item: int, body: StatementBody) -> HttpResponse:  # noqa: A002
    return _on(request, id, item, outcomes.state, **body.model_dump())


@router.put("/{id}/agenda/{int:item}/outcome", response=MeetingShape, summary="Record what came of a thing")
def record_outcome(request: ApiRequest, id: str, item: int, body: OutcomeBody) -> HttpResponse:  # noqa: A002
    result = Result(
        outcome=body.outcome,
        text=body.text,
        notes=body.notes,
        decision=node_in_body(body.decision, field="decision", actor=request.member) if body.decision else None,
        owner=member_in_body(body.owner, "owner", actor=request.member),
        due_on=body.due_on,
    )
    return _on(request, id, item, partial(_record, result))


@router.delete("/{id}/agenda/{int:item}/outcome", response=MeetingShape, summary="Take back what came of a thing")
def take_outcome_back(request: ApiRequest, id: str, item: int) -> HttpResponse:  # noqa: A002
    return _on(request, id, item, outcomes.take_outcome_back)


@router.put("/{id}/agenda/{int:item}/follow-up", response=MeetingShape, summary="Say whether a follow-up is done")
def finish_follow_up(request: ApiRequest, id: str, item: int, body: FollowUpBody) -> HttpResponse:  # noqa: A002
    return _on(request, id, item, outcomes.finish_follow_up, is_done=body.is_done)


@router.put("/{id}/attendees", response=MeetingShape, summary="Say who is asked")
def set_attendees(request: ApiRequest, id: str, body: AttendeesBody) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, attending.set_attendees, _people(body.attendees, request.member))


@router.put("/{id}/answer", response=MeetingShape, summary="Say whether one comes")
def answer_invitation(request: ApiRequest, id: str, body: AnswerBody) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, attending.answer_invitation, body.answer)


@router.put("/{id}/presence", response=MeetingShape, summary="Say whether somebody is there")
def mark_present(request: ApiRequest, id: str, body: PresenceBody) -> HttpResponse:  # noqa: A002
    (person,) = _people([body.member], request.member, field="member")
    return _meetings.act(request, id, attending.mark_present, person, is_present=body.is_present)


@router.post("/{id}/holding", response=MeetingShape, summary="Begin to hold a meeting")
def hold_meeting(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, actions.hold_meeting)


@router.delete("/{id}/holding", response=MeetingShape, summary="Say that a meeting was not held")
def unhold_meeting(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, actions.unhold_meeting)


@router.post("/{id}/closing", response=MeetingShape, summary="Close the minutes")
def close_meeting(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, actions.close_meeting)


@router.delete("/{id}/closing", response=MeetingShape, summary="Open closed minutes again")
def reopen_meeting(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, actions.reopen_meeting)


@router.post("/{id}/cancellation", response=MeetingShape, summary="Cancel a meeting")
def cancel_meeting(request: ApiRequest, id: str, body: MeetingCancellation) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, actions.cancel_meeting, reason=body.reason)


@router.delete("/{id}/cancellation", response=MeetingShape, summary="Plan a cancelled meeting again")
def revive_meeting(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _meetings.act(request, id, actions.revive_meeting)


@router.get("/{id}/minutes", response=MemoShape, summary="Read the minutes as Markdown")
def minutes(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _memo(request, id, written_minutes)


@router.get("/{id}/pre-read", response=MemoShape, summary="Read what changed before a meeting, as Markdown")
def preread(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _memo(request, id, written_preread)


def shapes(found: Sequence[Meeting], *, actor: Member) -> list[MeetingShape]:
    """Many at once: three queries for the agendas and people of all."""
    pks = [one.pk for one in found]
    on, asked = queries.references(pks, actor=actor), queries.attendees_of(pks)
    return [_shape(one, on.get(one.pk, []), asked.get(one.pk, []), actor) for one in found]


def _shape(one: Meeting, on: Sequence[AgendaItem], asked: Sequence[Attendee], actor: Member) -> MeetingShape:
    node = one.node
    return MeetingShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        title=node.title,
        type=one.type,
        starts_at=one.starts_at,
        duration_minutes=one.duration_minutes,
        place=one.place,
        purpose=one.purpose,
        product=slug_of(node.product),
        state=node.state,
        agenda=[_thing(item) for item in on],
        attendees=[
            AttendeeShape(
                member=member_ref(each.member),
                discipline=each.member.discipline,
                side=each.member.side.value,
                answer=each.answer,
                is_present=each.is_present,
            )
            for each in asked
        ],
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        archived_at=node.archived_at,
        held_at=one.held_at,
        closed_at=one.closed_at,
        closed_by=member_or_none(one.closed_by),
        cancel_reason=one.cancel_reason,
    )


def _thing(item: AgendaItem) -> AgendaShape:
    return AgendaShape(
        id=item.pk,
        node=node_ref(item.node),
        minutes=item.box_minutes,
        why=item.why,
        statements=[
            StatementShape(
                topic=each.topic,
                voice=each.voice,
                text=each.text,
                author=member_ref(each.author),
                stated_at=each.stated_at,
            )
            for each in item.statements.all()
        ],
        outcome=item.outcome,
        result=item.result,
        decision=node_ref(item.decision) if item.decision else None,
        owner=member_or_none(item.owner),
        due_on=item.due_on,
        done_at=item.done_at,
        notes=item.notes,
    )


_meetings = Resource(
    "meeting",
    find=queries.meeting_by_reference,
    show=shapes,
    writable=tuple(MeetingPatch.model_fields),
    addresses=ADDRESSES,
)


def _wanted(query: MeetingQuery, actor: Member) -> QuerySet[Meeting]:
    found = queries.meetings(actor=actor).select_related("closed_by")
    if query.q:
        found = queries.matching(found, query.q, actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    given = {"type": query.type, "node__state": query.state, "starts_at__gte": query.starts_since}
    return found.filter(**{name: value for name, value in given.items() if value is not None})


def _edit(found: Meeting, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_meeting(found, _plan(said, actor), actor=actor)


def _plan(said: dict[str, Any], actor: Member) -> Plan:
    told = {"starts_at": _moment(said["starts_at"], actor), "product": product_in_body(said["product"], actor=actor)}
    return Plan(**{**said, **told})


def _moment(said: datetime | str | None, actor: Member) -> datetime | None:
    """As a body gives it, or as GET showed it; without a time zone it is the workspace's."""
    moment = datetime.fromisoformat(said) if isinstance(said, str) else said
    return moment.replace(tzinfo=actor.workspace.zone) if moment is not None and moment.tzinfo is None else moment


def _people(numbers: Sequence[int], actor: Member, *, field: str = "attendees") -> list[Member]:
    found = [member_in_body(number, field, actor=actor) for number in numbers]
    return [one for one in found if one is not None]


def _on(request: ApiRequest, name: str, number: int, action: Callable[..., Any], **more: Any) -> HttpResponse:
    """Do one act to a thing on the agenda and answer with the meeting as it is then."""

    def do(found: Meeting, *, actor: Member) -> None:
        action(queries.agenda_item(found, number, actor=actor), actor=actor, **more)

    return _meetings.act(request, name, do)


def _record(result: Result, item: AgendaItem, *, actor: Member) -> None:
    outcomes.record_outcome(item, result, actor=actor)


def _of(found: Meeting, item: AgendaItem) -> AgendaItem:
    item.meeting = found
    return item


def _memo(request: ApiRequest, name: str, write: Callable[..., Memo]) -> HttpResponse:
    found = _meetings.find(request, name)
    memo = write(queries.whole(found, actor=request.member), actor=request.member)
    return answers.shape(MemoShape(title=str(memo.title), markdown=markdown(memo, site=site())))
