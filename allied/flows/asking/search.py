"""Search by words and by meaning: what holds all words first, then what says the same in others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from allied.domains.feedback.models import Feedback
from allied.kernel.embeddings.retrieval import Hit, compare, read, retrieve
from allied.kernel.people.models import Member, Product
from allied.kernel.search.queries import find

NEAR: Final = 0.3  # below it, a text without the words has nothing to do with them


def search(
    text: str, *, actor: Member, product: Product | None = None, kinds: Sequence[str] = (), limit: int = 50
) -> list[Hit]:
    """The objects that hold every word of ``text``, or the reference; after them those that come near it in meaning.

    Raises:
        NoEmbedder: the language model cannot be loaded.
    """
    product_id = product.pk if product else None
    exact = find(actor=actor, text=text, kinds=kinds, product_id=product_id, limit=limit).nodes
    asked = read(text, actor=actor)
    found = compare(asked, exact, actor=actor)
    if len(found) >= limit:  # what comes near in meaning would stand after these
        return found
    near = retrieve(asked, actor=actor, product_id=product_id, kinds=kinds, limit=limit).hits
    known = {hit.node.pk for hit in found}
    return [*found, *(hit for hit in near if hit.score >= NEAR and hit.node.pk not in known)][:limit]


def source_ids(hits: Sequence[Hit]) -> dict[str, str]:
    """What each item of feedback is called where it came from."""
    found = Feedback.objects.filter(pk__in=[hit.node.pk for hit in hits if hit.node.kind == "feedback"])
    return dict(found.values_list("pk", "source_id"))
