"""/search: find objects by words."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.errors import BadInput
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.search.queries import find
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter
from allied.web.api.shapes import NodeRef, node_ref

router = Router(tags=["Thread"])
MOST = 200


class SearchShape(Schema):
    """The best matches first. ``is_cut``: only the newest matches were ranked."""

    data: list[NodeRef]
    next: str | None
    is_cut: bool


class SearchQuery(Schema):
    q: str = Field(min_length=1, max_length=200, description="All words must occur; a reference finds that object.")
    kind: str = Field("", description=f"One of {', '.join(KINDS)}.")
    product: str = Field("", description="The slug of a product.")
    limit: int = Field(50, ge=1, le=MOST)


@router.get("", response=SearchShape, summary="Find objects by words")
def search(request: ApiRequest, query: Query[SearchQuery]) -> HttpResponse:
    if query.kind and query.kind not in KINDS:
        raise BadInput(kind=f"There is no such kind. Choose one of {', '.join(KINDS)}.")
    product = product_filter(query.product, actor=request.member) if query.product else None
    found = find(
        actor=request.member,
        text=query.q,
        kinds=[query.kind] if query.kind else [],
        product_id=product.pk if product else None,
        limit=query.limit,
    )
    return answers.listed([node_ref(node) for node in found.nodes], is_cut=found.is_cut)
