"""Tell how what came in is meant, behind the write: its sentiment, with the chance of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from allied.domains.feedback.models import Feedback, Sentiment
from allied.kernel import activity, jobs
from allied.kernel.activity.models import Activity
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member

TASK: Final = "feedback.sentiment"
ARRIVED: Final = frozenset({"feedback.imported", "feedback.added", "feedback.pasted", "feedback.corrected"})
STEP: Final = 200


@activity.subscribe
def follow(entry: Activity) -> None:
    """Read what came in or was corrected, soon; one job for a burst of writes."""
    if entry.verb in ARRIVED:
        read_later(entry.workspace_id, actor=entry.actor)


def read_later(workspace_id: int, *, actor: Member) -> None:
    """Queue it, unless it waits already."""
    if not Job.objects.filter(workspace_id=workspace_id, task=TASK, state=Job.State.QUEUED).exists():
        jobs.enqueue(TASK, {}, actor=actor)


@jobs.task(TASK, every=timedelta(hours=24))
def read_step(job: Job) -> bool:
    """Read the next items: of the job's workspace, or by itself of all, which an upgrade leaves unread."""
    due = Feedback.objects.filter(sentiment="")
    if job.workspace_id is not None:
        due = due.filter(workspace=job.workspace_id)
    items = list(due.only("text")[:STEP])
    tell(items)
    job.done += len(items)
    return len(items) == STEP


def tell(items: list[Feedback]) -> None:
    """Write the sentiment of these items. It follows from their words alone and is nobody's act."""
    from allied.synthesis.sentiment import sentiment  # noqa: PLC0415  reads a lexicon

    for item in items:
        found = sentiment(item.text)
        item.sentiment = Sentiment(found.word) if found else Sentiment.UNTOLD
        item.sentiment_chance = found.chance if found else None
    Feedback.objects.bulk_update(items, ["sentiment", "sentiment_chance"])
