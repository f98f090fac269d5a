"""A list of declared fields: its address says which are columns, in which order, how it is narrowed and grouped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any, Generic, TypeVar

from django.db.models import Case, Count, F, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, QueryDict

from allied.kernel.access import can
from allied.kernel.custom_fields.queries import fields_of
from allied.kernel.people.models import Member
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.words import _
from allied.web.listing import Filter, Listing, Narrowing, Page, Sort
from allied.web.lists import conditions, custom
from allied.web.lists.conditions import Condition
from allied.web.lists.custom_edits import custom_edits
from allied.web.lists.editing import Edit, editing
from allied.web.lists.fields import Field, Kind
from allied.web.lists.saved import Menu, address_of, menu

M = TypeVar("M", bound=Model)
R = TypeVar("R")
MOST_GROUPS = 500
SINGLE = frozenset({Kind.TEXT, Kind.NUMBER, Kind.CHOICE, Kind.PERSON})


@dataclass(frozen=True)
class Row(Generic[R]):
    """What one row shows. ``reference`` stands for it in forms and addresses, ``name`` in words."""

    reference: str
    shown: R
    name: str
    depth: int = 0  # below how many others it stands, where the list is a tree


@dataclass(frozen=True)
class Band(Generic[R]):
    """Rows under one heading; a list without groups is one band without a heading. ``count`` is that of the group."""

    heading: str
    count: int | None
    rows: list[Row[R]]


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """One page of a list as it is drawn."""

    page: Page[Any]
    bands: list[Band[R]]

    @property
    def rows(self) -> list[Row[R]]:
        return [row for band in self.bands for row in band.rows]


@dataclass(frozen=True)
class Spec(Generic[M, R]):
    """What a list is made of. The first field is what each row is called: it is always the first column.

    ``columns`` are the keys of those shown unless a person chooses others; ``orders`` the sorts that are not a field's
    own, the first being the usual order. ``shown`` turns the rows of a page, or of a stretch of an export, into what
    the fields read, with as many queries as it likes, but not one a row. ``reference`` tells rows apart; people say it
    too, unless ``named`` gives a better word for a row.
    """

    key: str
    noun: str
    fields: Sequence[Field[R]]
    columns: Sequence[str]
    shown: Callable[[Sequence[M]], Sequence[R]]
    reference: Callable[[M], str]
    named: Callable[[M], str] | None = None
    reference_label: str = _("Reference")
    orders: Sequence[Sort] = ()
    kind: str = ""  # of its nodes: their custom fields are fields of the list too
    is_board: bool = False  # laid out in its own order: neither columns, orders nor groups

    @property
    def lead(self) -> Field[R]:
        return self.fields[0]

    def name(self, row: M) -> str:
        """What a row is called."""
        return (self.named or self.reference)(row)

    def sorts(self) -> list[Sort]:
        """Every order: those of the list, then those of its fields."""
        own = {sort.key: sort for sort in self.orders}
        if self.is_board:
            return list(self.orders[:1])
        return [*own.values(), *(s for field in self.fields if field.key not in own and (s := field.ordering))]


class FieldList(Listing[M], Generic[M, R]):
    """A query narrowed, ordered, grouped and cut by the address, with the columns that it names."""

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[M],
        spec: Spec[M, R],
        *,
        filters: Sequence[Filter[M]] = (),
        search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None,
    ) -> None:
        self.member: Member | None = getattr(request, "member", None)
        self.custom = fields_of(spec.kind, actor=self.member) if spec.kind and self.member else []
        if self.member and self.custom:
            spec = replace(spec, fields=[*spec.fields, *custom.fields(self.custom, actor=self.member)])
            rows = rows.alias(**custom.joined(self.custom))
        self.spec = spec
        self.left_out: dict[str, Q] = {}
        self.by_key = {field.key: field for field in spec.fields}
        self.me = str(self.member.pk) if self.member else ""
        super().__init__(request, rows, sorts=spec.sorts(), filters=filters, search=search)
        self.whole = self.everything
        if self.group:
            self.rows = self._grouped(self.rows, self.group)

    # What the address says

    def read(self, given: QueryDict) -> QueryDict:
        """One spelling for each list, so that its address can be compared, shared and saved."""
        values = given.copy()
        self.conditions = conditions.read(given, self.spec.fields, me=self.me)
        self.columns = self._columns(given)
        self.group = self._group(given.get("group", ""))
        for name in ("where", "op", "to", "col", "move", "cols", "group"):
            values.pop(name, None)
        values.setlist("where", [condition.code for condition in self.conditions if condition.is_whole])
        chosen = [field.key for field in self.columns]
        values["cols"] = "" if chosen == list(self.spec.columns) else ",".join(chosen) or "none"
        values["group"] = self.group.key if self.group else ""
        return values

    def _columns(self, given: QueryDict) -> list[Field[R]]:
        asked = given.getlist("col") if "col" in given else given.get("cols", "").split(",")
        known = [key for key in dict.fromkeys(asked) if key in self.by_key and key != self.spec.lead.key]
        wanted = known or ([] if "none" in asked else list(self.spec.columns))
        key, _, way = given.get("move", "").partition("~")
        if key in wanted:
            at = wanted.index(key)
            wanted.insert(max(at + (1 if way == "down" else -1), 0), wanted.pop(at))
        return [self.by_key[key] for key in wanted]

    def _group(self, key: str) -> Field[R] | None:
        field = self.by_key.get(key)
        return field if field is not None and field in self.offered_groups else None

    @property
    def state(self) -> list[tuple[str, str]]:
        """What the form of the filters does not ask for, but keeps."""
        return self.kept("q", "where", "sort", "group", *(chosen.name for chosen in self.filters))

    @property
    def offered_columns(self) -> list[tuple[Field[R], bool]]:
        """Every field but the first, with whether it is shown: those that are shown first, in their order."""
        others = [field for field in self.spec.fields[1:] if field not in self.columns]
        return [*((field, True) for field in self.columns), *((field, False) for field in others)]

    @property
    def offered_filters(self) -> list[Field[R]]:
        return [field for field in self.spec.fields if field.can_filter]

    @property
    def offered_groups(self) -> list[Field[R]]:
        return [] if self.spec.is_board else [field for field in self.spec.fields if field.groups]

    def asks_for(self, key: str) -> bool:
        """Whether some condition is about this field, so that a list need not leave rows out by itself."""
        return any(condition.field.key == key and condition.is_whole for condition in self.conditions)

    @cached_property
    def saved(self) -> Menu | None:
        """The saved lists of this list; None for one that nobody can save."""
        return menu(self.spec.key, self.values, member=self.member) if self.member and self.spec.key else None

    # What is found

    def leave_out(self, condition: Q, *, about: str = "") -> None:
        """Without these rows, unless the address asks for them: that is for the list to judge.

        ``about`` is the key of the field that would ask for them.
        """
        self.left_out[about] = condition
        self.everything, self.rows = self.everything.exclude(condition), self.rows.exclude(condition)

    def more_narrowings(self) -> list[Narrowing[M]]:
        """One for each field and side: "is A" and "is B" of a single value mean either."""
        found: dict[str, list[Condition]] = {}
        for at, condition in enumerate(self.conditions):
            if condition.is_whole:
                is_either = condition.operator in {"is", "on"} and condition.field.kind in {*SINGLE, Kind.DATE}
                found.setdefault(condition.field.key if is_either else f"{at}", []).append(condition)
        return [self._narrowing(alike) for alike in found.values()]

    def _narrowing(self, alike: list[Condition]) -> Narrowing[M]:
        either = Q()
        for condition in alike:
            either |= condition.q()
        others = [one.code for one in self.conditions if one.is_whole and one not in alike]
        words = " or ".join(condition.words for condition in alike)
        return Narrowing(f"“{words}”", self.url(where=others), partial(_narrowed, either), alike[0].field.key)

    @cached_property
    def edits(self) -> dict[str, Edit]:
        """The fields that the reader may change here, by key."""
        found = editing(self.spec.key)
        if found is None or self.member is None:
            return {}
        known = {**found.edits, **custom_edits(self.custom, self.spec.kind)}
        return {key: edit for key, edit in known.items() if can(self.member, edit.permission)}

    @cached_property
    def bulk_choices(self) -> list[tuple[Field[R], dict[str, str]]]:
        """The fields that have choices, each with them: what one change may set in all selected rows."""
        assert self.member is not None or not self.edits  # noqa: S101  nobody may change anything then
        return [
            (self.by_key[key], edit.choices(self.member))
            for key, edit in self.edits.items()
            if self.member and edit.options and key in self.by_key
        ]

    @property
    def query(self) -> str:
        """What the address says, for the pages that answer about the same list."""
        return self.url(page=self.values.get("page", "")).partition("?")[2]

    def address_of(self, saved: SavedList) -> str:
        """The query of the address that opens a saved list."""
        return address_of(saved)

    def without(self, condition: Condition) -> str:
        """The address without one condition."""
        return self.url(where=[one.code for one in self.conditions if one.is_whole and one is not condition])

    def sheet(self) -> Sheet[R]:
        """The page that the address names: two queries, one for its groups, and those of the rows."""
        page = self.page()
        shown = self.loaded(self.spec.shown(page.items)) if page.items else []
        spec = self.spec
        rows = [Row(spec.reference(item), one, spec.name(item)) for item, one in zip(page.items, shown, strict=True)]
        if self.group is None:
            return Sheet(page, [Band("", None, rows)])
        counts = self._counts() if rows else {}
        values = [getattr(item, "group_value", None) for item in page.items]
        together = groupby(zip(values, rows, strict=True), key=lambda pair: _kept(pair[0]))
        bands = [
            Band(self.group.words_for(value), counts.get(value), [row for _, row in pairs]) for value, pairs in together
        ]
        return Sheet(page, bands)

    def loaded(self, shown: Sequence[R]) -> Sequence[R]:
        """The rows, with what their columns need besides: a query a column at most."""
        for column in self.columns:
            if column.load is not None and shown:
                column.load(shown)
        return shown

    def _grouped(self, rows: QuerySet[M], field: Field[R]) -> QuerySet[M]:
        """In the order of a choice, the newest month first, or from A to Z; rows without a value last."""
        is_date = field.kind == Kind.DATE
        value = F("group_value")
        first = value.desc(nulls_last=True) if is_date else value.asc(nulls_last=True)
        by_name = [F(path).asc(nulls_last=True) for path in field.sort if field.kind == Kind.PERSON]
        ranked_by = field.choices if field.kind == Kind.CHOICE else ()
        whens = [When(**{field.path: one}, then=Value(at)) for at, one in enumerate(ranked_by)]
        rank = Case(*whens, default=Value(len(whens)), output_field=IntegerField()) if whens else Value(0)
        marked: Any = rows.annotate(group_value=TruncMonth(field.path) if is_date else F(field.path))
        ranked: QuerySet[M] = marked.alias(group_rank=rank).order_by("group_rank", *by_name, first, *self.order())
        return ranked

    def _counts(self) -> dict[Any, int | None]:
        counted = self.rows.order_by().values("group_value").annotate(n=Count("pk"))[:MOST_GROUPS]
        found: dict[Any, int | None] = {}
        for entry in counted:
            key = _kept(entry["group_value"])
            found[key] = (found.get(key) or 0) + entry["n"]
        return found


def _kept(value: Any) -> Any:
    """A value of a group; an empty text is none."""
    return None if value == "" else value


def _narrowed(condition: Q, rows: QuerySet[M]) -> QuerySet[M]:
    return rows.filter(condition)
