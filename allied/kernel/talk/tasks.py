"""What happens to talk by itself."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.activity.models import Activity
from allied.kernel.jobs.models import Job
from allied.kernel.talk.actions import KEPT
from allied.kernel.talk.models import Comment, Swept
from allied.kernel.talk.telling import tell

STEP = 500
A_STEP = 100
SETTLED = timedelta(minutes=1)  # by then every transaction that took a number has ended


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


@jobs.task("talk.tell", every=timedelta(minutes=5))
def tell_what_was_missed(job: Job) -> bool:
    """Tell of activities whose process ended between their commit and the telling. The first run begins with now."""
    settled = Activity.objects.filter(at__lt=timezone.now() - SETTLED, node__isnull=False)
    newest = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    swept, _ = Swept.objects.get_or_create(task="talk.tell", defaults={"activity": newest})
    ids = list(settled.filter(pk__gt=swept.activity).order_by("pk").values_list("pk", flat=True)[:A_STEP])
    for activity_id in ids:
        tell(activity_id)
    if ids:
        swept.activity = ids[-1]
        swept.save(update_fields=["activity"])
    return len(ids) == A_STEP
