from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: Member) -> JobQuerySet:
        if actor.role == Role.GUEST:
            return self.none()
        return self.filter(workspace_id=actor.workspace_id)


class Job(models.Model):
    """Work that goes on after its request: what to do, how far it is, and who holds it now.

    ``cursor`` says where to go on after a crash; it is written in the same transaction as the work up to it.
    A job whose lease ran out belongs to nobody and is taken again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    workspace = models.ForeignKey(Workspace, null=True, on_delete=models.CASCADE, related_name="jobs")
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    cursor = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    lease_holder = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) | ~Q(state="running"),
                name="jobs_job_runs_under_a_lease",
            ),
        ]
        indexes = [models.Index(fields=["state", "not_before", "id"], name="jobs_next")]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class Schedule(models.Model):
    """When a periodic task ran last, so that several workers run it once."""

    task = models.CharField(max_length=60, primary_key=True)
    last_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task


class Heartbeat(models.Model):
    """A worker process that said it is alive."""

    worker = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
