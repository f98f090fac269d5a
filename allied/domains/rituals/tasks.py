"""Meetings and follow-ups remind those whom they concern."""

from __future__ import annotations

from datetime import timedelta

from allied.domains.rituals import clocks
from allied.kernel import jobs
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Workspace


@jobs.task("rituals.remind", every=timedelta(minutes=10))
def remind(job: Job) -> bool:
    """One workspace a step: each has a time zone and holidays of its own."""
    workspace = Workspace.objects.filter(pk__gt=job.cursor.get("after", 0)).order_by("pk").first()
    if workspace is None:
        return False
    job.cursor = {"after": workspace.pk}
    clocks.remind_in(workspace)
    return True
