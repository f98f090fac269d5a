"""/nodes: any object of the thread by what all have, its thread, and the way from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import node_in_body, node_named, product_filter
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


class PathQuery(Schema):
    to: str = Field(description="The other end, by id or reference.")


@router.get("", response=NodePage, summary="List objects of any kind, kind by kind, newest first in each")
def all_nodes(request: ApiRequest, query: Query[NodeQuery]) -> HttpResponse:
    found = page(request, _wanted(query, request.member), query, BY_ID)
    return answers.some(request, shapes(found.rows, actor=request.member), found)


@router.get("/{id}", response=NodeShape, summary="Read what all kinds have")
def node(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    (shape,) = shapes([_node(request, id)], actor=request.member)
    return answers.one(request, shape)


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
    return answers.shape(PathShape(start=node_ref(start), end=node_ref(end), places=places))


def shapes(found: Sequence[Node], *, actor: Member) -> list[NodeShape]:
    """Many at once: one query for the strength of all."""
    today = today_in(actor.workspace)
    strengths = strength_of(found, today=today)
    return [node_shape(one, strengths.get(one.pk), actor=actor, today=today) for one in found]


def _node(request: ApiRequest, name: str) -> Node:
    return node_named(name, actor=request.member)


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
