"""Opportunities for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.discovery import actions, queries
from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.trees import sizes
from allied.domains.discovery.trees.api import grown_named
from allied.domains.discovery.trees.measures import score_of
from allied.kernel.people.models import Member
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.strength import strength_of, today_in
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import in_body, product_filter, product_in_body
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import (
    MemberRef,
    StrengthShape,
    href,
    member_or_none,
    member_ref,
    page_of,
    slug_of,
    strength_shape,
)

router = Router(tags=["Opportunities"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
ADDRESSES: Final = dict.fromkeys(
    ("state", "ended_at", "ended_by", "ended_because"), "POST or DELETE its retirement or succession."
) | {"strength": "POST /links changes what supports it.", "size": "PUT or DELETE its size."}


class OpportunityPatch(FieldsBody, Body):
    """What people need, in their terms. ``product`` is a slug, or null for the whole workspace."""

    title: str = ""
    description: str = ""
    concerns: str = Field("", description="Whom it concerns.")
    product: str | None = None


class OpportunityBody(OpportunityPatch):
    title: str


class OpportunityWhole(OpportunityPatch, Whole):
    """The whole opportunity as GET gives it; read-only fields may stay in, unchanged."""


class OpportunityRetirement(Body):
    reason: str


class OpportunitySuccession(OpportunityRetirement):
    successor: str = Field(description="The open opportunity that takes its place, by id or reference.")


class OpportunityPlace(Body):
    part_of: str = Field(description="The larger opportunity, or the outcome it would move, by id or reference.")


class SizeBody(Body):
    """How large it is. People: three figures in order, or none; ratings: three counts of those asked, or none."""

    people_low: int | None = None
    people: int | None = Field(None, description="How many people most likely meet this need in the period.")
    people_high: int | None = None
    period: Literal["", "week", "month", "quarter", "year", "ever"] = ""
    asked: int | None = Field(None, description="How many people rated it.")
    important: int | None = Field(None, description="How many of them called it important: the two highest of five.")
    satisfied: int | None = Field(None, description="How many of them are satisfied with how it is met today.")
    sized_from: str = ""


class RangeShape(Schema):
    """A figure with its 80% range."""

    value: float
    low: float
    high: float


class SizeShape(Schema):
    """What was said of its size, and what follows from it; null where nobody said so."""

    people_low: int | None
    people: int | None
    people_high: int | None
    period: str
    asked: int | None
    important: int | None
    satisfied: int | None
    sized_from: str
    importance: RangeShape | None = Field(description="0 to 10.")
    satisfaction: RangeShape | None = Field(description="0 to 10.")
    score: RangeShape | None = Field(description="Importance plus what of it is unmet, 0 to 20; Ulwick (2002).")


class OpportunityShape(WithFields):
    """An opportunity."""

    id: str
    reference: str
    href: str
    page: str
    title: str
    description: str
    concerns: str
    product: str | None
    state: str
    strength: StrengthShape
    size: SizeShape
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    ended_at: datetime | None
    ended_by: MemberRef | None
    ended_because: str
    archived_at: datetime | None


class OpportunityPage(Schema):
    data: list[OpportunityShape]
    next: str | None
    cursor: str | None


class OpportunityQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    state: Literal["open", "superseded", "retired"] | None = None
    level: Level | None = None
    flag: Flag | None = None
    changed_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=OpportunityPage, summary="List opportunities")
def opportunities(request: ApiRequest, query: Query[OpportunityQuery]) -> HttpResponse:
    return _opportunities.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: OpportunityShape}, summary="Frame an opportunity")
def frame_opportunity(request: ApiRequest, body: OpportunityBody) -> HttpResponse:
    said = _said(body.model_dump(exclude={"fields"}), request.member)
    with transaction.atomic():
        made = actions.frame_opportunity(**said, actor=request.member)
        _opportunities.fill(request, made, body)
    return _opportunities.read(request, made.node.reference, status=201)


@router.get("/{id}", response=OpportunityShape, summary="Read an opportunity")
def opportunity(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _opportunities.read(request, id)


@router.put("/{id}", response=OpportunityShape, summary="Replace what an opportunity says")
def replace_opportunity(request: ApiRequest, id: str, body: OpportunityWhole) -> HttpResponse:  # noqa: A002
    return _opportunities.replace(request, id, body, _edit)


@router.patch("/{id}", response=OpportunityShape, summary="Change parts of what an opportunity says")
def change_opportunity(request: ApiRequest, id: str, body: OpportunityPatch) -> HttpResponse:  # noqa: A002
    return _opportunities.change(request, id, body, _edit)


@router.put("/{id}/place", response=OpportunityShape, summary="Place it under a larger opportunity or an outcome")
def place_opportunity(request: ApiRequest, id: str, body: OpportunityPlace) -> HttpResponse:  # noqa: A002
    parent = in_body(lambda: grown_named(body.part_of, actor=request.member), field="part_of")
    return _opportunities.act(request, id, actions.place_under, parent)


@router.delete("/{id}/place", response=OpportunityShape, summary="Let it stand by itself")
def take_opportunity_out(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _opportunities.act(request, id, actions.take_out)


@router.put("/{id}/size", response=OpportunityShape, summary="Say how large an opportunity is")
def size_opportunity(request: ApiRequest, id: str, body: SizeBody) -> HttpResponse:  # noqa: A002
    return _opportunities.act(request, id, sizes.size_opportunity, sizes.Size(**body.model_dump()))


@router.delete("/{id}/size", response=OpportunityShape, summary="Take the size of an opportunity away")
def unsize_opportunity(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _opportunities.act(request, id, sizes.size_opportunity, sizes.Size())


@router.post("/{id}/retirement", response=OpportunityShape, summary="Retire an opportunity, with the reason")
def retire_opportunity(request: ApiRequest, id: str, body: OpportunityRetirement) -> HttpResponse:  # noqa: A002
    return _opportunities.act(request, id, actions.retire_opportunity, reason=body.reason)


@router.delete("/{id}/retirement", response=OpportunityShape, summary="Reopen a retired opportunity")
def unretire_opportunity(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _opportunities.act(request, id, actions.reopen_opportunity)


@router.post("/{id}/succession", response=OpportunityShape, summary="Let another opportunity take its place")
def supersede_opportunity(request: ApiRequest, id: str, body: OpportunitySuccession) -> HttpResponse:  # noqa: A002
    successor = in_body(lambda: _opportunities.find(request, body.successor), field="successor")
    return _opportunities.act(request, id, actions.supersede_opportunity, by=successor, reason=body.reason)


@router.delete("/{id}/succession", response=OpportunityShape, summary="Reopen a superseded opportunity")
def unsupersede_opportunity(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _opportunities.act(request, id, actions.reopen_opportunity)


def shapes(found: Sequence[Opportunity], *, actor: Member) -> list[OpportunityShape]:
    """Many at once: one query for the strength of all."""
    today = today_in(actor.workspace)
    strengths = strength_of([one.node for one in found], today=today)
    return [_shape(one, strengths[one.pk], actor=actor, today=today) for one in found]


def _shape(one: Opportunity, strength: Strength, *, actor: Member, today: date) -> OpportunityShape:
    node = one.node
    return OpportunityShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        title=node.title,
        description=one.description,
        concerns=one.concerns,
        product=slug_of(node.product),
        state=node.state,
        strength=strength_shape(strength, today=today),
        size=_size_shape(one),
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        ended_at=one.ended_at,
        ended_by=member_or_none(one.ended_by),
        ended_because=one.ended_because,
        archived_at=node.archived_at,
    )


def _size_shape(one: Opportunity) -> SizeShape:
    score, said = score_of(one), {name: getattr(one, name) for name in sizes.NAMES}
    if score is None:
        return SizeShape(**said, importance=None, satisfaction=None, score=None)

    def ranged(value: float, limits: tuple[float, float]) -> RangeShape:
        return RangeShape(value=round(value, 2), low=round(limits[0], 2), high=round(limits[1], 2))

    return SizeShape(
        **said,
        importance=ranged(score.importance, score.importance_limits),
        satisfaction=ranged(score.satisfaction, score.satisfaction_limits),
        score=ranged(score.score, (score.lower, score.upper)),
    )


_opportunities = Resource(
    "opportunity",
    find=queries.opportunity_by_reference,
    show=shapes,
    writable=tuple(OpportunityPatch.model_fields),
    addresses=ADDRESSES,
)


def _wanted(query: OpportunityQuery, actor: Member) -> QuerySet[Opportunity]:
    found = queries.opportunities(actor=actor).select_related("node__created_by", "ended_by")
    if query.q:
        found = queries.matching(found, query.q, actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    filters = {
        "node__state": query.state,
        "node__strength__level": query.level,
        "node__strength__flag": query.flag,
        "node__updated_at__gte": query.changed_since,
    }
    return found.filter(**{name: value for name, value in filters.items() if value is not None})


def _edit(found: Opportunity, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_opportunity(found, **_said(said, actor), actor=actor)


def _said(fields: dict[str, Any], actor: Member) -> dict[str, Any]:
    return {**fields, "product": product_in_body(fields["product"], actor=actor)}
