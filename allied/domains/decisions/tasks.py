"""Objections whose working days are over go to the person who settles them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from allied.domains.decisions import objecting
from allied.domains.decisions.models import Objection
from allied.kernel import jobs
from allied.kernel.jobs.models import Job
from allied.kernel.people.calendar import end_of


@jobs.task("decisions.escalate", every=timedelta(minutes=10))
def escalate(job: Job) -> bool:
    """One objection a step. Its last day ends with the day of its workspace's time zone."""
    waiting = Objection.objects.filter(ending="", escalated_at=None, pk__gt=job.cursor.get("after", 0))
    found = waiting.select_related("node", "escalates_to", "placed_by__workspace").order_by("pk").first()
    if found is None:
        return False
    job.cursor = {"after": found.pk}
    if end_of(found.due_on, workspace=found.placed_by.workspace) <= timezone.now():
        objecting.escalate_objection(found)
    return True
