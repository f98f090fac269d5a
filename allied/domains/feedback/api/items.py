"""/feedback: read the inbox, add to it, sort it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from django.db import transaction
from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime, PlainSerializer

from allied.domains.feedback import actions, queries
from allied.domains.feedback.companies.actions import set_company as set_company_of
from allied.domains.feedback.companies.queries import company_by_reference
from allied.domains.feedback.models import Company, Feedback, FeedbackQuerySet
from allied.kernel.errors import BadInput
from allied.kernel.labels.queries import labels_of
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import in_body, product_filter, reference_of
from allied.web.api.pages import BY_CHANGE, BY_ID, Order, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, href, member_or_none, member_ref, page_of

router = Router(tags=["Feedback"])
RECEIVED: Final = ("received_at", "pk")
ORDERS: Final = {
    "newest": Order(RECEIVED, read=(datetime.fromisoformat, str)),
    "oldest": Order(RECEIVED, falls=False, read=(datetime.fromisoformat, str)),
    "added": BY_ID,
    "changed": BY_CHANGE,
}
ADDRESSES: Final = {
    "state": "POST or DELETE its dismissal.",
    "uses": "POST /links uses it as evidence.",
    "assigned_to": "PUT its assignment.",
    "company": "PUT its company.",
    "duplicate_of": "POST or DELETE its duplicate.",
    "sentiment": "It follows from the text.",
    "labels": "PUT /nodes/{id}/labels.",
}
Rating = Annotated[Decimal, PlainSerializer(float, return_type=float)]


class Segmented(FieldsBody, Body):
    """The groups that the person belongs to."""

    segments: dict[str, str] = Field({}, description="Name and value of each.")


class FeedbackPatch(Segmented):
    """What may be corrected. Where it came from, and its name there, tell it apart and stay."""

    text: str = ""
    author: str = ""
    on_behalf_of: str = Field(
        "",
        description="Who said it, where a colleague passes it on: an opinion, unless the method is set along with it.",
    )
    method: str = Field("feedback", description="How it was learned.")
    received_at: AwareDatetime | None = Field(None, description="null: nobody knows.")
    rating: Rating | None = Field(None, ge=-99999, le=99999)


class FeedbackWhole(FeedbackPatch, Whole):
    """The whole item as GET gives it; read-only fields may stay in, unchanged."""


class FeedbackBody(Segmented):
    text: str
    product: str = Field(description="The slug of a product.")
    author: str = ""
    on_behalf_of: str = Field("", description="Who said it, where a colleague passes it on.")
    own_words: bool = Field(
        False, description="Whether the text quotes that person; else it is an opinion, which moves no strength."
    )
    company: str = Field("", description="A name or e-mail domain of the company they speak for; a new name makes one.")
    person: str = Field("", description="Tells people apart, such as an address. It is not kept.")
    source: str = ""
    source_id: str = Field("", description="Its name in the source; sent again, the stored item is the answer.")
    received_at: AwareDatetime | None = None
    rating: float | None = Field(None, ge=-99999, le=99999)
    method: str = Field("feedback", description="How it was learned.")


class AssignmentBody(Body):
    member: int | None = Field(description="The id of a member; null: nobody.")


class DuplicateBody(Body):
    of: str = Field(description="The item that stands for both, by id or reference.")


class FeedbackCompanyBody(Body):
    company: str = Field(description="A name or e-mail domain of a company, a new one or none of them.")


class CompanyRef(Schema):
    """A company by its name."""

    id: str
    reference: str
    name: str


class FeedbackShape(WithFields):
    """One thing that one person said."""

    id: str
    reference: str
    href: str
    page: str
    text: str
    product: str
    state: str
    received_at: datetime
    is_dated: bool
    author: str
    on_behalf_of: str = Field(description="Who said it, where a colleague passed it on.")
    company: CompanyRef | None
    source: str
    source_id: str
    rating: Rating | None
    segments: dict[str, str]
    method: str
    sentiment: str | None = Field(
        description="negative, neutral, positive, unclear; untold: not English; null: not read yet."
    )
    sentiment_chance: float | None = Field(description="How likely that word is right, 0 to 1.")
    labels: list[str]
    assigned_to: MemberRef | None
    duplicate_of: str | None = Field(description="The reference of the item that stands for it.")
    imported_by: int | None = Field(description="The number of the import that brought it.")
    uses: int = Field(description="How many links lead on from it.")
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    archived_at: datetime | None


class FeedbackPage(Schema):
    data: list[FeedbackShape]
    next: str | None
    cursor: str | None


class FeedbackQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    state: Literal["new", "duplicate", "not_useful"] | None = None
    assigned_to: int | None = Field(None, description="The id of a member.")
    source: str = Field("", description="Where it came from, exactly.")
    source_id: str = Field("", description="Its name there, exactly.")
    company: str = Field("", max_length=200, description="A company by id or reference.")
    segment: str = Field("", max_length=200, description="Name and value, as plan: pro.")
    used: bool | None = Field(None, description="Whether some link leads on from it.")
    likely_duplicate: bool | None = Field(None, description="Whether it may have come in before; nobody decided yet.")
    sentiment: Literal["negative", "neutral", "positive", "unclear", "untold"] | None = None
    received_since: datetime | None = None
    received_before: datetime | None = None
    changed_since: datetime | None = None
    sort: Literal["newest", "oldest", "added", "changed"] = "newest"


@router.get("", response=FeedbackPage, summary="List feedback")
def feedback_items(request: ApiRequest, query: Query[FeedbackQuery]) -> HttpResponse:
    return _items.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={200: FeedbackShape, 201: FeedbackShape}, summary="Add feedback")
def add_feedback(request: ApiRequest, body: FeedbackBody) -> HttpResponse:
    said = body.model_dump(exclude={"fields"})
    began, product = timezone.now(), product_filter(said.pop("product"), actor=request.member)
    with transaction.atomic():
        made = actions.add_feedback(**said, product=product, actor=request.member)
        _items.fill(request, made, body)
    was_here = made.node.created_at < began
    return _items.read(request, made.node.reference, status=200 if was_here else 201)


@router.get("/{id}", response=FeedbackShape, summary="Read a feedback item")
def feedback_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _items.read(request, id)


@router.put("/{id}", response=FeedbackShape, summary="Replace a feedback item")
def replace_feedback(request: ApiRequest, id: str, body: FeedbackWhole) -> HttpResponse:  # noqa: A002
    return _items.replace(request, id, body, _edit)


@router.patch("/{id}", response=FeedbackShape, summary="Correct a feedback item")
def change_feedback(request: ApiRequest, id: str, body: FeedbackPatch) -> HttpResponse:  # noqa: A002
    return _items.change(request, id, body, _edit)


@router.put("/{id}/assignment", response=FeedbackShape, summary="Assign a feedback item to a member, or to nobody")
def assign_feedback(request: ApiRequest, id: str, body: AssignmentBody) -> HttpResponse:  # noqa: A002
    member = _member(body.member, request.member)
    return _items.act(request, id, lambda item, *, actor: actions.assign_feedback([item], member, actor=actor))


@router.put("/{id}/company", response=FeedbackShape, summary="Say which company a feedback item came from")
def set_company(request: ApiRequest, id: str, body: FeedbackCompanyBody) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, lambda item, *, actor: set_company_of([item], body.company, actor=actor))


@router.post("/{id}/duplicate", response=FeedbackShape, summary="Mark a feedback item as a duplicate of another")
def mark_duplicate(request: ApiRequest, id: str, body: DuplicateBody) -> HttpResponse:  # noqa: A002
    of = in_body(lambda: _items.find(request, body.of), field="of")
    return _items.act(request, id, lambda item, *, actor: actions.mark_duplicates([item], of, actor=actor))


@router.delete("/{id}/duplicate", response=FeedbackShape, summary="Let a duplicate stand for itself again")
def unmark_duplicate(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, lambda item, *, actor: actions.unmark_duplicates([item], actor=actor))


@router.post("/{id}/dismissal", response=FeedbackShape, summary="Set a feedback item aside as not useful")
def dismiss_feedback(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, lambda item, *, actor: actions.dismiss_feedback([item], actor=actor))


@router.delete("/{id}/dismissal", response=FeedbackShape, summary="Take a feedback item back into the inbox")
def restore_feedback(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, lambda item, *, actor: actions.restore_feedback([item], actor=actor))


def shapes(found: Sequence[Feedback], *, actor: Member) -> list[FeedbackShape]:
    """Many at once: their labels and what they are duplicates of by one query each."""
    labels, originals = labels_of([one.node for one in found]), queries.originals(found)
    return [_shape(one, [each.name for each in labels[one.pk]], originals.get(one.pk), actor=actor) for one in found]


def company_ref(one: Company) -> CompanyRef:
    return CompanyRef(id=one.pk, reference=one.node.reference, name=one.name)


def _shape(one: Feedback, labels: list[str], duplicate_of: str | None, *, actor: Member) -> FeedbackShape:
    node = one.node
    return FeedbackShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        text=one.text,
        product=one.product.slug,
        state=node.state,
        received_at=one.received_at,
        is_dated=one.is_dated,
        author=one.author,
        on_behalf_of=one.on_behalf_of,
        company=company_ref(one.company) if one.company else None,
        source=one.source,
        source_id=one.source_id,
        rating=one.rating,
        segments=one.segments,
        method=one.method,
        sentiment=one.sentiment or None,
        sentiment_chance=one.sentiment_chance,
        labels=labels,
        assigned_to=member_or_none(one.assigned_to),
        duplicate_of=duplicate_of,
        imported_by=one.source_import.number if one.source_import else None,
        uses=one.uses,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        archived_at=node.archived_at,
    )


_items = Resource(
    "feedback",
    find=queries.feedback_by_reference,
    show=shapes,
    writable=tuple(FeedbackPatch.model_fields),
    addresses=ADDRESSES,
)


def _wanted(query: FeedbackQuery, actor: Member) -> FeedbackQuerySet:
    found = queries.feedback(actor=actor).select_related("product", *queries.OF_RECORD)
    if query.q:
        found = queries.matching(found, query.q, actor=actor)
    if query.product:
        found = found.filter(product=product_filter(query.product, actor=actor))
    if query.company:
        reference = in_body(lambda: reference_of(query.company, "company", actor=actor), field="company")
        company = in_body(lambda: company_by_reference(reference, actor=actor), field="company")
        found = found.filter(company=company)
    if query.segment:
        name, _, value = (part.strip() for part in query.segment.partition(":"))
        found = found.alias(said=Cast(KeyTextTransform(name, "segments"), TextField())).filter(said=value)
    if query.used is not None:
        found = found.filter(queries.used()) if query.used else found.exclude(queries.used())
    if query.likely_duplicate is not None:
        likely = queries.is_likely_duplicate()
        found = found.filter(likely) if query.likely_duplicate else found.exclude(likely)
    filters = {
        "node__state": query.state,
        "assigned_to": query.assigned_to,
        "sentiment": query.sentiment,
        "source": query.source or None,
        "source_id": query.source_id or None,
        "received_at__gte": query.received_since,
        "received_at__lt": query.received_before,
        "node__updated_at__gte": query.changed_since,
    }
    return found.filter(**{name: value for name, value in filters.items() if value is not None})


def _member(number: int | None, actor: Member) -> Member | None:
    if number is None:
        return None
    found = members(actor=actor).filter(pk=number).first() if 0 < number < 2**31 else None
    if found is None:
        raise BadInput(member="There is no such member in this workspace. Nothing was changed.")
    return found


def _edit(found: Feedback, said: dict[str, Any], *, actor: Member) -> None:
    moment, rating = said.pop("received_at"), said.pop("rating")
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    wording = actions.Wording(**said, received_at=when, rating=None if rating is None else Decimal(str(rating)))
    actions.edit_feedback(found, wording, actor=actor)
