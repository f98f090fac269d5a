"""Fill in vectors after a write, and once in a while what a write did not tell of."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from allied.kernel import activity, jobs
from allied.kernel.activity.models import Activity
from allied.kernel.embeddings import filled
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Workspace

TASK = "embeddings.fill"
PAUSE = timedelta(seconds=2)


@jobs.task(TASK)
def fill_step(job: Job) -> bool:
    """One step for one workspace."""
    from allied.kernel.embeddings import filling  # noqa: PLC0415  brings numpy

    if job.workspace is None:
        return False
    read = filling.fill_step(job.workspace)
    job.done += read
    if not read and job.done:
        filled(job.workspace.pk)
    return read > 0


@jobs.task("embeddings.sweep", every=timedelta(hours=1))
def sweep(_job: Job) -> bool:
    """Queue a fill for each workspace: an array without gaps does not depend on every write having told."""
    for workspace in Workspace.objects.all():
        queue(workspace.pk)
    return False


@activity.subscribe
def follow(entry: Activity) -> None:
    queue(entry.workspace_id)


def queue(workspace_id: int) -> None:
    """Queue a fill, soon, unless one waits already: one fill for a burst of writes, and never before their own jobs."""
    waiting = Job.objects.filter(workspace_id=workspace_id, task=TASK, state=Job.State.QUEUED)
    if not waiting.exists():
        Job.objects.create(workspace_id=workspace_id, task=TASK, not_before=timezone.now() + PAUSE)
