"""/links: what ties the objects together."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.flows.linking import BY_THEIR_OWN_ACT
from allied.flows.picking import check_stands
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.people.models import Member
from allied.kernel.thread import actions
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.models import Link
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.etags import check_unchanged
from allied.web.api.finding import node_in_body
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, member_ref, node_ref

router = Router(tags=["Thread"])
NEWEST: Final = Order(("pk",), read=(int,))
RELATION: Final = f"One of {', '.join(RELATIONS)}."


class LinkBody(Body):
    source: str = Field(description="An object, by id or reference.")
    relation: str = Field(description=RELATION)
    target: str = Field(description="An object, by id or reference.")
    note: str = ""


class LinkShape(Schema):
    """One typed, directed relation: the source ``words`` the target."""

    id: int
    href: str
    source: NodeRef
    relation: str
    words: str
    target: NodeRef
    note: str
    created_at: datetime
    created_by: MemberRef


class LinkPage(Schema):
    data: list[LinkShape]
    next: str | None
    cursor: str | None


class LinkQuery(PageQuery):
    node: str = Field("", description="At either end, by id or reference.")
    source: str = Field("", description="By id or reference.")
    target: str = Field("", description="By id or reference.")
    relation: str = Field("", description=RELATION)


@router.get("", response=LinkPage, summary="List links")
def links(request: ApiRequest, query: Query[LinkQuery]) -> HttpResponse:
    found = page(request, _wanted(query, request.member), query, NEWEST)
    return answers.some(request, [shape(one) for one in found.rows], found)


@router.post("", response={201: LinkShape}, summary="Link two objects; linking twice is the same as once")
def link(request: ApiRequest, body: LinkBody) -> HttpResponse:
    _check_relation(body.relation, field="relation")
    source = node_in_body(body.source, field="source", actor=request.member)
    target = node_in_body(body.target, field="target", actor=request.member)
    check_stands([target], field="target")
    made = actions.link(source, body.relation, target, actor=request.member, note=body.note)
    shown = shape(_link(made.pk, request.member))
    return answers.one(request, shown, status=201, location=shown.href)


@router.get("/{int:id}", response=LinkShape, summary="Read a link")
def one_link(request: ApiRequest, id: int) -> HttpResponse:  # noqa: A002  its name in the address
    return answers.one(request, shape(_link(id, request.member)))


@router.delete("/{int:id}", response={204: None}, summary="Take a link away")
def unlink(request: ApiRequest, id: int) -> HttpResponse:  # noqa: A002
    made = _link(id, request.member)
    check_unchanged(request.headers.get("If-Match", ""), answers.shown(shape(made)))
    _check_relation(made.relation, field="whole")
    actions.unlink(made, actor=request.member)
    return answers.nothing()


def shape(made: Link) -> LinkShape:
    return LinkShape(
        id=made.pk,
        href=f"/api/v1/links/{made.pk}",
        source=node_ref(made.source),
        relation=made.relation,
        words=RELATIONS[made.relation].forward,
        target=node_ref(made.target),
        note=made.note,
        created_at=made.created_at,
        created_by=member_ref(made.created_by),
    )


def _check_relation(relation: str, *, field: str) -> None:
    if relation not in RELATIONS:
        raise BadInput(**{field: f"There is no such relation. {RELATION} Nothing was linked."})
    if relation == "concerns":
        raise BadInput(**{field: "A page concerns what its text refers to. PATCH the page. Nothing was changed."})
    if relation in BY_THEIR_OWN_ACT:
        raise BadInput(
            **{field: "POST or DELETE the succession of the object that is superseded. Nothing was changed."}
        )


def _readable(actor: Member) -> QuerySet[Link]:
    if not actor.is_active:
        return Link.objects.none()
    return Link.objects.filter(workspace_id=actor.workspace_id).select_related("source", "target", "created_by")


def _link(number: int, actor: Member) -> Link:
    found = _readable(actor).filter(pk=number).first()
    if found is None:
        raise NotVisible("There is no such link in this workspace.")
    return found


def _wanted(query: LinkQuery, actor: Member) -> QuerySet[Link]:
    found = _readable(actor)
    if query.relation:
        found = found.filter(relation=query.relation)
    for end in ("source", "target"):
        if name := getattr(query, end):
            found = found.filter(**{end: node_in_body(name, field=end, actor=actor)})
    if query.node:
        node = node_in_body(query.node, field="node", actor=actor)
        found = found.filter(Q(source=node) | Q(target=node))
    return found
