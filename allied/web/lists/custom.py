"""The custom fields of a workspace as fields of a list: each a column, a filter, an order and a group by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db.models import FilteredRelation, Q
from markupsafe import Markup

from allied.kernel.custom_fields import queries, reading
from allied.kernel.custom_fields.models import CustomField, FieldValue, Type
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

IN_ITS_ORDER: Final = _("in its order")


@dataclass(frozen=True)
class Of:
    """Whose fields a list shows: its rows' own, or those of an object that each row has at the foreign key ``at``.

    ``called`` stands before the names of such fields; ``object_of`` gives the object of a row, or None.
    """

    at: str = ""
    prefix: str = PREFIX
    called: str = ""
    object_of: Callable[[Any], Any] = lambda row: row

    @property
    def values(self) -> str:
        return f"{self.at}__node__custom_values" if self.at else "node__custom_values"

    def alias(self, field: CustomField) -> str:
        return f"{self.at}_field_{field.pk}" if self.at else f"field_{field.pk}"

    def name(self, field: CustomField) -> str:
        return f"{self.called}: {field.name}" if self.called else field.name

    def values_at(self, row: Any, field: CustomField) -> list[FieldValue]:
        node = getattr(self.object_of(row), "node", None)
        found: list[FieldValue] = getattr(node, "custom_found", {}).get(field.pk, [])
        return found


OWN: Final = Of()


def key_of(field: CustomField) -> str:
    """The key of a custom field among those of a list."""
    return f"{PREFIX}{field.key}"


def fields(found: Sequence[CustomField], *, actor: Member, of: Of = OWN) -> list[Field[Any]]:
    """Each as a list declares its own."""
    load = partial(_load, found, of)
    return [_field(one, load, actor, of) for one in found]


def joined(found: Sequence[CustomField], *, of: Of = OWN) -> dict[str, FilteredRelation]:
    """What a query needs so that the paths of these fields lead somewhere. One that is not used joins nothing."""
    return {of.alias(one): FilteredRelation(of.values, condition=Q((f"{of.values}__field", one.pk))) for one in found}


def _field(one: CustomField, load: Any, actor: Member, of: Of) -> Field[Any]:
    kind, several = KINDS[Type(one.type)], one.type == Type.CHOICES
    path = f"{of.alias(one)}__{one.column}"
    by = ORDERED_BY.get(Type(one.type))
    order = f"{of.alias(one)}__{by}" if by else path
    return Field(
        f"{of.prefix}{one.key}",
        of.name(one),
        kind,
        read=partial(_value, one, of),
        path="" if several else path,
        options=_options(one, actor),
        sort=() if several else (f"-{order}" if kind in (Kind.NUMBER, Kind.DATE) else order,),
        sort_words=_("by %(name)s, %(orders)s", name=of.name(one), orders=ORDERS.get(Type(one.type), IN_ITS_ORDER)),
        narrow=partial(_narrow, one, of),
        draw=partial(_drawn, one, of) if one.type == Type.LINK else None,
        load=load,
        can_group=one.type != Type.LINK,
        may_be_empty=True,
        is_wide=kind == Kind.TEXT,
        group_words=_("No %(name)s", name=of.name(one)),
    )


def _options(one: CustomField, actor: Member) -> Any:
    if one.type == Type.YES_NO:
        return YES_NO
    if one.type == Type.PERSON:
        return team(actor)
    return {str(option.pk): option.label for option in reading.ordered(one)} if one.has_options else {}


def _load(found: Sequence[CustomField], of: Of, rows: Sequence[Any]) -> None:
    """What all these fields hold for the rows, once however many of them are columns: one query."""
    objects = [there for row in rows if (there := of.object_of(row)) is not None]
    new = [there.node for there in objects if not hasattr(there.node, "custom_found")]
    values = queries.values_of(new, found)
    for node in new:
        node.custom_found = values[node.pk]


def _value(one: CustomField, of: Of, row: Any) -> Any:
    value = reading.plain(one, of.values_at(row, one))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def _drawn(one: CustomField, of: Of, row: Any) -> Markup:
    return macro("outside", _value(one, of, row) or "")


def _narrow(one: CustomField, of: Of, operator: str, value: Any) -> Q:
    """The conditions of a list, asked of what the field holds. "Is not" holds for the empty ones too."""
    if operator in conditions.ALONE:
        holds = queries.holding(one, at=of.at or "pk")
        return ~holds if operator == "empty" else holds
    kind = KINDS[Type(one.type)]
    if kind == Kind.DATE:
        return queries.holding(one, conditions.of_time("day", operator, value, is_moment=False), of.at or "pk")
    kind = Kind.CHOICE if kind in (Kind.LABELS, Kind.PERSON) else kind
    positive = {"not": "is", "without": "has"}.get(operator, operator)
    holds = queries.holding(one, conditions.compared(one.column, kind, positive, value), of.at or "pk")
    return ~holds if positive != operator else holds
