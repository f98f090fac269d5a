"""Put feedback into the database: its node, its row, its words for the search, its evidence. Many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allied.domains.feedback.models import Facet, Feedback
from allied.kernel import bulk
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index_new
from allied.kernel.text import excerpt
from allied.kernel.thread.offers import Evidence, offer_for_new

TITLE = 140


def store(drafts: Sequence[Feedback], *, product: Product, actor: Member) -> list[Feedback]:
    """Insert feedback that has no node yet, in the caller's transaction and a fixed number of statements."""
    made = nodes.create_many(
        "feedback", titles=[excerpt(draft.text, TITLE) for draft in drafts], actor=actor, product=product
    )
    for node, draft in zip(made, drafts, strict=True):
        draft.node, draft.product, draft.workspace = node, product, actor.workspace
    bulk.insert(drafts)
    index_new((draft.node, searched(draft)) for draft in drafts)
    offer_for_new((draft.node, evidence_of(draft)) for draft in drafts)
    remember_facets(actor, drafts)
    return list(drafts)


def searched(item: Feedback) -> tuple[str, ...]:
    """What the search finds it by."""
    return (item.text, item.author, item.on_behalf_of, item.source_id, *item.segments.values())


def evidence_of(draft: Feedback) -> Evidence:
    """What one item stands for: what its author wrote or did, or an opinion where somebody else passed it on."""
    return Evidence(
        method=draft.method,
        dated_on=draft.received_at.astimezone(draft.workspace.zone).date(),
        person=draft.person_key,
        source=f"{draft.product_id}:{draft.source}"[:80],
    )


def remember_facets(actor: Member, items: Iterable[Feedback]) -> None:
    """Keep each source and each pair of segment and value once, for filters."""
    items = list(items)
    pairs = {pair for item in items for pair in item.segments.items()} | {("", item.source) for item in items}
    known = [Facet(workspace=actor.workspace, name=name, value=value) for name, value in sorted(pairs)]
    Facet.objects.bulk_create(known, ignore_conflicts=True)
