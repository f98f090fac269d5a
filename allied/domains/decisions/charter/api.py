"""The rights charter for programs: versions, what holds and what held, drafting, signing, and the standards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.decisions import standards
from allied.domains.decisions.charter import actions, queries
from allied.domains.decisions.charter.actions import Frame, RightDraft
from allied.domains.decisions.models import Charter, Objection, Right, RightHolder, Standard
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.thread.strength import today_in
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, member_or_none, member_ref

router = Router(tags=["Charters"])
NEWEST: Final = Order(("number",), read=(int,))
PARTS: Final = ("recommends", "agrees", "input", "told")


class RightBody(Body):
    """One row. People by number; ``decides`` holds one, or none in a draft. ``id`` comes back from GET."""

    id: int | None = None
    decision_type: str
    impact: Literal["high", "low"]
    reversibility: Literal["hard", "easy"]
    decides: list[int] = []
    recommends: list[int] = []
    agrees: list[int] = []
    input: list[int] = []
    told: list[int] = []
    answer_days: int = 5
    escalates_to: int | None = None


class StartBody(Body):
    starter: str = Field("", description="two-leads or leader-last; nothing: a copy of the version that holds.")


class CharterPatch(Body):
    """What a draft says. ``rights`` replace all rows. What is left out stays."""

    change: str | None = None
    objection_days: int | None = None
    settles: int | None = None
    talk_again_on: date | None = None
    commits_by_decision: bool | None = Field(None, description="Roadmap items wait for a decision that has closed.")
    rights: list[RightBody] | None = None


class SignatureShape(Schema):
    member: MemberRef
    stands_for: str
    signed_at: datetime


class CharterShape(Schema):
    """One version of who decides what."""

    number: int
    href: str
    state: str = Field(description="draft, in_force or past")
    change: str
    objection_days: int
    settles: MemberRef | None
    talk_again_on: date | None
    commits_by_decision: bool
    rights: list[RightBody]
    signatures: list[SignatureShape]
    missing: list[str] = Field(description="What a draft needs before it holds.")
    drafted_by: MemberRef
    drafted_at: datetime
    in_force_at: datetime | None
    superseded_at: datetime | None


class CharterPage(Schema):
    data: list[CharterShape]
    next: str | None
    cursor: str | None


class StandardBody(Body):
    kind: Literal["veto", "imperative"]
    name: str


class StandardShape(Schema):
    key: str
    kind: str
    name: str
    is_retired: bool


class StandardPage(Schema):
    data: list[StandardShape]
    next: str | None


@router.get("", response=CharterPage, summary="List versions of the charter")
def charters(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    found = page(request, queries.charters(actor=request.member), query, NEWEST)
    return answers.some(request, [_shape(one, request.member) for one in found.rows], found)


@router.post("", response={201: CharterShape}, summary="Draft the next version")
def draft_charter(request: ApiRequest, body: StartBody) -> HttpResponse:
    made = actions.draft_charter(body.starter, actor=request.member)
    return _read(request, made.number, status=201)


@router.get("/in-force", response=CharterShape, summary="Read who decides what, today or on a past day")
def in_force(request: ApiRequest, on: date | None = None) -> HttpResponse:
    found = queries.charter_on(on or today_in(request.member.workspace), actor=request.member)
    if found is None:
        raise NotVisible("No charter held on that day.")
    return answers.one(request, _shape(found, request.member))


@router.get("/standards", response=StandardPage, summary="List what vetoes and imperatives may cite")
def standard_list(request: ApiRequest) -> HttpResponse:
    here = request.member.workspace_id
    found = [
        StandardShape(key=key, kind=kind, name=name, is_retired=is_retired)
        for kind in Objection.Kind.values
        for is_retired, known in ((False, standards.citable(here, kind)), (True, standards.retired(here, kind)))
        for key, name in known.items()
    ]
    return answers.listed(found)


@router.post("/standards", response={201: StandardShape}, summary="Let objections cite one more standard")
def add_standard(request: ApiRequest, body: StandardBody) -> HttpResponse:
    made = standards.add_standard(body.kind, body.name, actor=request.member)
    return answers.one(request, _standard(made), status=201)


@router.delete("/standards/{kind}/{key}", response=StandardShape, summary="Offer a standard no more")
def retire_standard(request: ApiRequest, kind: Literal["veto", "imperative"], key: str) -> HttpResponse:
    return answers.one(request, _standard(standards.retire_standard(kind, key, actor=request.member)))


@router.post("/standards/{kind}/{key}/restoration", response=StandardShape, summary="Offer a standard again")
def restore_standard(request: ApiRequest, kind: Literal["veto", "imperative"], key: str) -> HttpResponse:
    return answers.one(request, _standard(standards.restore_standard(kind, key, actor=request.member)))


@router.get("/{int:number}", response=CharterShape, summary="Read one version")
def charter(request: ApiRequest, number: int) -> HttpResponse:
    return _read(request, number)


@router.patch("/{int:number}", response=CharterShape, summary="Change a draft; signatures on it are void")
def change_charter(request: ApiRequest, number: int, body: CharterPatch) -> HttpResponse:
    member, found = request.member, _find(request, number)
    said = body.model_dump(exclude_unset=True, exclude={"rights"})
    if "settles" in said:
        said["settles"] = _one(said["settles"], "settles", member)
    framed = ("change", "objection_days", "settles", "talk_again_on", "commits_by_decision")
    now = {name: getattr(found, name) for name in framed}
    if said:
        actions.frame_charter(found, Frame(**(now | said)), actor=member)
    if body.rights is not None:
        actions.write_rights(found, [_row(each, member) for each in body.rights], actor=member)
    return _read(request, number)


@router.delete("/{int:number}", response={204: None}, summary="Discard a draft")
def discard_charter(request: ApiRequest, number: int) -> HttpResponse:
    actions.discard_charter(_find(request, number), actor=request.member)
    return answers.nothing()


@router.post("/{int:number}/signatures", response=CharterShape, summary="Stand behind a draft")
def sign_charter(request: ApiRequest, number: int) -> HttpResponse:
    actions.sign_charter(_find(request, number), actor=request.member)
    return _read(request, number)


def _find(request: ApiRequest, number: int) -> Charter:
    return queries.charter_by_number(number, actor=request.member)


def _read(request: ApiRequest, number: int, *, status: int = 200) -> HttpResponse:
    made = _shape(_find(request, number), request.member)
    return answers.one(request, made, status=status, location=made.href if status == 201 else "")


def _shape(one: Charter, actor: Member) -> CharterShape:
    open_to = queries.open_to(actor, one)
    return CharterShape(
        number=one.number,
        href=f"/api/v1/charters/{one.number}",
        state="draft" if one.is_draft else ("in_force" if one.is_in_force else "past"),
        change=one.change,
        objection_days=one.objection_days,
        settles=member_or_none(one.settles),
        talk_again_on=one.talk_again_on,
        commits_by_decision=one.commits_by_decision,
        rights=[_right(each) for each in one.rights.all()],
        signatures=[
            SignatureShape(member=member_ref(each.member), stands_for=each.stands_for, signed_at=each.signed_at)
            for each in one.signatures.all()
        ],
        missing=[*open_to.gaps, *(f"{each} has not signed." for each in open_to.unsigned)],
        drafted_by=member_ref(one.drafted_by),
        drafted_at=one.drafted_at,
        in_force_at=one.in_force_at,
        superseded_at=one.superseded_at,
    )


def _right(right: Right) -> RightBody:
    named: dict[str, Any] = {part: [] for part in RightHolder.Part.values}
    for holder in right.holders.all():
        named[holder.part].append(holder.member_id)
    said: dict[str, Any] = {"impact": right.impact, "reversibility": right.reversibility}
    return RightBody(
        id=right.pk,
        decision_type=right.decision_type,
        decides=[right.decider_id] if right.decider_id is not None else [],
        answer_days=right.answer_days,
        escalates_to=right.escalates_to_id,
        **said,
        **named,
    )


def _row(body: RightBody, actor: Member) -> RightDraft:
    parts: dict[str, Any] = {part: _some(getattr(body, part), part, actor) for part in (*PARTS, "decides")}
    return RightDraft(
        body.decision_type,
        body.impact,
        body.reversibility,
        answer_days=body.answer_days,
        escalates_to=_one(body.escalates_to, "escalates_to", actor),
        **parts,
    )


def _one(number: int | None, field: str, actor: Member) -> Member | None:
    return None if number is None else _some([number], field, actor)[0]


def _some(numbers: list[int], field: str, actor: Member) -> list[Member]:
    known = {one.pk: one for one in members(actor=actor).filter(pk__in=numbers)}
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise BadInput(**{field: f"There is no member {unknown[0]} in this workspace. Nothing was changed."})
    return [known[number] for number in numbers]


def _standard(one: Standard) -> StandardShape:
    return StandardShape(key=one.key, kind=one.kind, name=one.name, is_retired=one.retired_at is not None)
