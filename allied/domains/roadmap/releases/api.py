"""Releases for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Final, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.roadmap.models import Release
from allied.domains.roadmap.queries import item_by_reference
from allied.domains.roadmap.records import api
from allied.domains.roadmap.records.actions import add_record
from allied.domains.roadmap.records.queries import by_reference
from allied.domains.roadmap.releases import actions, queries
from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.models import Member
from allied.kernel.thread.actions import link_many
from allied.kernel.thread.models import Link
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody
from allied.web.api.finding import in_body, node_named
from allied.web.api.pages import BY_CHANGE, BY_ID
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, NodeRef, member_or_none, member_ref, node_ref

router = Router(tags=["Releases"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
SHIPPING: Final = "POST or DELETE its shipping."
ADDRESSES: Final = dict.fromkeys(("state", "shipped_on", "shipped_at", "shipped_by"), SHIPPING) | {
    "items": "POST /links ties it to the items that it delivers.",
    "ticks": "POST or DELETE its ticks.",
}


class ReleasePatch(FieldsBody, Body):
    """``product`` is a slug, or null for the whole workspace."""

    title: str = ""
    planned_on: date | None = None
    notes: str = Field("", description="In Markdown, for the people who use it.")
    checklist: str = Field("", description="One step a line.")
    product: str | None = None


class ReleaseBody(ReleasePatch):
    title: str
    items: list[str] = Field(default_factory=list, description="What it delivers: items, by id or reference.")


class ReleaseWhole(ReleasePatch, Whole):
    """The whole release as GET gives it; read-only fields may stay in, unchanged."""


class ReleaseShipping(Body):
    shipped_on: date | None = Field(None, description="The day on which it reached people; today without one.")
    untested_because: str = Field("", description="Why its items ship untested, where their plans say of no test.")


class ReleaseDraft(Body):
    over: bool = Field(False, description="Write over notes that stand.")


class ReleaseStep(Body):
    step: str = Field(description="A line of its checklist.")


class StepQuery(Schema):
    step: str = Field(description="A line of its checklist.")


class TickShape(Schema):
    """A step that somebody did."""

    step: str
    done_at: datetime
    done_by: MemberRef


class ReleaseShape(api.RecordShape):
    """What reaches people together, on one day."""

    planned_on: date | None
    notes: str
    checklist: str
    shipped_on: date | None
    shipped_at: datetime | None
    shipped_by: MemberRef | None
    items: list[NodeRef] = Field(description="The roadmap items that it delivers.")
    ticks: list[TickShape]


class ReleasePage(Schema):
    data: list[ReleaseShape]
    next: str | None
    cursor: str | None


class ReleaseQuery(api.RecordQuery):
    state: Literal["planned", "shipped"] | None = None
    sort: Literal["newest", "changed"] = "newest"


def shapes(found: Sequence[Release], *, actor: Member) -> list[ReleaseShape]:
    """Many at once: two queries for the items and ticks of all."""
    ids = [one.pk for one in found]
    here = readable_one_by_one(actor, "target", kind="item")
    links = Link.objects.filter(here, source__in=ids, relation=queries.DELIVERS).select_related("target").order_by("pk")
    items: dict[str, list[Node]] = {pk: [] for pk in ids}
    for link in links:
        items[link.source_id].append(link.target)
    ticks: dict[str, list[TickShape]] = {pk: [] for pk in ids}
    for tick in queries.ticks_of(ids):
        made = TickShape(step=tick.step, done_at=tick.done_at, done_by=member_ref(tick.done_by))
        ticks[tick.release_id].append(made)
    return [
        ReleaseShape(
            **api.common(one, actor),
            planned_on=one.planned_on,
            notes=one.notes,
            checklist=one.checklist,
            shipped_on=one.shipped_on,
            shipped_at=one.shipped_at,
            shipped_by=member_or_none(one.shipped_by),
            items=[node_ref(node) for node in items[one.pk]],
            ticks=ticks[one.pk],
        )
        for one in found
    ]


def _find(reference: str, *, actor: Member) -> Release:
    return by_reference(reference, actor=actor, model=Release)


_releases: Resource[Release] = Resource(
    "release", find=_find, show=shapes, writable=tuple(ReleasePatch.model_fields), addresses=ADDRESSES
)


@router.get("", response=ReleasePage, summary="List releases")
def releases(request: ApiRequest, query: Query[ReleaseQuery]) -> HttpResponse:
    found = api.wanted(Release, "release", query, request.member, "shipped_by")
    if query.state:
        found = found.filter(node__state=query.state)
    return _releases.some(request, found, query, ORDERS[query.sort])


@router.post("", response={201: ReleaseShape}, summary="Plan a release")
def add_release(request: ApiRequest, body: ReleaseBody) -> HttpResponse:
    given = body.model_dump(exclude={"fields"})
    with transaction.atomic():
        made = add_record(Release, **api.said("release", given, request.member), actor=request.member)
        items = [in_body(partial(_item, request, name), field="items") for name in given["items"]]
        link_many([made.node], queries.DELIVERS, items, actor=request.member)
        _releases.fill(request, made, body)
    return _releases.read(request, made.node.reference, status=201)


@router.get("/{id}", response=ReleaseShape, summary="Read a release")
def release(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _releases.read(request, id)


@router.put("/{id}", response=ReleaseShape, summary="Replace what a release says")
def replace_release(request: ApiRequest, id: str, body: ReleaseWhole) -> HttpResponse:  # noqa: A002
    return _releases.replace(request, id, body, api.edit)


@router.patch("/{id}", response=ReleaseShape, summary="Change parts of what a release says")
def change_release(request: ApiRequest, id: str, body: ReleasePatch) -> HttpResponse:  # noqa: A002
    return _releases.change(request, id, body, api.edit)


@router.post("/{id}/draft", response=ReleaseShape, summary="Draft the notes from the items and their evidence")
def draft_notes(request: ApiRequest, id: str, body: ReleaseDraft) -> HttpResponse:  # noqa: A002
    return _releases.act(request, id, actions.draft_notes, over=body.over)


@router.post("/{id}/shipping", response=ReleaseShape, summary="Ship a release")
def ship_release(request: ApiRequest, id: str, body: ReleaseShipping) -> HttpResponse:  # noqa: A002
    return _releases.act(request, id, actions.ship_release, **body.model_dump())


@router.delete("/{id}/shipping", response=ReleaseShape, summary="Take back that a release has shipped")
def unship_release(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _releases.act(request, id, actions.unship_release)


@router.post("/{id}/ticks", response=ReleaseShape, summary="Tick a step of the checklist")
def tick_step(request: ApiRequest, id: str, body: ReleaseStep) -> HttpResponse:  # noqa: A002
    return _releases.act(request, id, actions.tick_step, body.step)


@router.delete("/{id}/ticks", response=ReleaseShape, summary="Say that a step is not done after all")
def untick_step(request: ApiRequest, id: str, query: Query[StepQuery]) -> HttpResponse:  # noqa: A002
    return _releases.act(request, id, actions.tick_step, query.step, done=False)


def _item(request: ApiRequest, name: str) -> Node:
    return item_by_reference(node_named(name, actor=request.member).reference, actor=request.member).node
