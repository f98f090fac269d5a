"""Take a job, run its steps under a lease, finish it."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.errors import AlliedError
from allied.kernel.jobs import TASKS
from allied.kernel.jobs.models import Heartbeat, Job, Schedule

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(seconds=10)

log = structlog.get_logger()


def worker_name() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(3)}"


def take(worker: str) -> Job | None:
    """Lease the job whose time came first of those that wait, or that their holder has lost. None where there is none.

    On PostgreSQL several workers pass each other (SKIP LOCKED); on SQLite the transaction itself is exclusive.
    """
    now = timezone.now()
    waiting = Q(state=Job.State.QUEUED, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        job = (
            Job.objects.select_for_update(skip_locked=skip, of=("self",) if skip else ())
            .filter(waiting)
            .order_by("not_before", "pk")
            .first()
        )
        if job is None:
            return None
        job.state, job.lease_holder, job.lease_until = Job.State.RUNNING, worker, now + LEASE
        job.started_at = job.started_at or now
        job.attempts += 1
        job.save(update_fields=["state", "lease_holder", "lease_until", "started_at", "attempts"])
    return job


def run_step(job_id: int, worker: str) -> bool:
    """Run one step and keep its cursor, both in one transaction. True: there is more to do."""
    _work(job_id, worker)
    with transaction.atomic():
        job = Job.objects.select_for_update().select_related(None).get(pk=job_id)
        if job.state != Job.State.RUNNING or job.lease_holder != worker:
            return False  # stopped by a person, or taken by another worker
        more = TASKS[job.task].step(job)
        job.attempts = 1
        job.lease_until = timezone.now() + LEASE
        if not more:
            job.state, job.finished_at = Job.State.DONE, timezone.now()
            job.lease_holder, job.lease_until = "", None
        job.save()
    return more


def _work(job_id: int, worker: str) -> None:
    """What the step needs and may take long, before its transaction."""
    job = Job.objects.get(pk=job_id)
    work = TASKS[job.task].work
    if work is None or job.state != Job.State.RUNNING or job.lease_holder != worker:
        return
    held = Job.objects.filter(pk=job_id, lease_holder=worker)

    def keep(done: int) -> None:
        if not held.update(lease_until=timezone.now() + LEASE, done=done):
            raise Taken
        beat(worker)

    work(job, keep)


class Taken(AlliedError):
    """Another worker has the job, or a person stopped it."""


def run(job: Job, worker: str) -> None:
    """Run a leased job to its end. A failure is kept in words; passing ones are tried again with growing pauses."""
    try:
        while run_step(job.pk, worker):
            beat(worker)
    except Taken:
        return
    except Exception as failure:
        if not isinstance(failure, AlliedError):
            log.exception("job.failed", job=job.pk, task=job.task)
        _give_back(job, worker, failure)


def _give_back(job: Job, worker: str, failure: Exception) -> None:
    final = isinstance(failure, AlliedError) or job.attempts >= MOST_ATTEMPTS
    held = Job.objects.filter(pk=job.pk, lease_holder=worker)
    said = str(failure) if isinstance(failure, AlliedError) else type(failure).__name__
    held.update(
        state=Job.State.FAILED if final else Job.State.QUEUED,
        error=said,
        finished_at=timezone.now() if final else None,
        not_before=timezone.now() + RETRY_AFTER * 2**job.attempts,
        lease_holder="",
        lease_until=None,
    )


def beat(worker: str) -> None:
    """Say that this worker is alive."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": timezone.now()})


def queue_periodic() -> None:
    """Queue each periodic task whose time has come, once among all workers."""
    for task in TASKS.values():
        if task.every is None:
            continue
        now = timezone.now()
        with transaction.atomic():
            row, is_new = Schedule.objects.get_or_create(task=task.name, defaults={"last_run_at": now})
            due = Schedule.objects.filter(pk=row.pk, last_run_at__lte=now - task.every)
            if is_new or due.update(last_run_at=now):
                Job.objects.create(task=task.name)


def run_now(job: Job) -> Job:
    """Run one queued job to its end in this process, and no other; return it as it is then."""
    worker = worker_name()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if waiting.update(
        state=Job.State.RUNNING,
        lease_holder=worker,
        lease_until=timezone.now() + LEASE,
        started_at=timezone.now(),
        attempts=1,
    ):
        run(job, worker)
    job.refresh_from_db()
    return job


def run_all(worker: str | None = None) -> int:
    """Run everything that waits, in this process; return how many jobs ended. For tests and the command line."""
    worker, ended = worker or worker_name(), 0
    while job := take(worker):
        run(job, worker)
        ended += 1
    return ended


@jobs.task("jobs.forget_old", every=timedelta(hours=24))
def forget_old(job: Job) -> bool:
    """Drop rows of workers that are gone and of periodic jobs that ended a week ago."""
    week = timezone.now() - timedelta(days=7)
    Heartbeat.objects.filter(at__lt=week).delete()
    Job.objects.filter(workspace=None, finished_at__lt=week).delete()
    return False
