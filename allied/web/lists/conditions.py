"""Conditions on any field, several at once: "Strength is Strong", "Added is after 1 March".

In an address each is ``where=field~operator~value``. A form without script sends ``where``, ``op`` and ``to`` in turn,
one of each a condition; ``where`` alone begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from allied.kernel.words import _
from allied.web.lists.fields import CHOSEN, Field, Kind

MOST = 12
LONGEST = 200
WORDS = {
    "is": "is",
    "not": _("is not"),
    "has": "contains",
    "without": _("does not contain"),
    "on": _("is on"),
    "before": _("is before"),
    "after": _("is after"),
    "days": _("is in the last"),
    "more": _("is more than"),
    "less": _("is less than"),
    "empty": _("is empty"),
    "filled": _("is not empty"),
}
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("has", "without", "is", "not", "empty", "filled"),
    Kind.NUMBER: ("is", "not", "more", "less", "empty", "filled"),
    Kind.DATE: ("after", "before", "on", "days", "empty", "filled"),
    Kind.CHOICE: ("is", "not", "empty", "filled"),
    Kind.PERSON: ("is", "not", "empty", "filled"),
    Kind.LABELS: ("is", "not", "empty", "filled"),
}
ALONE = frozenset({"empty", "filled"})


@dataclass(frozen=True)
class Condition:
    """A field, an operator and a value as somebody typed it. One that is not whole yet narrows nothing."""

    field: Field[Any]
    operator: str
    text: str = ""
    me: str = ""  # the id of the reader, for "is me"

    @property
    def code(self) -> str:
        return "~".join([self.field.key, self.operator, self.text])

    @property
    def operators(self) -> list[tuple[str, str]]:
        return [(name, WORDS[name]) for name in OPERATORS[self.field.kind]]

    @property
    def needs_value(self) -> bool:
        return self.operator not in ALONE

    @property
    def control(self) -> str:
        """Which control asks for the value: "choice", "date", "number", "text" or "" for none."""
        if not self.needs_value:
            return ""
        if self.field.kind in CHOSEN:
            return "choice"
        if self.operator == "days":
            return "number"
        return self.field.kind.value

    @property
    def value(self) -> Any:
        """What the text means; None where it means nothing."""
        if self.field.kind in CHOSEN:
            known = self.text if self.text in self.field.choices else None
            return self.me if known == "me" and self.field.kind == Kind.PERSON else known
        if self.operator == "days":
            return int(self.text) if self.text.isascii() and self.text.isdigit() and len(self.text) < 6 else None
        return _parsed(self.field.kind, self.text.strip())

    @property
    def is_whole(self) -> bool:
        return not self.needs_value or self.value is not None

    @property
    def problem(self) -> str:
        """Why a value that somebody gave is left out."""
        if self.is_whole or not self.text.strip():
            return ""
        wanted = {"date": _("a date, such as 2026-03-01"), "number": _("a number")}.get(
            self.control, _("one of the choices")
        )
        return _("“%(text)s” is not %(wanted)s. This filter is left out.", text=self.text[:40], wanted=wanted)

    @property
    def words(self) -> str:
        """“Added is after 2026-03-01”."""
        value = self.field.choices.get(self.text, self.text) if self.control == "choice" else self.text
        end = f" {value}" if self.needs_value else ""
        return f"{self.field.label} {WORDS[self.operator]}{end}{' days' if self.operator == 'days' else ''}"

    def q(self) -> Q:
        """The condition for the database."""
        if self.field.narrow is not None:
            return self.field.narrow(self.operator, self.value)
        path, kind = self.field.path, self.field.kind
        if self.operator in ALONE:
            nothing = Q(**{f"{path}__isnull": True})
            if kind in {Kind.TEXT, Kind.CHOICE} and not self.field.is_row:
                nothing |= Q(**{path: ""})
            return nothing if self.operator == "empty" else ~nothing
        if kind == Kind.DATE:
            return of_time(path, self.operator, self.value, is_moment=self.field.is_moment)
        return compared(path, kind, self.operator, self.value)


def read(given: QueryDict, fields: Sequence[Field[Any]], *, me: str) -> list[Condition]:
    """The conditions of an address, whole or begun; what names no field of the list is passed over."""
    by_key = {field.key: field for field in fields if field.can_filter}
    operators, texts = iter(given.getlist("op")), iter(given.getlist("to"))
    found = []
    for where in given.getlist("where")[:MOST]:
        key, mark, rest = where.partition("~")
        operator, __, text = rest.partition("~") if mark else (next(operators, ""), "", next(texts, ""))
        if key in by_key:
            field = by_key[key]
            known = operator if operator in OPERATORS[field.kind] else OPERATORS[field.kind][0]
            found.append(Condition(field, known, text[:LONGEST] if known not in ALONE else "", me))
    return found


def _parsed(kind: Kind, text: str) -> Any:
    try:
        if kind == Kind.DATE:
            day = date.fromisoformat(text)
            return day if 1900 <= day.year <= 2200 else None
        if kind == Kind.NUMBER:
            value = Decimal(text.replace(" ", "").replace(",", "."))
            return value if value.is_finite() and abs(value) < 10**15 else None
    except (ValueError, InvalidOperation):
        return None
    return text.replace("\x00", "") or None


def compared(path: str, kind: Kind, operator: str, value: Any) -> Q:
    """A comparison that is none of time, for the database."""
    exact = f"{path}__iexact" if kind == Kind.TEXT else path
    lookups = {
        "is": Q(**{exact: value}),
        "has": Q(**{f"{path}__icontains": value}),
        "more": Q(**{f"{path}__gt": value}) if kind == Kind.NUMBER else Q(),
        "less": Q(**{f"{path}__lt": value}) if kind == Kind.NUMBER else Q(),
    }
    if operator in {"not", "without"}:
        return ~lookups["is" if operator == "not" else "has"]
    return lookups[operator]


def of_time(path: str, operator: str, value: Any, *, is_moment: bool) -> Q:
    """Bounds rather than a function of the column, so that an index serves."""
    if operator == "days":
        value = timezone.localdate() - timedelta(days=min(value, 100_000))
        return Q(**{f"{path}__gte": _start(value) if is_moment else value})
    start, end = value, value + timedelta(days=1) if value < date.max else value
    if is_moment:
        start, end = _start(start), _start(end)
    if operator == "before":
        return Q(**{f"{path}__lt": start})
    if operator == "after":
        return Q(**{f"{path}__gte": end})
    return Q(**{f"{path}__gte": start, f"{path}__lt": end})


def _start(day: date) -> datetime:
    """The first moment of a day where the reader works."""
    return timezone.make_aware(datetime.combine(day, time.min))
