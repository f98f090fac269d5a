"""/coverage: how far the threads are covered, counted whole, and whose words are missing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.feedback.heard import heard
from allied.kernel.thread.coverage import Covered, coverage
from allied.kernel.thread.gaps import LONG
from allied.site.api.gaps import ProductQuery
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter
from allied.web.api.shapes import NodeRef, node_ref

router = Router(tags=["Thread"])


class CheckShape(Schema):
    """One check: ``count`` of the ``total`` live objects of its kind fail it, the newest of them by name."""

    name: str
    kind: str
    words: str
    count: int
    total: int
    share: float = Field(description="The part that passes, 0 to 1.")
    href: str = Field(description="All objects that fail it.")
    nodes: list[NodeRef]


class CoverageShape(Schema):
    data: list[CheckShape]
    next: str | None


class SegmentShape(Schema):
    """A value of a segment, and whether anybody spoke for it: first-hand feedback that was not set aside."""

    name: str
    value: str
    items: int = Field(description="Pieces of first-hand feedback.")
    in_insights: int = Field(description="Of these, those that bear on a live insight.")
    last_on: date | None = Field(description="The day of the last; null where nobody was ever heard from.")
    is_silent: bool = Field(description=f"Nobody was heard from for {LONG.days} days, or ever.")


class SegmentsShape(Schema):
    data: list[SegmentShape]
    next: str | None


@router.get("", response=CoverageShape, summary="Check the threads, every live object, exactly")
def checks(request: ApiRequest, query: Query[ProductQuery]) -> HttpResponse:
    product = product_filter(query.product, actor=request.member) if query.product else None
    return answers.listed([_shape(one) for one in coverage(request.member, product=product)])


@router.get("/segments", response=SegmentsShape, summary="List the segments, those longest not heard from first")
def segments(request: ApiRequest, query: Query[ProductQuery]) -> HttpResponse:
    product = product_filter(query.product, actor=request.member) if query.product else None
    return answers.listed([SegmentShape(**asdict(one)) for one in heard(request.member, product=product)])


def _shape(one: Covered) -> CheckShape:
    return CheckShape(
        name=one.gap.name,
        kind=one.gap.kind,
        words=one.found.words,
        count=one.found.count,
        total=one.total,
        share=one.share,
        href=f"/api/v1/gaps/{one.gap.name}",
        nodes=[node_ref(node) for node in one.found.nodes],
    )
