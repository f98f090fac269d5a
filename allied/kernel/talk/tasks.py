"""What happens to talk by itself."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.jobs.models import Job
from allied.kernel.talk.actions import KEPT
from allied.kernel.talk.models import Comment

STEP = 500


@jobs.task("talk.erase_deleted", every=timedelta(hours=24))
def erase_deleted(job: Job) -> bool:
    """Erase comments that were deleted over 30 days ago. One with replies keeps its place, without its text."""
    before = timezone.now() - KEPT
    old = Comment.objects.filter(deleted_at__lt=before)
    answered = Comment.objects.filter(Q(deleted_at=None) | Q(deleted_at__gte=before), reply_to=OuterRef("pk"))
    old.exclude(text="").filter(Exists(answered)).update(text="")
    gone = list(old.exclude(Exists(answered)).values_list("pk", flat=True)[:STEP])
    Comment.objects.filter(pk__in=gone).delete()
    return len(gone) == STEP
