"""Put on the roadmap what would meet an opportunity."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from allied.domains.discovery.models import Opportunity
from allied.domains.roadmap.actions import add_item
from allied.domains.roadmap.models import Horizon, Item
from allied.flows.picking import check_stands
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.actions import link


@transaction.atomic
def item_from_opportunity(
    opportunity: Opportunity,
    *,
    title: str,
    problem: str,
    outcome: str,
    horizon: str,
    product: Product | None,
    actor: Member,
) -> Item:
    """Add an item and let it address the opportunity, both or neither.

    Raises:
        NotVisible: the opportunity is in another workspace.
        Denied: the actor may not add items, or not link.
        BadInput: the opportunity has ended, the title is empty, or a text is too long.
    """
    check_stands([opportunity.node], field="whole")
    item = add_item(title=title, problem=problem, outcome=outcome, horizon=horizon, product=product, actor=actor)
    link(item.node, "addresses", opportunity.node, actor=actor)
    return item


def words_from(opportunity: Opportunity) -> dict[str, Any]:
    """What the form begins with: the need is the problem; name and outcome are still to be found."""
    return {
        "problem": opportunity.description or opportunity.node.title,
        "horizon": Horizon.LATER,
        "product": str(opportunity.node.product_id or ""),
    }
