"""Find what may have come in twice, behind the write; and let people say that it has not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction

from allied.domains.feedback.models import Compared, Feedback, Likely
from allied.kernel import access, activity, jobs
from allied.kernel.access import Permission
from allied.kernel.activity.models import Activity
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member, Product

TASK: Final = "feedback.compare"
ARRIVED: Final = frozenset({"feedback.imported", "feedback.added", "feedback.pasted"})
STEP: Final = 250
WITHIN: Final = timedelta(days=30)  # what came in twice came in about the same time
MOST: Final = 4_000  # the latest items of that time that a step compares with
LIKELY: Final = 0.7  # the chance from which a pair is proposed: above one half, so that few proposals are wrong
AT_MOST: Final = 2  # proposals for one item


@activity.subscribe
def follow(entry: Activity) -> None:
    """Compare what came in, soon; one job for a burst of writes."""
    if entry.verb in ARRIVED:
        compare_later(entry.workspace_id, actor=entry.actor)


def compare_later(workspace_id: int, *, actor: Member) -> None:
    """Queue it for each product of the workspace, unless it waits already."""
    waiting = Job.objects.filter(workspace_id=workspace_id, task=TASK, state=Job.State.QUEUED)
    queued = {payload["product"] for payload in waiting.values_list("payload", flat=True)}
    products = set(Product.objects.filter(workspace_id=workspace_id).values_list("pk", flat=True))
    for product in sorted(products - queued):
        jobs.enqueue(TASK, {"product": product}, actor=actor)


def compare_aside(job: Job, keep: Callable[[int], None]) -> None:
    """Compare what came in, outside of the step's transaction: nobody who writes meanwhile waits for seconds of it."""
    done, count = job.done, STEP
    while count == STEP:
        count = compare_new(job.payload["product"])
        done += count
        keep(done)


@jobs.task(TASK, work=compare_aside)
def compare_step(job: Job) -> bool:
    """All is compared by now."""
    return False


def compare_new(product_id: int) -> int:
    """Compare at most ``STEP`` items that were not compared yet with what was there; return how many there were."""
    known, _ = Compared.objects.get_or_create(product_id=product_id)
    inbox = Feedback.objects.filter(product=product_id, node__state="new", node__archived_at=None)
    items = list(inbox.filter(pk__gt=known.upto).order_by("pk")[:STEP])
    if not items:
        return 0
    times = [item.received_at for item in items]
    around = inbox.filter(received_at__range=(min(times) - WITHIN, max(times) + WITHIN), pk__lte=items[-1].pk)
    found = _likely(items, list(around.order_by("-pk")[:MOST]))
    with transaction.atomic():
        Likely.objects.bulk_create(found, ignore_conflicts=True)
        Compared.objects.filter(pk=known.pk, upto=known.upto).update(upto=items[-1].pk)
    return len(items)


def _likely(items: Sequence[Feedback], around: Sequence[Feedback]) -> list[Likely]:
    """Each item with those before it that it may be: of about the same time, and not of another person."""
    import numpy as np  # noqa: PLC0415  heavy

    from allied.synthesis.likeness import Corpus  # noqa: PLC0415

    corpus = Corpus([one.text for one in around])
    ids = np.array([one.pk for one in around])
    people = np.array([one.person_key for one in around])
    days = np.array([one.received_at.timestamp() for one in around])
    found = []
    for item in items:
        among = (ids < item.pk) & (np.abs(days - item.received_at.timestamp()) <= WITHIN.total_seconds())
        if item.person_key:
            among &= (people == item.person_key) | (people == "")
        likely = [each for each in corpus.alike(item.text, among=among) if each.chance >= LIKELY][:AT_MOST]
        found += [Likely(item=item, other=around[each.place], chance=round(each.chance, 3)) for each in likely]
    return found


@transaction.atomic
def decline_likely(item: Feedback, other: Feedback, *, actor: Member) -> bool:
    """Say that the item is no duplicate of the other, so that it is not proposed again; return whether it was.

    Raises:
        Denied: the actor may not correct feedback.
    """
    access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    count = Likely.objects.filter(item=item, other=other, declined_by=None).update(declined_by=actor)
    if count:
        activity.record("feedback.not_duplicate", item.node, actor=actor, of=other.node.reference)
    return bool(count)


@transaction.atomic
def propose_again(item: Feedback, other: Feedback, *, actor: Member) -> None:
    """Take back that it is no duplicate."""
    access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    if Likely.objects.filter(item=item, other=other).exclude(declined_by=None).update(declined_by=None):
        activity.record("feedback.maybe_duplicate", item.node, actor=actor, of=other.node.reference)
