"""One value put into a field of many rows by a job, with what came of each row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _

UNDO_WITHIN = timedelta(days=30)


class BulkChange(models.Model):
    """What somebody asked for. ``keys`` are the rows that the list found then; they wait here until each is a row."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=30)
    field = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    text = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200)
    keys = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "-id"], name="bulk_changes_newest")]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.RUNNING, self.State.UNDOING}

    @property
    def undo_until(self) -> datetime:
        return self.started_at + UNDO_WITHIN

    @property
    def may_be_undone(self) -> bool:
        is_open = self.state in {self.State.RUNNING, self.State.STOPPED, self.State.DONE}
        return is_open and timezone.now() < self.undo_until


class BulkRow(models.Model):
    """One row with what came of it. ``before`` is what stood there, for those that were changed."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        REFUSED = "refused", _("Refused")
        PUT_BACK = "put_back", _("Put back")
        LEFT = "left", _("Not put back")

    of = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    before = models.CharField(max_length=200, blank=True)
    sentence = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["of", "outcome", "id"], name="bulk_changes_next_row")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome}"
