"""Rounds whose time is over close by themselves, where both sides have their quorum."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from allied.domains.prioritization import actions
from allied.domains.prioritization.models import Round, State
from allied.kernel import jobs
from allied.kernel.errors import AlliedError
from allied.kernel.jobs.models import Job


@jobs.task("prioritization.close_due", every=timedelta(minutes=1))
def close_due(job: Job) -> bool:
    """Close the first due round after the cursor, as who opened it; a round short of its quorum stays sealed."""
    due = Round.objects.filter(node__state=State.OPEN, closes_at__lte=timezone.now()).select_related(
        "node", "opened_by"
    )
    found = due.filter(pk__gt=job.cursor.get("after", "")).order_by("pk").first()
    if found is None or found.opened_by is None:
        return False
    job.cursor = {"after": found.pk}
    with suppress(AlliedError):  # its page says what is missing, and who runs it moves the deadline or cancels it
        actions.close_round(found, actor=found.opened_by)
    return True
