"""Turn a selection of feedback into an insight that it supports."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.insights.models import Insight
from allied.flows.evidence import stance_of
from allied.flows.linking import link_nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product


@transaction.atomic
def insight_from_evidence(
    wording: Wording, evidence: Sequence[Node], *, actor: Member, product: Product | None = None
) -> Insight:
    """Draft an insight and let everything selected support it, both or neither.

    Raises:
        Denied: the actor may not draft insights, or not link.
        BadInput: the claim is empty, a text is too long, or what was selected cannot support a claim.
    """
    way = stance_of("supports", evidence)
    insight = draft_insight(wording, actor=actor, product=product)
    link_nodes(evidence, way, [insight.node], actor=actor, field="node")
    return insight


def product_of(evidence: Sequence[Node]) -> Product | None:
    """The product that all of the selection is about, if it is one."""
    products = {node.product for node in evidence}
    return products.pop() if len(products) == 1 else None
