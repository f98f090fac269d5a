"""Forget what an import needed and nobody needs any more: uploads hold addresses that Allied promises not to keep."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.importing import files, rules
from allied.kernel.importing.models import Import, ImportRow
from allied.kernel.jobs.models import Job

DRAFTS_KEPT = timedelta(days=7)


@jobs.task("importing.forget_uploads", every=timedelta(hours=24))
def forget_step(job: Job) -> bool:
    """Remove the files of drafts that nobody started and of imports that are over, and the cells of refused rows."""
    now = timezone.now()
    waiting = Import.objects.filter(state=Import.State.DRAFT, created_at__gte=now - DRAFTS_KEPT)
    going_on = Import.objects.filter(state__in=[Import.State.RUNNING, Import.State.STOPPED])
    needed = {*waiting.values_list("file_key", flat=True), *going_on.values_list("file_key", flat=True)}
    for path in files.older_than(now - timedelta(hours=1)):
        if path.stem not in needed:
            path.unlink(missing_ok=True)
    over = Import.objects.filter(finished_at__lt=now - rules.UNDO_WITHIN)
    ImportRow.objects.filter(of__in=over, cells__isnull=False).update(cells=None)
    return False
