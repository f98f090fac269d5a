"""Roadmap items for programs: the same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.roadmap import actions, delivering, planning, queries
from allied.domains.roadmap.checks import Problem
from allied.domains.roadmap.models import Horizon, Item
from allied.kernel.errors import BadInput
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.custom import FieldsBody, WithFields
from allied.web.api.finding import in_body, member_in_body, product_filter, product_in_body
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import (
    MemberRef,
    NodeRef,
    StrengthShape,
    href,
    member_or_none,
    member_ref,
    node_ref,
    page_of,
    slug_of,
    strength_shape,
)

router = Router(tags=["Roadmap items"])
ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
PEOPLE: Final = ("node__created_by", *queries.ACTORS)
ADDRESSES: Final = {
    **dict.fromkeys(("ux_owner", "product_owner"), "PUT its owners."),
    **dict.fromkeys(("proposed_at", "proposed_by"), "POST or DELETE its proposal."),
    **dict.fromkeys(("committed_at", "committed_by"), "POST or DELETE its commitment."),
    **dict.fromkeys(("dropped_at", "dropped_by", "dropped_because"), "POST or DELETE its drop."),
    **dict.fromkeys(("started_at", "started_by"), "POST or DELETE its start."),
    **dict.fromkeys(("shipped_on", "shipped_at", "shipped_by", "untested_because"), "POST or DELETE its shipping."),
    **dict.fromkeys(("result", "read_at", "read_by"), "POST or DELETE its reading."),
    "state": "POST or DELETE its proposal, commitment, start, shipping, reading or drop.",
    "plan": "PUT its plan.",
    "horizon": "PUT its position.",
    "problem_strength": "POST /links ties it to the opportunity that it addresses.",
}


class ItemPatch(FieldsBody, Body):
    """What changes for people or the business. ``product`` is a slug, or null for the whole workspace."""

    title: str = ""
    problem: str = ""
    outcome: str = Field("", description="What would change, in words.")
    product: str | None = None


class ItemBody(ItemPatch):
    title: str
    horizon: Horizon = Horizon.LATER


class ItemWhole(ItemPatch, Whole):
    """The whole item as GET gives it; read-only fields may stay in, unchanged."""


class ItemDrop(Body):
    reason: str


class UncommitQuery(Schema):
    reason: str = Field(max_length=500, description="Why, in one sentence.")


class ItemShipping(Body):
    shipped_on: date | None = Field(None, description="The day on which it reached people; today without one.")
    untested_because: str = Field("", description="Why it ships untested, where its plan says of no test.")


class ItemReading(Body):
    result: str = Field(description="What it changed: the figure with its n and interval.")


class WeeksRange(Body):
    low: int = Field(ge=0)
    high: int = Field(ge=0)


class ItemPlan(Body):
    """What it aims at, and how large and near it is; what is left out stays."""

    measure: str | None = None
    baseline: str | None = None
    goal: str | None = None
    due_on: date | None = None
    tested: str | None = Field(None, description="How the solution was tested, with whom.")
    begins_on: date | None = None
    ends_on: date | None = None
    confidence: int | None = Field(None, description="In percent that it ends by then.")
    size: WeeksRange | None = Field(None, description="In weeks.")
    effort: dict[str, WeeksRange] | None = Field(None, description="In weeks, by discipline; it replaces what stood.")


class ItemOwners(Body):
    """Numbers of members; null leaves a side without an owner."""

    ux_owner: int | None
    product_owner: int | None


class ItemPosition(Body):
    """Where it goes: before or after a neighbor in that horizon, else behind all."""

    horizon: Horizon
    before: str | None = Field(None, description="An item, by id or reference.")
    after: str | None = Field(None, description="An item, by id or reference.")


class ProblemStrength(Schema):
    """The strength of the opportunity that the item addresses, the surest where there are several."""

    opportunity: NodeRef
    strength: StrengthShape
    others: int = Field(description="How many more open opportunities it addresses.")


class ItemShape(WithFields):
    """A roadmap item."""

    id: str
    reference: str
    href: str
    page: str
    title: str
    problem: str
    outcome: str
    product: str | None
    state: str
    horizon: str
    ux_owner: MemberRef | None
    product_owner: MemberRef | None
    problem_strength: ProblemStrength | None
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    proposed_at: datetime | None
    proposed_by: MemberRef | None
    committed_at: datetime | None
    committed_by: MemberRef | None
    plan: ItemPlan
    started_at: datetime | None
    started_by: MemberRef | None
    shipped_on: date | None
    shipped_at: datetime | None
    shipped_by: MemberRef | None
    untested_because: str
    result: str
    read_at: datetime | None
    read_by: MemberRef | None
    dropped_at: datetime | None
    dropped_by: MemberRef | None
    dropped_because: str
    archived_at: datetime | None


class ItemPage(Schema):
    data: list[ItemShape]
    next: str | None
    cursor: str | None


class ItemQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    state: Literal["idea", "proposed", "committed", "in_progress", "shipped", "read_back", "dropped"] | None = None
    horizon: Horizon | None = None
    changed_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


@router.get("", response=ItemPage, summary="List roadmap items")
def items(request: ApiRequest, query: Query[ItemQuery]) -> HttpResponse:
    return _items.some(request, _wanted(query, request.member), query, ORDERS[query.sort])


@router.post("", response={201: ItemShape}, summary="Add an idea to the roadmap")
def add_item(request: ApiRequest, body: ItemBody) -> HttpResponse:
    said = _said(body.model_dump(exclude={"fields"}), request.member)
    with transaction.atomic():
        made = actions.add_item(**said, actor=request.member)
        _items.fill(request, made, body)
    return _items.read(request, made.node.reference, status=201)


@router.get("/{id}", response=ItemShape, summary="Read a roadmap item")
def item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _items.read(request, id)


@router.put("/{id}", response=ItemShape, summary="Replace what an item says")
def replace_item(request: ApiRequest, id: str, body: ItemWhole) -> HttpResponse:  # noqa: A002
    return _items.replace(request, id, body, _edit)


@router.patch("/{id}", response=ItemShape, summary="Change parts of what an item says")
def change_item(request: ApiRequest, id: str, body: ItemPatch) -> HttpResponse:  # noqa: A002
    return _items.change(request, id, body, _edit)


@router.put("/{id}/owners", response=ItemShape, summary="Name the owner of each side")
def assign_item_owners(request: ApiRequest, id: str, body: ItemOwners) -> HttpResponse:  # noqa: A002
    owners = {name: member_in_body(getattr(body, name), name, actor=request.member) for name in ItemOwners.model_fields}
    return _items.act(request, id, actions.assign_owners, **owners)


@router.put("/{id}/position", response=ItemShape, summary="Move an item to a horizon and place")
def move_item(request: ApiRequest, id: str, body: ItemPosition) -> HttpResponse:  # noqa: A002
    if body.before and body.after:
        raise BadInput(after="Name one neighbor: before or after. Nothing was moved.")
    neighbors = {name: _neighbor(request, getattr(body, name), name) for name in ("before", "after")}
    return _items.act(request, id, actions.move_item, horizon=body.horizon, **neighbors)


@router.post("/{id}/proposal", response=ItemShape, summary="Propose an idea to both sides")
def propose_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, actions.propose_item)


@router.delete("/{id}/proposal", response=ItemShape, summary="Make a proposal an idea again")
def withdraw_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, actions.withdraw_proposal)


@router.post("/{id}/commitment", response=ItemShape, summary="Commit a proposed item")
def commit_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, actions.commit_item)


@router.delete("/{id}/commitment", response=ItemShape, summary="Take a commitment back, with the reason")
def uncommit_item(request: ApiRequest, id: str, query: Query[UncommitQuery]) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, actions.uncommit_item, reason=query.reason)


@router.put("/{id}/plan", response=ItemShape, summary="Say what an item aims at, and how large and near it is")
def plan_item(request: ApiRequest, id: str, body: ItemPlan) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, planning.plan_item, _as_forms_give_it(body))


@router.post("/{id}/start", response=ItemShape, summary="Start a committed item")
def start_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, delivering.start_item)


@router.delete("/{id}/start", response=ItemShape, summary="Say that nobody works on it yet")
def stop_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, delivering.stop_item)


@router.post("/{id}/shipping", response=ItemShape, summary="Ship an item")
def ship_item(request: ApiRequest, id: str, body: ItemShipping) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, delivering.ship_item, **body.model_dump())


@router.delete("/{id}/shipping", response=ItemShape, summary="Take back that an item shipped, with the reason")
def unship_item(request: ApiRequest, id: str, query: Query[UncommitQuery]) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, delivering.unship_item, reason=query.reason)


@router.post("/{id}/reading", response=ItemShape, summary="Read back what an item changed")
def read_back_item(request: ApiRequest, id: str, body: ItemReading) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, delivering.read_back_item, result=body.result)


@router.delete("/{id}/reading", response=ItemShape, summary="Take back what was read")
def unread_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, delivering.unread_item)


@router.post("/{id}/drop", response=ItemShape, summary="Take an item off the roadmap, with the reason")
def drop_item(request: ApiRequest, id: str, body: ItemDrop) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, actions.drop_item, reason=body.reason)


@router.delete("/{id}/drop", response=ItemShape, summary="Bring a dropped item back as it was")
def restore_item(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _items.act(request, id, actions.restore_item)


def shapes(found: Sequence[Item], *, actor: Member) -> list[ItemShape]:
    """Many at once: two queries for the problems of all."""
    today = today_in(actor.workspace)
    problems = queries.problems_of(found, actor=actor)
    return [_shape(one, problems.get(one.pk), actor=actor, today=today) for one in found]


def _shape(one: Item, problem: Problem | None, *, actor: Member, today: date) -> ItemShape:
    node = one.node
    return ItemShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        title=node.title,
        problem=one.problem,
        outcome=one.outcome,
        product=slug_of(node.product),
        state=node.state,
        horizon=one.horizon,
        ux_owner=member_or_none(one.ux_owner),
        product_owner=member_or_none(one.product_owner),
        problem_strength=_problem(problem, today),
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        proposed_at=one.proposed_at,
        proposed_by=member_or_none(one.proposed_by),
        committed_at=one.committed_at,
        committed_by=member_or_none(one.committed_by),
        plan=_plan(one),
        started_at=one.started_at,
        started_by=member_or_none(one.started_by),
        shipped_on=one.shipped_on,
        shipped_at=one.shipped_at,
        shipped_by=member_or_none(one.shipped_by),
        untested_because=one.untested_because,
        result=one.result,
        read_at=one.read_at,
        read_by=member_or_none(one.read_by),
        dropped_at=one.dropped_at,
        dropped_by=member_or_none(one.dropped_by),
        dropped_because=one.dropped_because,
        archived_at=node.archived_at,
    )


def _plan(one: Item) -> ItemPlan:
    size = None if one.size_low is None or one.size_high is None else WeeksRange(low=one.size_low, high=one.size_high)
    return ItemPlan(
        measure=one.measure,
        baseline=one.baseline,
        goal=one.goal,
        due_on=one.due_on,
        tested=one.tested,
        begins_on=one.begins_on,
        ends_on=one.ends_on,
        confidence=one.confidence,
        size=size,
        effort={each.discipline: WeeksRange(low=each.low, high=each.high) for each in one.efforts.all()},
    )


def _as_forms_give_it(body: ItemPlan) -> dict[str, str]:
    """The fields that came, in the words that ``plan_item`` reads."""
    given = body.model_dump(mode="json", exclude_unset=True)
    size, effort = given.pop("size", None), given.pop("effort", None)
    plan = {name: "" if value is None else str(value) for name, value in given.items()}
    if "size" in body.model_fields_set:
        plan["size"] = f"{size['low']} to {size['high']}" if size else ""
    if "effort" in body.model_fields_set:
        plan |= dict.fromkeys((f"effort_{name}" for name in planning.EFFORTS), "")
        plan |= {f"effort_{name}": f"{each['low']} to {each['high']}" for name, each in (effort or {}).items()}
    if unknown := plan.keys() - planning.FIELDS:
        raise BadInput(effort=f"There is no discipline {', '.join(sorted(unknown))}. Nothing was changed.")
    return plan


def _problem(problem: Problem | None, today: date) -> ProblemStrength | None:
    if problem is None:
        return None
    strength = strength_shape(problem.strength, today=today)
    return ProblemStrength(opportunity=node_ref(problem.node), strength=strength, others=problem.others)


_items = Resource(
    "item",
    find=queries.item_by_reference,
    show=shapes,
    writable=tuple(ItemPatch.model_fields),
    addresses=ADDRESSES,
)


def _wanted(query: ItemQuery, actor: Member) -> QuerySet[Item]:
    found = queries.items(actor=actor).select_related(*PEOPLE).prefetch_related("efforts")
    if query.q:
        found = queries.matching(found, query.q, actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    filters = {"node__state": query.state, "horizon": query.horizon, "node__updated_at__gte": query.changed_since}
    return found.filter(**{name: value for name, value in filters.items() if value is not None})


def _edit(found: Item, said: dict[str, Any], *, actor: Member) -> None:
    actions.edit_item(found, **_said(said, actor), actor=actor)


def _said(fields: dict[str, Any], actor: Member) -> dict[str, Any]:
    return {**fields, "product": product_in_body(fields["product"], actor=actor)}


def _neighbor(request: ApiRequest, name: str | None, field: str) -> Item | None:
    return in_body(lambda: _items.find(request, name), field=field) if name else None
