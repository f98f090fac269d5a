"""/nodes: any object of the thread by what all have, its thread, and the way from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.errors import BadInput
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.hops import Direction
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.walk import NEAREST, Place, path, trace
from allied.site.explorer.why import Ground, Piece, why
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import node_in_body, node_or_remaining, product_filter
from allied.web.api.pages import BY_ID, PageQuery, page
from allied.web.api.shapes import NodeRef, NodeShape, node_ref, node_shape

router = Router(tags=["Thread"])
KIND: Final = Field("", description=f"One of {', '.join(KINDS)}.")


class NodePage(Schema):
    data: list[NodeShape]
    next: str | None
    cursor: str | None


class NodeQuery(PageQuery):
    kind: str = KIND
    product: str = Field("", description="The slug of a product.")
    state: str = ""
    changed_since: datetime | None = None


class PlaceShape(Schema):
    """An object on a walk, and the link that led to it from ``from_reference``."""

    node: NodeRef
    distance: int
    from_id: str
    relation: str
    words: str = Field(description="How the link reads in the walked direction.")


class ThreadShape(Schema):
    """What lies around an object, nearest first."""

    start: NodeRef
    places: list[PlaceShape]
    more: int = Field(description="How many lie further away.")
    is_counted: bool = Field(description="False: more than that lie further away.")


class ThreadQuery(Schema):
    direction: Direction = Field(Direction.BOTH, description="up: towards what people said; down: what came of it.")
    limit: int = Field(NEAREST, ge=1, le=NEAREST)
    only_live: bool = Field(False, description="Go round what has ended or was archived, as evidence does.")


class PathShape(Schema):
    """A shortest way; ``places`` is null where there is none."""

    start: NodeRef
    end: NodeRef
    places: list[PlaceShape] | None
    words: str = Field(description="The way as a sentence, or nothing.")


class GroundShape(Schema):
    """A claim on the way up: ``rests`` rests on it by ``words``."""

    rests: str
    words: str
    node: NodeRef
    is_against: bool
    level: str | None
    decided: str = Field(description="Who turned it last, and how; or nothing.")


class PieceShape(Schema):
    """Raw evidence: it ``words`` the claim, by reference."""

    node: NodeRef
    words: str
    claim: str
    text: str
    who: str
    source: str
    dated_on: date | None


class MissingShape(Schema):
    stage: str
    gap: str


class TraceShape(Schema):
    """Why an object stands where it stands, as the page Why tells it."""

    start: NodeRef
    answer: str
    grounds: list[GroundShape]
    evidence_for: list[PieceShape] = Field(description="The newest of ``n_for``.")
    evidence_against: list[PieceShape] = Field(description="The newest of ``n_against``.")
    n_for: int
    n_against: int
    came_of_it: list[NodeRef]
    missing: list[MissingShape]


class PathQuery(Schema):
    to: str = Field(description="The other end, by id or reference.")


@router.get("", response=NodePage, summary="List objects of any kind, kind by kind, newest first in each")
def all_nodes(request: ApiRequest, query: Query[NodeQuery]) -> HttpResponse:
    found = page(request, _wanted(query, request.member), query, BY_ID)
    return answers.some(request, shapes(found.rows, actor=request.member), found)


@router.get("/{id}", response=NodeShape, summary="Read what all kinds have")
def node(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    (shape,) = shapes([_node(request, id)], actor=request.member)
    answer = answers.one(request, shape)
    answer.headers["Content-Location"] = f"/api/v1/nodes/{shape.reference}"  # of a merged object: where it is now
    return answer


@router.get("/{id}/thread", response=ThreadShape, summary="Walk the thread from an object")
def thread(request: ApiRequest, id: str, query: Query[ThreadQuery]) -> HttpResponse:  # noqa: A002
    start = _node(request, id)
    found = trace(start, actor=request.member, direction=query.direction, limit=query.limit, only_live=query.only_live)
    places = [_place(place) for place in found.places]
    return answers.shape(
        ThreadShape(start=node_ref(start), places=places, more=found.more, is_counted=found.is_counted)
    )


@router.get("/{id}/path", response=PathShape, summary="Find a shortest way between two objects")
def way(request: ApiRequest, id: str, query: Query[PathQuery]) -> HttpResponse:  # noqa: A002
    start, end = _node(request, id), node_in_body(query.to, field="to", actor=request.member)
    found = path(start, end, actor=request.member)
    places = None if found is None else [_place(place) for place in found.places]
    words = "" if found is None else found.sentence
    return answers.shape(PathShape(start=node_ref(start), end=node_ref(end), places=places, words=words))


@router.get("/{id}/trace", response=TraceShape, summary="Say why an object stands where it stands")
def one_trace(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return answers.shape(trace_shape(_node(request, id), actor=request.member))


def trace_shape(start: Node, *, actor: Member) -> TraceShape:
    """Why ``start`` stands where it stands, for programs."""
    found = why(start, actor=actor)
    return TraceShape(
        start=node_ref(found.node),
        answer=found.answer,
        grounds=[_ground(one) for one in found.grounds],
        evidence_for=[_piece(one) for one in found.pieces_for],
        evidence_against=[_piece(one) for one in found.pieces_against],
        n_for=found.n_for,
        n_against=found.n_against,
        came_of_it=[node_ref(one) for _, one in found.came],
        missing=[MissingShape(stage=stage.spec.label, gap=stage.gap) for stage in found.panel.gaps],
    )


def _ground(one: Ground) -> GroundShape:
    return GroundShape(
        rests=one.rests.reference,
        words=one.label,
        node=node_ref(one.node),
        is_against=one.is_against,
        level=one.strength.level.value if one.strength else None,
        decided=f"{one.decided.who.name} {one.decided.words}" if one.decided else "",
    )


def _piece(one: Piece) -> PieceShape:
    return PieceShape(
        node=node_ref(one.node),
        words=one.label,
        claim=one.claim.reference,
        text=one.quote.text if one.quote else one.node.title,
        who=one.quote.who if one.quote else "",
        source=one.quote.source if one.quote else "",
        dated_on=one.quote.dated_on if one.quote else None,
    )


def shapes(found: Sequence[Node], *, actor: Member) -> list[NodeShape]:
    """Many at once: one query for the strength of all."""
    today = today_in(actor.workspace)
    strengths = strength_of(found, today=today)
    return [node_shape(one, strengths.get(one.pk), actor=actor, today=today) for one in found]


def _node(request: ApiRequest, name: str) -> Node:
    return node_or_remaining(name, actor=request.member)


def _place(place: Place) -> PlaceShape:
    return PlaceShape(
        node=node_ref(place.node),
        distance=place.distance,
        from_id=place.step.here,
        relation=place.step.relation,
        words=place.step.label,
    )


def _wanted(query: NodeQuery, actor: Member) -> QuerySet[Node]:
    found: QuerySet[Node] = Node.objects.visible_to(actor).select_related("product", "created_by")
    if query.kind and query.kind not in KINDS:
        raise BadInput(kind=f"There is no such kind. Choose one of {', '.join(KINDS)}.")
    if query.product:
        found = found.filter(product=product_filter(query.product, actor=actor))
    filters = {"kind": query.kind, "state": query.state, "updated_at__gte": query.changed_since}
    return found.filter(**{name: value for name, value in filters.items() if value})
