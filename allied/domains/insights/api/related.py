"""Claims near one, for programs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from ninja import Field, Schema

from allied.domains.insights.api.insights import resource, router
from allied.kernel.thread.strength import today_in
from allied.web.api import ApiRequest, answers
from allied.web.api.shapes import NodeRef, StrengthShape, node_ref, strength_shape

if TYPE_CHECKING:
    from allied.domains.insights.related import Related


class RelatedShape(Schema):
    """A standing claim that reads like this one and is not linked to it."""

    claim: NodeRef
    strength: StrengthShape
    nearness: float = Field(description="0 to 1: half nearness in meaning, half how much of the claim it covers.")
    shared: list[str] = Field(description="Words of the claim that it uses too.")


class RelatedPage(Schema):
    data: list[RelatedShape]
    next: str | None


@router.get("/{id}/related", response=RelatedPage, summary="List claims near one, nearest first")
def related_claims(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    from allied.domains.insights.related import related  # noqa: PLC0415  brings numpy

    found = resource.find(request, id)
    near = related(found, actor=request.member)
    return answers.listed([_shape(one, today_in(request.member.workspace)) for one in near])


def _shape(one: Related, today: date) -> RelatedShape:
    return RelatedShape(
        claim=node_ref(one.node),
        strength=strength_shape(one.strength, today=today),
        nearness=one.nearness,
        shared=one.shared,
    )
