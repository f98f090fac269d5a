"""Digests for programs: what they say, and the same as Markdown."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Field, Query, Schema

from allied.domains.insights.api.insights import resource, router
from allied.domains.insights.digest.one import digest
from allied.domains.insights.digest.weekly import Week, weekly
from allied.kernel.thread.strength import today_in
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter
from allied.web.api.memos import DigestShape, memo_shape


class WeekQuery(Schema):
    product: str = Field(description="The slug of a product.")
    on: date | None = Field(None, description="A day of the week; today if left out.")


@router.get("/weekly/digest", response=DigestShape, summary="Read a product's week")
def weekly_digest(request: ApiRequest, query: Query[WeekQuery]) -> HttpResponse:
    product = product_filter(query.product, actor=request.member)
    week = Week.of(query.on or today_in(request.member.workspace))
    return answers.one(request, memo_shape(weekly(product, week, actor=request.member)))


@router.get("/{id}/digest", response=DigestShape, summary="Read a claim in a minute")
def insight_digest(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    found = resource.find(request, id)
    return answers.one(request, memo_shape(digest(found, actor=request.member)))
