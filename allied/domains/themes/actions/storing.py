"""Write what a run found. Until it concludes, the themes from before stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from allied.domains.themes.models import Choice, Finding, Place, Run, State, Theme
from allied.kernel import bulk
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.search.actions import index_many

ROWS: Final = 2_000
KEPT_RUNS: Final = 3  # with their places, for comparing and undoing


def store_findings(run: Run, found: Any) -> list[str]:
    """Make the themes that are new, and the findings of all; return the theme of each number.

    New ones come into being as ended: they stand once the run concludes.
    """
    facts = found.facts
    themes = list(facts["themes"])
    new = [at for at, theme in enumerate(themes) if theme is None]
    titles = [facts["names"][at] for at in new]
    made = nodes.create_many("theme", titles=titles, actor=run.created_by, product=run.product, state=State.ENDED)
    bulk.insert([Theme(node=node) for node in made])
    for at, node in zip(new, made, strict=True):
        themes[at] = node.pk
    bulk.insert([_finding(run, themes[at], found, at) for at in range(len(themes))])
    return themes


def _finding(run: Run, theme: str, found: Any, at: int) -> Finding:
    facts = found.facts
    tally = facts["tallies"][at]
    return Finding(
        run=run,
        theme_id=theme,
        name=facts["names"][at],
        quotes=facts["quotes"][at],
        centre=found.centres[at].tobytes(),
        floor=facts["floors"][at],
        size=tally["size"],
        people=tally["people"],
        tally=tally,
    )


def store_places(run: Run, found: Any, themes: list[str], start: int) -> int:
    """Write the next places; return where to go on. What was erased meanwhile has none."""
    items = found.items[start : start + ROWS]
    here = set(Node.objects.filter(pk__in=items).values_list("pk", flat=True))
    labels, nearness = found.labels[start : start + ROWS], found.nearness[start : start + ROWS]
    kinds, moods = found.kinds[start : start + ROWS], found.moods[start : start + ROWS]
    bulk.insert(
        [
            Place(
                run=run,
                item_id=item,
                theme_id=themes[label] if label >= 0 else None,
                nearness=round(float(near), 4),
                kind=kind,
                sentiment=mood,
            )
            for item, label, near, kind, mood in zip(items, labels, nearness, kinds, moods, strict=True)
            if item in here
        ]
    )
    return start + len(items)


def conclude(run: Run, found: Any, themes: list[str]) -> None:
    """Let the run stand: what people decided while it ran holds, themes get their names, older places go."""
    facts = found.facts
    respect(run, since=run.created_at)
    standing(run, themes)
    for name in (
        "used",
        "suggested",
        "counts",
        "agreement",
        "model",
        "addressed",
        "filler",
        "months",
        "segment_months",
    ):
        setattr(run, name, facts[name])
    run.basis = _mean(run)
    run.items, run.state, run.finished_at = len(found.items), Run.State.DONE, timezone.now()
    run.save()
    forget_places(run)


def _mean(run: Run) -> bytes:
    import numpy as np  # noqa: PLC0415  heavy

    from allied.domains.themes import files  # noqa: PLC0415

    return bytes(np.load(files.folder(run.file_key) / "mean.npy").tobytes())


def respect(run: Run, *, since: datetime) -> None:
    """Let merges, and choices made from ``since`` on, hold in this run too."""
    merged = Theme.objects.filter(node__product=run.product_id).exclude(merged_into=None).select_related("merged_into")
    for theme in merged:
        into = theme
        while into.merged_into is not None:
            into = into.merged_into
        Place.objects.filter(run=run, theme=theme).update(theme=into)
    late = Choice.objects.filter(item__product=run.product_id, made_at__gte=since)
    for item, chosen in late.values_list("item", "theme"):
        Place.objects.filter(run=run, item=item).update(theme=chosen)


def standing(run: Run, themes: list[str]) -> None:
    """The themes of this run are current under the names it gave, the others of the product ended."""
    now = timezone.now()
    of_product = Node.objects.filter(product=run.product_id, kind="theme").exclude(state=State.MERGED)
    of_product.exclude(pk__in=themes).filter(state=State.CURRENT).update(state=State.ENDED, updated_at=now)
    of_product.filter(pk__in=themes).exclude(state=State.CURRENT).update(state=State.CURRENT, updated_at=now)
    names = dict(Finding.objects.filter(run=run, theme__named_by=None).values_list("theme", "name"))
    changed = [node for node in of_product.filter(pk__in=names) if node.title != names[node.pk]]
    for node in changed:
        nodes.retitle(node, names[node.pk])
    index_many((node, ()) for node in of_product.filter(pk__in=themes))


def forget_places(run: Run) -> None:
    """Places of runs long past are of no use: only the last few are compared and undone."""
    past = Run.objects.filter(product=run.product_id, number__lte=run.number - KEPT_RUNS)
    Place.objects.filter(run__in=past).delete()
