"""Questions about custom fields and what they hold. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from allied.kernel.custom_fields import reading
from allied.kernel.custom_fields.models import CustomField, CustomFieldQuerySet, FieldOption, FieldValue
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.models import Member
from allied.kernel.words import _

Values = Mapping[int, list[FieldValue]]


@dataclass(frozen=True)
class Filled:
    """A field of one object with what it holds there."""

    field: CustomField
    values: list[FieldValue]

    @property
    def value(self) -> Any:
        """As programs read it."""
        return reading.plain(self.field, self.values)

    @property
    def words(self) -> str:
        return reading.said(self.field, self.values)

    @property
    def typed(self) -> str:
        """As a form sends it."""
        return reading.typed(self.field, self.values)


def fields_of(kind: str, *, actor: Member, archived: bool = False) -> list[CustomField]:
    """The fields of a kind in their order, with their options: one query, and one more where there are any."""
    return list(_ordered(actor, archived).filter(kind=kind))


def all_fields(*, actor: Member, archived: bool = False) -> list[CustomField]:
    """The fields of every kind: one query, and one for options."""
    return list(_ordered(actor, archived))


def _ordered(actor: Member, archived: bool) -> CustomFieldQuerySet:
    found = CustomField.objects.visible_to(actor)
    found = found if archived else found.filter(archived_at=None)
    options = Prefetch("options", queryset=FieldOption.objects.order_by("position", "pk"))
    return found.order_by("kind", "position", "pk").prefetch_related(options)


def counted(*, actor: Member) -> dict[int, int]:
    """By field: for how many objects that the actor may read it is filled in. One query."""
    found = FieldValue.objects.filter(readable_one_by_one(actor), field__workspace=actor.workspace_id)
    filled = found.values("field").annotate(n=Count("node", distinct=True))
    return {row["field"]: row["n"] for row in filled}


def field_by_id(number: int, *, actor: Member) -> CustomField:
    """The field with that number, archived or not.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = _ordered(actor, archived=True).filter(pk=number).first()
    if found is None:
        raise NotVisible(_("There is no such field in this workspace."))
    return found


def values_of(nodes: Iterable[Node], fields: Collection[CustomField]) -> dict[str, Values]:
    """What some fields hold for nodes that the actor was shown, by node id and field id: one query, or none."""
    found: dict[str, dict[int, list[FieldValue]]] = {node.pk: defaultdict(list) for node in nodes}
    if not fields or not found:
        return dict(found)
    rows = FieldValue.objects.filter(node__in=list(found), field__in=[one.pk for one in fields])
    for row in rows.select_related("option", "person").order_by("option__position", "pk"):
        found[row.node_id][row.field_id].append(row)
    return dict(found)


def filled(node: Node, *, actor: Member) -> list[Filled]:
    """Every field of the node's kind with what it holds: three queries, one where the kind has no fields."""
    fields = fields_of(node.kind, actor=actor)
    values = values_of([node], fields)[node.pk]
    return [Filled(one, values.get(one.pk, [])) for one in fields]


def said(node: Node, fields: Iterable[CustomField]) -> dict[str, str]:
    """What fields hold, by key, as forms give it."""
    wanted = list(fields)
    values = values_of([node], wanted)[node.pk]
    return {one.key: reading.typed(one, values.get(one.pk, [])) for one in wanted}


def holding(field: CustomField, condition: Q | None = None, at: str = "pk") -> Q:
    """For lists: that the field holds something for the node whose id is in ``at``, and that it is this."""
    rows = FieldValue.objects.filter(condition or Q(), node=OuterRef(at), field=field)
    return Q(Exists(rows))
