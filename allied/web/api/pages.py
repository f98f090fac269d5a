"""Lists a page at a time: a cursor says after which row the next page begins, so inserts move nothing.

No page is counted: a list of 100,000 answers as fast as one of ten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import ConfigDict

from allied.kernel.errors import BadInput

M = TypeVar("M", bound=Model)
MOST: Final = 200
USUAL: Final = 50
LONGEST_CURSOR: Final = 500


class PageQuery(Schema):
    """How much of a list is wanted, and from where."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many at most.")
    cursor: str = Field("", max_length=LONGEST_CURSOR, description="Where to go on: next of the page before.")


@dataclass(frozen=True)
class Order:
    """One order of a list. ``fields`` end with one that is unique; all run the same way."""

    fields: tuple[str, ...]
    falls: bool = True
    read: tuple[Callable[[str], Any], ...] = (str,)  # from the cursor's text back to each field's value

    def sorted(self, rows: QuerySet[M]) -> QuerySet[M]:
        return rows.order_by(*(f"-{name}" if self.falls else name for name in self.fields))

    def after(self, values: Sequence[Any]) -> Q:
        """What comes after the row with these values of ``fields``. The first bound alone lets an index serve it."""
        way = "lt" if self.falls else "gt"
        later = Q()
        for place, name in enumerate(self.fields):
            equal = Q(**dict(zip(self.fields[:place], values[:place], strict=True)))
            later |= equal & Q(**{f"{name}__{way}": values[place]})
        return Q(**{f"{self.fields[0]}__{way}e": values[0]}) & later


BY_ID = Order(("pk",))
BY_CHANGE = Order(("node__updated_at", "pk"), falls=False, read=(datetime.fromisoformat, str))


@dataclass(frozen=True)
class Found(Generic[M]):
    """One page; ``next_cursor`` is "" on the last."""

    rows: list[M]
    next_cursor: str


def page(request: HttpRequest, rows: QuerySet[M], wanted: PageQuery, order: Order) -> Found[M]:
    """Cut one page out of ``rows``. One query.

    Raises:
        BadInput: the cursor was changed, or belongs to another list or other filters.
    """
    salt = _salt(request)
    if wanted.cursor:
        rows = rows.filter(order.after(_values(wanted.cursor, salt, order)))
    found = list(order.sorted(rows)[: wanted.limit + 1])
    shown = found[: wanted.limit]
    return Found(shown, _cursor(shown[-1], salt, order) if len(found) > wanted.limit else "")


def next_address(request: HttpRequest, cursor: str) -> str:
    """The address of the next page, with the same filters."""
    query = request.GET.dict() | {"cursor": cursor}
    return f"{request.path}?{urlencode(query)}"


def _cursor(row: Model, salt: str, order: Order) -> str:
    values = [_value(row, name) for name in order.fields]
    return signing.dumps([_text(value) for value in values], salt=salt)


def _values(cursor: str, salt: str, order: Order) -> list[Any]:
    try:
        texts = signing.loads(cursor, salt=salt)
        return [read(text) for read, text in zip(order.read, texts, strict=True)]
    except (signing.BadSignature, ValueError, TypeError):
        raise BadInput(cursor="This cursor belongs to another list or other filters. Begin again without it.") from None


def _salt(request: HttpRequest) -> str:
    """A cursor is good for one list with one set of filters."""
    filters: Mapping[str, str] = {k: v for k, v in request.GET.dict().items() if k not in ("cursor", "limit")}
    named = json.dumps([request.path, sorted(filters.items())])
    return f"api.cursor:{blake2b(named.encode(), digest_size=9).hexdigest()}"


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
