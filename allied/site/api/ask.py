"""/ask: a question in plain words, answered by quotes or not at all."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter

router = Router(tags=["Thread"])


class Bearing(Schema):
    """A claim that a quote bears on."""

    ref: str
    relation: str = Field(description="supports or contradicts")
    strength: str


class FellShort(Schema):
    """A quote that came near, and not near enough."""

    ref: str
    source_id: str = Field(description="Its id where it came from, if it has one.")
    score: float = Field(description="0 to 1: half nearness in meaning, half how much of the question it covers.")
    text: str
    sentence: str = Field(description="The part of the text that answers.")
    who: str
    source: str
    date: date
    method: str


class QuoteShape(FellShort):
    """A quote that answers, and the claims that it bears on."""

    claims: list[Bearing]


class ClaimShape(Schema):
    """A claim that rests on some of the quotes."""

    ref: str
    title: str
    strength: str
    flag: str
    people_for: int
    people_against: int
    quotes: list[str]


class AnswerShape(Schema):
    """``answered`` is false where nothing reaches the threshold; ``next`` then says what to do."""

    question: str
    answered: bool
    quotes: list[QuoteShape]
    claims: list[ClaimShape]
    fell_short: list[FellShort]
    searched: int
    nearest: float
    threshold: float
    next: str


class AskQuery(Schema):
    q: str = Field(min_length=1, max_length=500, description="The question, in plain words.")
    product: str = Field("", description="The slug of a product.")
    source: str = Field("", description="Only feedback from there.")
    days: int = Field(0, ge=0, le=36_500, description="Only feedback of the last days; 0 for all.")
    segment: str = Field("", description="Only feedback of people of this segment, such as plan: pro.")
    strength: str = Field("", description="Only claims of this level or stronger, such as emerging.")


@router.get("", response=AnswerShape, summary="Ask a question of the evidence")
def ask(request: ApiRequest, query: Query[AskQuery]) -> HttpResponse:
    return answers.shape(_answer(query, request.member))


def _answer(query: AskQuery, actor: Member) -> AnswerShape:
    # These bring numpy and the language model; the process starts without them.
    from allied.flows.asking.answers import ask as ask_of  # noqa: PLC0415
    from allied.flows.asking.filters import filters_of  # noqa: PLC0415
    from allied.flows.asking.shapes import answer_shape  # noqa: PLC0415

    product = product_filter(query.product, actor=actor) if query.product else None
    filters = filters_of(
        product=product, source=query.source, segment=query.segment, days=query.days, strength=query.strength
    )
    return AnswerShape(**answer_shape(ask_of(query.q, actor=actor, filters=filters)))
