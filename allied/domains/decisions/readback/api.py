"""Predictions for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.decisions.models import Prediction, PredictionState, Reading
from allied.domains.decisions.readback import actions, queries
from allied.domains.decisions.readback.actions import Figure, Forecast
from allied.domains.decisions.readback.calibration import Calibration, calibrations
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body
from allied.web.api.finding import member_in_body, node_in_body, product_filter
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, NodeRef, href, member_or_none, member_ref, node_ref, page_of, slug_of

router = Router(tags=["Predictions"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}


class ForecastBody(Body):
    """What is expected. It never changes: supersede it, before its day."""

    measure: str
    unit: str = ""
    low: Decimal
    high: Decimal
    read_on: date
    percent: int = Field(description="The probability that the figure lies in the range, 1 to 99.")
    voice: Literal["person", "side", "team"] = "person"
    reads: int | None = Field(None, description="Who reads it back, by number; none: you.")
    reason: str


class PredictionBody(ForecastBody):
    about: str = Field(description="A decision or a roadmap item, by id or reference.")


class FigureBody(Body):
    """What came, with its n and, where it has one, its interval; or ``note``: why it could not be read."""

    figure: Decimal | None = None
    n: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""


class DisputeBody(Body):
    reason: str = ""


class ReadingShape(Schema):
    figure: float | None
    n: int | None
    low: float | None
    high: float | None
    note: str
    words: str = Field(description="Hit or miss, or why it could not be read, in words.")
    read_at: datetime
    read_by: MemberRef
    disputed_because: str
    disputed_by: MemberRef | None


class PredictionShape(Schema):
    """What somebody expects of a decision or an item, and what came. The first reading is the one that counts."""

    id: str
    reference: str
    href: str
    page: str
    measure: str
    unit: str
    low: float
    high: float
    read_on: date
    percent: int
    voice: str
    said_by: MemberRef
    side: str
    discipline: str
    reads: MemberRef
    reason: str
    about: NodeRef | None
    product: str | None
    state: str = Field(description="open, hit, miss, unreadable, disputed or superseded")
    outcome: str = Field(description="Where it stands, in words.")
    readings: list[ReadingShape]
    created_at: datetime
    updated_at: datetime


class BandShape(Schema):
    """Of what was said with a probability of ``least`` to ``most`` percent. Shares are percents; none below 5."""

    least: int
    most: int
    n: int
    hits: int
    said: float | None
    share: float | None
    low: float | None
    high: float | None
    words: str


class CalibrationShape(Schema):
    label: str
    n: int
    hits: int
    brier: float | None
    words: str
    left_out: str = Field(description="What counts for nothing: could not be read, or is disputed.")
    bands: list[BandShape]


class PredictionPage(Schema):
    data: list[PredictionShape]
    next: str | None
    cursor: str | None


class PredictionQuery(PageQuery):
    product: str = Field("", description="The slug of a product.")
    state: Literal["open", "due", "hit", "miss", "unreadable", "disputed", "superseded"] | None = None
    sort: Literal["newest", "changed"] = "newest"


class CalibrationQuery(Schema):
    by: Literal["team", "side", "person"] = "team"


@router.get("", response=PredictionPage, summary="List predictions")
def predictions(request: ApiRequest, query: Query[PredictionQuery]) -> HttpResponse:
    return _predictions.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: PredictionShape}, summary="Predict")
def make_prediction(request: ApiRequest, body: PredictionBody) -> HttpResponse:
    about = node_in_body(body.about, field="about", actor=request.member)
    made = actions.make_prediction(about, _forecast(body, request.member), actor=request.member)
    return _predictions.read(request, made.node.reference, status=201)


@router.get("/calibration", response=list[CalibrationShape], summary="Read how predictions came out")
def calibration(request: ApiRequest, query: Query[CalibrationQuery]) -> list[CalibrationShape]:
    return [_calibration(one) for one in calibrations(query.by, actor=request.member)]


@router.get("/{id}", response=PredictionShape, summary="Read a prediction")
def prediction(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _predictions.read(request, id)


@router.post("/{id}/successor", response={201: PredictionShape}, summary="Say it otherwise, before its day")
def supersede_prediction(request: ApiRequest, id: str, body: ForecastBody) -> HttpResponse:  # noqa: A002
    found = _predictions.find(request, id)
    made = actions.supersede_prediction(found, _forecast(body, request.member), actor=request.member)
    return _predictions.read(request, made.node.reference, status=201)


@router.post("/{id}/readings", response=PredictionShape, summary="Say what came")
def read_prediction(request: ApiRequest, id: str, body: FigureBody) -> HttpResponse:  # noqa: A002
    return _predictions.act(request, id, actions.read_prediction, Figure(**body.model_dump()))


@router.delete("/{id}/readings/last", response=PredictionShape, summary="Take back one's own reading")
def take_back_reading(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _predictions.act(request, id, actions.take_back_reading)


@router.post("/{id}/dispute", response=PredictionShape, summary="Dispute what was read")
def dispute_reading(request: ApiRequest, id: str, body: DisputeBody) -> HttpResponse:  # noqa: A002
    return _predictions.act(request, id, actions.dispute_reading, reason=body.reason)


@router.delete("/{id}/dispute", response=PredictionShape, summary="Withdraw one's dispute")
def withdraw_dispute(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _predictions.act(request, id, actions.withdraw_dispute)


def shapes(found: Sequence[Prediction], *, actor: Member) -> list[PredictionShape]:
    """Many at once: what ``predictions`` brings along is all that is asked."""
    return [_shape(one, actor=actor) for one in found]


def _shape(one: Prediction, *, actor: Member) -> PredictionShape:
    node = one.node
    return PredictionShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        measure=one.measure,
        unit=one.unit,
        low=float(one.low),
        high=float(one.high),
        read_on=one.read_on,
        percent=one.percent,
        voice=one.voice,
        said_by=member_ref(node.created_by),
        side=one.side,
        discipline=one.discipline,
        reads=member_ref(one.reads),
        reason=one.reason,
        about=node_ref(one.about) if one.about else None,
        product=slug_of(node.product),
        state=node.state,
        outcome=queries.outcome(one),
        readings=[_reading(one, each) for each in one.readings.all()],
        created_at=node.created_at,
        updated_at=node.updated_at,
    )


def _reading(one: Prediction, each: Reading) -> ReadingShape:
    return ReadingShape(
        figure=_float(each.figure),
        n=each.n,
        low=_float(each.low),
        high=_float(each.high),
        note=each.note,
        words=queries.came(one, each),
        read_at=each.read_at,
        read_by=member_ref(each.read_by),
        disputed_because=each.disputed_because,
        disputed_by=member_or_none(each.disputed_by),
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _calibration(one: Calibration) -> CalibrationShape:
    names = ("least", "most", "n", "hits", "said", "share", "low", "high", "words")
    bands = [BandShape(**{name: getattr(band, name) for name in names}) for band in one.bands]
    return CalibrationShape(
        label=one.label,
        n=one.n,
        hits=one.hits,
        brier=one.brier,
        words=one.brier_words,
        left_out=one.unread,
        bands=bands,
    )


_predictions = Resource("prediction", find=queries.prediction_by_reference, show=shapes, writable=(), addresses={})


def _wanted(query: PredictionQuery, actor: Member) -> QuerySet[Prediction]:
    found = queries.predictions(actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    if query.state == "due":
        waiting = [PredictionState.OPEN, PredictionState.DISPUTED]
        return found.filter(node__state__in=waiting, read_on__lte=today_in(actor.workspace))
    return found.filter(node__state=query.state) if query.state else found


def _forecast(body: ForecastBody, actor: Member) -> Forecast:
    said = body.model_dump(exclude={"about", "reads"})
    return Forecast(**said, reads=member_in_body(body.reads, "reads", actor=actor))
