"""Pages for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.pages import actions, queries
from allied.domains.pages.models import Page
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import product_filter, product_in_body
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, href, member_ref, page_of, slug_of

router = Router(tags=["Pages"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
VERSIONS_SHOWN: Final = 100


class PagePatch(FieldsBody, Body):
    """What a page says, in Markdown; ``#INS-12`` refers to an object. ``product`` is a slug, or null."""

    title: str = ""
    text: str = ""
    product: str | None = None


class PageBody(PagePatch):
    title: str


class PageWhole(PagePatch, Whole):
    """The whole page as GET gives it; read-only fields may stay in, unchanged."""


class PageShape(WithFields):
    """A document in Markdown."""

    id: str
    reference: str
    href: str
    page: str
    title: str
    text: str
    product: str | None
    state: str
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    archived_at: datetime | None


class PageList(Schema):
    data: list[PageShape]
    next: str | None
    cursor: str | None


class VersionShape(Schema):
    """A version of a page without its text."""

    number: int
    title: str
    saved_at: datetime
    saved_by: MemberRef


class VersionList(Schema):
    data: list[VersionShape]
    next: str | None


class PagesQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    changed_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=PageList, summary="List pages")
def pages(request: ApiRequest, query: Query[PagesQuery]) -> HttpResponse:
    return _pages.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: PageShape}, summary="Write a page")
def write_page(request: ApiRequest, body: PageBody) -> HttpResponse:
    said = _said(body.model_dump(exclude={"fields"}), request.member)
    with transaction.atomic():
        made = actions.write_page(**said, actor=request.member)
        _pages.fill(request, made, body)
    return _pages.read(request, made.node.reference, status=201)


@router.get("/{id}", response=PageShape, summary="Read a page")
def page(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _pages.read(request, id)


@router.put("/{id}", response=PageShape, summary="Replace what a page says")
def replace_page(request: ApiRequest, id: str, body: PageWhole) -> HttpResponse:  # noqa: A002
    return _pages.replace(request, id, body, _edit)


@router.patch("/{id}", response=PageShape, summary="Change parts of what a page says")
def change_page(request: ApiRequest, id: str, body: PagePatch) -> HttpResponse:  # noqa: A002
    return _pages.change(request, id, body, _edit)


@router.get("/{id}/versions", response=VersionList, summary="List the newest versions of a page")
def versions(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    found = queries.versions(_pages.find(request, id))[:VERSIONS_SHOWN]
    return answers.listed(
        [
            VersionShape(number=one.number, title=one.title, saved_at=one.saved_at, saved_by=member_ref(one.saved_by))
            for one in found
        ]
    )


@router.post("/{id}/versions/{int:version}/return", response=PageShape, summary="Put a version of a page back")
def put_back(request: ApiRequest, id: str, version: int) -> HttpResponse:  # noqa: A002
    def back(found: Page, *, actor: Member) -> None:
        actions.put_back(queries.version(found, version), actor=actor)

    return _pages.act(request, id, back)


def shapes(found: Sequence[Page], *, actor: Member) -> list[PageShape]:
    return [_shape(one, actor=actor) for one in found]


def _shape(one: Page, *, actor: Member) -> PageShape:
    node = one.node
    return PageShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        title=node.title,
        text=one.text,
        product=slug_of(node.product),
        state=node.state,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        archived_at=node.archived_at,
    )


_pages = Resource(
    "page",
    find=queries.page_by_reference,
    show=shapes,
    writable=tuple(PagePatch.model_fields),
    addresses={},
)


def _wanted(query: PagesQuery, actor: Member) -> QuerySet[Page]:
    found = queries.pages(actor=actor)
    if query.q:
        found = queries.matching(found, query.q, actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    if query.changed_since:
        found = found.filter(node__updated_at__gte=query.changed_since)
    return found


def _edit(found: Page, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_page(found, **_said(said, actor), actor=actor)


def _said(fields: dict[str, Any], actor: Member) -> dict[str, Any]:
    return {**fields, "product": product_in_body(fields["product"], actor=actor)}
