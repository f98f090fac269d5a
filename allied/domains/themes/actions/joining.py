"""Let feedback that came after a run join the themes that stand, without another run."""

from __future__ import annotations

from collections import Counter
from typing import Final

from allied.domains.themes import tallies
from allied.domains.themes.actions.counting import recount
from allied.domains.themes.models import Finding, Place, Run, Theme
from allied.domains.themes.moods import mood_of
from allied.kernel import bulk, jobs
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.bindings import particulars_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member

STEP: Final = 500
TASK: Final = "themes.join"


def join_later(workspace_id: int, *, actor: Member) -> None:
    """Queue it for each product of the workspace that has themes, unless it waits already."""
    waiting = Job.objects.filter(workspace_id=workspace_id, task=TASK, state=Job.State.QUEUED)
    queued = {payload["product"] for payload in waiting.values_list("payload", flat=True)}
    themed = Run.objects.filter(workspace_id=workspace_id, state=Run.State.DONE).values_list("product", flat=True)
    for product in set(themed) - queued:
        jobs.enqueue(TASK, {"product": product}, actor=actor)


@jobs.task(TASK)
def join_step(job: Job) -> bool:
    """Give the next pieces their theme."""
    run = Run.objects.filter(product=job.payload["product"], state=Run.State.DONE).order_by("-number").first()
    return run is not None and join_new(run) == STEP


def join_new(run: Run) -> int:
    """Place at most ``STEP`` pieces that this run has not placed; return how many there were.

    Each joins the nearest theme if it lies above that theme's floor. Nothing is placed where the model of this
    installation is another one than the run's: their vectors do not compare.
    """
    from allied.kernel.embeddings.filling import embedder  # noqa: PLC0415  heavy
    from allied.synthesis.remarks import remark  # noqa: PLC0415

    items = _unplaced(run)
    if not items or embedder().name != run.model:
        return 0
    known = particulars_of("feedback", items)
    details = [known.get(item, tallies.ERASED) for item in items]
    texts = [each.text for each in details]
    where = _nearest(run, texts)
    bulk.insert(
        [
            Place(
                run=run,
                item_id=item,
                theme_id=theme,
                nearness=round(near, 4),
                kind=remark(each.text),
                sentiment=mood_of(each),
            )
            for item, each, (theme, near) in zip(items, details, where, strict=True)
        ]
    )
    grown = {theme for theme, _ in where if theme}
    recount(run, list(Theme.objects.filter(pk__in=grown).select_related("node")))
    run.items = Place.objects.filter(run=run).count()
    run.months = dict(sorted((Counter(run.months) + Counter(tallies.months(list(known.values())))).items()))
    run.segment_months = tallies.added(run.segment_months, tallies.segment_months(details))
    run.save(update_fields=["items", "months", "segment_months"])
    return len(items)


def _unplaced(run: Run) -> list[str]:
    found = Node.objects.filter(product=run.product_id, kind="feedback", archived_at=None).filter(state="new")
    placed = Place.objects.filter(run=run).values("item")
    return list(found.exclude(pk__in=placed).order_by("pk").values_list("pk", flat=True)[:STEP])


def _nearest(run: Run, texts: list[str]) -> list[tuple[str | None, float]]:
    """The theme of each text, None for none, and how near it lies."""
    import numpy as np  # noqa: PLC0415  heavy

    from allied.kernel.embeddings.filling import embedder  # noqa: PLC0415
    from allied.synthesis.middles import Middles, centred, join  # noqa: PLC0415
    from allied.synthesis.reading import reading  # noqa: PLC0415

    found = list(Finding.objects.filter(run=run, theme__merged_into=None, size__gt=0).order_by("pk"))
    basis = np.frombuffer(bytes(run.basis), dtype=np.float32)
    read = reading(texts, addressed=frozenset(run.addressed))
    vectors = centred(embedder().embed(read.texts), basis)
    centres = np.stack([np.frombuffer(bytes(one.centre), dtype=np.float32) for one in found])
    floors = np.array([one.floor for one in found], dtype=np.float32)
    placed = join(vectors, Middles(centres, floors))
    labels = placed.labels.tolist()
    themes = [found[label].theme_id if label >= 0 else None for label in labels]
    return list(zip(themes, placed.nearness.tolist(), strict=True))
