"""What a roadmap item shows for strength: that of its problem, and beside it how far its solution is tested."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from allied.kernel.nodes.models import Node
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.reach import among
from allied.kernel.thread.strength import strength_of
from allied.kernel.thread.words import headline
from allied.kernel.words import _

NOT_TESTED: Final = _("Solution: not tested")


@dataclass(frozen=True, slots=True)
class Problem:
    """The best-supported of the live opportunities that an item addresses; ``others`` are the rest.

    Problem and solution are two statements and never one: a strong problem proves no solution.
    """

    opportunity: Node
    strength: Strength
    others: int

    @property
    def words(self) -> str:
        """ "Problem: Supported, contested"."""
        return _("Problem: %(headline)s", headline=headline(self.strength.level, self.strength.flag))

    @property
    def solution_words(self) -> str:
        """Nothing in the thread tests a solution yet, so it says so."""
        return NOT_TESTED


def problems_of(items: Iterable[Node], *, today: date) -> dict[str, Problem]:
    """The problem behind each item by its id; an item that addresses no live opportunity has none. Two queries."""
    ids = among(item.pk for item in items)
    addressed: dict[str, list[Node]] = {}
    for made in Link.objects.filter(source__in=ids, relation="addresses").select_related("target").order_by("pk"):
        if not made.target.is_ended:
            addressed.setdefault(made.source_id, []).append(made.target)
    strengths = strength_of([node for nodes in addressed.values() for node in nodes], today=today)
    return {item: _best(nodes, strengths) for item, nodes in addressed.items()}


def _best(opportunities: Collection[Node], strengths: dict[str, Strength]) -> Problem:
    best = max(opportunities, key=lambda node: (strengths[node.pk].level.rank, strengths[node.pk].s))
    return Problem(best, strengths[best.pk], len(opportunities) - 1)
