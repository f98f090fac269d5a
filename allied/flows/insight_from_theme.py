"""Turn a theme into an insight that its feedback supports."""

from __future__ import annotations

from django.db import transaction

from allied.domains.insights.actions import Wording
from allied.domains.insights.models import Insight
from allied.domains.themes import queries
from allied.domains.themes.models import Theme
from allied.flows.insight_from_feedback import insight_from_evidence
from allied.flows.picking import AT_ONCE
from allied.kernel.errors import InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.actions import link
from allied.kernel.words import _


def evidence_of(theme: Theme, *, actor: Member) -> list[Node]:
    """The feedback of a theme, the nearest to its middle first; as much as fits into one act."""
    product = theme.node.product
    run = queries.standing_run(product, actor=actor) if product else None
    return [place.item for place in queries.places(run, theme, actor=actor)[:AT_ONCE]]


@transaction.atomic
def insight_from_theme(theme: Theme, wording: Wording, *, actor: Member) -> Insight:
    """Draft an insight that is derived from the theme, and let the theme's feedback support it.

    Strength counts its people, not its comments.

    Raises:
        Denied: the actor may not draft insights, or not link.
        InvalidState: the theme holds nothing now.
        BadInput: the claim is empty, or a text is too long.
    """
    evidence = evidence_of(theme, actor=actor)
    if not evidence:
        raise InvalidState(
            _(
                "%(reference)s holds no feedback now. Run themes again. Nothing was changed.",
                reference=theme.node.reference,
            )
        )
    insight = insight_from_evidence(wording, evidence, actor=actor, product=theme.node.product)
    link(insight.node, "derived_from", theme.node, actor=actor)
    return insight
