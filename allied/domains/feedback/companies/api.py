"""/companies: whose people tell something. Their fields are those of the workspace; merging is that of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.feedback.companies import actions, queries
from allied.domains.feedback.models import Company
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, href, member_ref, page_of

router = Router(tags=["Companies"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
COUNTED: Final = "It follows from the feedback that names it."


class CompanyPatch(FieldsBody, Body):
    """What a company is called. What is known of it stands in ``fields``."""

    name: str = ""
    also: list[str] = Field([], description="Other names and e-mail domains that mean it.")


class CompanyBody(CompanyPatch):
    name: str


class CompanyWhole(CompanyPatch, Whole):
    """The whole company as GET gives it; read-only fields may stay in, unchanged."""


class CompanyShape(WithFields):
    """An organization whose people tell something."""

    id: str
    reference: str
    href: str
    page: str
    name: str
    also: list[str]
    feedback: int = Field(description="How many items came from it.")
    people: int = Field(description="Of how many people that can be told apart.")
    newest_at: datetime | None = Field(description="When the newest of them came.")
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    archived_at: datetime | None


class CompanyPage(Schema):
    data: list[CompanyShape]
    next: str | None
    cursor: str | None


class CompaniesQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in its names.")
    changed_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=CompanyPage, summary="List companies")
def companies(request: ApiRequest, query: Query[CompaniesQuery]) -> HttpResponse:
    return _companies.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: CompanyShape}, summary="Make a company known")
def add_company(request: ApiRequest, body: CompanyBody) -> HttpResponse:
    with transaction.atomic():
        made = actions.add_company(name=body.name, also=body.also, actor=request.member)
        _companies.fill(request, made, body)
    return _companies.read(request, made.node.reference, status=201)


@router.get("/{id}", response=CompanyShape, summary="Read a company")
def company(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _companies.read(request, id)


@router.put("/{id}", response=CompanyShape, summary="Replace what a company is called and what is known of it")
def replace_company(request: ApiRequest, id: str, body: CompanyWhole) -> HttpResponse:  # noqa: A002
    return _companies.replace(request, id, body, _edit)


@router.patch("/{id}", response=CompanyShape, summary="Change parts of a company")
def change_company(request: ApiRequest, id: str, body: CompanyPatch) -> HttpResponse:  # noqa: A002
    return _companies.change(request, id, body, _edit)


def shapes(found: Sequence[Company], *, actor: Member) -> list[CompanyShape]:
    """Many at once: their other names by one query."""
    names = queries.other_names(found)
    return [_shape(one, names[one.pk], actor=actor) for one in found]


def _shape(one: Company, also: list[str], *, actor: Member) -> CompanyShape:
    node = one.node
    return CompanyShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        name=one.name,
        also=also,
        feedback=one.n,
        people=one.people,
        newest_at=one.newest_at,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        archived_at=node.archived_at,
    )


_companies = Resource(
    "company",
    find=queries.company_by_reference,
    show=shapes,
    writable=tuple(CompanyPatch.model_fields),
    addresses=dict.fromkeys(("feedback", "people", "newest_at"), COUNTED),
)


def _wanted(query: CompaniesQuery, actor: Member) -> QuerySet[Company]:
    found: QuerySet[Company] = queries.companies(actor=actor)
    if query.q:
        found = queries.matching(found, query.q, actor=actor)
    if query.changed_since:
        found = found.filter(node__updated_at__gte=query.changed_since)
    return found


def _edit(found: Company, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_company(found, name=said["name"], also=said["also"], actor=actor)
