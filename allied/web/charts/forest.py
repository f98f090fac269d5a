"""Values with their intervals on one axis: of one group (``ruler``) or of several, one under the other (``forest``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from allied.kernel.words import _
from allied.web.charts.axis import Axis, around, ranged
from allied.web.charts.axis import figure as said
from allied.web.charts.draw import Scale, circle, n, path, rect, scale, text
from allied.web.charts.figure import figure, table

LETTER = 6.6  # mean width of a letter at 12 px
TOP, FOOT, EDGE = 26, 24, 14


@dataclass(frozen=True)
class Interval:
    """One group: its name, the value with its interval, and the number of answers behind it."""

    label: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Line:
    """A value to compare with, drawn dashed: a goal, everyone, no difference."""

    value: float
    label: str


def ruler(
    chart_id: str,
    given: Interval,
    *,
    title: str,
    takeaway: str,
    description: str,
    axis: Axis | None = None,
    unit: str = "",
    digits: int = 1,
    line: Line | None = None,
    counted: str = _("Responses"),
    level: int = 2,
) -> Markup:
    """One interval on an axis: the bar is the interval, the disc the value.

    Without ``axis`` it is drawn to fit; ``counted`` is "" where nothing was counted.
    """
    on = axis or _fitting([given], line)
    words = ranged(given.value, given.low, given.high, digits, unit)

    def render(width: int) -> tuple[str, int]:
        x = scale(on.low, on.high, EDGE, width - EDGE)
        marks = [
            *_grid(on, x, 34, 66, width),
            path("c-track", f"M{EDGE} 50H{width - EDGE}"),
            rect("c-range", x(given.low), 43, x(given.high) - x(given.low), 14, 7),
            *_line(line, x, 30, 66, width, unit, digits),
            circle("c-end", x(given.value), 50, 6),
            _anchored("c-strong c-halo", x(given.value), 30, words, width),
        ]
        return "".join(marks), 84

    return figure(
        chart_id, title=title, takeaway=takeaway, description=description, render=render, level=level,
        data=_data(title, [given], line, unit, digits, counted),
    )  # fmt: skip


def forest(
    chart_id: str,
    rows: Sequence[Interval],
    *,
    title: str,
    takeaway: str,
    description: str,
    axis: Axis | None = None,
    unit: str = "",
    digits: int = 1,
    line: Line | None = None,
    counted: str = _("Responses"),
    more_is_better: bool | None = None,
    level: int = 2,
) -> Markup:
    """At least one row; the area of a marker follows n. ``more_is_better`` gives tones to rows apart from the line."""
    on = axis or _fitting(rows, line)
    right = max(len(_words(row, unit, digits)) for row in rows) * LETTER + 10
    left = max(len(row.label) for row in rows) * LETTER + 12

    def render(width: int) -> tuple[str, int]:
        beside = left + right < width * 0.6
        start, end = (left, width - right) if beside else (EDGE, width - EDGE)
        tall = 34 if beside else 54
        height = TOP + tall * len(rows) + FOOT
        x = scale(on.low, on.high, start, end)
        marks = [*_grid(on, x, TOP - 4, height - 22, width), *_line(line, x, 14, height - 22, width, unit, digits)]
        for index, row in enumerate(rows):
            y = TOP + tall * index + (tall / 2 if beside else 38)
            drawn = _labels(row, y, beside, width, unit, digits) + _whisker(row, x, y, max(each.n for each in rows))
            marks.append(f'<g class="{_tone(row, line, more_is_better)}">{drawn}</g>')
        return "".join(marks), height

    return figure(
        chart_id, title=title, takeaway=takeaway, description=description, render=render, level=level,
        data=_data(title, rows, line, unit, digits, counted),
    )  # fmt: skip


def _fitting(rows: Sequence[Interval], line: Line | None) -> Axis:
    ends = [end for row in rows for end in (row.low, row.value, row.high)]
    return around([*ends, line.value] if line else ends)


def _words(row: Interval, unit: str, digits: int) -> str:
    return ranged(row.value, row.low, row.high, digits, unit)


def _grid(axis: Axis, x: Scale, top: float, bottom: float, width: int) -> list[str]:
    marks = []
    every = 2 if width < 400 and len(axis.ticks) > 6 else 1
    for value in axis.ticks[::every]:
        marks.append(path("c-grid", f"M{n(x(value))} {n(top)}V{n(bottom)}"))
        marks.append(_anchored("c-txt", x(value), bottom + 16, said(value, axis.digits), width))
    return marks


def _line(line: Line | None, x: Scale, label_at: float, bottom: float, width: int, unit: str, digits: int) -> list[str]:
    if line is None:
        return []
    place = x(line.value)
    top = min(label_at, 14.0)
    words = f"{line.label} {said(line.value, digits, unit)}"
    return [
        path("c-goal", f"M{n(place)} {n(top + 6)}V{n(bottom)}"),
        _anchored("c-strong c-halo", place, top, words, width),
    ]


def _anchored(kind: str, x: float, y: float, words: str, width: int) -> str:
    """Text around ``x``, moved inwards where it would leave the drawing."""
    half = len(words) * LETTER / 2
    return text(kind, min(max(x, half), width - half), y, words, "middle")


def _labels(row: Interval, y: float, beside: bool, width: int, unit: str, digits: int) -> str:
    words = _words(row, unit, digits)
    line = y + 4 if beside else y - 18
    return text("c-strong c-halo", 0, line, row.label) + text("c-txt c-halo", width, line, words, "end")


def _whisker(row: Interval, x: Scale, y: float, most: int) -> str:
    half = 4 + 5 * sqrt(row.n / most) if most else 5
    low, high = n(x(row.low)), n(x(row.high))
    ends = f"M{low} {n(y)}H{high}M{low} {n(y - 4)}v8M{high} {n(y - 4)}v8"
    return path("c-ci", ends) + rect("c-end", x(row.value) - half, y - half, 2 * half, 2 * half, 1.5)


def _tone(row: Interval, line: Line | None, more_is_better: bool | None) -> str:
    if line is None or more_is_better is None:
        return "c-plain"
    if row.low <= line.value <= row.high:
        return "c-mid"
    return "c-good" if (row.low > line.value) == more_is_better else "c-bad"


def _against(row: Interval, line: Line) -> str:
    """The relation in words: it must not hang on the tone alone."""
    if row.low <= line.value <= row.high:
        return _("includes it")
    return _("above it") if row.low > line.value else _("below it")


def _data(title: str, rows: Sequence[Interval], line: Line | None, unit: str, digits: int, counted: str) -> Markup:
    head = [_("Group"), _("Value"), _("Low"), _("High")]
    body: list[list[object]] = [
        [row.label, said(row.value, digits, unit), said(row.low, digits), said(row.high, digits)] for row in rows
    ]
    if counted:
        head.append(counted)
        body = [[*cells, f"{row.n:,}"] for cells, row in zip(body, rows, strict=True)]
    if line is not None:
        head.append(f"{line.label} {said(line.value, digits, unit)}")
        body = [[*cells, _against(row, line)] for cells, row in zip(body, rows, strict=True)]
    return table(title, head, body)
