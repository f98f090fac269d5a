"""Findings for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.roadmap.findings import actions, queries
from allied.domains.roadmap.models import Finding
from allied.domains.roadmap.queries import item_by_reference
from allied.domains.roadmap.records import api
from allied.domains.roadmap.records.actions import add_record
from allied.domains.roadmap.records.queries import by_reference
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.actions import link
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody
from allied.web.api.finding import in_body, node_named
from allied.web.api.pages import BY_CHANGE, BY_ID
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, NodeRef, member_or_none, node_ref

router = Router(tags=["Findings"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
ADDRESSES: Final = dict.fromkeys(("state", "fixed_at", "fixed_by", "fixed_how"), "POST or DELETE its fix.") | {
    "items": "POST /links ties it to the items in which it was found.",
    "met_in_words": "PATCH met and of_people.",
}
Level = Literal["0", "1", "2", "3", "4"]


class FindingPatch(FieldsBody, Body):
    """``product`` is a slug, or null for the whole workspace."""

    title: str = ""
    place: str = ""
    severity: Level = Field("2", description="0 to 4: from 3 on it holds what it was found in from shipping.")
    met: int | None = Field(None, ge=0, description="How many people met it.")
    of_people: int | None = Field(None, ge=1, description="How many took part.")
    description: str = ""
    product: str | None = None


class FindingBody(FindingPatch):
    title: str
    severity: Level
    item: str | None = Field(None, description="The item in which it was found, by id or reference.")


class FindingWhole(FindingPatch, Whole):
    """The whole finding as GET gives it; read-only fields may stay in, unchanged."""


class FindingFix(Body):
    how: str = Field(description="How one knows that people meet it no more.")


class FindingShape(api.RecordShape):
    """A usability problem."""

    place: str
    severity: str
    met: int | None
    of_people: int | None
    met_in_words: str = Field(description="With the interval of 95%.")
    description: str
    items: list[NodeRef] = Field(description="The roadmap items in which it was found.")
    fixed_at: datetime | None
    fixed_by: MemberRef | None
    fixed_how: str


class FindingPage(Schema):
    data: list[FindingShape]
    next: str | None
    cursor: str | None


class FindingQuery(api.RecordQuery):
    state: Literal["open", "fixed"] | None = None
    sort: Literal["newest", "changed"] = "newest"


def shapes(found: Sequence[Finding], *, actor: Member) -> list[FindingShape]:
    """Many at once: one query for the items of all."""
    items = queries.items_of(found, actor=actor)
    return [
        FindingShape(
            **api.common(one, actor),
            place=one.place,
            severity=one.severity,
            met=one.met,
            of_people=one.of_people,
            met_in_words=str(queries.met_in_words(one)),
            description=one.description,
            items=[node_ref(node) for node in items[one.pk]],
            fixed_at=one.fixed_at,
            fixed_by=member_or_none(one.fixed_by),
            fixed_how=one.fixed_how,
        )
        for one in found
    ]


def _find(reference: str, *, actor: Member) -> Finding:
    return by_reference(reference, actor=actor, model=Finding)


_findings: Resource[Finding] = Resource(
    "finding", find=_find, show=shapes, writable=tuple(FindingPatch.model_fields), addresses=ADDRESSES
)


@router.get("", response=FindingPage, summary="List findings")
def findings(request: ApiRequest, query: Query[FindingQuery]) -> HttpResponse:
    found = api.wanted(Finding, "finding", query, request.member, "fixed_by")
    if query.state:
        found = found.filter(node__state=query.state)
    return _findings.some(request, found, query, ORDERS[query.sort])


@router.post("", response={201: FindingShape}, summary="Record a finding")
def add_finding(request: ApiRequest, body: FindingBody) -> HttpResponse:
    given = body.model_dump(exclude={"fields"})
    with transaction.atomic():
        made = add_record(Finding, **api.said("finding", given, request.member), actor=request.member)
        if given["item"]:
            item = in_body(partial(_item, request, given["item"]), field="item")
            link(made.node, queries.FOUND_IN, item, actor=request.member)
        _findings.fill(request, made, body)
    return _findings.read(request, made.node.reference, status=201)


@router.get("/{id}", response=FindingShape, summary="Read a finding")
def finding(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _findings.read(request, id)


@router.put("/{id}", response=FindingShape, summary="Replace what a finding says")
def replace_finding(request: ApiRequest, id: str, body: FindingWhole) -> HttpResponse:  # noqa: A002
    return _findings.replace(request, id, body, api.edit)


@router.patch("/{id}", response=FindingShape, summary="Change parts of what a finding says")
def change_finding(request: ApiRequest, id: str, body: FindingPatch) -> HttpResponse:  # noqa: A002
    return _findings.change(request, id, body, api.edit)


@router.post("/{id}/fix", response=FindingShape, summary="Mark a finding as fixed")
def fix_finding(request: ApiRequest, id: str, body: FindingFix) -> HttpResponse:  # noqa: A002
    return _findings.act(request, id, actions.fix_finding, how=body.how)


@router.delete("/{id}/fix", response=FindingShape, summary="Open a finding again")
def reopen_finding(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _findings.act(request, id, actions.reopen_finding)


def _item(request: ApiRequest, name: str) -> Node:
    return item_by_reference(node_named(name, actor=request.member).reference, actor=request.member).node
