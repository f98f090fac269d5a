"""Owners, reviews and parking of insights for programs."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Field

from allied.domains.insights import keeping
from allied.domains.insights.api.insights import InsightRetirement, InsightShape, resource, router
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body
from allied.web.api.finding import member_in_body


class InsightOwners(Body):
    """Numbers of members; null leaves a side without an owner."""

    ux_owner: int | None
    product_owner: int | None


class InsightReviewDay(Body):
    review_on: date | None = Field(description="Null: no reminder.")


class InsightReview(Body):
    review_on: date | None = Field(None, description="When to read it next.")


@router.put("/{id}/owners", response=InsightShape, summary="Name the owner of each side")
def assign_insight_owners(request: ApiRequest, id: str, body: InsightOwners) -> HttpResponse:  # noqa: A002
    owners = {name: member_in_body(getattr(body, name), name, actor=request.member) for name in keeping.SIDES}
    return resource.act(request, id, keeping.assign_owners, **owners)


@router.put("/{id}/review-day", response=InsightShape, summary="Say when it is read again")
def plan_insight_review(request: ApiRequest, id: str, body: InsightReviewDay) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, keeping.plan_review, body.review_on)


@router.post("/{id}/review", response=InsightShape, summary="Say that it was read again and still stands")
def review_insight(request: ApiRequest, id: str, body: InsightReview) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, keeping.review_insight, next_on=body.review_on)


@router.post("/{id}/parking", response=InsightShape, summary="Park it, with the reason")
def park_insight(request: ApiRequest, id: str, body: InsightRetirement) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, keeping.park_insight, because=body.reason)


@router.delete("/{id}/parking", response=InsightShape, summary="Take it out of parking")
def unpark_insight(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return resource.act(request, id, keeping.unpark_insight)
