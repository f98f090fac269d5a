"""Questions that have an answer here: made from the claims that people signed, nearest to what was asked."""

from __future__ import annotations

from typing import Final

from allied.kernel.embeddings.retrieval import retrieve
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.text import excerpt
from allied.kernel.words import _

SUGGESTED: Final = 4
LONGEST: Final = 90


def suggestions(question: str, *, actor: Member, product: Product | None) -> list[tuple[str, str]]:
    """(what to ask, how it reads) of published insights with evidence, the nearest or else the newest."""
    near = retrieve(question, actor=actor, product_id=product.pk if product else None, kinds=["insight"], limit=20).hits
    nodes = [hit.node for hit in near if hit.score < 1] or _newest(actor, product)
    claims = [node.title for node in nodes if node.state == "published" and node.title != question]
    return [
        (claim, _("What do we know about “%(claim)s”?", claim=excerpt(claim, LONGEST))) for claim in claims[:SUGGESTED]
    ]


def _newest(actor: Member, product: Product | None) -> list[Node]:
    found = Node.objects.visible_to(actor).filter(kind="insight", state="published", archived_at=None)
    if product:
        found = found.filter(product=product)
    return list(found.order_by("-created_at", "-pk")[:SUGGESTED])
