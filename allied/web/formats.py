"""How dates, numbers and counts read, in the time zone and the language of dates that are active for whoever asks."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils import dateformat, timezone, translation
from markupsafe import Markup

from allied.kernel.words import _, counted, is_source

THIN = "\u202f"
DAY, HOUR, MINUTE = 86_400, 3_600, 60


@dataclass(frozen=True)
class Dates:
    """A way to write days: in Django's date letters, without and with the year, with the names of ``language``."""

    label: str
    short: str
    long: str
    language: str = "en"


ENGLISH = Dates(_("English, day first: Tue 24 Nov"), "D j M", "D j M Y")
DATES = {
    "": ENGLISH,
    "en-us": Dates(_("English, month first: Tue Nov 24"), "D M j", "D M j, Y"),
    "iso": Dates(_("Digits: 2026-11-24"), "Y-m-d", "Y-m-d"),
    "cs": Dates("Čeština", "D j. b", "D j. b Y", "cs"),
    "da": Dates("Dansk", "D j. b", "D j. b Y", "da"),
    "de": Dates("Deutsch", "D j. b", "D j. b Y", "de"),
    "es": Dates("Español", "D j b", "D j b Y", "es"),
    "fr": Dates("Français", "D j b", "D j b Y", "fr"),
    "it": Dates("Italiano", "D j b", "D j b Y", "it"),
    "ja": Dates("日本語", "n月j日 (D)", "Y年n月j日 (D)", "ja"),
    "nl": Dates("Nederlands", "D j b", "D j b Y", "nl"),
    "pl": Dates("Polski", "D j b", "D j b Y", "pl"),
    "pt": Dates("Português", "D j b", "D j b Y", "pt"),
    "fi": Dates("Suomi", "D j. b", "D j. b Y", "fi"),
    "sv": Dates("Svenska", "D j b", "D j b Y", "sv"),
    "uk": Dates("Українська", "D j b", "D j b Y", "uk"),
}
_dates: ContextVar[Dates] = ContextVar("dates", default=ENGLISH)


def write_dates(choice: str) -> None:
    """Write dates this way for the rest of the request; an unknown choice is English, day first."""
    _dates.set(DATES.get(choice, ENGLISH))


def _local(moment: date) -> date:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment


def day(moment: date | None, empty: str = "") -> str:
    """Tue 24 Nov, and with the year when it is another one: Tue 24 Nov 2025."""
    if moment is None:
        return empty
    local = _local(moment)
    way = _dates.get()
    letters = way.short if local.year == timezone.localdate().year else way.long
    return _written(date(local.year, local.month, local.day), letters, way.language)


@lru_cache(maxsize=4_096)
def _written(local: date, letters: str, language: str) -> str:
    """Remembered: a page names the same few days in every row."""
    with translation.override(language):
        return dateformat.format(local, letters)


def month(first: date) -> str:
    """Nov 26: a month of a chart."""
    with translation.override(_dates.get().language):
        return dateformat.format(first, "M y")


def clock(moment: datetime | None, empty: str = "") -> str:
    """Tue 24 Nov, 14:00."""
    return f"{day(moment)}, {_local(moment):%H:%M}" if moment else empty


def hour(moment: datetime | None, empty: str = "") -> str:
    """14:00."""
    return f"{_local(moment):%H:%M}" if moment else empty


def ago(moment: datetime | None, empty: str = "") -> str:
    """Just now, 14 minutes ago, 3 hours ago, yesterday, 12 days ago; the date after 60 days."""
    if moment is None:
        return empty
    seconds = (timezone.now() - moment).total_seconds()
    if seconds < MINUTE:
        return str(_("just now"))
    if seconds < HOUR:
        return str(_("%(span)s ago", span=plural(int(seconds // MINUTE), "minute")))
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days == 0 or seconds < 6 * HOUR:
        return str(_("%(span)s ago", span=plural(int(seconds // HOUR), "hour")))
    if days > 60:
        return day(moment)
    return str(_("yesterday")) if days == 1 else str(_("%(span)s ago", span=plural(days, "day")))


def span(days: int) -> str:
    """A length of time in the largest unit that keeps it readable, full ones: "12 days", "5 months", "2 years"."""
    if days <= 60:
        return plural(days, "day")
    return plural(int(days / 30.44), "month") if days <= 730 else plural(int(days / 365.25), "year")


def number(value: float | None, digits: int | None = None) -> str:
    """1246 with a thin space between the thousands, 61.8; ``digits`` fixes the decimals."""
    if value is None:
        return ""
    text = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
    return text.replace(",", THIN)


def plural(count: float, one: str, many: str = "") -> str:
    """1 day, 12 days, 0 people: ``plural(0, "person", "people")``."""
    many = many or f"{one}s"
    if is_source():
        return f"{number(count)} {one if count == 1 else many}"
    return counted(count, f"%(count)s {one}", f"%(count)s {many}") % {"count": number(count)}


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
    language = _dates.get().language
    lang = Markup(' lang="{}"').format(language) if language != "en" and how != "ago" else ""
    return Markup('<time datetime="{}"{}{}>{}</time>').format(_local(moment).isoformat(), lang, title, shown(moment))


def host(address: str) -> str:
    """Where a link leads, as a line has room for it."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
