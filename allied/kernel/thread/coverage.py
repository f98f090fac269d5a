"""How far the threads of a workspace are covered: every gap with its exact number, out of how many.

Home asks only the newest objects, to be quick; here every live object is asked. At a hundred thousand that takes longer
than a page should, so the figures are kept until something happens in the workspace, or the day ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from allied.kernel.activity.figures import kept
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.gaps import GAPS, SHOWN, Gap, GapList, nodes_with


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

    One query and one a check that fails; one more a check and one a kind where something happened since they were
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


def _live(kind: str, actor: Member, product: Product | None) -> QuerySet[Node]:
    live = Node.objects.visible_to(actor).filter(kind=kind, archived_at=None).exclude(state__in=KINDS[kind].ended)
    return live if product is None else live.filter(product=product)
