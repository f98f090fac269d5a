"""The clocks of decisions: objections whose days are over go to who settles them; reminders before and after."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from allied.domains.decisions import clocks, objecting, signing
from allied.domains.decisions.models import Objection
from allied.kernel import jobs
from allied.kernel.jobs.models import Job
from allied.kernel.people.calendar import end_of
from allied.kernel.people.models import Workspace


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


@jobs.task("decisions.remind", every=timedelta(minutes=10))
def remind(job: Job) -> bool:
    """One workspace a step: each has a time zone and holidays of its own."""
    workspace = Workspace.objects.filter(pk__gt=job.cursor.get("after", 0)).order_by("pk").first()
    if workspace is None:
        return False
    job.cursor = {"after": workspace.pk}
    clocks.remind_in(workspace)
    signing.void_outdated(workspace)
    return True
