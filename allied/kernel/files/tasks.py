"""What happens to files by itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.files import storage
from allied.kernel.files.actions import KEPT
from allied.kernel.files.models import Attachment
from allied.kernel.jobs.models import Job

STEP = 100


@jobs.task("files.erase_removed", every=timedelta(hours=24))
def erase_removed(job: Job) -> bool:
    """Erase attachments that were removed over 30 days ago, and each content that nothing names any more."""
    old = list(Attachment.objects.filter(removed_at__lt=timezone.now() - KEPT)[:STEP])
    Attachment.objects.filter(pk__in=[one.pk for one in old]).delete()
    for digest in {one.digest for one in old}:
        if not Attachment.objects.filter(digest=digest).exists():
            transaction.on_commit(partial(storage.erase, digest))
    return len(old) == STEP
