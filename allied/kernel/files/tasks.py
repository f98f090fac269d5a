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
AGE = timedelta(days=1)  # younger contents may belong to an upload that is under way


@jobs.task("files.erase_removed", every=timedelta(hours=24))
def erase_removed(job: Job) -> bool:
    """Erase attachments that were removed over 30 days ago, and each content that nothing names any more."""
    old = list(Attachment.objects.filter(removed_at__lt=timezone.now() - KEPT)[:STEP])
    Attachment.objects.filter(pk__in=[one.pk for one in old]).delete()
    for digest in {one.digest for one in old}:
        if not Attachment.objects.filter(digest=digest).exists():
            transaction.on_commit(partial(storage.erase, digest))
    return len(old) == STEP


@jobs.task("files.sweep", every=timedelta(hours=24))
def sweep(job: Job) -> bool:
    """Erase what lies in the store for over a day and no attachment names: left by a crash between disk and database.

    One folder at a time, so that a restart goes on where it was.
    """
    after = job.cursor.get("after", "")
    folders = sorted(one for one in storage.store().glob("*") if one.is_dir() and one.name > after)[:STEP]
    old = (timezone.now() - AGE).timestamp()
    for folder in folders:
        aged = {folder.name + one.name for one in folder.iterdir() if one.stat().st_mtime < old}
        named = set(Attachment.objects.filter(digest__in=aged).values_list("digest", flat=True))
        for digest in aged - named:
            storage.erase(digest)
        job.cursor = {"after": folder.name}
    for one in storage.store().glob("new-*"):
        if one.stat().st_mtime < old:
            one.unlink(missing_ok=True)
    return len(folders) == STEP
