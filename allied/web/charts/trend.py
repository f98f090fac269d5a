"""A value over time with its interval, the goal, and releases as flags."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from allied.kernel.words import _, listed
from allied.web.charts.draw import Scale, circle, n, path, rect, scale, text
from allied.web.charts.figure import figure, table

LEFT, RIGHT, BOTTOM, HEIGHT = 38, 58, 26, 250
LETTER = 6.6  # mean width of a letter at 12 px, for the size of a flag


@dataclass(frozen=True)
class Point:
    """One period: its name, the value with its interval, and the number of answers behind it."""

    label: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Release:
    """Something that happened at the period with this index; the chart never says that it is the cause."""

    index: int
    label: str
    url: str = ""


def trend(
    chart_id: str,
    points: Sequence[Point],
    *,
    title: str,
    takeaway: str,
    description: str,
    axis: tuple[float, float],
    tick: float,
    unit: str = "",
    goal: float | None = None,
    releases: Sequence[Release] = (),
    counted: str = _("Responses"),
    level: int = 2,
) -> Markup:
    """The figure. ``axis`` is the range drawn, ``tick`` the step of its lines; at least two points."""

    def render(width: int) -> tuple[str, int]:
        top = 44 if releases else 14
        x = scale(0, max(len(points) - 1, 1), LEFT, width - RIGHT)
        y = scale(*axis, HEIGHT - BOTTOM, top)
        marks = _axes(points, x, y, axis, tick, width)
        marks.append(_band(points, x, y))
        if goal is not None:
            marks.append(path("c-goal", f"M{LEFT} {n(y(goal))}H{width - RIGHT}"))
            marks.append(text("c-strong", width - RIGHT + 6, y(goal) + 4, _("goal %(n)s", n=n(goal))))
        marks += _flags(releases, x, width)
        marks += _line(points, x, y, unit, goal, width)
        return "".join(marks), HEIGHT

    data = table(
        title, [_("Period"), _("Value"), _("Low"), _("High"), counted, _("Release")], _rows(points, releases, unit)
    )
    return figure(
        chart_id, title=title, takeaway=takeaway, description=description, render=render, data=data, level=level
    )


def _axes(points: Sequence[Point], x: Scale, y: Scale, axis: tuple[float, float], tick: float, width: int) -> list[str]:
    marks = []
    for step in range(round((axis[1] - axis[0]) / tick) + 1):
        value = axis[0] + step * tick
        marks.append(path("c-grid", f"M{LEFT} {n(y(value))}H{width - RIGHT}"))
        marks.append(text("c-txt", LEFT - 8, y(value) + 4, n(value), "end"))
    every = 1 if width > 700 else 2 if width > 400 else 3
    for index, point in enumerate(points):
        if (len(points) - 1 - index) % every == 0:
            marks.append(text("c-txt", x(index), HEIGHT - 6, point.label, "middle"))
    return marks


def _band(points: Sequence[Point], x: Scale, y: Scale) -> str:
    upper = [f"{n(x(i))} {n(y(point.high))}" for i, point in enumerate(points)]
    lower = [f"{n(x(i))} {n(y(point.low))}" for i, point in enumerate(points)]
    return path("c-band", f"M{'L'.join([*upper, *reversed(lower)])}Z")


def _flags(releases: Sequence[Release], x: Scale, width: int) -> list[str]:
    """A line and a flag a period; a flag that would lie on the one before it is a line alone: the table names it."""
    marks, reached = [], 0.0
    for index, labels in sorted(_by_period(releases).items()):
        words = listed(one.label if width > 700 else one.label.split()[0] for one in labels)
        size = len(words) * LETTER + 14
        left = max(min(x(index) - 10, width - size), 0)
        marks.append(path("c-rel", f"M{n(x(index))} 26V{HEIGHT - BOTTOM}"))
        if left >= reached:
            marks.append(rect("c-flag", left, 4, size, 21, 4))
            marks.append(text("c-strong", left + 7, 19, words))
            reached = left + size + 4
    return marks


def _by_period(releases: Sequence[Release]) -> dict[int, list[Release]]:
    found: dict[int, list[Release]] = defaultdict(list)
    for release in releases:
        found[release.index].append(release)
    return found


def _line(points: Sequence[Point], x: Scale, y: Scale, unit: str, goal: float | None, width: int) -> list[str]:
    places = [(x(i), y(point.value)) for i, point in enumerate(points)]
    last, (end_x, end_y) = points[-1], places[-1]
    label_y = end_y + 5
    if goal is not None and abs(y(goal) - end_y) < 15:
        label_y = y(goal) + (20 if last.value < goal else -8)
    return [
        path("c-line", "M" + "L".join(f"{n(a)} {n(b)}" for a, b in places)),
        *(circle("c-dot", a, b, 3) for a, b in places[:-1]),
        circle("c-end", end_x, end_y, 5),
        text("c-strong c-big", width - RIGHT + 10, label_y, f"{n(last.value)}{unit}"),
    ]


def _rows(points: Sequence[Point], releases: Sequence[Release], unit: str) -> list[list[object]]:
    flagged = _by_period(releases)
    return [
        [p.label, f"{n(p.value)}{unit}", n(p.low), n(p.high), f"{p.n:,}", _named(flagged.get(index, ()))]
        for index, p in enumerate(points)
    ]


def _named(releases: Sequence[Release]) -> Markup:
    return Markup(", ").join(
        Markup('<a href="{}">{}</a>').format(one.url, one.label) if one.url else one.label for one in releases
    )
