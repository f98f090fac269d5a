"""Work that goes on after its request, for the notice in the frame. Slices name their tasks and the page of each.

One line in ``AppConfig.ready()`` brings a task::

    running.register("importing.run", "Importing a file", "imports:list")

Where each job has a page of its own, ``argument`` names what of its payload stands in the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.formats import plural

SHOWN = 5
A_WHILE = 90  # seconds, from which on minutes are said
OPEN = (Job.State.QUEUED, Job.State.RUNNING)

OUTCOMES: dict[str, str] = {
    Job.State.DONE: "done",
    Job.State.FAILED: _("stopped by a failure"),
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


_tasks: dict[str, tuple[str, str, str]] = {}


def register(task: str, label: str, url_name: str, argument: str = "") -> None:
    """Name a task of ``kernel.jobs`` and the page of the workspace that follows it."""
    _tasks[task] = (label, url_name, argument)


def running(member: Member) -> list[Work]:
    """What the member set going and is not over, the newest first: one query."""
    mine = Job.objects.visible_to(member).filter(actor=member, task__in=_tasks, state__in=OPEN)
    return [_work(job, member) for job in mine.order_by("-pk")[:SHOWN]]


def ended(job_ids: Sequence[int], member: Member) -> list[Work]:
    """Of these jobs of the member, those that are over."""
    mine = Job.objects.visible_to(member).filter(actor=member, task__in=_tasks, pk__in=job_ids)
    return [_work(job, member) for job in mine.exclude(state__in=OPEN)]


def _work(job: Job, member: Member) -> Work:
    label, url_name, argument = _tasks[job.task]
    own = {argument: job.payload[argument]} if argument else {}
    place = reverse(url_name, kwargs={"workspace": member.workspace.slug, **own})
    return Work(job.pk, label, place, job.done, job.total, job.state)


def time_left(job: Job | None, remaining: int) -> str:
    """How long a job will still take at its pace so far: "About 3 minutes left"; "" while it has none."""
    seconds = seconds_left(job, remaining)
    return "" if seconds is None else _("About %(duration)s left", duration=duration(seconds))


def seconds_left(job: Job | None, remaining: int) -> float | None:
    """The same in seconds; None while it has no pace."""
    seconds = (timezone.now() - job.started_at).total_seconds() if job and job.started_at else 0
    return remaining * seconds / job.done if job and job.done and seconds > 0 else None


def duration(seconds: float) -> str:
    """A stretch of time in the larger unit that fits it."""
    return plural(max(1, round(seconds)), "second") if seconds < A_WHILE else plural(round(seconds / 60), "minute")
