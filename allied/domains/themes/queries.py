"""Questions about themes. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from allied.domains.themes.models import Finding, Place, Run, State, Theme, last_run
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.bindings import particulars_of
from allied.kernel.nodes.models import readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member, Product

BATCH: Final = 2_000
COLUMNS: Final = ("source_id", "theme_ref", "theme_name", "similarity")


def standing_run(product: Product, *, actor: Member) -> Run | None:
    """The run that people work with: the last that is done and not undone."""
    found = Run.objects.visible_to(actor).filter(product=product, state=Run.State.DONE)
    return found.select_related("created_by").order_by("-number").first()


def run_on_its_way(product: Product, *, actor: Member) -> Run | None:
    found = Run.objects.visible_to(actor).filter(product=product, state=Run.State.RUNNING)
    return found.select_related("job").first()


def theme_by_reference(reference: str, *, actor: Member) -> Theme:
    """The theme that reads like ``THM-4``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found: Theme | None = (
        Theme.objects.visible_to(actor)
        .filter(referred(reference))
        .select_related("node__created_by", "named_by", "merged_into__node")
        .first()
    )
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def findings(run: Run | None, *, actor: Member, hidden: bool = False) -> QuerySet[Finding]:
    """The current themes of a run as it found them, the largest first; hidden ones only if asked for."""
    found = Finding.objects.filter(readable_one_by_one(actor, "theme", state=State.CURRENT), run=run)
    if not hidden:
        found = found.filter(theme__is_hidden=False)
    return found.select_related("theme__node", "theme__named_by").order_by("-size", "pk")


@dataclass(frozen=True)
class Placed:
    """One piece of feedback as an export has it. A blank ``theme_ref``: not themed."""

    source_id: str
    theme_ref: str
    theme_name: str
    similarity: str


def placed(product: Product, *, actor: Member) -> Iterator[Placed]:
    """Where every piece of feedback stands, in the order in which it came in."""
    run = standing_run(product, actor=actor)
    themes = {theme.pk: theme for theme in Theme.objects.visible_to(actor).filter(node__product=product)}
    rows = Place.objects.filter(run=run).order_by("item").values_list("item", "theme", "nearness")
    batch: list[tuple[str, str | None, float]] = []
    for row in rows.iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _placed(batch, themes)
            batch = []
    yield from _placed(batch, themes)


def _placed(batch: Sequence[tuple[str, str | None, float]], themes: dict[str, Theme]) -> Iterator[Placed]:
    known = particulars_of("feedback", [item for item, _, _ in batch])
    for item, theme_id, nearness in batch:
        theme = themes.get(theme_id or "")
        yield Placed(
            source_id=known[item].source_id if item in known else "",
            theme_ref=theme.node.reference if theme else "",
            theme_name=theme.name if theme else "",
            similarity=f"{nearness:.4f}",
        )


def quotes(found: Sequence[Finding], count: int) -> dict[str, list[str]]:
    """The words of the first quotes of each theme, by theme: one query for all."""
    ids = {finding.theme_id: finding.quotes[:count] for finding in found}
    known = particulars_of("feedback", [item for items in ids.values() for item in items])
    return {theme: [known[item].text for item in items if item in known] for theme, items in ids.items()}


@dataclass(frozen=True)
class Summary:
    """A run in numbers: pieces of feedback, those in no theme, current themes."""

    items: int
    not_themed: int
    themes: int


def summary(run: Run, *, actor: Member) -> Summary:
    places = Place.objects.filter(run=run)
    return Summary(
        items=places.count(),
        not_themed=places.filter(theme=None).count(),
        themes=findings(run, actor=actor, hidden=True).count(),
    )


def places(run: Run | None, theme: Theme | None, *, actor: Member) -> QuerySet[Place]:
    """What a theme holds, or with None what is in no theme; the nearest first."""
    found = Place.objects.filter(readable_one_by_one(actor, "item"), run=run, theme=theme)
    return found.select_related("item").order_by("-nearness", "item")


def products_with_themes(*, actor: Member) -> set[int]:
    return set(Run.objects.visible_to(actor).filter(state=Run.State.DONE).values_list("product", flat=True))


def standing_finding(theme: Theme) -> Finding | None:
    """The theme as the run found it that stands for its product, with that run; None where that did not find it."""
    run = last_run(theme.node.product_id) if theme.node.product_id else None
    found = Finding.objects.filter(theme=theme, run=run).select_related("run", "theme__node__product")
    return found.first() if run else None


def standing_findings(found: Sequence[Theme]) -> dict[str, Finding]:
    """Each theme as the run found it that stands for its product, by theme: one query."""
    rows = Finding.objects.filter(theme__in=found, run__state=Run.State.DONE).order_by("run__number")
    return {one.theme_id: one for one in rows}
