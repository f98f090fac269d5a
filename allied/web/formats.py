"""How dates, numbers and counts read. Everything is in the time zone that is active, which is the workspace's."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from markupsafe import Markup

THIN = "\u202f"
DAY, HOUR, MINUTE = 86_400, 3_600, 60


def _local(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment


def day(moment: date | None, empty: str = "") -> str:
    """Tue 24 Nov, and with the year when it is another one: Tue 24 Nov 2025."""
    if moment is None:
        return empty
    local = _local(moment)
    year = "" if local.year == timezone.localdate().year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def clock(moment: datetime | None, empty: str = "") -> str:
    """Tue 24 Nov, 14:00."""
    return f"{day(moment)}, {_local(moment):%H:%M}" if moment else empty


def ago(moment: datetime | None, empty: str = "") -> str:
    """Just now, 14 minutes ago, 3 hours ago, yesterday, 12 days ago; the date after 60 days."""
    if moment is None:
        return empty
    seconds = (timezone.now() - moment).total_seconds()
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{plural(int(seconds // MINUTE), 'minute')} ago"
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days == 0 or seconds < 6 * HOUR:
        return f"{plural(int(seconds // HOUR), 'hour')} ago"
    if days > 60:
        return day(moment)
    return "yesterday" if days == 1 else f"{plural(days, 'day')} ago"


def span(days: int) -> str:
    """A length of time in the largest unit that keeps it readable: "12 days", "5 months", "2 years"."""
    if days < 60:
        return plural(days, "day")
    return plural(round(days / 30.44), "month") if days < 730 else plural(round(days / 365.25), "year")


def number(value: float | None, digits: int | None = None) -> str:
    """1246 with a thin space between the thousands, 61.8; ``digits`` fixes the decimals."""
    if value is None:
        return ""
    text = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
    return text.replace(",", THIN)


def plural(count: float, one: str, many: str = "") -> str:
    """1 day, 12 days, 0 people: ``plural(0, "person", "people")``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """A number of bytes: "740 B", "18 kB", "1.4 MB"."""
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def time(moment: date | None, how: str = "clock") -> Markup:
    """A ``<time>`` element: ``how`` is "clock", "day" or "ago" (with the exact time as its title)."""
    if moment is None:
        return Markup("")
    shown: Any = {"clock": clock, "day": day, "ago": ago}[how]
    title = Markup(' title="{}"').format(clock(moment)) if how == "ago" and isinstance(moment, datetime) else ""
    return Markup('<time datetime="{}"{}>{}</time>').format(_local(moment).isoformat(), title, shown(moment))
