"""Lists: filter, order and page live in the address, so a list can be shared, reloaded and left and found again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import F, Model, OrderBy, QuerySet
from django.http import HttpRequest, QueryDict

from allied.kernel.words import _
from allied.web.formats import number

M = TypeVar("M", bound=Model)
COUNT_LIMIT = 10_000  # counting further would read the table once more for a figure that nobody uses
SIZES = (25, 50, 100)
DEEP = 500
MOST_ORDERS = 3


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Filter(Generic[M]):
    """One choice in the sentence over a list: "Show **new feedback** from **any source**".

    ``before`` are the words before it; the first option is the default; ``apply`` narrows the query by a value that
    is one of the options.
    """

    name: str
    label: str
    options: Sequence[Option]
    apply: Callable[[QuerySet[M], str], QuerySet[M]]
    before: str = ""


@dataclass(frozen=True)
class Chosen:
    """A filter with the value that the address gives."""

    name: str
    label: str
    options: Sequence[Option]
    value: str
    before: str

    @property
    def words(self) -> str:
        """“with strength Strong”, for the sentence that offers to drop it."""
        label = next(option.label for option in self.options if option.value == self.value)
        return f"“{self.before} {label}”".replace("“ ", "“")


@dataclass(frozen=True)
class Sort:
    """An order. ``fields`` end with one that is unique, so that no row is on two pages."""

    key: str
    label: str
    fields: tuple[str, ...]
    may_be_empty: bool = False  # rows without a value come last, whichever way round


@dataclass(frozen=True)
class Order:
    """A sort that the address asks for, perhaps turned round."""

    sort: Sort
    is_reversed: bool

    @property
    def value(self) -> str:
        return f"-{self.sort.key}" if self.is_reversed else self.sort.key

    @property
    def fields(self) -> list[str]:
        if not self.is_reversed:
            return list(self.sort.fields)
        return [field[1:] if field.startswith("-") else f"-{field}" for field in self.sort.fields]

    def placed(self, field: str) -> str | OrderBy:
        """A field of it as the query takes it."""
        if not self.sort.may_be_empty:
            return field
        return OrderBy(F(field.removeprefix("-")), descending=field.startswith("-"), nulls_last=True)


@dataclass(frozen=True)
class Narrowing(Generic[M]):
    """One thing that leaves rows out: its words, the address without it, and how it narrows the query.

    ``about`` is the key of the one filter or field that it is about.
    """

    words: str
    without: str
    apply: Callable[[QuerySet[M]], QuerySet[M]]
    about: str = ""


@dataclass(frozen=True)
class Drop:
    """What an empty list would hold without one of its filters. ``count`` is None above ``COUNT_LIMIT``."""

    words: str
    url: str
    count: int | None


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list; ``total`` is None where there are more than ``COUNT_LIMIT`` rows."""

    items: list[M]
    first: int
    total: int | None
    previous_url: str
    next_url: str

    @property
    def words(self) -> str:
        """26 to 50 of 1 284, 1 to 25 of more than 10 000, or None."""
        if not self.items:
            return _("None")
        whole = (
            _("more than %(count_limit)s", count_limit=number(COUNT_LIMIT))
            if self.total is None
            else number(self.total)
        )
        return _(
            "%(first)s to %(first2)s of %(whole)s",
            first=number(self.first),
            first2=number(self.first + len(self.items) - 1),
            whole=whole,
        )


class Listing(Generic[M]):
    """A query narrowed, ordered and cut by the address.

    ``search`` narrows by the text of ``?q=``. Unknown values in an address count as the default, never as an error.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[M],
        *,
        sorts: Sequence[Sort],
        filters: Sequence[Filter[M]] = (),
        search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None,
        size: int = SIZES[0],
    ) -> None:
        self.path, self.values = request.path, self.read(request.GET)
        self.sorts = sorts
        self.orders = self._orders()
        self.text = self.values.get("q", "").strip()[:200] if search else ""
        self.filters = [_chosen(filter_, self.values) for filter_ in filters]
        self.size = size
        self.everything = rows
        self.narrowings = [*self._by_text(search), *self._by_filters(filters), *self.more_narrowings()]
        for narrowing in self.narrowings:
            rows = narrowing.apply(rows)
        self.rows = rows.order_by(*self.order())

    def read(self, given: QueryDict) -> QueryDict:
        """What the address says, for lists that say it in more than one way."""
        return given

    def more_narrowings(self) -> list[Narrowing[M]]:
        """What narrows the list besides its filters and the search."""
        return []

    @property
    def sort(self) -> Sort:
        return self.orders[0].sort

    @property
    def is_reversed(self) -> bool:
        return self.orders[0].is_reversed

    @property
    def is_filtered(self) -> bool:
        return bool(self.narrowings)

    @property
    def is_ordered(self) -> bool:
        """Whether somebody chose an order. A form that is sent for another reason names the usual one."""
        return [order.value for order in self.orders] != [self.sorts[0].key]

    def direction_of(self, key: str) -> str:
        """For ``aria-sort``: "ascending" or "descending" for a column in use, "" for the others."""
        found = next((order for order in self.orders if order.sort.key == key), None)
        if found is None:
            return ""
        return "descending" if found.fields[0].startswith("-") else "ascending"

    def url(self, **changes: str | Sequence[str]) -> str:
        """The address of this list with some values changed; an empty value leaves it out."""
        kept: dict[str, Sequence[str]] = {name: values for name, values in self.values.lists() if name != "page"}
        kept |= {name: [value] if isinstance(value, str) else value for name, value in changes.items()}
        text = urlencode([(name, value) for name, values in kept.items() for value in values if value], safe="~,")
        return f"{self.path}?{text}" if text else self.path

    def kept(self, *names: str) -> list[tuple[str, str]]:
        """The values of the address without these, for the hidden fields of a form that changes them."""
        others = ((name, values) for name, values in self.values.lists() if name not in {*names, "page"})
        return [(name, value) for name, values in others for value in values if value]

    def sorted_url(self, key: str) -> str:
        """Order by this column, or turn the order round."""
        return self.url(sort=f"-{key}" if key == self.sort.key and not self.is_reversed else key)

    def drops(self) -> list[Drop]:
        """For an empty list: what each filter alone keeps out, most first. One query a filter."""
        found = []
        for left_out in self.narrowings:
            rows = self.everything
            for narrowing in self.narrowings:
                rows = rows if narrowing is left_out else narrowing.apply(rows)
            found.append(Drop(left_out.words, left_out.without, count_of(rows)))
        return sorted((drop for drop in found if drop.count != 0), key=lambda drop: -(drop.count or COUNT_LIMIT + 1))

    def page(self) -> Page[M]:
        """The rows of the page that the address names: two queries at most, whatever the size of the table."""
        wanted = self.values.get("page", "")
        at = max(int(wanted), 1) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
        start = (at - 1) * self.size
        found = self._rows(start, start + self.size + 1)
        items, has_next = found[: self.size], len(found) > self.size
        return Page(
            items=items,
            first=start + 1,
            total=self._count() if has_next or at > 1 else len(items),
            previous_url=self.url(page=str(at - 1) if at > 2 else "") if at > 1 else "",
            next_url=self.url(page=str(at + 1)) if has_next else "",
        )

    def _rows(self, start: int, stop: int) -> list[M]:
        """Far down, the keys come first: passing over a row that is never shown then costs no joins."""
        if start < DEEP:
            return list(self.rows[start:stop])
        keys = list(self.rows.values_list("pk", flat=True)[start:stop])
        by_key = {row.pk: row for row in self.rows.filter(pk__in=keys)}
        return [by_key[key] for key in keys if key in by_key]

    def _count(self) -> int | None:
        return count_of(self.rows)

    def order(self) -> list[str | OrderBy]:
        """What the query is ordered by: every sort of the address, then what makes the order whole."""
        fields: list[str | OrderBy] = []
        for order in self.orders:
            parts = order.fields
            fields += parts if len(parts) == 1 else map(order.placed, parts[:-1])
            if len(parts) == 1:
                return fields
        return [*fields, self.orders[0].fields[-1]]

    def _orders(self) -> list[Order]:
        by_key = {sort.key: sort for sort in self.sorts}
        wanted = [value for given in self.values.getlist("sort") for value in given.split(",")]
        found: dict[str, Order] = {}
        for value in wanted:
            key = value.removeprefix("-")
            if key in by_key and key not in found:
                found[key] = Order(by_key[key], value.startswith("-"))
        return list(found.values())[:MOST_ORDERS] or [Order(self.sorts[0], is_reversed=False)]

    def _by_text(self, search: Callable[[QuerySet[M], str], QuerySet[M]] | None) -> list[Narrowing[M]]:
        if not (search and self.text):
            return []
        return [
            Narrowing(_("the words “%(text)s”", text=self.text), self.url(q=""), lambda rows: search(rows, self.text))
        ]

    def _by_filters(self, declared: Sequence[Filter[M]]) -> list[Narrowing[M]]:
        pairs = zip(declared, self.filters, strict=True)
        return [
            Narrowing(
                chosen.words, self.url(**{chosen.name: ""}), partial(_applied, filter_, chosen.value), chosen.name
            )
            for filter_, chosen in pairs
            if chosen.value != filter_.options[0].value
        ]


def count_of(rows: QuerySet[Any]) -> int | None:
    """How many rows there are, up to ``COUNT_LIMIT``; None where there are more."""
    counted = rows.order_by()[: COUNT_LIMIT + 1].count()
    return None if counted > COUNT_LIMIT else counted


def _applied(filter_: Filter[M], value: str, rows: QuerySet[M]) -> QuerySet[M]:
    return filter_.apply(rows, value)


def _chosen(declared: Filter[Any], values: Mapping[str, str]) -> Chosen:
    wanted = values.get(declared.name, "")
    value = wanted if any(option.value == wanted for option in declared.options) else declared.options[0].value
    return Chosen(declared.name, declared.label, declared.options, value, declared.before)
