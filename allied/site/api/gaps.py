"""/gaps: what the threads lack."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.errors import NotVisible
from allied.kernel.thread.gaps import GAPS, GapList, gaps, nodes_with
from allied.site.api.nodes import NodePage, shapes
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter
from allied.web.api.pages import BY_ID, PageQuery, page
from allied.web.api.shapes import NodeRef, node_ref

router = Router(tags=["Thread"])


class GapShape(Schema):
    """One kind of gap: how many objects have it, and the newest of them."""

    name: str
    href: str
    kind: str
    count: int
    words: str
    nodes: list[NodeRef]


class GapsShape(Schema):
    data: list[GapShape]
    next: str | None


class ProductQuery(Schema):
    product: str = Field("", description="The slug of a product.")


class GapQuery(PageQuery):
    product: str = Field("", description="The slug of a product.")


@router.get("", response=GapsShape, summary="List the gaps in the threads")
def all_gaps(request: ApiRequest, query: Query[ProductQuery]) -> HttpResponse:
    product = product_filter(query.product, actor=request.member) if query.product else None
    return answers.listed([_shape(one) for one in gaps(request.member, product=product)])


@router.get("/{name}", response=NodePage, summary="List the objects that have one gap")
def gap(request: ApiRequest, name: str, query: Query[GapQuery]) -> HttpResponse:
    if name not in GAPS:
        raise NotVisible("There is no such gap. /gaps lists them.")
    product = product_filter(query.product, actor=request.member) if query.product else None
    rows = nodes_with(GAPS[name], request.member, product=product).select_related("product", "created_by")
    found = page(request, rows, query, BY_ID)
    return answers.some(request, shapes(found.rows, actor=request.member), found)


def _shape(one: GapList) -> GapShape:
    return GapShape(
        name=one.gap.name,
        href=f"/api/v1/gaps/{one.gap.name}",
        kind=one.gap.kind,
        count=one.count,
        words=one.words,
        nodes=[node_ref(node) for node in one.nodes],
    )
