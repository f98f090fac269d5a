"""The clocks of rounds: who has not voted is reminded, and a round whose time is over closes where it may."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.models import Round, State
from allied.kernel import jobs
from allied.kernel.errors import AlliedError
from allied.kernel.jobs.models import Job
from allied.kernel.talk.reminding import remind

BEFORE: Final = timedelta(days=1)
SHORT: Final = timedelta(hours=1)  # whoever is asked for less time was told a moment ago


@jobs.task("prioritization.close_due", every=timedelta(minutes=1))
def close_due(job: Job) -> bool:
    """Close the first due round after the cursor, as who opened it; a round short of its quorum stays sealed."""
    found = _open(job).filter(closes_at__lte=timezone.now()).first()
    if found is None or found.opened_by is None:
        return False
    job.cursor = {"after": found.pk}
    try:
        actions.close_round(found, actor=found.opened_by)
    except AlliedError:  # its page says what is missing; who opened it moves the deadline or cancels it
        whom, once = found.opened_by, f"over:{found.closes_at}"
        remind(found.node, "round.overdue", [whom.pk], once=once, actor=whom, until=_moment(found))
    return True


@jobs.task("prioritization.remind", every=timedelta(minutes=10))
def remind_voters(job: Job) -> bool:
    """One open round a step: once for each deadline, those alone who have not voted."""
    found = _open(job).filter(closes_at__gt=timezone.now(), closes_at__lte=timezone.now() + BEFORE).first()
    if found is None or found.opened_by is None:
        return False
    job.cursor = {"after": found.pk}
    due = reminds_at(found)
    if due is not None and due <= timezone.now():
        whom = [one.pk for side in queries.turnout(found) for one in side.waited_for]
        once = f"due:{found.closes_at}"
        remind(found.node, "round.due", whom, once=once, actor=found.opened_by, until=_moment(found))
    return True


def reminds_at(found: Round) -> datetime | None:
    """A day before the deadline; where there were fewer than two, at half of the time. None in a short round."""
    assert found.closes_at is not None  # noqa: S101  an open round has both
    assert found.opened_at is not None  # noqa: S101
    whole = found.closes_at - found.opened_at
    return None if whole <= SHORT else found.closes_at - min(BEFORE, whole / 2)


def _open(job: Job) -> QuerySet[Round]:
    found: QuerySet[Round] = Round.objects.filter(node__state=State.OPEN, node__trashed_at=None)
    return (
        found.filter(pk__gt=job.cursor.get("after", "")).select_related("node__workspace", "opened_by").order_by("pk")
    )


def _moment(found: Round) -> str:
    """The deadline in the workspace's time zone."""
    assert found.closes_at is not None  # noqa: S101  an open round has one
    return f"{found.closes_at.astimezone(found.node.workspace.zone):%-d %b, %H:%M}"
