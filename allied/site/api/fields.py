"""/fields: which custom fields there are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from ninja import Field, Router, Schema

from allied.kernel.custom_fields import definitions, queries, reading
from allied.kernel.custom_fields.definitions import OptionAs
from allied.kernel.custom_fields.holders import kinds
from allied.kernel.custom_fields.models import CustomField, Type
from allied.kernel.errors import BadInput
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body

router = Router(tags=["Fields"])


class OptionShape(Schema):
    id: int
    label: str
    is_offered: bool


class FieldShape(Schema):
    """A custom field. ``key`` names it in ``fields`` of each object."""

    id: int
    kind: str
    key: str
    name: str
    type: str
    help: str
    options: list[OptionShape]
    archived_at: datetime | None


class FieldList(Schema):
    data: list[FieldShape]
    next: str | None


class FieldBody(Body):
    kind: str
    name: str
    type: str = Field(description=f"One of {', '.join(Type.values)}. It cannot be changed later.")
    help: str = ""
    options: list[str] = Field(default_factory=list, description="Of a field of choices, in their order.")


class OptionBody(Body):
    id: int | None = Field(None, description="Of one that stands; without it, a new one.")
    label: str
    is_offered: bool = True


class FieldPatch(Body):
    name: str = ""
    help: str = ""
    options: list[OptionBody] = Field(
        default_factory=list, description="In their order. One that stands and is left out is no longer offered."
    )


@router.get("", response=FieldList, summary="List custom fields")
def all_fields(request: ApiRequest, kind: str = "", archived: bool = False) -> HttpResponse:
    if kind and kind not in kinds():
        raise BadInput(kind=f"There is no such kind here. Choose one of {', '.join(kinds())}.")
    found = queries.all_fields(actor=request.member, archived=archived)
    return answers.listed([shape(one) for one in found if kind in ("", one.kind)])


@router.post("", response={201: FieldShape}, summary="Add a custom field to a kind")
def add_field(request: ApiRequest, body: FieldBody) -> HttpResponse:
    made = definitions.add_field(**body.model_dump(), actor=request.member)
    return _read(request, made.pk, status=201)


@router.get("/{int:id}", response=FieldShape, summary="Read a custom field")
def one_field(request: ApiRequest, id: int) -> HttpResponse:  # noqa: A002  its name in the address
    return _read(request, id)


@router.patch("/{int:id}", response=FieldShape, summary="Name a custom field anew, explain it, set its options")
def change_field(request: ApiRequest, id: int, body: FieldPatch) -> HttpResponse:  # noqa: A002
    found = queries.field_by_id(id, actor=request.member)
    said: dict[str, Any] = {"name": found.name, "help": found.help}
    said |= {name: getattr(body, name) for name in ("name", "help") if name in body.model_fields_set}
    if "options" in body.model_fields_set:
        said |= _options(found, body.options)
    definitions.change_field(found, **said, actor=request.member)
    return _read(request, id)


@router.post("/{int:id}/archiving", response=FieldShape, summary="Archive a custom field with what it holds")
def archive_field(request: ApiRequest, id: int) -> HttpResponse:  # noqa: A002
    definitions.archive_field(queries.field_by_id(id, actor=request.member), actor=request.member)
    return _read(request, id)


@router.delete("/{int:id}/archiving", response=FieldShape, summary="Bring an archived custom field back")
def restore_field(request: ApiRequest, id: int) -> HttpResponse:  # noqa: A002
    definitions.restore_field(queries.field_by_id(id, actor=request.member), actor=request.member)
    return _read(request, id)


def shape(one: CustomField) -> FieldShape:
    options = [OptionShape(id=each.pk, label=each.label, is_offered=each.is_offered) for each in reading.ordered(one)]
    named = {name: getattr(one, name) for name in ("kind", "key", "name", "type", "help", "archived_at")}
    return FieldShape(id=one.pk, options=options, **named)


def _read(request: ApiRequest, field_id: int, *, status: int = 200) -> HttpResponse:
    made = shape(queries.field_by_id(field_id, actor=request.member))
    location = f"/api/v1/fields/{field_id}" if status == 201 else ""
    return answers.one(request, made, status=status, location=location)


def _options(found: CustomField, given: list[OptionBody]) -> dict[str, Any]:
    """What a body says of options, as the action takes it: new ones come behind those that stand."""
    named = [one for one in given if one.id is not None]
    left = [one for one in reading.ordered(found) if one.pk not in {each.id for each in named}]
    options = {one.id: OptionAs(one.label, at, one.is_offered) for at, one in enumerate(named, 1)}
    for at, one in enumerate(left, len(named) + 1):
        options[one.pk] = OptionAs(one.label, at, is_offered=False)
    return {"options": options, "added": [one.label for one in given if one.id is None]}
