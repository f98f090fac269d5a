"""Move objects of any kind to another product, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from allied.domains.feedback.actions import move_feedback
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import product_by_id
from allied.kernel.personal import undo
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _

MOST: Final = 200
UNDO: Final = "node.moved"
# Who may move what: the permission to edit any object of that kind. A theme belongs to the sorting of its product.
NEEDS: Final = {
    "feedback": Permission.FEEDBACK_EDIT,
    "insight": Permission.INSIGHT_EDIT,
    "opportunity": Permission.OPPORTUNITY_EDIT,
    "outcome": Permission.OPPORTUNITY_EDIT,
    "solution": Permission.OPPORTUNITY_EDIT,
    "assumption": Permission.OPPORTUNITY_EDIT,
    "experiment": Permission.OPPORTUNITY_EDIT,
    "round": Permission.ROUND_RUN,
    "decision": Permission.DECISION_DRAFT,
    "item": Permission.ITEM_EDIT,
    "release": Permission.RELEASE_EDIT,
    "meeting": Permission.MEETING_PLAN,
    "finding": Permission.FINDING_EDIT,
    "page": Permission.PAGE_WRITE,
}


@transaction.atomic
def move_nodes(moved: Sequence[Node], product: Product | None, *, actor: Member) -> list[tuple[Node, int | None]]:
    """Put objects under a product, or None: the whole workspace. All, or none.

    Links, comments, files, labels and followers stay on them. Returns those that moved, each with the product it had.

    Raises:
        Denied: the actor may not edit objects of one of the kinds.
        NotVisible: the product is in another workspace.
        InvalidState: there are too many, one is archived, or one cannot be under that product; it is named.
    """
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace. Nothing was moved."))
    if len(moved) > MOST:
        raise InvalidState(
            _(
                "%(moved)s objects are chosen; %(most)s can be moved at once. Nothing was moved.",
                moved=len(moved),
                most=MOST,
            )
        )
    return [(node, node.product_id) for node in moved if _move(node, product, actor)]


def _move(node: Node, product: Product | None, actor: Member) -> bool:
    """Whether it moved, or stood there already. ``node`` itself keeps what it said."""
    if node.kind not in NEEDS:
        raise InvalidState(
            _("%(reference)s belongs to the sorting of its product. Nothing was moved.", reference=node.reference)
        )
    access.require(actor, NEEDS[node.kind], node)
    node = nodes.lock(node)
    if node.archived_at is not None:
        raise InvalidState(
            _(
                "%(reference)s is archived. Take it out of the archive first. Nothing was moved.",
                reference=node.reference,
            )
        )
    was = node.product_id
    if was == (product.pk if product else None):
        return False
    if node.kind == "feedback":
        if product is None:
            raise InvalidState(
                _("%(reference)s is feedback, which is about one product. Nothing was moved.", reference=node.reference)
            )
        move_feedback(node, product, actor=actor)
    else:
        nodes.move_to(node, product)
    place = product.name if product else _("the whole workspace")
    activity.record("node.moved", node, actor=actor, changed=["product"], was=was, place=place)
    return True


def undo_of(moved: Sequence[tuple[Node, int | None]]) -> Undo | None:
    """Puts each back under the product that it had, but where somebody moved it since."""
    if not moved:
        return None
    now = Node.objects.in_bulk([node.pk for node, __ in moved])
    before = [[node.reference, was, now[node.pk].product_id] for node, was in moved]
    return Undo(UNDO, {"before": before}, moved[0][0] if len(moved) == 1 else None)


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    kept = []
    for reference, was, now in given["before"]:
        node = node_by_reference(reference, actor=actor)
        if node.product_id != now:
            kept.append(reference)
            continue
        move_nodes([node], product_by_id(str(was or ""), actor=actor), actor=actor)
    others = _(" %(kept)s: moved since, left so.", kept=", ".join(kept)) if kept else ""
    return _(
        "%(given)s under the former product again.%(others)s", given=len(given["before"]) - len(kept), others=others
    )


def register_undo() -> None:
    undo.register(UNDO, _put_back)
