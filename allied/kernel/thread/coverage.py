"""How far the threads of a workspace are covered: every gap with its exact number, out of how many.

Home asks only the newest objects, to be quick; here every live object is asked. At a hundred thousand that takes longer
than a page should, so the figures are kept until something happens in the workspace, or the day ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from django.core.cache import cache
from django.db.models import Count, QuerySet, Sum

from allied.kernel.activity.models import Activity
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Counter, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.gaps import GAPS, SHOWN, Gap, GapList, nodes_with
from allied.kernel.thread.strength import today_in

KEPT_SECONDS: Final = 24 * 60 * 60
# Acts that commit late have lower numbers than acts that were recorded before. So many back they are looked for.
LATE_AMONG: Final = 500
Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True)
class Covered:
    """One check: the objects that fail it, out of ``total`` live objects of its kind."""

    found: GapList
    total: int

    @property
    def gap(self) -> Gap:
        return self.found.gap

    @property
    def share(self) -> float:
        """The part that passes, 0 to 1; 1 where there is nothing to ask."""
        return 1 - self.found.count / self.total if self.total else 1.0


def coverage(actor: Member, *, product: Product | None = None, shown: int = SHOWN) -> list[Covered]:
    """Every check with exact figures and its newest objects, those that fail most first.

    Four queries and one a check that fails; one more a check and one a kind where something happened since they were
    last counted.
    """
    counts, totals = _counted(actor, product)
    checks = [Covered(_list(gap, counts[gap.name], actor, product, shown), totals[gap.kind]) for gap in GAPS.values()]
    return sorted(checks, key=lambda one: -one.found.count)


def _list(gap: Gap, count: int, actor: Member, product: Product | None, shown: int) -> GapList:
    if not count or not shown:
        return GapList(gap, count, ())
    newest = nodes_with(gap, actor, product=product).select_related("product").order_by("-created_at", "-pk")
    return GapList(gap, count, tuple(newest[:shown]))


def _counted(actor: Member, product: Product | None) -> tuple[dict[str, int], dict[str, int]]:
    """By gap how many have it, and by kind how many live objects there are; kept while nothing happens."""

    def count() -> tuple[dict[str, int], dict[str, int]]:
        counts = {gap.name: nodes_with(gap, actor, product=product).count() for gap in GAPS.values()}
        return counts, {kind: _live(kind, actor, product).count() for kind in {gap.kind for gap in GAPS.values()}}

    return kept("coverage", actor, product, count)


def kept(what: str, actor: Member, product: Product | None, count: Callable[[], Figures]) -> Figures:
    """Figures of a workspace that take long to count: counted anew only where something happened since."""
    # By person, because of private drafts.
    place = f"{what}-{actor.workspace.slug}-{product.pk if product else 0}-{actor.pk}"
    mark = _mark(actor)
    found = cache.get(place)
    if found is None or found[0] != mark:
        found = mark, count()
        cache.set(place, found, KEPT_SECONDS)
    figures: Figures = found[1]
    return figures


def _live(kind: str, actor: Member, product: Product | None) -> QuerySet[Node]:
    live = Node.objects.visible_to(actor).filter(kind=kind, archived_at=None).exclude(state__in=KINDS[kind].ended)
    return live if product is None else live.filter(product=product)


def _mark(actor: Member) -> tuple[date, int, int, int]:
    """What differs as soon as anything happened: the day, the last act, how many lately, the numbers given out."""
    acts = Activity.objects.filter(workspace_id=actor.workspace_id)
    last = acts.order_by("-pk").values_list("pk", flat=True).first() or 0
    lately = acts.filter(pk__gt=last - LATE_AMONG).aggregate(n=Count("pk"))["n"]
    given = Counter.objects.filter(workspace_id=actor.workspace_id).aggregate(n=Sum("last"))["n"] or 0
    return today_in(actor.workspace), last, lately, given
