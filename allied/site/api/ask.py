"""/ask: a question in plain words, answered by quotes or not at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.flows.asking_views import count_wording
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import product_filter

if TYPE_CHECKING:
    from allied.flows.asking.answers import Answer

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


class SuggestedShape(Schema):
    """A question that has an answer here: ask it as it is. ``words`` are for people to read."""

    question: str
    words: str


class SuggestedPage(Schema):
    data: list[SuggestedShape]
    next: str | None


class SentenceShape(Schema):
    """A sentence of the connected model that the quotes carry."""

    text: str
    quotes: list[str] = Field(description="The references of the quotes that say the same.")


class WordedShape(AnswerShape):
    """The answer with its quotes, and above them what the connected model made of them."""

    sentences: list[SentenceShape]
    dropped: int = Field(description="Sentences that no quote carries; they are not shown.")
    sent: int = Field(description="Quotes that were sent to the model.")
    model: str
    host: str = Field(description="Where the quotes were sent.")
    trouble: str = Field(description="Why there are no sentences; the quotes stand all the same.")


class SuggestionQuery(Schema):
    q: str = Field("", max_length=500, description="What it should be near; without it, the newest claims.")
    product: str = Field("", description="The slug of a product.")


class AskBody(Body):
    """A question with its filters."""

    q: str = Field(min_length=1, max_length=500, description="The question, in plain words.")
    product: str = Field("", description="The slug of a product.")
    source: str = Field("", description="Only feedback from there.")
    days: int = Field(0, ge=0, le=36_500, description="Only feedback of the last days; 0 for all.")
    segment: str = Field("", description="Only feedback of people of this segment, such as plan: pro.")
    strength: str = Field("", description="Only claims of this level or stronger, such as emerging.")


class AskQuery(AskBody, Schema):
    """The same in an address."""


@router.get("", response=AnswerShape, summary="Ask a question of the evidence")
def ask(request: ApiRequest, query: Query[AskQuery]) -> HttpResponse:
    from allied.flows.asking.shapes import answer_shape  # noqa: PLC0415  brings numpy

    return answers.shape(AnswerShape(**answer_shape(_answer(query, request.member))))


@router.get("/suggestions", response=SuggestedPage, summary="List questions that have an answer")
def suggested(request: ApiRequest, query: Query[SuggestionQuery]) -> HttpResponse:
    from allied.flows.asking.shapes import suggested_shapes  # noqa: PLC0415  brings numpy
    from allied.flows.asking.suggestions import suggestions  # noqa: PLC0415

    product = product_filter(query.product, actor=request.member) if query.product else None
    found = suggestions(query.q.strip(), actor=request.member, product=product)
    return answers.listed([SuggestedShape(**one) for one in suggested_shapes(found)])


@router.post("/wording", response=WordedShape, summary="Ask, and let the connected model word the answer")
def wording(request: ApiRequest, body: AskBody) -> HttpResponse:
    """At most twelve quotes go to the model that the workspace connected, and the sending is recorded. Each sentence
    must cite quotes that say the same, or it is dropped."""
    from allied.flows.asking.shapes import answer_shape, worded_shape  # noqa: PLC0415  brings numpy
    from allied.flows.asking.worded import word  # noqa: PLC0415

    count_wording(request.member)
    found = _answer(body, request.member)
    return answers.shape(WordedShape(**answer_shape(found), **worded_shape(word(found, actor=request.member))))


def _answer(query: AskBody, actor: Member) -> Answer:
    # These bring numpy and the language model; the process starts without them.
    from allied.flows.asking.answers import ask as ask_of  # noqa: PLC0415
    from allied.flows.asking.filters import filters_of  # noqa: PLC0415

    product = product_filter(query.product, actor=actor) if query.product else None
    filters = filters_of(
        product=product, source=query.source, segment=query.segment, days=query.days, strength=query.strength
    )
    return ask_of(query.q, actor=actor, filters=filters)
