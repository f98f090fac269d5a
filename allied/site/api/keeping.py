"""What can be done to an object of any kind: archive, trash, restore, merge, move to another product."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.flows.merging import merge_node, unmerge_node
from allied.flows.moving import move_nodes
from allied.kernel.disposal import actions, queries
from allied.kernel.disposal.models import Trashed
from allied.kernel.nodes.models import Node
from allied.site.api.nodes import router as nodes
from allied.site.api.nodes import shapes
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.etags import check_unchanged
from allied.web.api.finding import node_in_body, node_named, product_in_body
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, NodeShape, member_ref, node_ref

router = Router(tags=["Trash"])
TAGS: Final[list[str]] = ["Keeping"]
NEWEST: Final = Order(("at", "pk"), read=(datetime.fromisoformat, str))


class Merger(Body):
    into: str = Field(description="The object of the same kind that remains, by id or reference.")


class Place(Body):
    product: str | None = Field(description="The slug of the product; null for the whole workspace.")


class TrashedShape(Schema):
    """An object in the trash. 30 days after ``at`` it is erased."""

    node: NodeRef
    at: datetime
    by: MemberRef


class TrashPage(Schema):
    data: list[TrashedShape]
    next: str | None
    cursor: str | None


@router.get("", response=TrashPage, summary="List what is in the trash, the last first")
def trash(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    found = page(request, queries.trash(actor=request.member), query, NEWEST)
    return answers.some(request, [_trashed(one) for one in found.rows], found)


@nodes.delete("/{id}", response=TrashedShape, tags=TAGS, summary="Move an object to the trash, for 30 days")
def trash_node(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return answers.one(request, _trashed(actions.trash_node(_unchanged(request, id), actor=request.member)))


@nodes.post("/{id}/restoration", response=NodeShape, tags=TAGS, summary="Bring an object back from the trash")
def restore(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    actions.restore_node(found := queries.trashed_named(id, actor=request.member), actor=request.member)
    return _shown(request, found)


@nodes.post("/{id}/archiving", response=NodeShape, tags=TAGS, summary="Put an object out of every list")
def archive(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _shown(request, actions.archive_node(_unchanged(request, id), actor=request.member))


@nodes.delete("/{id}/archiving", response=NodeShape, tags=TAGS, summary="Take an object out of the archive")
def unarchive(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _shown(request, actions.unarchive_node(_unchanged(request, id), actor=request.member))


@nodes.post(
    "/{id}/merger", response=NodeShape, tags=TAGS, summary="Merge an object into another; answers with the other"
)
def merge(request: ApiRequest, id: str, body: Merger) -> HttpResponse:  # noqa: A002
    node = _unchanged(request, id)
    into = node_in_body(body.into, field="into", actor=request.member)
    return _shown(request, merge_node(node, into, actor=request.member).into)


@nodes.delete("/{id}/merger", response=NodeShape, tags=TAGS, summary="Take a merge back; named by what was merged")
def unmerge(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    merged = queries.merged_named(id, actor=request.member)
    return _shown(request, unmerge_node(merged.node, actor=request.member))


@nodes.put("/{id}/product", response=NodeShape, tags=TAGS, summary="Move an object to another product")
def move(request: ApiRequest, id: str, body: Place) -> HttpResponse:  # noqa: A002
    node = _unchanged(request, id)
    move_nodes([node], product_in_body(body.product, actor=request.member), actor=request.member)
    return _shown(request, node)


def _trashed(trashed: Trashed) -> TrashedShape:
    return TrashedShape(node=node_ref(trashed.node), at=trashed.at, by=member_ref(trashed.by))


def _unchanged(request: ApiRequest, name: str) -> Node:
    """The object, where it is still as the program saw it at /nodes/{id}."""
    node = node_named(name, actor=request.member)
    if wanted := request.headers.get("If-Match", ""):
        (shown,) = shapes([node], actor=request.member)
        check_unchanged(wanted, answers.shown(shown))
    return node


def _shown(request: ApiRequest, node: Node) -> HttpResponse:
    (shown,) = shapes([node_named(node.pk, actor=request.member)], actor=request.member)
    return answers.one(request, shown)
