"""/search: find objects by words and by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.errors import BadInput
from allied.kernel.nodes.catalogue import KINDS
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter
from allied.web.api.shapes import NodeRef, node_ref

if TYPE_CHECKING:
    from allied.kernel.embeddings.retrieval import Hit

router = Router(tags=["Thread"])
MOST = 200


class FoundRef(NodeRef):
    """An object that was found, by its words or by its meaning."""

    ref: str = Field(description="The same as reference.")
    source_id: str = Field(description="Its id where it came from, of feedback that has one.")
    score: float = Field(description="0 to 1: half nearness in meaning, half how many of the words it has.")


class SearchShape(Schema):
    """What holds every word first, then what comes near in meaning; the best first in either."""

    data: list[FoundRef]
    next: str | None


class SearchQuery(Schema):
    q: str = Field(
        min_length=1, max_length=200, description="Words, a question, or a reference, which finds that object."
    )
    kind: str = Field("", description=f"One of {', '.join(KINDS)}.")
    product: str = Field("", description="The slug of a product.")
    limit: int = Field(50, ge=1, le=MOST)


@router.get("", response=SearchShape, summary="Find objects by words and by meaning")
def search(request: ApiRequest, query: Query[SearchQuery]) -> HttpResponse:
    if query.kind and query.kind not in KINDS:
        raise BadInput(kind=f"There is no such kind. Choose one of {', '.join(KINDS)}.")
    product = product_filter(query.product, actor=request.member) if query.product else None
    from allied.flows.asking.search import search as search_for  # noqa: PLC0415  brings numpy
    from allied.flows.asking.search import source_ids  # noqa: PLC0415

    kinds = [query.kind] if query.kind else []
    hits = search_for(query.q, actor=request.member, product=product, kinds=kinds, limit=query.limit)
    ids = source_ids(hits)
    return answers.listed([_found(hit, ids.get(hit.node.pk, "")) for hit in hits])


def _found(hit: Hit, source_id: str) -> FoundRef:
    names = node_ref(hit.node).model_dump()
    return FoundRef(**names, ref=hit.node.reference, source_id=source_id, score=round(hit.score, 4))
