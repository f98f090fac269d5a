"""What the trash does by itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.disposal.actions import KEPT
from allied.kernel.disposal.models import Trashed
from allied.kernel.files import storage
from allied.kernel.files.models import Attachment
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node

STEP = 50


@jobs.task("trash.erase", every=timedelta(hours=24))
def erase_old(job: Job) -> bool:
    """Erase what has been in the trash for over 30 days, with all that hangs on it. The trail keeps its reference."""
    after = job.cursor.get("after", "")
    old = Trashed.objects.filter(at__lt=timezone.now() - KEPT, pk__gt=after).order_by("pk")[:STEP]
    numbers = list(old.values_list("pk", flat=True))
    for pk in numbers:
        _erase(pk)
        job.cursor = {"after": pk}
    return len(numbers) == STEP


def _erase(pk: str) -> None:
    digests = set(Attachment.objects.filter(node=pk).values_list("digest", flat=True))
    try:
        with transaction.atomic():
            Node.objects.filter(pk=pk).delete()
    except ProtectedError:
        return  # something that must outlive it still names it; it stays in the trash
    for digest in digests:
        if not Attachment.objects.filter(digest=digest).exists():
            transaction.on_commit(partial(storage.erase, digest))
