"""What a charter demands before others may act."""

from __future__ import annotations

from allied.domains.decisions.charter.queries import charter_in_force
from allied.domains.decisions.models import State
from allied.kernel.nodes.models import Node
from allied.kernel.thread.holds import Obstacle, demand
from allied.kernel.thread.models import Link
from allied.kernel.words import _


def decision_before_commitment(node: Node) -> Obstacle | None:
    """Where the charter says so, an item waits for a decision that has closed."""
    charter = charter_in_force(node.workspace_id)
    if node.kind != "item" or charter is None or not charter.commits_by_decision:
        return None
    decided = Link.objects.filter(source=node.pk, relation="decided_by", target__state=State.DECIDED)
    if decided.filter(target__trashed_at=None).exists():
        return None
    return Obstacle(
        _("By the charter a roadmap item is committed by a decision, and none has closed."),
        _("Close a decision and link the item as “is decided by” it."),
    )


def register_demands() -> None:
    demand("commit", decision_before_commitment)
