"""Decisions, vetoes and business imperatives for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.decisions import actions, consenting, queries, signing
from allied.domains.decisions.actions import Choice, Draft, Verdict
from allied.domains.decisions.brief import brief
from allied.domains.decisions.charter.queries import rights_in_force
from allied.domains.decisions.models import BriefSignature, Consent, Decision, Objection, Right
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import member_in_body, product_filter, product_in_body
from allied.web.api.memos import DigestShape, memo_shape
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, href, member_or_none, member_ref, page_of, slug_of

router = Router(tags=["Decisions"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
FIELDS: Final = ("question", "context", "decider", "right", "options")
ADDRESSES: Final = dict.fromkeys(
    ("state", "opened_at", "decided_at", "choice", "reasons"), "POST its opening or verdict."
)


class OptionBody(Body):
    """One thing that could be decided. ``id`` comes back from GET; sent, it is left aside."""

    id: int | None = None
    title: str
    for_people: str = ""
    for_business: str = ""


class DecisionPatch(FieldsBody, Body):
    """What is to be decided. Where a charter holds, ``right`` names its row and says who decides; else ``decider``."""

    question: str = ""
    context: str = ""
    decider: int | None = Field(None, description="A member, by number.")
    right: int | None = Field(None, description="A row of the charter that holds, by number.")
    options: list[OptionBody] = []


class DecisionBody(DecisionPatch):
    question: str
    product: str | None = None


class DecisionWhole(DecisionPatch, Whole):
    """The whole decision as GET gives it; read-only fields may stay in, unchanged."""


class PositionBody(Body):
    text: str
    option: int | None = Field(None, description="An option of this decision, by number.")


class CaseBody(Body):
    text: str


class VerdictBody(Body):
    option: int = Field(description="An option of this decision, by number.")
    reasons: str
    dissent: str = ""
    review_on: date | None = None
    waived_because: str = ""


class ReviewBody(Body):
    review_on: date | None = Field(None, description="The day to read it again; none: on no day.")


class ReasonBody(Body):
    reason: str = ""


class DeciderBody(Body):
    decider: int = Field(description="A member, by number.")


class AnswerBody(Body):
    answer: Literal["agrees", "disagrees"]
    reason: str = ""


class PositionShape(Schema):
    side: str
    text: str
    option: int | None
    author: MemberRef
    case: str = Field(description="This side's wording of the other side's case.")
    case_accepted_by: MemberRef | None


class ConsentShape(Schema):
    id: int
    member: MemberRef
    due_on: date
    answer: str
    reason: str
    settlement: str
    settled_by: MemberRef | None


class DecisionShape(WithFields):
    """A question, what both sides say, and what was decided."""

    id: str
    reference: str
    href: str
    page: str
    question: str
    context: str
    product: str | None
    state: str
    is_contested: bool
    decider: int
    right: int | None
    options: list[OptionBody]
    positions: list[PositionShape]
    consents: list[ConsentShape]
    missing: list[str] = Field(description="What must be true before it can be decided.")
    choice: int | None
    reasons: str
    dissent: str
    waived_because: str
    waived_by: MemberRef | None
    review_on: date | None
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    opened_at: datetime | None
    decided_at: datetime | None
    decided_by: MemberRef | None


class BriefSignatureShape(Schema):
    side: str
    member: MemberRef
    signed_at: datetime


class BriefShape(DigestShape):
    """``is_joint`` while somebody of UX and somebody of Product have signed what it says now."""

    is_joint: bool
    signatures: list[BriefSignatureShape]


class DecisionPage(Schema):
    data: list[DecisionShape]
    next: str | None
    cursor: str | None


class DecisionQuery(PageQuery):
    product: str = Field("", description="The slug of a product.")
    state: Literal["draft", "open", "contested", "decided", "dropped"] | None = Field(
        None, description="contested: the open ones on which the sides differ or somebody objects."
    )
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=DecisionPage, summary="List decisions")
def decisions(request: ApiRequest, query: Query[DecisionQuery]) -> HttpResponse:
    return _decisions.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: DecisionShape}, summary="Draft a decision")
def draft_decision(request: ApiRequest, body: DecisionBody) -> HttpResponse:
    product = product_in_body(body.product, actor=request.member)
    draft = _draft(body.model_dump(), request.member)
    with transaction.atomic():
        made = actions.draft_decision(draft, product=product, actor=request.member)
        _decisions.fill(request, made, body)
    return _decisions.read(request, made.node.reference, status=201)


@router.get("/{id}", response=DecisionShape, summary="Read a decision")
def decision(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _decisions.read(request, id)


@router.put("/{id}", response=DecisionShape, summary="Replace what a draft asks")
def replace_decision(request: ApiRequest, id: str, body: DecisionWhole) -> HttpResponse:  # noqa: A002
    return _decisions.replace(request, id, body, _edit)


@router.patch("/{id}", response=DecisionShape, summary="Change parts of what a draft asks")
def change_decision(request: ApiRequest, id: str, body: DecisionPatch) -> HttpResponse:  # noqa: A002
    return _decisions.change(request, id, body, _edit)


@router.post("/{id}/opening", response=DecisionShape, summary="Put a draft to both sides")
def open_decision(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.open_decision)


@router.put("/{id}/positions/{side}", response=DecisionShape, summary="State the position of a side")
def state_position(request: ApiRequest, id: str, side: Literal["ux", "product"], body: PositionBody) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.state_position, side=side, text=body.text, option=body.option)


@router.put("/{id}/cases/{side}", response=DecisionShape, summary="Word the other side's case")
def word_case(request: ApiRequest, id: str, side: Literal["ux", "product"], body: CaseBody) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.word_other_case, side=side, text=body.text)


@router.post("/{id}/cases/{side}/acceptance", response=DecisionShape, summary="Call the wording of one's case fair")
def accept_case(request: ApiRequest, id: str, side: Literal["ux", "product"]) -> HttpResponse:  # noqa: A002
    def accept(found: Decision, *, actor: Member) -> None:
        made = found.steel_men.filter(side=side).select_related("decision__node").first()
        if made is None:
            raise NotVisible(NOT_HERE)
        actions.accept_wording(made, actor=actor)

    return _decisions.act(request, id, accept)


@router.put("/{id}/consents/{int:consent}", response=DecisionShape, summary="Agree, or say why not")
def answer_consent(request: ApiRequest, id: str, consent: int, body: AnswerBody) -> HttpResponse:  # noqa: A002
    def answer(found: Decision, *, actor: Member) -> None:
        consenting.answer_consent(queries.consent(found, consent), answer=body.answer, reason=body.reason, actor=actor)

    return _decisions.act(request, id, answer)


@router.post("/{id}/consents/{int:consent}/settlement", response=DecisionShape, summary="Settle a missing agreement")
def settle_consent(request: ApiRequest, id: str, consent: int, body: ReasonBody) -> HttpResponse:  # noqa: A002
    def settle(found: Decision, *, actor: Member) -> None:
        consenting.settle_consent(queries.consent(found, consent), reason=body.reason, actor=actor)

    return _decisions.act(request, id, settle)


@router.put("/{id}/decider", response=DecisionShape, summary="Name a decider for one who has left")
def name_decider(request: ApiRequest, id: str, body: DeciderBody) -> HttpResponse:  # noqa: A002
    return _decisions.act(
        request, id, actions.name_decider, member_in_body(body.decider, field="decider", actor=request.member)
    )


@router.post("/{id}/waiver", response=DecisionShape, summary="Waive the wordings of each other's case, as a leader")
def waive_cases(request: ApiRequest, id: str, body: ReasonBody) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.waive_cases, reason=body.reason)


@router.post("/{id}/verdict", response=DecisionShape, summary="Decide")
def decide(request: ApiRequest, id: str, body: VerdictBody) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.decide, Verdict(**body.model_dump()))


@router.get("/{id}/brief", response=BriefShape, summary="Read the united-front brief")
def read_brief(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    made = brief(_decisions.find(request, id), actor=request.member)
    signed = [_signature(each.holds) for each in made.sides if each.holds]
    return answers.one(
        request, BriefShape(is_joint=made.is_joint, signatures=signed, **memo_shape(made.memo).model_dump())
    )


@router.put("/{id}/brief/signatures/{side}", response=DecisionShape, summary="Sign the brief for a side")
def sign_brief(request: ApiRequest, id: str, side: Literal["ux", "product"]) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, signing.sign_brief, side=side)


@router.delete("/{id}/brief/signatures/{side}", response=DecisionShape, summary="Withdraw one's signature")
def withdraw_signature(request: ApiRequest, id: str, side: Literal["ux", "product"]) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, signing.withdraw_signature, side=side)


def _signature(each: BriefSignature) -> BriefSignatureShape:
    return BriefSignatureShape(side=each.side, member=member_ref(each.member), signed_at=each.signed_at)


@router.post("/{id}/review", response=DecisionShape, summary="Say that a decision still holds")
def review_decision(request: ApiRequest, id: str, body: ReviewBody) -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.review_decision, review_on=body.review_on)


@router.delete("/{id}/verdict", response=DecisionShape, summary="Open a decided question again")
def reopen(request: ApiRequest, id: str, reason: str = "") -> HttpResponse:  # noqa: A002
    return _decisions.act(request, id, actions.reopen_decision, reason=reason)


def shapes(found: Sequence[Decision], *, actor: Member) -> list[DecisionShape]:
    """Many at once, with a fixed number of queries."""
    whole = {one.pk: one for one in queries.whole([one.pk for one in found], actor=actor)}
    objected = queries.objections_on([one.pk for one in found])
    return [_shape(whole[one.pk], objected.get(one.pk, []), actor=actor) for one in found]


def _shape(one: Decision, objected: Sequence[Objection], *, actor: Member) -> DecisionShape:
    node, positions, cases = one.node, list(one.positions.all()), {each.side: each for each in one.steel_men.all()}
    said = [
        PositionShape(
            side=each.side,
            text=each.text,
            option=each.option_id,
            author=member_ref(each.author),
            case=cases[each.side].text if each.side in cases else "",
            case_accepted_by=member_or_none(cases[each.side].accepted_by) if each.side in cases else None,
        )
        for each in positions
    ]
    is_contested, missing = queries.standing(one, objected)
    return DecisionShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        question=one.question,
        context=one.context,
        product=slug_of(node.product),
        state=node.state,
        is_contested=is_contested,
        decider=one.decider_id,
        right=one.right_id,
        options=[
            OptionBody(id=each.pk, title=each.title, for_people=each.for_people, for_business=each.for_business)
            for each in one.options.all()
        ],
        positions=said,
        consents=[_consent(each) for each in one.consents.all()],
        missing=missing,
        choice=one.choice.pk if one.choice else None,
        reasons=one.reasons,
        dissent=one.dissent,
        waived_because=one.waived_because,
        waived_by=member_or_none(one.waived_by),
        review_on=one.review_on,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        opened_at=one.opened_at,
        decided_at=one.ended_at,
        decided_by=member_or_none(one.ended_by),
    )


_decisions = Resource("decision", find=queries.decision_by_reference, show=shapes, writable=FIELDS, addresses=ADDRESSES)


def _consent(each: Consent) -> ConsentShape:
    return ConsentShape(
        id=each.pk,
        member=member_ref(each.member),
        due_on=each.due_on,
        answer=each.answer,
        reason=each.reason,
        settlement=each.settlement,
        settled_by=member_or_none(each.settled_by),
    )


def _wanted(query: DecisionQuery, actor: Member) -> QuerySet[Decision]:
    found = queries.decisions(actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    if query.state == "contested":
        return queries.contested(found)
    return found.filter(node__state=query.state) if query.state else found


def _edit(found: Decision, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_decision(found, _draft(said, actor), actor=actor)


def _draft(said: dict[str, Any], actor: Member) -> Draft:
    options = [
        Choice(*(each[name] for name in ("title", "for_people", "for_business")))
        for each in (one if isinstance(one, dict) else one.model_dump() for one in said["options"])
    ]
    decider = member_in_body(said["decider"], "decider", actor=actor)
    return Draft(said["question"], decider, said["context"], options, _right(said["right"], actor))


def _right(number: int | None, actor: Member) -> Right | None:
    if number is None:
        return None
    found = next((right for right in rights_in_force(actor=actor) if right.pk == number), None)
    if found is None:
        raise BadInput(right=f"The charter that holds has no row {number}. /charters/in-force lists them.")
    return found
