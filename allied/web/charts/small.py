"""Small drawings that stand beside their figures in words."""

from markupsafe import Markup

from allied.web.charts.axis import around, figure
from allied.web.charts.draw import circle, n, path, picture, rect, scale, text


def interval(
    value: float,
    low: float,
    high: float,
    *,
    axis: tuple[float, float],
    before: float | None = None,
    goal: float | None = None,
) -> Markup:
    """A ruler: the interval as a bar, the value filled, the value of last time hollow, the goal as a dashed tick."""
    width, middle = 240, 13
    x = scale(*axis, 5, width - 5)
    marks = [path("c-track", f"M4 {middle}H{width - 4}"), rect("c-range", x(low), 7, x(high) - x(low), 12, 6)]
    if before is not None:
        marks.append(circle("c-then", x(before), middle, 4))
    marks.append(circle("c-end", x(value), middle, 5))
    if goal is not None:
        marks.append(path("c-goal c-goal--tick", f"M{n(x(goal))} 2V24"))
    return picture(width, 26, marks)


def share(value: float, low: float, high: float, *, largest: float = 1.0) -> Markup:
    """A share of a whole with its interval; ``largest`` is the value at the end of the bar."""
    width = 144
    x = scale(0, largest, 0, width)
    ticks = f"M{n(x(low))} 6H{n(x(high))}M{n(x(low))} 2v8M{n(x(high))} 2v8"
    return picture(
        width, 12, [rect("c-rest", 0, 3, width, 6, 3), rect("c-bar", 0, 3, x(value), 6, 3), path("c-ci", ticks)]
    )


def readback(said: tuple[float, float], came: tuple[float, float, float] | None) -> Markup:
    """The range that was predicted, dashed, above what came with its interval, filled, on one axis."""
    width, ends = 290, (8, 282)
    axis = around([*said, *(came or ())], lines=4)
    x = scale(axis.low, axis.high, *ends)
    marks = [path("c-track", f"M{ends[0]} 46H{ends[1]}")]
    every = 1 if len(axis.ticks) < 6 else 2
    for place in axis.ticks[::every]:
        anchor = "start" if place == axis.low else "end" if place == axis.high else "middle"
        marks += [
            path("c-grid", f"M{n(x(place))} 43v6"),
            text("c-txt", x(place), 60, figure(place, axis.digits), anchor),
        ]
    marks.append(rect("c-said", x(said[0]), 4, max(x(said[1]) - x(said[0]), 4), 14, 7))
    if came is not None:
        value, low, high = came
        marks += [rect("c-range", x(low), 25, max(x(high) - x(low), 4), 14, 7), circle("c-end", x(value), 32, 5)]
    return picture(width, 64, marks)
