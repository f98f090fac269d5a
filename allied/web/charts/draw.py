"""Numbers and marks of a drawing, the same for every chart."""

from collections.abc import Callable

from markupsafe import Markup, escape

Scale = Callable[[float], float]


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """A function from values between ``low`` and ``high`` to places between ``start`` and ``end``, kept inside."""
    width = (high - low) or 1.0
    first, last = min(start, end), max(start, end)
    return lambda value: min(max(start + (end - start) * (value - low) / width, first), last)


def n(value: float) -> str:
    """A coordinate: one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def path(kind: str, d: str) -> str:
    return f'<path class="{kind}" d="{d}"/>'


def circle(kind: str, x: float, y: float, r: float) -> str:
    return f'<circle class="{kind}" cx="{n(x)}" cy="{n(y)}" r="{n(r)}"/>'


def rect(kind: str, x: float, y: float, width: float, height: float, rx: float = 0) -> str:
    return f'<rect class="{kind}" x="{n(x)}" y="{n(y)}" width="{n(max(width, 0))}" height="{n(height)}" rx="{n(rx)}"/>'


def text(kind: str, x: float, y: float, words: object, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{n(x)}" y="{n(y)}" text-anchor="{anchor}">{escape(str(words))}</text>'


def picture(width: int, height: int, marks: list[str]) -> Markup:
    """A small drawing that repeats what the words beside it say."""
    return Markup(f'<svg viewBox="0 0 {width} {height}" aria-hidden="true">{"".join(marks)}</svg>')  # noqa: S704  own marks
