"""Frame the opportunity that an insight points at."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from allied.domains.discovery.actions import CONCERNS_LENGTH, frame_opportunity
from allied.domains.discovery.models import Opportunity
from allied.domains.insights.models import Insight
from allied.flows.picking import check_stands
from allied.kernel.people.models import Member, Product
from allied.kernel.text import excerpt
from allied.kernel.thread.actions import link


@transaction.atomic
def opportunity_from_insight(
    insight: Insight, *, title: str, description: str, concerns: str, product: Product | None, actor: Member
) -> Opportunity:
    """Frame an opportunity and let the insight support it, both or neither.

    Raises:
        NotVisible: the insight is in another workspace.
        Denied: the actor may not frame opportunities, or not link.
        BadInput: the insight has ended, the title is empty, or a text is too long.
    """
    check_stands([insight.node], field="whole")
    opportunity = frame_opportunity(
        title=title, description=description, concerns=concerns, product=product, actor=actor
    )
    link(insight.node, "supports", opportunity.node, actor=actor)
    return opportunity


def words_from(insight: Insight) -> dict[str, Any]:
    """What the form begins with: the insight's own words, to be turned into what people need."""
    return {
        "title": insight.claim,
        "description": insight.summary,
        "concerns": excerpt(insight.scope, CONCERNS_LENGTH),
        "product": str(insight.node.product_id or ""),
    }
