"""What a list can show of a row. A list declares each field once, and everything else follows from that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Q
from django.utils import timezone
from markupsafe import Markup, escape

from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.formats import number
from allied.web.formats import time as time_element
from allied.web.listing import Sort

R = TypeVar("R")


class Kind(StrEnum):
    """What a value is, which says how it is compared, drawn and typed."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    PERSON = "person"
    LABELS = "labels"


CHOSEN = frozenset({Kind.CHOICE, Kind.PERSON, Kind.LABELS})
Options = Mapping[str, str]
Narrow = Callable[[str, Any], Q]


@dataclass(frozen=True)
class Field(Generic[R]):
    """One field of a list.

    ``read`` gives the value of a row as exports write it: text, a number, a date, a label, a Member or a list of
    labels; None where there is none. ``path`` is where the database keeps it: without one, and without ``narrow``,
    nothing can be filtered by it. ``sort`` is its natural order in fields of the database (by default the path),
    ``sort_words`` reads after "ordered". ``options`` are the values of a choice, with their labels. ``narrow`` is for
    what one path cannot say: it gets an operator and a value and answers with a condition. ``draw`` is for cells that
    are more than their value. ``load`` is called with the rows of a page where the field is a column, to fetch for
    all of them at once what ``read`` needs.
    """

    key: str
    label: str
    kind: Kind
    read: Callable[[R], Any]
    path: str = ""
    options: Options | Callable[[], Options] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    sort_words: str = ""
    narrow: Narrow | None = None
    draw: Callable[[R], Markup] | None = None
    load: Callable[[Sequence[R]], None] | None = None
    is_moment: bool = False  # a date that is kept with its time
    is_row: bool = False  # a choice whose path leads to a row of its own, for which no empty text stands
    can_group: bool = True
    may_be_empty: bool = False  # the database holds none for some: they come last in any order
    is_wide: bool = False  # takes the whole width of a card on a phone
    nothing: str = ""  # what an empty cell says
    group_words: str = ""  # what the group without a value is called

    @cached_property
    def choices(self) -> dict[str, str]:
        """Value and label of each option; those of people and workspaces are asked for when first needed."""
        return dict(self.options() if callable(self.options) else self.options)

    @property
    def can_filter(self) -> bool:
        return bool(self.path or self.narrow)

    @property
    def groups(self) -> bool:
        return bool(self.path) and self.can_group and self.kind not in {Kind.LABELS, Kind.NUMBER}

    @property
    def is_end(self) -> bool:
        """Whether the column stands at the end, as figures do."""
        return self.kind == Kind.NUMBER

    @property
    def ordering(self) -> Sort | None:
        """The sort of this field, or None where nothing can be ordered by it."""
        parts = self.sort or ((self._natural,) if self.path and self.kind != Kind.LABELS else ())
        if not parts:
            return None
        last = "-pk" if parts[0].startswith("-") else "pk"
        return Sort(
            self.key, self.sort_words or _("by %(label)s", label=self.label.lower()), (*parts, last), self.may_be_empty
        )

    @property
    def _natural(self) -> str:
        return f"-{self.path}" if self.kind in {Kind.NUMBER, Kind.DATE} else self.path

    def drawn(self, row: R) -> Markup:
        """The inside of its cell."""
        if self.draw is not None:
            return self.draw(row)
        value = self.read(row)
        if value in (None, "", []):
            return Markup('<span class="muted">{}</span>').format(self.nothing or _("None"))
        if isinstance(value, (date, datetime)):
            return time_element(value, "day")
        return escape(words_of(value))

    def words_for(self, value: Any) -> str:
        """A value of the database as people read it."""
        if value in (None, ""):
            return self.group_words or self.nothing or _("No %(name)s", name=self.label.lower())
        if isinstance(value, (date, datetime)):
            return f"{value:%B %Y}"
        return self.choices.get(str(value), words_of(value))


def words_of(value: Any) -> str:
    """A value as a line of text."""
    if value is None:
        return ""
    if isinstance(value, Member):
        return value.name
    if isinstance(value, (list, tuple)):
        return ", ".join(str(words_of(each)) for each in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value)


def people(members: Sequence[Member], me: Member) -> dict[str, str]:
    """The options of a field of kind person: the reader first."""
    return (
        {"me": _("me")}
        | {str(member.pk): member.name for member in members if member.pk != me.pk}
        | {str(me.pk): me.name}
    )
