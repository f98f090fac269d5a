"""Work that goes on after its request, for the notice in the frame. Slices name their tasks and the page of each.

One line in ``AppConfig.ready()`` brings a task::

    running.register("importing.run", "Importing a file", "imports:list")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member

SHOWN = 5
OPEN = (Job.State.QUEUED, Job.State.RUNNING)

OUTCOMES: dict[str, str] = {
    Job.State.DONE: "done",
    Job.State.FAILED: "stopped by a failure",
    Job.State.CANCELLED: "stopped",
}


@dataclass(frozen=True)
class Work:
    """A job of the member as the frame names it; ``total`` is None while nobody knows how much there is."""

    job_id: int
    label: str
    url: str
    done: int
    total: int | None
    state: str

    @property
    def outcome(self) -> str:
        return OUTCOMES.get(self.state, "")


_tasks: dict[str, tuple[str, str]] = {}


def register(task: str, label: str, url_name: str) -> None:
    """Name a task of ``kernel.jobs`` and the page of the workspace that follows it."""
    _tasks[task] = (label, url_name)


def running(member: Member) -> list[Work]:
    """What the member set going and is not over, the newest first: one query."""
    mine = Job.objects.visible_to(member).filter(actor=member, task__in=_tasks, state__in=OPEN)
    return [_work(job, member) for job in mine.order_by("-pk")[:SHOWN]]


def ended(job_ids: Sequence[int], member: Member) -> list[Work]:
    """Of these jobs of the member, those that are over."""
    mine = Job.objects.visible_to(member).filter(actor=member, task__in=_tasks, pk__in=job_ids)
    return [_work(job, member) for job in mine.exclude(state__in=OPEN)]


def _work(job: Job, member: Member) -> Work:
    label, url_name = _tasks[job.task]
    place = reverse(url_name, kwargs={"workspace": member.workspace.slug})
    return Work(job.pk, label, place, job.done, job.total, job.state)
