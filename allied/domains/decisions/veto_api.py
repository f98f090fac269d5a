"""Vetoes and business imperatives for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.decisions import objecting, queries, standards
from allied.domains.decisions.models import Objection
from allied.domains.decisions.objecting import Grounds
from allied.kernel.words import _
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import member_in_body, node_in_body
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, member_or_none, member_ref, node_ref

router = Router(tags=["Vetoes and business imperatives"])
NEWEST: Final = Order(("pk",), read=(int,))


class ReasonBody(Body):
    reason: str = ""


class VetoBody(Body):
    """``escalates_to``: who settles it, where no charter says so."""

    node: str = Field(description=_("An open decision or a roadmap item, by id or reference."))
    kind: Literal["veto", "imperative"] = "veto"
    standard: str = Field(description=_("A key of the list of standards; /charters/standards lists them."))
    evidence: str = Field(description=_("By id or reference."))
    reason: str
    way_out: str
    escalates_to: int | None = None


class VetoShape(Schema):
    """A veto or a business imperative: what it holds back, what it rests on, and how it ended."""

    id: int
    href: str
    kind: str
    node: NodeRef
    standard: str
    evidence: NodeRef
    reason: str
    way_out: str
    is_after_commitment: bool
    placed_by: MemberRef
    placed_at: datetime
    due_on: date
    escalates_to: MemberRef
    escalated_at: datetime | None
    state: str = Field(description="stands, lifted or overridden")
    end_reason: str
    ended_at: datetime | None
    ended_by: MemberRef | None


class VetoPage(Schema):
    data: list[VetoShape]
    next: str | None
    cursor: str | None


class VetoQuery(PageQuery):
    state: Literal["stands", "lifted", "overridden"] | None = None
    kind: Literal["veto", "imperative"] | None = None
    node: str = Field("", description=_("What it holds back, by id or reference."))


@router.get("", response=VetoPage, summary="List vetoes and business imperatives")
def vetoes(request: ApiRequest, query: Query[VetoQuery]) -> HttpResponse:
    rows = queries.objections(actor=request.member)
    if query.state:
        rows = rows.filter(ending="" if query.state == "stands" else query.state)
    if query.node:
        rows = rows.filter(node=node_in_body(query.node, field="node", actor=request.member))
    found = page(request, rows.filter(kind=query.kind) if query.kind else rows, query, NEWEST)
    return answers.some(request, [_veto(one) for one in found.rows], found)


@router.post("", response={201: VetoShape}, summary="Place a veto or a business imperative")
def place_veto(request: ApiRequest, body: VetoBody) -> HttpResponse:
    member = request.member
    node = node_in_body(body.node, field="node", actor=member)
    evidence = node_in_body(body.evidence, field="evidence", actor=member)
    leader = member_in_body(body.escalates_to, "escalates_to", actor=member)
    grounds = Grounds(body.standard, evidence, body.reason, body.way_out)
    made = objecting.place_objection(node, body.kind, grounds, escalates_to=leader, actor=member)
    shape = _veto(queries.objection(made.pk, actor=member))
    return answers.one(request, shape, status=201, location=shape.href)


@router.get("/{int:number}", response=VetoShape, summary="Read a veto or a business imperative")
def veto(request: ApiRequest, number: int) -> HttpResponse:
    return answers.one(request, _veto(queries.objection(number, actor=request.member)))


@router.post("/{int:number}/lifting", response=VetoShape, summary="Lift it")
def lift_veto(request: ApiRequest, number: int, body: ReasonBody) -> HttpResponse:
    return _end(request, number, objecting.lift_objection, body.reason)


@router.post("/{int:number}/override", response=VetoShape, summary="Override it, in writing")
def override_veto(request: ApiRequest, number: int, body: ReasonBody) -> HttpResponse:
    return _end(request, number, objecting.override_objection, body.reason)


def _veto(one: Objection) -> VetoShape:
    return VetoShape(
        id=one.pk,
        href=f"/api/v1/vetoes/{one.pk}",
        kind=one.kind,
        node=node_ref(one.node),
        standard=standards.name_of(one.standard, one.node.workspace_id),
        evidence=node_ref(one.evidence),
        reason=one.reason,
        way_out=one.way_out,
        is_after_commitment=one.is_after_commitment,
        placed_by=member_ref(one.placed_by),
        placed_at=one.placed_at,
        due_on=one.due_on,
        escalates_to=member_ref(one.escalates_to),
        escalated_at=one.escalated_at,
        state=one.ending or "stands",
        end_reason=one.end_reason,
        ended_at=one.ended_at,
        ended_by=member_or_none(one.ended_by),
    )


def _end(request: ApiRequest, number: int, act: Any, reason: str) -> HttpResponse:
    act(queries.objection(number, actor=request.member), reason=reason, actor=request.member)
    return answers.one(request, _veto(queries.objection(number, actor=request.member)))
