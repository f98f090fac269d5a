"""Work after the request: resumable tasks over job rows with a lease and a cursor.

A task is a function that does one step and says how far it came::

    @jobs.task("importing.run")
    def import_step(job: Job) -> bool:
        ...            # read job.cursor, write at most 500 rows, set job.cursor, job.done, job.total
        return True    # True: there is more; False: finished

The runner calls it inside one transaction, saves the cursor in that same transaction, and renews the lease. So
a process that is killed between two steps loses nothing and repeats nothing.

What takes long and only reads goes into ``work``: it runs before every step and outside its transaction, so that
nobody waits for it, and calls ``Keep`` often, which holds the lease and says how far it is. It keeps what it found
in files of its own and finds them again after a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

if TYPE_CHECKING:
    from allied.kernel.jobs.models import Job
    from allied.kernel.people.models import Member

Step = Callable[["Job"], bool]
Keep = Callable[[int], None]  # takes how much is done
Work = Callable[["Job", Keep], None]


@dataclass(frozen=True)
class Task:
    name: str
    step: Step
    every: timedelta | None = None
    work: Work | None = None


TASKS: dict[str, Task] = {}


def task(name: str, *, every: timedelta | None = None, work: Work | None = None) -> Callable[[Step], Step]:
    """Register a step function under ``name``; with ``every`` it also runs by itself at that interval.

    ``work`` runs before each step, outside its transaction.
    """

    def register(step: Step) -> Step:
        if name in TASKS and TASKS[name].step is not step:
            raise ImproperlyConfigured(f"Two tasks are named “{name}”.")
        TASKS[name] = Task(name, step, every, work)
        return step

    return register


def enqueue(name: str, payload: dict[str, Any], *, actor: Member, total: int | None = None) -> Job:
    """Queue a task inside the caller's transaction: it exists if and only if the caller's work does."""
    from allied.kernel.jobs.models import Job  # noqa: PLC0415  models load after this package

    if name not in TASKS:
        raise ImproperlyConfigured(f"No task is named “{name}”.")
    return Job.objects.create(workspace_id=actor.workspace_id, actor=actor, task=name, payload=payload, total=total)


def cancel(job: Job, *, actor: Member) -> None:
    """Stop a job between two steps. What it has stored stays."""
    from allied.kernel.jobs.models import Job  # noqa: PLC0415  models load after this package

    open_states = [Job.State.QUEUED, Job.State.RUNNING]
    Job.objects.visible_to(actor).filter(pk=job.pk, state__in=open_states).update(
        state=Job.State.CANCELLED, finished_at=timezone.now(), lease_holder="", lease_until=None
    )
