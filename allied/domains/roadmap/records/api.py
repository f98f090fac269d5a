"""What the API of every kind has alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from ninja import Field

from allied.domains.roadmap.records import actions, queries
from allied.domains.roadmap.records.sorts import SORTS
from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.web.api.custom import WithFields
from allied.web.api.finding import product_filter, product_in_body
from allied.web.api.pages import PageQuery
from allied.web.api.shapes import MemberRef, href, member_ref, page_of, slug_of

T = TypeVar("T", bound=Threaded)


class RecordQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    changed_since: datetime | None = None


class RecordShape(WithFields):
    """What every kind tells of itself."""

    id: str
    reference: str
    href: str
    page: str
    title: str
    product: str | None
    state: str
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    archived_at: datetime | None


def common(record: Threaded, actor: Member) -> dict[str, Any]:
    """The fields of ``RecordShape``."""
    node = record.node
    return {
        "id": node.pk,
        "reference": node.reference,
        "href": href(node),
        "page": page_of(node, actor),
        "title": node.title,
        "product": slug_of(node.product),
        "state": node.state,
        "created_at": node.created_at,
        "created_by": member_ref(node.created_by),
        "updated_at": node.updated_at,
        "archived_at": node.archived_at,
    }


def said(kind: str, fields: Mapping[str, Any], actor: Member) -> dict[str, Any]:
    """The keyword arguments of ``add_record`` and ``edit_record`` from a body."""
    return {
        "title": fields["title"],
        "details": {one.name: fields[one.name] for one in SORTS[kind].details},
        "product": product_in_body(fields["product"], actor=actor),
    }


def edit(found: Threaded, fields: dict[str, Any], *, actor: Member) -> None:
    actions.edit_record(found, **said(found.node.kind, fields, actor), actor=actor)


def wanted(model: type[T], kind: str, query: RecordQuery, actor: Member, *people: str) -> QuerySet[T]:
    """What a list asks for by the filters that every kind has; ``people`` are read along."""
    found: QuerySet[T] = model.objects.visible_to(actor).filter(node__archived_at=None)
    found = found.select_related("node__created_by", *people)
    if query.q:
        found = queries.matching(found, query.q, actor=actor, kind=kind)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    if query.changed_since:
        found = found.filter(node__updated_at__gte=query.changed_since)
    return found
