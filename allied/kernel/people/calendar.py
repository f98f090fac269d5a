"""The working calendar of a workspace: clocks run on its working days, without its holidays, in its time zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from allied.kernel.people.models import Holiday, Workspace

FURTHEST = 3660  # days; a clock that would run longer has no working day to run on


def working_days_from(start: date, days: int, *, workspace: Workspace) -> date:
    """The ``days``-th working day after ``start``. Holidays and other days do not count."""
    free = set(Holiday.objects.filter(workspace=workspace, day__gt=start).values_list("day", flat=True))
    found, left = start, days
    while left and (found - start).days < FURTHEST:
        found += timedelta(days=1)
        if str(found.isoweekday()) in workspace.working_days and found not in free:
            left -= 1
    return found


def working_days_between(start: date, end: date, *, workspace: Workspace) -> int:
    """How many working days lie after ``start``, up to and with ``end``; 0 where it is past."""
    return working_days_until([end], start, workspace=workspace)[end]


def working_days_until(ends: Iterable[date], start: date, *, workspace: Workspace) -> dict[date, int]:
    """As ``working_days_between``, for many ends with one query."""
    wanted = set(ends)
    last = max(wanted, default=start)
    free = set(Holiday.objects.filter(workspace=workspace, day__gt=start, day__lte=last).values_list("day", flat=True))
    found, counted, day = dict.fromkeys(wanted, 0), 0, start
    while day < last:
        day += timedelta(days=1)
        counted += str(day.isoweekday()) in workspace.working_days and day not in free
        if day in wanted:
            found[day] = counted
    return found


def is_working_day(day: date, *, workspace: Workspace) -> bool:
    """Whether people work on that day, by the week and the holidays of the workspace."""
    is_free = Holiday.objects.filter(workspace=workspace, day=day).exists()
    return str(day.isoweekday()) in workspace.working_days and not is_free


def end_of(day: date, *, workspace: Workspace) -> datetime:
    """The moment at which a day is over in the workspace's time zone, also when clocks change that night."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min), workspace.zone)
