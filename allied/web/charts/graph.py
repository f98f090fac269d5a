"""Objects and what ties them, drawn in columns: boxes from left to right in the order of the thread.

The drawing repeats a list that stands beside it and that keyboards and screen readers use; a box only names its object.
Where UX took part the strand is violet and the box has a disc, where Product did it is copper with a square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final, Literal

from markupsafe import Markup, escape

from allied.kernel.text import excerpt
from allied.web.charts.draw import n
from allied.web.charts.layered import HIGH, STEP, arranged

By = Literal["both", "ux", "product", "none"]
Point = tuple[float, float]
WIDE, GAP, EDGE, HEAD = 176, 52, 10, 30
LETTERS: Final = 23  # of a title, in a box
TALL: Final = 80  # a box with two lines of title and a note
LEVELS: Final = ("assumption", "anecdotal", "emerging", "supported", "strong")


@dataclass(frozen=True)
class Box:
    """One object, or a folded group of them. ``key`` is unique; ``name`` and ``title`` stand in it,
    ``said`` tells all where that is more.

    In a tall drawing the title takes two lines, and ``note`` stands below it.

    ``at`` is the reference of the object, whose line in the list a click follows; a group has the address that
    unfolds it in ``opens``. ``level`` is the evidence strength of a claim.
    """

    key: str
    name: str
    title: str
    said: str
    at: str = ""
    opens: str = ""
    by: By = "none"
    level: str = ""
    is_disputed: bool = False
    is_center: bool = False
    is_chosen: bool = False
    is_ended: bool = False
    is_group: bool = False
    is_gap: bool = False
    note: str = ""


@dataclass(frozen=True)
class Tie:
    """A link between two boxes by their keys; ``by`` is who took part at its far end."""

    start: str
    end: str
    by: By = "none"
    is_against: bool = False


@dataclass(frozen=True)
class Column:
    label: str
    boxes: Sequence[Box]


def graph(
    columns: Sequence[Column],
    ties: Sequence[Tie],
    *,
    title: str,
    description: str,
    places: Mapping[str, tuple[int, float]] | None = None,
    is_tall: bool = False,
) -> Markup:
    """The drawing at its natural size; whoever shows it lets it scroll.

    ``places`` are the column and top edge of each box by key, for who keeps an order; else they are arranged.
    """
    if places is None:
        places = arranged([[box.key for box in column.boxes] for column in columns], [(t.start, t.end) for t in ties])
    at = {key: (EDGE + column * (WIDE + GAP), HEAD + y) for key, (column, y) in places.items()}
    width = 2 * EDGE + len(columns) * (WIDE + GAP) - GAP
    high = TALL if is_tall else HIGH
    height = max((y for _, y in at.values()), default=0) + high + EDGE
    heads = (
        f'<text class="g-head" x="{EDGE + place * (WIDE + GAP)}" y="14">{escape(column.label)}</text>'
        for place, column in enumerate(columns)
        if column.label
    )
    boxes = (_box(box, *at[box.key], is_tall) for column in columns for box in column.boxes)
    marks = "".join([*_strands(ties, at, high), *heads, *boxes])
    return Markup(
        '<svg class="graph{tall}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="graph-t"'
        ' aria-describedby="graph-d"><title id="graph-t">{title}</title><desc id="graph-d">{description}</desc>'
        '<g aria-hidden="true">{marks}</g></svg>'
    ).format(
        tall=" graph--tall" if is_tall else "",
        w=n(width),
        h=n(height),
        title=title,
        description=description,
        marks=Markup(marks),  # noqa: S704  escaped
    )


def _box(box: Box, x: float, y: float, is_tall: bool) -> str:
    kinds = [
        name
        for name, holds in (
            ("g", True),
            ("g--center", box.is_center),
            ("g--on", box.is_chosen),
            ("g--ended", box.is_ended),
            ("g--group", box.is_group),
            ("g--gap", box.is_gap),
        )
        if holds
    ]
    leads = f' data-at="{escape(box.at)}"' if box.at else f' data-opens="{escape(box.opens)}"' if box.opens else ""
    title = f"<title>{escape(box.said)}</title>" if box.said else ""
    return (
        f'<g class="{" ".join(kinds)}" transform="translate({n(x)} {n(y)})"{leads}>'
        f"{title}"
        "<rect/>"  # its size is in the styles
        f'<text x="10" y="17">{escape(box.name)}</text>'
        f"{_title(box, is_tall)}{''.join(_marks(box, is_tall))}</g>"
    )


def _title(box: Box, is_tall: bool) -> str:
    if not is_tall:
        return f'<text x="10" y="35">{escape(excerpt(box.title, LETTERS))}</text>'
    first, *rest = wrap(box.title, LETTERS + 1, break_long_words=True) or [""]
    lines = [f'<text x="10" y="34">{escape(first)}</text>']
    if rest:
        lines.append(f'<text x="10" y="49">{escape(excerpt(" ".join(rest), LETTERS + 1))}</text>')
    if box.note:
        x = (66 if box.is_disputed else 54) if box.level else 10
        lines.append(f'<text class="g-note" x="{x}" y="69">{escape(box.note)}</text>')
    return "".join(lines)


def _marks(box: Box, is_tall: bool) -> Iterator[str]:
    """Who took part, by shape and color; how sure we are, by knots on a thread."""
    x, y = (10, 65) if is_tall else (84, 13)
    if box.by in ("ux", "both"):
        yield "<circle/>"  # its place is in the styles, as it is the same in every box
    if box.by in ("product", "both"):
        yield f'<rect class="g-product" x="{WIDE - (28 if box.by == "both" else 16)}" y="9" width="8" height="8"/>'
    if box.level:
        filled = LEVELS.index(box.level)  # knots are the dashes of a line: few bytes in two hundred boxes
        yield f'<path class="g-on" d="M{x} {y}h{9 * filled - 3}"/>' if filled else ""
        yield f'<path class="g-off" d="M{x + 9 * filled} {y}h{33 - 9 * filled}"/>' if filled < 4 else ""
        if box.is_disputed:
            yield f'<path class="g-fork" d="M{x + 38} {y}h4l5-4M{x + 42} {y}l5 4"/>'


def _strands(ties: Sequence[Tie], at: Mapping[str, tuple[float, float]], high: float) -> Iterator[str]:
    """Two strands a tie; all of one look are one path, which keeps two hundred of them small."""
    found: dict[str, list[str]] = {}
    for tie in ties:
        for shift, side, look in ((-1.5, "ux", "g-strand-ux"), (1.5, "product", "g-strand-product")):
            took_part = tie.by in (side, "both")
            found.setdefault(look if took_part else "g-strand", []).append(
                _curve(at[tie.start], at[tie.end], shift, high)
            )
        if tie.is_against:
            found.setdefault("g-against", []).append(_cross(at[tie.start], at[tie.end], high))
    for look, curves in sorted(found.items()):
        yield f'<path class="{look}" d="{"".join(curves)}"/>'


def _curve(start: Point, end: Point, shift: float, high: float) -> str:
    (x1, y1), (x2, y2) = _ends(start, end, high)
    y1, y2 = y1 + shift, y2 + shift
    if x1 == x2:  # within a column it swings out to the right
        return f"M{n(x1)} {n(y1)}C{n(x1 + 26)} {n(y1)} {n(x2 + 26)} {n(y2)} {n(x2)} {n(y2)}"
    middle = (x1 + x2) / 2
    return f"M{n(x1)} {n(y1)}C{n(middle)} {n(y1)} {n(middle)} {n(y2)} {n(x2)} {n(y2)}"


def _cross(start: Point, end: Point, high: float) -> str:
    (x1, y1), (x2, y2) = _ends(start, end, high)
    x, y = (x1 + x2) / 2 + (20 if x1 == x2 else 0), (y1 + y2) / 2
    return f"M{n(x - 4)} {n(y - 4)}l8 8m0 -8l-8 8"


def _ends(start: Point, end: Point, high: float) -> tuple[Point, Point]:
    """Where a tie leaves one box and meets the other: between columns from edge to edge, within one at the right."""
    (xa, ya), (xb, yb) = sorted([start, end])
    same = xa == xb
    return (xa + WIDE, ya + high / 2), (xb + (WIDE if same else 0), yb + high / 2)


__all__ = ["STEP", "Box", "Column", "Tie", "graph"]
