"""Custom fields of resources: in each object by key, written with it, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Field, Schema
from pydantic import BaseModel

from allied.kernel.custom_fields import actions, queries, reading
from allied.kernel.custom_fields.holders import kinds
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member

Json = str | bool | float | list[str] | None
Given = Mapping[str, Json]
WHAT = (
    "Custom fields by key: text, a number, a date as 2026-03-01, true or false, the label of an option, a list of "
    "labels, the id of a member, an address; null for nothing. GET /fields tells which there are."
)


class WithFields(Schema):
    """A resource whose kind can have custom fields."""

    fields: dict[str, Json] = Field(default_factory=dict, description=WHAT)


class FieldsBody(BaseModel):
    """Mix in for bodies. PATCH sets those that are named; PUT empties the others."""

    fields: dict[str, Json] = Field(default_factory=dict, description=WHAT)


def fill_in(shapes: Sequence[Schema], nodes: Sequence[Node], kind: str, *, actor: Member) -> None:
    """Give each shape what its object's fields hold: three queries, one where the kind has no fields."""
    has_fields = kind in kinds() and bool(shapes) and isinstance(shapes[0], WithFields)
    found = queries.fields_of(kind, actor=actor) if has_fields else []
    values = queries.values_of(nodes, found) if found else {}
    for shape, node in zip(shapes, nodes, strict=True):
        if found and isinstance(shape, WithFields):
            held = values[node.pk]
            shape.fields = {one.key: _json(reading.plain(one, held.get(one.pk, []))) for one in found}


def write(node: Node, given: Given, *, actor: Member) -> None:
    """Set what a body gives.

    Raises:
        BadInput: by ``fields.key``: there is no such field, or the value is none of what it holds.
    """
    try:
        actions.set_fields(node, {key: _text(value) for key, value in given.items()}, actor=actor)
    except BadInput as refusal:
        raise BadInput(**{f"fields.{key}": sentence for key, sentence in refusal.fields.items()}) from None


def whole(given: Given, shown: Given) -> dict[str, Json]:
    """What a PUT changes: what it gives otherwise than it stands, and what it leaves out, which is emptied."""
    wanted: dict[str, Json] = {**dict.fromkeys(shown), **given}
    return {key: value for key, value in wanted.items() if key not in shown or shown[key] != value}


def _json(value: Any) -> Json:
    if isinstance(value, Member):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _text(value: Json) -> str:
    if isinstance(value, list):
        return reading.BETWEEN.join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"
    return value or ""
