"""/summaries: a pasted summary of a talk or meeting, read and added in one act."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from ninja import Field, Router, Schema

from allied.flows.summaries.making import OPINIONS, Made, make_from_summary
from allied.flows.summaries.reading import MOST, Piece, read
from allied.kernel.errors import BadInput
from allied.kernel.words import _
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import product_in_body
from allied.web.api.shapes import NodeRef, node_ref

router = Router(tags=["Insights"])


class PieceBody(Body):
    """One piece. ``about`` is the place, from 1, of the insight that an opinion supports; 0: of none."""

    kind: Literal["insight", "opinion"]
    text: str
    speaker: str = ""
    about: int = Field(0, ge=0, le=MOST)


class SummaryBody(Body):
    text: str = Field("", max_length=100_000, description="Headings, points and quotes; Markdown or plain.")
    pieces: list[PieceBody] = Field([], description="Instead of a text: what it holds, in order.")
    product: str = Field(description="The slug of a product.")
    source: str = Field(max_length=60, description="The talk or meeting.")
    method: str = Field("hearsay", description=f"Whose words they are: {', '.join(OPINIONS)}.")


class MadeShape(Schema):
    """What the pieces became."""

    insights: list[NodeRef]
    opinions: list[NodeRef]


@router.post("", response={201: MadeShape}, summary="Draft the insights of a summary, with the opinions beside them")
def make_summary(request: ApiRequest, body: SummaryBody) -> HttpResponse:
    product = product_in_body(body.product, actor=request.member)
    if product is None:
        raise BadInput(product=_("Name the product that this is about. Nothing was added."))
    pieces = [Piece(**one.model_dump()) for one in body.pieces] or _read(body.text)
    made = make_from_summary(pieces, product=product, source=body.source, method=body.method, actor=request.member)
    return answers.one(request, _shape(made), status=201)


def _shape(made: Made) -> MadeShape:
    return MadeShape(
        insights=[node_ref(node) for node in made.insights], opinions=[node_ref(node) for node in made.opinions]
    )


def _read(text: str) -> list[Piece]:
    from allied.flows.summaries.nearness import placed  # noqa: PLC0415  brings numpy

    return placed(read(text))
