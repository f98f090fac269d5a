"""The custom fields of a workspace as fields of a list: each a column, a filter, an order and a group by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.db.models import FilteredRelation, Q
from markupsafe import Markup

from allied.kernel.custom_fields import queries, reading
from allied.kernel.custom_fields.models import CustomField, Type
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.jinja import macro
from allied.web.lists import conditions
from allied.web.lists.fields import Field, Kind
from allied.web.lists.nodes import team

PREFIX: Final = "custom_"
KINDS: Final = {
    Type.TEXT: Kind.TEXT,
    Type.LINK: Kind.TEXT,
    Type.NUMBER: Kind.NUMBER,
    Type.DATE: Kind.DATE,
    Type.YES_NO: Kind.CHOICE,
    Type.CHOICE: Kind.CHOICE,
    Type.CHOICES: Kind.LABELS,
    Type.PERSON: Kind.PERSON,
}
ORDERED_BY: Final = {Type.CHOICE: "option__position", Type.PERSON: "person__name"}
YES_NO: Final = {"True": _("Yes"), "False": _("No")}
ORDERS: Final = {Type.NUMBER: _("largest first"), Type.DATE: _("latest first"), Type.TEXT: _("from A to Z")}


def key_of(field: CustomField) -> str:
    """The key of a custom field among those of a list."""
    return f"{PREFIX}{field.key}"


def fields(found: Sequence[CustomField], *, actor: Member) -> list[Field[Any]]:
    """Each as a list declares its own."""
    load = partial(_load, found)
    return [_field(one, load, actor) for one in found]


def joined(found: Sequence[CustomField]) -> dict[str, FilteredRelation]:
    """What a query needs so that the paths of these fields lead somewhere. One that is not used joins nothing."""
    return {_alias(one): FilteredRelation("node__custom_values", condition=_is(one)) for one in found}


def _is(field: CustomField) -> Q:
    return Q(node__custom_values__field=field.pk)


def _alias(field: CustomField) -> str:
    return f"field_{field.pk}"


def _field(one: CustomField, load: Any, actor: Member) -> Field[Any]:
    kind, several = KINDS[Type(one.type)], one.type == Type.CHOICES
    path = f"{_alias(one)}__{one.column}"
    by = ORDERED_BY.get(Type(one.type))
    order = f"{_alias(one)}__{by}" if by else path
    return Field(
        key_of(one),
        one.name,
        kind,
        read=partial(_value, one),
        path="" if several else path,
        options=_options(one, actor),
        sort=() if several else (f"-{order}" if kind in (Kind.NUMBER, Kind.DATE) else order,),
        sort_words=_("by %(name)s, %(orders)s", name=one.name, orders=ORDERS.get(Type(one.type), _("in its order"))),
        narrow=partial(_narrow, one),
        draw=partial(_drawn, one) if one.type == Type.LINK else None,
        load=load,
        can_group=one.type != Type.LINK,
        may_be_empty=True,
        is_wide=kind == Kind.TEXT,
        group_words=_("No %(name)s", name=one.name),
    )


def _options(one: CustomField, actor: Member) -> Any:
    if one.type == Type.YES_NO:
        return YES_NO
    if one.type == Type.PERSON:
        return team(actor)
    return {str(option.pk): option.label for option in reading.ordered(one)} if one.has_options else {}


def _load(found: Sequence[CustomField], rows: Sequence[Any]) -> None:
    """What all these fields hold for the rows, once however many of them are columns: one query."""
    new = [row for row in rows if not hasattr(row.node, "custom_found")]
    values = queries.values_of([row.node for row in new], found)
    for row in new:
        row.node.custom_found = values[row.node.pk]


def _value(one: CustomField, row: Any) -> Any:
    value = reading.plain(one, getattr(row.node, "custom_found", {}).get(one.pk, []))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def _drawn(one: CustomField, row: Any) -> Markup:
    return macro("outside", _value(one, row) or "")


def _narrow(one: CustomField, operator: str, value: Any) -> Q:
    """The conditions of a list, asked of what the field holds. "Is not" holds for the empty ones too."""
    if operator in conditions.ALONE:
        holds = queries.holding(one)
        return ~holds if operator == "empty" else holds
    kind = KINDS[Type(one.type)]
    if kind == Kind.DATE:
        return queries.holding(one, conditions.of_time("day", operator, value, is_moment=False))
    kind = Kind.CHOICE if kind in (Kind.LABELS, Kind.PERSON) else kind
    positive = {"not": "is", "without": "has"}.get(operator, operator)
    holds = queries.holding(one, conditions.compared(one.column, kind, positive, value))
    return ~holds if positive != operator else holds
