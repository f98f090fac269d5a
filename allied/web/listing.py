"""Lists: filter, order and page live in the address, so a list can be shared, reloaded and left and found again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from allied.web.formats import number

M = TypeVar("M", bound=Model)
COUNT_LIMIT = 10_000  # counting further would read the table once more for a figure that nobody uses
SIZES = (25, 50, 100)
DEEP = 500


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


@dataclass(frozen=True)
class Sort:
    """An order. ``fields`` end with one that is unique, so that no row is on two pages."""

    key: str
    label: str
    fields: tuple[str, ...]


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
            return "None"
        whole = f"more than {number(COUNT_LIMIT)}" if self.total is None else number(self.total)
        return f"{number(self.first)} to {number(self.first + len(self.items) - 1)} of {whole}"


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
        self.path, self.values = request.path, request.GET
        self.sorts = sorts
        self.text = self.values.get("q", "").strip()[:200] if search else ""
        self.filters = [_chosen(filter_, self.values) for filter_ in filters]
        self.size = size
        for declared, chosen in zip(filters, self.filters, strict=True):
            if chosen.value != declared.options[0].value:
                rows = declared.apply(rows, chosen.value)
        if search and self.text:
            rows = search(rows, self.text)
        self.rows = rows.order_by(*self._order())

    @property
    def sort(self) -> Sort:
        key = self.values.get("sort", "").removeprefix("-")
        return next((sort for sort in self.sorts if sort.key == key), self.sorts[0])

    @property
    def is_reversed(self) -> bool:
        return self.values.get("sort", "").startswith("-")

    @property
    def is_filtered(self) -> bool:
        return bool(self.text) or any(chosen.value != chosen.options[0].value for chosen in self.filters)

    def direction_of(self, key: str) -> str:
        """For ``aria-sort``: "ascending" or "descending" for the column in use, "" for the others."""
        if key != self.sort.key:
            return ""
        falls = self.sort.fields[0].startswith("-") != self.is_reversed
        return "descending" if falls else "ascending"

    def url(self, **changes: str) -> str:
        """The address of this list with some values changed; an empty value leaves it out."""
        kept = {name: value for name, value in self.values.items() if value and name != "page"} | changes
        text = urlencode({name: value for name, value in kept.items() if value})
        return f"{self.path}?{text}" if text else self.path

    def sorted_url(self, key: str) -> str:
        """Order by this column, or turn the order round."""
        return self.url(sort=f"-{key}" if key == self.sort.key and not self.is_reversed else key)

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
        counted = self.rows.order_by()[: COUNT_LIMIT + 1].count()
        return None if counted > COUNT_LIMIT else counted

    def _order(self) -> list[str]:
        if not self.is_reversed:
            return list(self.sort.fields)
        return [field[1:] if field.startswith("-") else f"-{field}" for field in self.sort.fields]


def _chosen(declared: Filter[Any], values: Mapping[str, str]) -> Chosen:
    wanted = values.get(declared.name, "")
    value = wanted if any(option.value == wanted for option in declared.options) else declared.options[0].value
    return Chosen(declared.name, declared.label, declared.options, value, declared.before)
