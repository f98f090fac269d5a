"""Dates as people and programs write them, read with a reason for each that cannot be.

Only one thing has to be decided for a whole column: whether 03/07/2026 is in
July or in March. Everything else a value says by itself.
"""

import re
from calendar import month_name, monthrange
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from allied.kernel.words import _

_ISO = re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:[T ]+(?P<time>.+))?")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T(?P<time>.+))?")
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?:,?[T ]+(?P<time>.+))?")
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY_NAMED = re.compile(
    _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s/-]+(?P<name>[a-z]{3,9})\.?,?[\s/-]+(?P<y>\d{4}|\d{2})"
    r"(?:,?\s+(?:at\s+)?(?P<time>.+))?",
    re.IGNORECASE,
)
_MONTH_NAMED = re.compile(
    _WEEKDAY + r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
    r"(?:,?\s+(?:at\s+)?(?P<time>.+))?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(?P<s>1\d{9})(?:\.\d+)?|(?P<ms>1\d{12})", re.ASCII)  # 2001 to 2033; other numbers are ids
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?::(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>\S.*)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<h>\d{2}):?(?P<m>\d{2})?(?:\s*\(.*\))?", re.IGNORECASE)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_MONTHS = {month_name[number][:3].lower(): number for number in range(1, 13)}

EARLIEST = 1990
DAY_AHEAD = timedelta(days=1)  # clocks and zones differ; more than a day ahead is a mistake


class NotADate(ValueError):
    """The value is no date; the message says why, to the person who brought the file."""


def read_date(value: str, *, day_first: bool, zone: tzinfo) -> datetime:
    """The moment that ``value`` names, in UTC. Without a zone of its own it is local time in ``zone``.

    Raises:
        NotADate: with the sentence that tells what is wrong with it.
    """
    value = value.strip()
    if epoch := _EPOCH.fullmatch(value):
        seconds = float(value) / (1000 if epoch["ms"] else 1)
        return datetime.fromtimestamp(seconds, UTC)
    year, month, day, time = _parts(value, day_first=day_first)
    _check_day(value, year, month, day)
    hour, minute, second, offset = _clock(value, time)
    return datetime(year, month, day, hour, minute, second, tzinfo=offset or zone).astimezone(UTC)


def check_plausible(value: str, moment: datetime, *, now: datetime) -> None:
    """Refuse what no feedback can be dated: a placeholder from long ago, or tomorrow.

    Raises:
        NotADate: with the sentence that tells which.
    """
    if moment.year < EARLIEST:
        raise NotADate(
            _(
                "“%(value)s” is before %(earliest)s, which usually stands for an unknown date.",
                value=value.strip(),
                earliest=EARLIEST,
            )
        )
    if moment > now + DAY_AHEAD:
        raise NotADate(_("“%(value)s” is in the future.", value=value.strip()))


def tells_order(value: str) -> bool | None:
    """True if ``value`` can only be day first, False if only month first, None if it does not tell."""
    found = _NUMERIC.fullmatch(value.strip())
    if found is None:
        return None
    first, second = int(found["a"]), int(found["b"])
    if 12 < first <= 31 and 1 <= second <= 12:
        return True
    if 12 < second <= 31 and 1 <= first <= 12:
        return False
    return None


def has_order(value: str) -> bool:
    """Whether the order of day and month matters for this value."""
    return _NUMERIC.fullmatch(value.strip()) is not None


def looks_like_date(value: str) -> bool:
    """Whether the value has the form of a date, right or wrong."""
    shapes = (_ISO, _COMPACT, _NUMERIC, _EPOCH)
    if any(shape.fullmatch(value.strip()) for shape in shapes):
        return True
    named = _named(value.strip())
    return named is not None


def _parts(value: str, *, day_first: bool) -> tuple[int, int, int, str]:
    if found := _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return int(found["y"]), int(found["m"]), int(found["d"]), found["time"] or ""
    if found := _NUMERIC.fullmatch(value):
        day, month = (found["a"], found["b"]) if day_first else (found["b"], found["a"])
        return _full_year(found["y"]), int(month), int(day), found["time"] or ""
    if found := _named(value):
        return _full_year(found["y"]), _MONTHS[found["name"][:3].lower()], int(found["d"]), found["time"] or ""
    raise NotADate(_("“%(short)s” is not written as a date.", short=_short(value)))


def _named(value: str) -> "re.Match[str] | None":
    found = _DAY_NAMED.fullmatch(value) or _MONTH_NAMED.fullmatch(value)
    if found is None:
        return None
    number = _MONTHS.get(found["name"][:3].lower())
    # “Sept” and “Dec” are months, “Maybe” and “Decade” are not.
    return found if number and f"{month_name[number]}t".lower().startswith(found["name"].lower()[:4]) else None


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 70 else 1900 + int(year)


def _check_day(value: str, year: int, month: int, day: int) -> None:
    if not 1 <= month <= 12:
        raise NotADate(_("“%(short)s” is not a day. There is no month %(month)s.", short=_short(value), month=month))
    if not 2 <= year <= 9998:
        raise NotADate(_("“%(short)s” is not a day of our time.", short=_short(value)))
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = f"{month_name[month]} {year}" if month == 2 else month_name[month]
        raise NotADate(_("“%(short)s” is not a day. %(name)s has %(last)s.", short=_short(value), name=name, last=last))


def _clock(value: str, time: str) -> tuple[int, int, int, tzinfo | None]:
    if not time.strip():
        return 0, 0, 0, None
    found = _TIME.fullmatch(time.strip())
    if found is None:
        raise NotADate(_("“%(short)s” ends with a time that is not written as one.", short=_short(value)))
    hour, minute, second = int(found["h"]), int(found["m"] or 0), int(found["s"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 60:
        raise NotADate(_("“%(short)s” is not a time. A day has 24 hours of 60 minutes.", short=_short(value)))
    return hour, minute, min(second, 59), _offset(value, found["zone"] or "")


def _offset(value: str, zone: str) -> tzinfo | None:
    if not zone:
        return None
    if zone.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[zone.upper()]))
    found = _OFFSET.fullmatch(zone)
    if found is None or int(found["h"]) > 14:
        raise NotADate(
            _("“%(short)s” in “%(short2)s” is not a time zone that we know.", short=_short(zone), short2=_short(value))
        )
    offset = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
    return timezone(-offset if found["sign"] == "-" else offset)


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
