"""The working calendar of a workspace: clocks run on its working days, without its holidays, in its time zone."""

from __future__ import annotations

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
    free = set(Holiday.objects.filter(workspace=workspace, day__gt=start, day__lte=end).values_list("day", flat=True))
    days = (start + timedelta(days=each + 1) for each in range(max((end - start).days, 0)))
    return sum(1 for day in days if str(day.isoweekday()) in workspace.working_days and day not in free)


def end_of(day: date, *, workspace: Workspace) -> datetime:
    """The moment at which a day is over in the workspace's time zone, also when clocks change that night."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min), workspace.zone)
