"""What the thread does by itself: levels that age follow the calendar of their workspace."""

from __future__ import annotations

from datetime import timedelta

from allied.kernel import jobs
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Workspace
from allied.kernel.thread import strength


@jobs.task("thread.strength", every=timedelta(hours=1))
def strength_step(job: Job) -> bool:
    """One step: up to 200 claims of one workspace, or on to the next. Hourly, for midnight differs by time zone."""
    after = job.cursor.get("workspace", 0)
    workspace = Workspace.objects.filter(pk__gt=after).order_by("pk").first()
    if workspace is None:
        return False
    if not strength.refresh_aged(workspace):
        job.cursor = {"workspace": workspace.pk}
    return True
