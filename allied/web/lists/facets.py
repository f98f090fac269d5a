"""How many rows each value of a field would leave, beside links that narrow a list to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from allied.kernel.labels.queries import counted_on
from allied.web.lists.conditions import Condition
from allied.web.lists.fieldlist import FieldList
from allied.web.lists.fields import Field, Kind, Narrow

MOST_LABELS: Final = 12


@dataclass(frozen=True)
class Value:
    """A value with how many rows have it among those that everything else in the address leaves."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A field with its values."""

    key: str
    label: str
    values: Sequence[Value]

    @property
    def is_chosen(self) -> bool:
        return any(value.is_chosen for value in self.values)


def facets(listing: FieldList[Any, Any], keys: Sequence[str]) -> list[Facet]:
    """The facets of these fields; those without two values to choose from are left out.

    One query counts them all, and one more the labels. What the address says about a field, by a condition or by the
    filter of its name, does not narrow the counts of that field, so that each says what choosing it would leave.
    """
    fields = [listing.by_key[key] for key in keys]
    counts = _counts(listing, fields)
    found = [Facet(field.key, field.label, _values(listing, field, counts[field.key])) for field in fields]
    return [
        facet for facet in found if len(facet.values) > 1 or facet.is_chosen or facet.key == "labels" and facet.values
    ]


def exclusive(conditions: Mapping[str, Q]) -> Narrow:
    """How a field narrows whose values are conditions, of which exactly one holds for every row."""

    def narrow(operator: str, value: Any) -> Q:
        wanted = {
            "is": [value],
            "not": [name for name in conditions if name != value],
            "filled": list(conditions),
        }.get(operator, [])
        return reduce(or_, (conditions[name] for name in wanted), Q(pk__in=[]))

    return narrow


def _counts(listing: FieldList[Any, Any], fields: Sequence[Field[Any]]) -> dict[str, dict[tuple[str, str], int]]:
    """By field the count of each value and label; that of labels in a query of its own."""
    keys = {field.key for field in fields}
    rows, held = listing.whole, {key: ~condition for key, condition in listing.left_out.items()}
    for narrowing in listing.narrowings:
        if narrowing.about in keys:
            one = Q(pk__in=narrowing.apply(listing.whole).values("pk"))
            held[narrowing.about] = one & held.get(narrowing.about, Q())
        else:
            rows = narrowing.apply(rows)
    others = {key: reduce(and_, (q for about, q in held.items() if about != key), Q()) for key in keys}
    asked = [
        (field, value, label) for field in fields if field.kind != Kind.LABELS for value, label in field.choices.items()
    ]
    numbers = rows.order_by().aggregate(
        **{
            f"n{at}": Count("pk", filter=others[field.key] & Condition(field, "is", value).q())
            for at, (field, value, _) in enumerate(asked)
        }
    )
    found: dict[str, dict[tuple[str, str], int]] = {
        field.key: _labels(listing, rows.filter(others[field.key])) if field.kind == Kind.LABELS else {}
        for field in fields
    }
    for at, (field, value, label) in enumerate(asked):
        found[field.key][value, label] = numbers[f"n{at}"]
    return found


def _labels(listing: FieldList[Any, Any], rows: QuerySet[Any]) -> dict[tuple[str, str], int]:
    if listing.member is None:
        return {}
    used = counted_on(rows.order_by().values("pk"), actor=listing.member, limit=MOST_LABELS)
    return {(str(number), name): count for number, name, count in used}


def _values(listing: FieldList[Any, Any], field: Field[Any], counts: Mapping[tuple[str, str], int]) -> list[Value]:
    chosen = {one.text for one in listing.conditions if one.field.key == field.key and one.operator == "is"}
    chosen |= {one.value for one in listing.filters if one.name == field.key}
    kept = [one.code for one in listing.conditions if one.is_whole and one.field.key != field.key]
    found = []
    for (value, label), count in counts.items():
        is_chosen = value in chosen
        where = kept if is_chosen else [*kept, Condition(field, "is", value).code]
        found.append(Value(label, count, listing.url(**{"where": where, field.key: ""}), is_chosen))
    return found
