"""Rounds for programs: the same acts as the pages have, and no way to a sealed ballot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.prioritization import actions, queries, rules
from allied.domains.prioritization.actions import Plan
from allied.domains.prioritization.agenda import agenda
from allied.domains.prioritization.frameworks import LARGEST, definition_of
from allied.domains.prioritization.models import Ballot, Candidate, Round
from allied.domains.prioritization.rules import Criterion, Mark, Range
from allied.domains.prioritization.scoring import Scored, SideScore
from allied.domains.prioritization.tally import SideVotes
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import in_body, node_in_body, product_filter, product_in_body
from allied.web.api.pages import BY_CHANGE, BY_ID, Order, PageQuery, page
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, NodeRef, href, member_or_none, member_ref, node_ref, page_of, slug_of

if TYPE_CHECKING:
    from allied.domains.prioritization.ranges import Ranked

router = Router(tags=["Rounds"])
ballots_router = Router(tags=["Ballots"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
NEWEST: Final = Order(("pk",), read=(int,))
FIELDS: Final = (
    "question",
    "purpose",
    "framework",
    "criteria",
    "candidates",
    "closes_at",
    "quorum_ux",
    "quorum_product",
    "is_named",
)
ADDRESSES: Final = dict.fromkeys(("state", "opened_at", "ended_at", "end_reason"), "POST its opening or closing.")


FrameworkName = Literal["votes", "rice_range", "rice", "ice", "wsjf", "value_effort", "weighted", "moscow"]


class CriterionBody(Body):
    name: str
    weight: float


class RoundPatch(FieldsBody, Body):
    """What a round asks. ``candidates`` by id or reference, in the order of the ballot.

    ``criteria`` with their weights belong to the framework ``weighted`` alone.
    """

    question: str = ""
    purpose: str = ""
    framework: FrameworkName = "votes"
    criteria: list[CriterionBody] = []
    candidates: list[str] = []
    closes_at: datetime | None = None
    quorum_ux: int = 2
    quorum_product: int = 2
    is_named: bool = False


class RoundBody(RoundPatch):
    question: str
    product: str | None = None


class RoundWhole(RoundPatch, Whole):
    """The whole round as GET gives it; read-only fields may stay in, unchanged."""


class RoundDeadline(Body):
    closes_at: datetime


class RoundCancellation(Body):
    reason: str = ""


class MarkBody(Body):
    """One vote. No score: left out. The round's ``factors`` say what else it asks.

    ``estimates``: low, likely and high of each, where they are ranges. ``figures``: one of each, all or none; a
    ``confidence`` left out of RICE is the one that the evidence proposes, another needs a reason.
    """

    candidate: str = Field(description="By id or reference.")
    score: int | None = None
    reason: str = ""
    estimates: dict[str, Range] = {}
    figures: dict[str, float] = {}


class BallotBody(Body):
    round: str = Field(description="An open round, by id or reference.")
    marks: list[MarkBody]


class BallotShape(Schema):
    """That a ballot is in. Nobody can read what it says before the round is closed, the voter included."""

    round: NodeRef
    side: str
    cast_at: datetime


class BallotPage(Schema):
    data: list[BallotShape]
    next: str | None
    cursor: str | None


class TurnoutShape(Schema):
    side: str
    cast: int
    voters: int
    needed: int


class CriterionShape(Schema):
    name: str
    weight: float


class FactorShape(Schema):
    """What a ballot says of each candidate beside the vote. ``scale``: the only values, where it is no measure."""

    name: str
    label: str
    unit: str
    low: float = Field(description="The least value; itself out of bounds where is_above.")
    is_above: bool
    high: float
    scale: list[float]
    is_range: bool


class RoundShape(WithFields):
    """A prioritization round."""

    id: str
    reference: str
    href: str
    page: str
    question: str
    purpose: str
    product: str | None
    state: str
    framework: str
    framework_version: int
    formula: str
    factors: list[FactorShape]
    criteria: list[CriterionShape]
    candidates: list[str] = Field(description="References, in the order of the ballot.")
    closes_at: datetime | None
    quorum_ux: int
    quorum_product: int
    is_named: bool
    ballots_in: int
    follows: str | None
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    ended_by: MemberRef | None
    end_reason: str


class RoundPage(Schema):
    data: list[RoundShape]
    next: str | None
    cursor: str | None


class SideShape(Schema):
    n: int
    middle: float | None
    scores: list[int]
    reasons: list[str]


class ResultShape(Schema):
    candidate: NodeRef
    ux: SideShape
    product: SideShape
    other: SideShape
    apart: float | None
    verdict: str
    set_apart_by: str


class SideScoreShape(Schema):
    n: int
    score: float | None
    place: int | None


class ScoredShape(Schema):
    """One candidate by the figures of each side; ``apart`` in places."""

    candidate: NodeRef
    ux: SideScoreShape
    product: SideScoreShape
    apart: int | None


class RangeShape(Schema):
    """One candidate by its RICE range. ``lower`` and ``upper`` hold 90 of 100 draws, as do the ranks."""

    candidate: NodeRef
    score: float
    lower: float
    upper: float
    rank_lower: int
    rank_upper: int
    p_first: float
    n_ux: int
    n_product: int
    flips: str = Field(description="What would put the next one before it; empty where nothing near would.")


class PointShape(Schema):
    """A gap to talk about, and who speaks first and then."""

    candidate: NodeRef
    gap: str
    cause: str
    speakers: list[str]


class FitShape(Schema):
    """What fits for ``ux``, ``product`` or ``both``. ``proven``: no set that fits is worth more."""

    side: str
    n: int
    chosen: list[str]
    cost: float
    worth: float
    proven: bool
    left_out: list[str] = Field(description="Without figures, or in need of one without.")
    refusal: str


class FitsShape(Schema):
    capacity: float
    unit: str
    sets: list[FitShape]
    in_all: list[str]
    disputed: list[str]


class FitQuery(Schema):
    capacity: float = Field(ge=0, le=LARGEST, description="In the unit of what candidates cost.")


class ResultsShape(Schema):
    """What a closed round came to, furthest apart first; every figure of agreement in a sentence with its n."""

    summary: str
    results: list[ResultShape]
    ux_order: list[str]
    product_order: list[str]
    schulze_order: list[str]
    agreement: list[str]
    scores: list[ScoredShape] = Field(description="Most places apart first; empty where no figures were asked.")
    scores_agreement: list[str]
    ranges: list[RangeShape] = Field(description="By mean rank; empty where no ranges were asked.")
    not_apart: list[list[str]] = Field(description="Pairs that the ranges cannot order.")
    ranges_agreement: list[str]
    agenda: list[PointShape]
    turnout: list[TurnoutShape]


class RoundQuery(PageQuery):
    product: str = Field("", description="The slug of a product.")
    state: Literal["draft", "open", "closed", "cancelled"] | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=RoundPage, summary="List rounds")
def rounds(request: ApiRequest, query: Query[RoundQuery]) -> HttpResponse:
    return _rounds.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: RoundShape}, summary="Prepare a round")
def draft_round(request: ApiRequest, body: RoundBody) -> HttpResponse:
    product = product_in_body(body.product, actor=request.member)
    plan = _plan(body.model_dump(), request.member)
    with transaction.atomic():
        made = actions.draft_round(plan, product=product, actor=request.member)
        _rounds.fill(request, made, body)
    return _rounds.read(request, made.node.reference, status=201)


@router.get("/{id}", response=RoundShape, summary="Read a round")
def round_(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _rounds.read(request, id)


@router.put("/{id}", response=RoundShape, summary="Replace what a prepared round asks")
def replace_round(request: ApiRequest, id: str, body: RoundWhole) -> HttpResponse:  # noqa: A002
    return _rounds.replace(request, id, body, _edit)


@router.patch("/{id}", response=RoundShape, summary="Change parts of what a prepared round asks")
def change_round(request: ApiRequest, id: str, body: RoundPatch) -> HttpResponse:  # noqa: A002
    return _rounds.change(request, id, body, _edit)


@router.post("/{id}/opening", response=RoundShape, summary="Open a round for ballots")
def open_round(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _rounds.act(request, id, actions.open_round)


@router.put("/{id}/deadline", response=RoundShape, summary="Move the deadline of an open round")
def extend_round(request: ApiRequest, id: str, body: RoundDeadline) -> HttpResponse:  # noqa: A002
    return _rounds.act(request, id, actions.extend_round, body.closes_at)


@router.post("/{id}/closing", response=RoundShape, summary="Close a round and open its ballots to all")
def close_round(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _rounds.act(request, id, actions.close_round)


@router.post("/{id}/cancellation", response=RoundShape, summary="Cancel a round; its ballots stay unreadable")
def cancel_round(request: ApiRequest, id: str, body: RoundCancellation) -> HttpResponse:  # noqa: A002
    return _rounds.act(request, id, actions.cancel_round, reason=body.reason)


@router.get("/{id}/results", response=ResultsShape, summary="Read what a closed round came to")
def results(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    found = _rounds.find(request, id)
    rules.check_is_revealed(found)
    return answers.shape(_results(found, request.member))


@router.get("/{id}/fit", response=FitsShape, summary="Work out what fits in a capacity")
def fit(request: ApiRequest, id: str, query: Query[FitQuery]) -> HttpResponse:  # noqa: A002
    from allied.domains.prioritization.fitting import fits  # noqa: PLC0415  brings scipy

    found = _rounds.find(request, id)
    rules.check_is_revealed(found)
    definition, cost = definition_of(found), rules.check_has_cost(found)
    asked = queries.candidates(found, actor=request.member)
    told = fits(definition, asked, queries.votes(found), query.capacity, queries.needs(asked))
    shown = FitsShape(
        capacity=told.capacity,
        unit=cost.unit,
        sets=[
            FitShape(
                side=one.side.value if one.side else "both",
                n=one.n,
                chosen=_references(one.chosen),
                cost=one.cost,
                worth=one.worth,
                proven=one.is_proven,
                left_out=_references(one.left),
                refusal=one.refusal,
            )
            for one in told.sets
        ],
        in_all=_references(told.in_all),
        disputed=_references(told.disputed),
    )
    return answers.shape(shown)


@ballots_router.get("", response=BallotPage, summary="List one's own ballots, without what they say")
def ballots(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    own = Ballot.objects.filter(member=request.member).defer("sealed").select_related("round__node")
    found = page(request, own, query, NEWEST)
    return answers.some(request, [_ballot(one) for one in found.rows], found)


@ballots_router.post("", response={201: BallotShape}, summary="Hand in a ballot, or another in place of one's last")
def cast_ballot(request: ApiRequest, body: BallotBody) -> HttpResponse:
    found = in_body(lambda: _rounds.find(request, body.round), field="round")
    marks = {
        _candidate(mark, request.member): Mark(mark.score, mark.reason, mark.estimates, mark.figures)
        for mark in body.marks
    }
    return answers.one(request, _ballot(actions.cast_ballot(found, marks, actor=request.member)), status=201)


@ballots_router.delete("/{round}", response={204: None}, summary="Take one's ballot out of an open round")
def withdraw_ballot(request: ApiRequest, round: str) -> HttpResponse:  # noqa: A002  its name in the address
    actions.withdraw_ballot(_rounds.find(request, round), actor=request.member)
    return answers.nothing()


def shapes(found: Sequence[Round], *, actor: Member) -> list[RoundShape]:
    """Many at once: two queries for the candidates and ballots of all."""
    asked = queries.references([one.pk for one in found], actor=actor)
    cast = queries.ballots_in([one.pk for one in found])
    return [_shape(one, asked.get(one.pk, []), cast.get(one.pk, 0), actor=actor) for one in found]


def _shape(one: Round, asked: list[str], cast: int, *, actor: Member) -> RoundShape:
    node, definition = one.node, definition_of(one)
    return RoundShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        question=one.question,
        purpose=one.purpose,
        product=slug_of(node.product),
        state=node.state,
        framework=one.framework,
        framework_version=one.framework_version,
        formula=definition.formula,
        factors=[
            FactorShape(
                name=each.name,
                label=each.label,
                unit=each.unit,
                low=min(each.scale, default=each.low),
                is_above=each.is_above,
                high=max(each.scale, default=each.high),
                scale=list(each.scale),
                is_range=definition.has_ranges,
            )
            for each in definition.factors
        ],
        criteria=[CriterionShape(**each) for each in one.criteria],
        candidates=asked,
        closes_at=one.closes_at,
        quorum_ux=one.quorum_ux,
        quorum_product=one.quorum_product,
        is_named=one.is_named,
        ballots_in=cast,
        follows=one.follows.node.reference if one.follows else None,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        opened_at=one.opened_at,
        ended_at=one.ended_at,
        ended_by=member_or_none(one.ended_by),
        end_reason=one.end_reason,
    )


_rounds = Resource("round", find=queries.round_by_reference, show=shapes, writable=FIELDS, addresses=ADDRESSES)


def _wanted(query: RoundQuery, actor: Member) -> QuerySet[Round]:
    found = queries.rounds(actor=actor).select_related("ended_by", "follows__node")
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    return found.filter(node__state=query.state) if query.state else found


def _edit(found: Round, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_round(found, _plan(said, actor), actor=actor)


def _plan(said: dict[str, Any], actor: Member) -> Plan:
    chosen = [node_in_body(name, field="candidates", actor=actor) for name in said["candidates"]]
    criteria = [Criterion(**each) for each in said["criteria"]]
    plain = {name: said[name] for name in FIELDS if name not in {"candidates", "criteria"}}
    if isinstance(plain["closes_at"], str):  # what a PATCH leaves stands as JSON has it
        plain["closes_at"] = datetime.fromisoformat(plain["closes_at"])
    return Plan(candidates=chosen, criteria=criteria, **plain)


def _candidate(mark: MarkBody, actor: Member) -> str:
    return node_in_body(mark.candidate, field="marks", actor=actor).pk


def _ballot(ballot: Ballot) -> BallotShape:
    return BallotShape(round=node_ref(ballot.round.node), side=ballot.side, cast_at=ballot.cast_at)


def _results(found: Round, actor: Member) -> ResultsShape:
    from allied.domains.prioritization.results import results as told  # noqa: PLC0415  brings scipy

    shown = told(found, queries.candidates(found, actor=actor), queries.votes(found))
    return ResultsShape(
        summary=shown.summary,
        results=[
            ResultShape(
                candidate=node_ref(line.candidate.node),
                ux=_side(line.ux),
                product=_side(line.product),
                other=_side(line.other),
                apart=line.apart,
                verdict=line.verdict[0],
                set_apart_by=line.cause,
            )
            for line in shown.lines
        ],
        ux_order=_references(shown.ux_order),
        product_order=_references(shown.product_order),
        schulze_order=_references(shown.order),
        agreement=list(shown.agreement),
        scores=[_scored(row) for row in shown.scores.rows] if shown.scores else [],
        scores_agreement=list(shown.scores.agreement) if shown.scores else [],
        ranges=[_range(row) for row in shown.ranges.rows] if shown.ranges else [],
        not_apart=[_references(pair) for pair in shown.ranges.not_apart] if shown.ranges else [],
        ranges_agreement=list(shown.ranges.agreement) if shown.ranges else [],
        agenda=[
            PointShape(
                candidate=node_ref(point.line.candidate.node),
                gap=point.gap,
                cause=point.cause,
                speakers=list(point.speakers),
            )
            for point in agenda(found, shown.lines)
        ],
        turnout=[
            TurnoutShape(side=one.side.value, cast=one.cast, voters=one.voters, needed=one.needed)
            for one in queries.turnout(found)
        ],
    )


def _references(some: Sequence[Candidate]) -> list[str]:
    return [one.node.reference for one in some]


def _range(row: Ranked) -> RangeShape:
    return RangeShape(
        candidate=node_ref(row.candidate.node),
        score=row.score,
        lower=row.lower,
        upper=row.upper,
        rank_lower=row.rank_lower,
        rank_upper=row.rank_upper,
        p_first=row.p_first,
        n_ux=row.given[Side.UX],
        n_product=row.given[Side.PRODUCT],
        flips=row.flips,
    )


def _scored(row: Scored) -> ScoredShape:
    return ScoredShape(
        candidate=node_ref(row.candidate.node),
        ux=_side_score(row.ux),
        product=_side_score(row.product),
        apart=row.apart,
    )


def _side_score(one: SideScore) -> SideScoreShape:
    return SideScoreShape(n=one.n, score=one.score, place=one.place)


def _side(votes: SideVotes) -> SideShape:
    reasons = [said.reason for said in votes.said]
    return SideShape(n=votes.n, middle=votes.middle, scores=list(votes.scores), reasons=reasons)
