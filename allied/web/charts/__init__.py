"""Charts drawn on the server as SVG with classes of the design system: no script, one drawing for every theme.

Every figure has a title, a takeaway in words, a description, a data table and three widths, of which the page shows the
one that fits. The small ones (``interval``, ``share``) stand beside the same facts in words and are hidden from
screen readers.
"""

from allied.web.charts.axis import Axis, around
from allied.web.charts.distribution import Bar, Group, distribution
from allied.web.charts.forest import Interval, Line, forest, ruler
from allied.web.charts.small import interval, readback, share
from allied.web.charts.trend import Point, Release, trend
from allied.web.charts.votes import votes

__all__ = [
    "Axis",
    "Bar",
    "Group",
    "Interval",
    "Line",
    "Point",
    "Release",
    "around",
    "distribution",
    "forest",
    "interval",
    "readback",
    "ruler",
    "share",
    "trend",
    "votes",
]
