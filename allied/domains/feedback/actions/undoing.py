"""Take back what an import brought."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from allied.domains.feedback import files, rules
from allied.domains.feedback.models import Feedback, FeedbackQuerySet, Import, ImportRow
from allied.kernel import access, activity, jobs
from allied.kernel.access import Permission
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Link

CHUNK = 250


@transaction.atomic
def undo_import(imported: Import, *, actor: Member) -> Import:
    """Remove the feedback of an import that nobody has used. Items that a link touches stay.

    Raises:
        Denied: the actor may not import.
        InvalidState: it has not ended, or ended too long ago.
    """
    access.require(actor, Permission.FEEDBACK_IMPORT)
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    rules.check_can_undo(imported)
    imported.state, imported.undone_at, imported.undone_by = Import.State.UNDOING, timezone.now(), actor
    total = unused_of(imported).count()
    imported.job = jobs.enqueue("feedback.undo_import", {"import": imported.pk}, actor=actor, total=total)
    imported.save(update_fields=["state", "undone_at", "undone_by", "job"])
    ImportRow.objects.filter(of=imported, cells__isnull=False).update(cells=None)
    activity.record("import.undone", None, actor=actor, number=imported.number, items=total)
    transaction.on_commit(lambda: files.forget(imported.file_key))
    return imported


@jobs.task("feedback.undo_import")
def undo_step(job: Job) -> bool:
    """Remove the next items that are still unused. What is linked while this runs stays, too."""
    imported = Import.objects.select_for_update().get(pk=job.payload["import"])
    ids = list(unused_of(imported).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    Node.objects.filter(pk__in=ids).delete()
    job.done += len(ids)
    if len(ids) == CHUNK:
        return True
    imported.state = Import.State.UNDONE
    imported.save(update_fields=["state"])
    return False


def unused_of(imported: Import) -> FeedbackQuerySet:
    """The feedback of an import that no link touches."""
    used = Link.objects.filter(source=OuterRef("pk"))
    return Feedback.objects.filter(source_import=imported).exclude(Exists(used))
