"""Votes of two sides on one axis: UX discs above the line, Product squares below. The gap is drawn, not averaged."""

from collections.abc import Sequence
from statistics import median

from markupsafe import Markup

from allied.web.charts.draw import n, path, picture, scale

WIDTH, HEIGHT, LINE = 200, 40, 20
STEP = 8.5  # between two votes for the same score


def votes(ux: Sequence[int], product: Sequence[int], *, lowest: int = 1, highest: int = 5, far: float = 2) -> Markup:
    """The scores of each side; from one point on, a bar between their medians, marked where it is ``far`` or more."""
    x = scale(lowest, highest, 20, WIDTH - 20)
    ticks = "".join(f"M{n(x(score))} {LINE - 2}v4" for score in range(lowest, highest + 1))
    marks = [path("c-track", f"M20 {LINE}H{WIDTH - 20}"), path("c-axis", ticks)]
    for place, score in _spread(ux):
        marks.append(f'<circle class="c-end c-of-ux" cx="{n(x(score) + place)}" cy="{LINE - 8}" r="4"/>')
    for place, score in _spread(product):
        left = n(x(score) + place - 3.5)
        marks.append(f'<rect class="c-end c-of-product" x="{left}" y="{n(LINE + 4.5)}" width="7" height="7" rx="1"/>')
    if ux and product:
        low, high = sorted((median(ux), median(product)))
        if high - low >= 1:
            kind = "c-apart c-apart--far" if high - low >= far else "c-apart"
            marks.append(path(kind, f"M{n(x(low))} {LINE}H{n(x(high))}"))
    return picture(WIDTH, HEIGHT, marks)


def _spread(scores: Sequence[int]) -> list[tuple[float, int]]:
    """Each vote with its distance from the middle of its score, so that none lies under another."""
    return [
        ((place - (scores.count(score) - 1) / 2) * STEP, score)
        for score in sorted(set(scores))
        for place in range(scores.count(score))
    ]
