"""/labels: the words of the workspace, and /nodes/{id}/labels: which of them stand on an object."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.labels import actions, queries
from allied.kernel.labels.models import Label
from allied.kernel.people.models import Member
from allied.site.api.nodes import router as nodes
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body, patched
from allied.web.api.etags import check_unchanged
from allied.web.api.finding import in_body, node_named
from allied.web.api.pages import Order, PageQuery, page

router = Router(tags=["Labels"])
OLDEST: Final = Order(("pk",), falls=False, read=(int,))


class LabelPatch(Body):
    """``tone`` is the color: nothing, note, good, warn or bad."""

    name: str = ""
    tone: str = ""


class LabelBody(LabelPatch):
    name: str


class LabelMerge(Body):
    into: int = Field(description="The number of the label that stands from then on.")


class LabelsBody(Body):
    labels: list[int] = Field(description="The numbers of all that stand on it from then on.")


class LabelShape(Schema):
    """One word of the workspace."""

    number: int
    href: str
    name: str
    tone: str
    ended_at: datetime | None = Field(description="When it was deleted or merged.")
    merged_into: int | None


class LabelPage(Schema):
    data: list[LabelShape]
    next: str | None
    cursor: str | None


class LabelList(Schema):
    data: list[LabelShape]
    next: None


@router.get("", response=LabelPage, summary="List labels, the oldest first")
def labels(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    found = page(request, queries.labels(actor=request.member), query, OLDEST)
    return answers.some(request, [shape(one) for one in found.rows], found)


@router.post("", response={201: LabelShape}, summary="Add a label; one of the same name is given back as it is")
def add_label(request: ApiRequest, body: LabelBody) -> HttpResponse:
    shown = shape(actions.add_label(body.name, tone=body.tone, actor=request.member))
    return answers.one(request, shown, status=201, location=shown.href)


@router.get("/{int:number}", response=LabelShape, summary="Read a label")
def label(request: ApiRequest, number: int) -> HttpResponse:
    return answers.one(request, shape(queries.label_by_id(number, actor=request.member)))


@router.patch("/{int:number}", response=LabelShape, summary="Name a label anew, or color it, wherever it stands")
def change_label(request: ApiRequest, number: int, body: LabelPatch) -> HttpResponse:
    found = _unchanged(request, number)
    wanted: dict[str, Any] = patched(body, {"name": found.name, "tone": found.tone})
    return answers.one(request, shape(actions.change_label(found, **wanted, actor=request.member)))


@router.delete("/{int:number}", response=LabelShape, summary="Take a label off everything; it can be restored")
def delete_label(request: ApiRequest, number: int) -> HttpResponse:
    found = _unchanged(request, number)
    actions.delete_label(found, actor=request.member)
    return _ended(request, found)


@router.post("/{int:number}/merger", response=LabelShape, summary="Let another label stand wherever this one does")
def merge_label(request: ApiRequest, number: int, body: LabelMerge) -> HttpResponse:
    found = _unchanged(request, number)
    actions.merge_label(found, _named(body.into, "into", request.member), actor=request.member)
    return _ended(request, found)


@router.post("/{int:number}/restoration", response=LabelShape, summary="Bring a deleted or merged label back")
def restore_label(request: ApiRequest, number: int) -> HttpResponse:
    found = queries.label_by_id(number, actor=request.member, ended=True)
    return answers.one(request, shape(actions.restore_label(found, actor=request.member)))


@nodes.get("/{id}/labels", response=LabelList, tags=["Labels"], summary="List the labels on an object")
def node_labels(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    node = node_named(id, actor=request.member)
    return answers.listed([shape(one) for one in queries.labels_of([node])[node.pk]])


@nodes.put("/{id}/labels", response=LabelList, tags=["Labels"], summary="Let these labels, and no others, stand on it")
def set_labels(request: ApiRequest, id: str, body: LabelsBody) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    wanted = [_named(number, "labels", request.member) for number in dict.fromkeys(body.labels)]
    actions.set_labels(node, wanted, actor=request.member)
    return answers.listed([shape(one) for one in queries.labels_of([node])[node.pk]])


def shape(label: Label) -> LabelShape:
    return LabelShape(
        number=label.pk,
        href=f"/api/v1/labels/{label.pk}",
        name=label.name,
        tone=label.tone,
        ended_at=label.ended_at,
        merged_into=label.merged_into_id,
    )


def _named(number: int, field: str, actor: Member) -> Label:
    return in_body(lambda: queries.label_by_id(number, actor=actor), field=field)


def _unchanged(request: ApiRequest, number: int) -> Label:
    found = queries.label_by_id(number, actor=request.member)
    check_unchanged(request.headers.get("If-Match", ""), answers.shown(shape(found)))
    return found


def _ended(request: ApiRequest, label: Label) -> HttpResponse:
    return answers.one(request, shape(queries.label_by_id(label.pk, actor=request.member, ended=True)))
