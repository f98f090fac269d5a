"""Age in whole half-lives by calendar months, so that a level changes on a date one can name."""

from calendar import monthrange
from datetime import date
from functools import lru_cache


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day <= 28:
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@lru_cache(maxsize=8192)
def half_lives(dated_on: date, today: date, months: int | None) -> int:
    """How many half-lives of ``months`` have passed in full; 0 for a date ahead, or where nothing ages."""
    if months is None or today <= dated_on:
        return 0
    passed = ((today.year - dated_on.year) * 12 + today.month - dated_on.month) // months
    return passed if add_months(dated_on, passed * months) <= today else passed - 1


def next_half_life(dated_on: date, today: date, months: int) -> date:
    """The first date after ``today`` on which something dated ``dated_on`` has passed another half-life."""
    return add_months(dated_on, (half_lives(dated_on, today, months) + 1) * months)
