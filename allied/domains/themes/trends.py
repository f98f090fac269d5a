"""A theme's share month by month, as a figure with its interval, its n and its table."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from allied.domains.themes.shares import Month
from allied.kernel.people.models import Member, Product
from allied.kernel.words import _
from allied.web import formats
from allied.web.charts import markers
from allied.web.charts.markers import Marker
from allied.web.charts.trend import Point, trend

STEPS: Final = (1, 2, 5, 10, 20, 25)  # per cent between lines
LINES: Final = 5
TAKEAWAYS: Final = {
    "rising": _("The last 3 months lie above the months before, with the whole interval."),
    "falling": _("The last 3 months lie below the months before, with the whole interval."),
    "level": _("The last 3 months do not clearly differ from the months before."),
    "few": _("Too few comments to tell a trend."),
}


def trend_chart(
    months: Sequence[Month], direction: str, happened: Sequence[Marker] = (), *, segment: str = ""
) -> Markup:
    """The figure with what happened meanwhile; nothing for fewer than two months. ``segment``: of it alone."""
    if len(months) < 2:
        return Markup()
    top = max(100 * month.share.high for month in months)
    tick = next((step for step in STEPS if top / step <= LINES), STEPS[-1])
    return trend(
        "theme-trend",
        [_point(month) for month in months],
        title=_("Share of %(segment)s by month", segment=segment) if segment else _("Share of all comments by month"),
        takeaway=TAKEAWAYS[direction],
        description=(
            _(
                "The share of all comments of %(segment)s that are in this theme, with its 95%% interval.",
                segment=segment,
            )
            if segment
            else _("The share of all comments of the product that are in this theme, with its 95% interval.")
        ),
        axis=(0, min(100, tick * math.ceil(top / tick))),
        tick=tick,
        unit="%",
        releases=markers.releases(happened, [month.begins for month in months]),
        counted=_("Comments of the segment") if segment else _("Comments of the product"),
        level=3,
    )


def _point(month: Month) -> Point:
    part = month.share
    return Point(formats.month(month.begins), _rate(part.value), _rate(part.low), _rate(part.high), part.n)


def _rate(share: float) -> float:
    """Per cent, within what a share can be: an adjusted interval may reach a little over the end."""
    return round(100 * min(max(share, 0.0), 1.0), 1)


def happened_in(months: Sequence[Month], product: Product | None, *, reader: Member) -> list[Marker]:
    """What happened from the first of these months to the end of the last."""
    if not months:
        return []
    last = months[-1].begins
    end = last.replace(day=monthrange(last.year, last.month)[1])
    return markers.between(product, months[0].begins, end, reader=reader)
