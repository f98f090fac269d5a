"""Insights for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.insights import actions, queries
from allied.domains.insights.actions import Wording
from allied.domains.insights.models import Insight
from allied.kernel.people.models import Member, Product
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

router = Router(tags=["Insights"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
TEXTS: Final = ("claim", "summary", "scope", "what_would_change")
KEPT: Final = ("reviewed_at", "reviewed_by", "parked_at", "parked_by", "parked_because")
ADDRESSES: Final = dict.fromkeys(
    ("state", "published_at", "published_by", "ended_at", "ended_by", "end_reason"),
    "POST or DELETE its publication, retirement or succession.",
) | {
    "strength": "POST /links changes what supports it.",
    "half_life_months": "PUT its half-life.",
    "review_on": "PUT its review day.",
    **dict.fromkeys(("ux_owner", "product_owner"), "PUT its owners."),
    **dict.fromkeys(KEPT, "POST its review, or POST or DELETE its parking."),
}


class InsightPatch(FieldsBody, Body):
    """What an insight says. ``product`` is a slug, or null for the whole workspace."""

    claim: str = ""
    summary: str = ""
    scope: str = Field("", description="For whom and when it holds.")
    what_would_change: str = Field("", description="The observation that would change our mind.")
    product: str | None = None


class InsightBody(InsightPatch):
    claim: str


class InsightWhole(InsightPatch, Whole):
    """The whole insight as GET gives it; read-only fields may stay in, unchanged."""


class InsightRetirement(Body):
    reason: str = ""


class InsightSuccession(InsightRetirement):
    successor: str = Field(description="The published insight that takes its place, by id or reference.")


class InsightHalfLife(Body):
    months: int | None = Field(description="Null: its evidence does not age.")


class InsightShape(WithFields):
    """An insight."""

    id: str
    reference: str
    href: str
    page: str
    claim: str
    summary: str
    scope: str
    what_would_change: str
    product: str | None
    state: str
    strength: StrengthShape
    half_life_months: int | None
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    published_at: datetime | None
    published_by: MemberRef | None
    ended_at: datetime | None
    ended_by: MemberRef | None
    end_reason: str
    ux_owner: MemberRef | None
    product_owner: MemberRef | None
    review_on: date | None
    reviewed_at: datetime | None
    reviewed_by: MemberRef | None
    parked_at: datetime | None
    parked_by: MemberRef | None
    parked_because: str
    archived_at: datetime | None


class InsightPage(Schema):
    data: list[InsightShape]
    next: str | None
    cursor: str | None


class InsightQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    state: Literal["draft", "published", "superseded", "retired"] | None = None
    level: Level | None = None
    flag: Flag | None = None
    changed_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=InsightPage, summary="List insights")
def insights(request: ApiRequest, query: Query[InsightQuery]) -> HttpResponse:
    return resource.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: InsightShape}, summary="Draft an insight")
def draft_insight(request: ApiRequest, body: InsightBody) -> HttpResponse:
    wording, product = _said(body.model_dump(), request.member)
    with transaction.atomic():
        made = actions.draft_insight(wording, product=product, actor=request.member)
        resource.fill(request, made, body)
    return resource.read(request, made.node.reference, status=201)


@router.get("/{id}", response=InsightShape, summary="Read an insight")
def insight(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return resource.read(request, id)


@router.put("/{id}", response=InsightShape, summary="Replace what an insight says")
def replace_insight(request: ApiRequest, id: str, body: InsightWhole) -> HttpResponse:  # noqa: A002
    return resource.replace(request, id, body, _edit)


@router.patch("/{id}", response=InsightShape, summary="Change parts of what an insight says")
def change_insight(request: ApiRequest, id: str, body: InsightPatch) -> HttpResponse:  # noqa: A002
    return resource.change(request, id, body, _edit)


@router.post("/{id}/publication", response=InsightShape, summary="Publish a draft")
def publish_insight(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, actions.publish_insight)


@router.delete("/{id}/publication", response=InsightShape, summary="Take a publication back, minutes later")
def unpublish_insight(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, actions.unpublish_insight)


@router.post("/{id}/retirement", response=InsightShape, summary="Retire an insight, with the reason")
def retire_insight(request: ApiRequest, id: str, body: InsightRetirement) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, actions.retire_insight, reason=body.reason)


@router.delete("/{id}/retirement", response=InsightShape, summary="Bring a retired insight back")
def unretire_insight(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, actions.reinstate_insight)


@router.post("/{id}/succession", response=InsightShape, summary="Let another insight take its place")
def supersede_insight(request: ApiRequest, id: str, body: InsightSuccession) -> HttpResponse:  # noqa: A002
    successor = in_body(lambda: resource.find(request, body.successor), field="successor")
    return resource.act(request, id, actions.supersede_insight, successor, reason=body.reason)


@router.delete("/{id}/succession", response=InsightShape, summary="Bring a superseded insight back")
def unsupersede_insight(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, actions.reinstate_insight)


@router.put("/{id}/half-life", response=InsightShape, summary="Say how fast its evidence ages")
def set_half_life(request: ApiRequest, id: str, body: InsightHalfLife) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, actions.set_half_life, body.months)


def shapes(found: Sequence[Insight], *, actor: Member) -> list[InsightShape]:
    """Many at once: one query for the strength of all."""
    today = today_in(actor.workspace)
    strengths = strength_of([one.node for one in found], today=today)
    return [_shape(one, strengths[one.pk], actor=actor, today=today) for one in found]


def _shape(one: Insight, strength: Strength, *, actor: Member, today: date) -> InsightShape:
    node, kept = one.node, getattr(one.node, "strength", None)
    return InsightShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        claim=one.claim,
        summary=one.summary,
        scope=one.scope,
        what_would_change=one.what_would_change,
        product=slug_of(node.product),
        state=node.state,
        strength=strength_shape(strength, today=today),
        half_life_months=kept.half_life_months if kept else None,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        published_at=one.published_at,
        published_by=member_or_none(one.published_by),
        ended_at=one.ended_at,
        ended_by=member_or_none(one.ended_by),
        end_reason=one.end_reason,
        ux_owner=member_or_none(one.ux_owner),
        product_owner=member_or_none(one.product_owner),
        review_on=one.review_on,
        reviewed_at=one.reviewed_at,
        reviewed_by=member_or_none(one.reviewed_by),
        parked_at=one.parked_at,
        parked_by=member_or_none(one.parked_by),
        parked_because=one.parked_because,
        archived_at=node.archived_at,
    )


resource = Resource(
    "insight",
    find=queries.insight_by_reference,
    show=shapes,
    writable=(*TEXTS, "product"),
    addresses=ADDRESSES,
)


def _wanted(query: InsightQuery, actor: Member) -> QuerySet[Insight]:
    found = queries.insights(actor=actor).select_related(*queries.MEMBERS)
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


def _edit(found: Insight, said: dict[str, Any], *, actor: Member) -> None:
    wording, product = _said(said, actor)
    actions.edit_insight(found, wording, product=product, actor=actor)


def _said(fields: dict[str, Any], actor: Member) -> tuple[Wording, Product | None]:
    product = product_in_body(fields["product"], actor=actor)
    return Wording(**{name: fields[name] for name in TEXTS}), product
