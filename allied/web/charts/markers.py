"""What happened on a day that a chart over time should show: a release above all.

Slices register a source in ``AppConfig.ready()``; a chart asks for the days that it draws and never learns whose they
are. A marker stands beside a change; nothing here says that it caused one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allied.kernel.people.models import Member, Product
from allied.web.charts.trend import Release


@dataclass(frozen=True)
class Marker:
    """One day with its name in a word or two ("4.2"), and the page that tells more."""

    day: date
    label: str
    url: str = ""


Source = Callable[[Product | None, date, date, Member], Iterable[Marker]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let ``source(product, start, end, reader)`` tell what happened from ``start`` to ``end``, both days included.

    It answers with what ``reader`` may read in their workspace, of all products where ``product`` is None, in a fixed
    number of queries. A second source of the same name takes the place of the first.
    """
    _sources[name] = source


def between(product: Product | None, start: date, end: date, *, reader: Member) -> list[Marker]:
    """Everything that the sources know of these days, the earliest first."""
    found = (marker for source in _sources.values() for marker in source(product, start, end, reader))
    return sorted(found, key=lambda marker: (marker.day, marker.label))


def releases(found: Sequence[Marker], periods: Sequence[date]) -> list[Release]:
    """The markers as flags of a chart whose periods begin on these days, each in the last one that had begun.

    What lies before the first period is left out.
    """
    placed = [(_period(marker.day, periods), marker) for marker in found]
    return [Release(index, marker.label, marker.url) for index, marker in placed if index >= 0]


def _period(day: date, periods: Sequence[date]) -> int:
    return sum(begins <= day for begins in periods) - 1
