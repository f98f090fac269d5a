"""Compare new evidence with claims behind the write, as soon as its vectors are there."""

from __future__ import annotations

from allied.kernel import embeddings, jobs
from allied.kernel.jobs.models import Job

TASK = "insights.watch"


@jobs.task(TASK)
def watch_step(job: Job) -> bool:
    """One fill of one workspace."""
    from allied.domains.insights.watch.comparing import compare_next  # noqa: PLC0415  brings numpy

    return job.workspace is not None and compare_next(job.workspace)


@embeddings.after_fill
def follow(workspace_id: int) -> None:
    """Queue one, unless one waits already."""
    waiting = Job.objects.filter(workspace_id=workspace_id, task=TASK, state=Job.State.QUEUED)
    if not waiting.exists():
        Job.objects.create(workspace_id=workspace_id, task=TASK)
