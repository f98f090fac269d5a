"""How answers spread over a scale: one bar per point, with groups of points bracketed and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from allied.kernel.words import _
from allied.web.charts.axis import figure as said
from allied.web.charts.draw import n, path, rect, text
from allied.web.charts.figure import figure, table

TOP, FLOOR, HEIGHT = 20, 164, 190
BRACKETS = 38  # what names and shares of groups take below
ROOM = 34  # px that a bar needs to carry its value or its name


@dataclass(frozen=True)
class Bar:
    """One point of the scale and how much is on it: 0 or more."""

    label: str
    value: float


@dataclass(frozen=True)
class Group:
    """Bars from the index ``first`` to ``last``, both included, under one name.

    ``tone`` is good, bad, mid, ux, product, or "" for the plain color.
    """

    first: int
    last: int
    label: str
    tone: str = ""


def distribution(
    chart_id: str,
    bars: Sequence[Bar],
    *,
    title: str,
    takeaway: str,
    description: str,
    groups: Sequence[Group] = (),
    head: tuple[str, str] = (_("Score"), _("Responses")),
    unit: str = "",
    digits: int = 0,
    parts: bool = True,
    level: int = 2,
) -> Markup:
    """At least one bar. ``parts``: the bars add up to a whole, so that shares are given; groups need it."""
    largest = max(bar.value for bar in bars) or 1

    def render(width: int) -> tuple[str, int]:
        step = width / len(bars)
        marks = [_bar(bars, index, step, largest, unit, digits, _tone(groups, index)) for index in range(len(bars))]
        marks += [_bracket(group, bars, step) for group in groups]
        return "".join(marks), HEIGHT + (BRACKETS if groups else 0)

    columns = [*head, _("Share")] if parts else list(head)
    return figure(
        chart_id, title=title, takeaway=takeaway, description=description, render=render, level=level,
        data=table(title, columns, _rows(bars, unit, digits, parts)),
    )  # fmt: skip


def _bar(bars: Sequence[Bar], index: int, step: float, largest: float, unit: str, digits: int, tone: str) -> str:
    bar, left, middle = bars[index], index * step, (index + 0.5) * step
    tall = max((FLOOR - TOP) * bar.value / largest, 1)
    marks = [rect("c-bar", left + 2, FLOOR - tall, step - 4, tall, 2)]
    every = max(1, round(ROOM / step))
    if (len(bars) - 1 - index) % every == 0:
        marks.append(text("c-strong", middle, FLOOR - tall - 5, said(bar.value, digits, unit), "middle"))
        marks.append(text("c-txt", middle, FLOOR + 16, bar.label, "middle"))
    return f'<g class="{tone}">{"".join(marks)}</g>'


def _tone(groups: Sequence[Group], index: int) -> str:
    found = next((group.tone for group in groups if group.first <= index <= group.last), "")
    return f"c-{found or 'plain'}"


def _bracket(group: Group, bars: Sequence[Bar], step: float) -> str:
    left, right = group.first * step + 2, (group.last + 1) * step - 2
    middle = (left + right) / 2
    whole = sum(bar.value for bar in bars)
    part = sum(bar.value for bar in bars[group.first : group.last + 1])
    return "".join(
        [
            path("c-axis", f"M{n(left)} {FLOOR + 24}v6H{n(right)}v-6"),
            text("c-txt", middle, FLOOR + 45, group.label, "middle"),
            text("c-strong", middle, FLOOR + 60, _share(part, whole), "middle"),
        ]
    )


def _rows(bars: Sequence[Bar], unit: str, digits: int, parts: bool) -> list[list[object]]:
    whole = sum(bar.value for bar in bars)
    rows: list[list[object]] = [[bar.label, said(bar.value, digits, unit)] for bar in bars]
    return [[*row, _share(bar.value, whole)] for row, bar in zip(rows, bars, strict=True)] if parts else rows


def _share(part: float, whole: float) -> str:
    return said(100 * part / whole, 0, "%") if whole else "0%"
