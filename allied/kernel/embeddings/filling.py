"""Give nodes their vectors, at most ``STEP`` in a transaction, from where the last step ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from allied.kernel.embeddings import place_of_words
from allied.kernel.embeddings.models import Progress, Vector
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Workspace
from allied.synthesis.embedder import Embedder, load
from allied.synthesis.terms import terms

STEP: Final = 500
LONGEST: Final = 4_000  # characters of a text that count
OVERLAP: Final = timedelta(minutes=2)  # for a transaction that began earlier and committed later
BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def embedder() -> Embedder:
    """The model of this installation.

    Raises:
        NoEmbedder: it cannot be loaded.
    """
    return load(settings.EMBEDDER_FOLDER)


def fill(workspace: Workspace) -> int:
    """Bring all vectors of a workspace up to date now; return how many nodes were read."""
    read = 0
    while count := fill_step(workspace):
        read += count
    return read


@transaction.atomic
def fill_step(workspace: Workspace) -> int:
    """Read up to ``STEP`` nodes that changed since they were read last; return how many. 0: all are up to date."""
    model, now = embedder(), timezone.now()
    Progress.objects.get_or_create(workspace=workspace, defaults={"model": model.name, "caught_up_to": BEGINNING})
    progress = Progress.objects.select_for_update().get(workspace=workspace)
    if progress.model != model.name:
        progress.model, progress.caught_up_to = model.name, BEGINNING
    nodes = list(_stale(workspace, progress)[:STEP])
    if nodes:
        progress.generation += 1
        _store(nodes, model, progress.generation)
    progress.caught_up_to = nodes[-1].updated_at if nodes else max(progress.caught_up_to, now - OVERLAP)
    progress.save()
    return len(nodes)


def _stale(workspace: Workspace, progress: Progress) -> QuerySet[Node]:
    """Nodes without a vector of this model, or changed after theirs was made, longest unchanged first."""
    own = Vector.objects.filter(node=OuterRef("pk"), model=progress.model)
    changed = Node.objects.filter(workspace=workspace, updated_at__gte=progress.caught_up_to)
    found = changed.annotate(read_at=Subquery(own.values("node_updated_at")[:1]))
    return found.filter(Q(read_at=None) | Q(read_at__lt=F("updated_at"))).order_by("updated_at", "pk")


def _store(nodes: list[Node], model: Embedder, generation: int) -> None:
    texts = texts_of(nodes)
    hashes = {node.pk: blake2b(texts[node.pk].encode(), digest_size=16).hexdigest() for node in nodes}
    known = Vector.objects.filter(pk__in=hashes, model=model.name)
    kept = {each.pk: each for each in known if each.text_hash == hashes[each.pk]}
    fresh = [node.pk for node in nodes if node.pk not in kept]
    made = dict(zip(fresh, model.embed([texts[pk] for pk in fresh]).astype("float16"), strict=True))
    rows = [
        Vector(
            node=node,
            workspace_id=node.workspace_id,
            kind=node.kind,
            product_id=node.product_id,
            model=model.name,
            text_hash=hashes[node.pk],
            node_updated_at=node.updated_at,
            generation=generation,
            vector=bytes(kept[node.pk].vector) if node.pk in kept else made[node.pk].tobytes(),
            terms=terms(texts[node.pk]).tobytes(),
        )
        for node in nodes
    ]
    changing = ["kind", "product_id", "model", "text_hash", "node_updated_at", "generation", "vector", "terms"]
    Vector.objects.bulk_create(
        rows, batch_size=100, update_conflicts=True, unique_fields=["node"], update_fields=changing
    )


def texts_of(nodes: Sequence[Node]) -> dict[str, str]:
    """What each node says, by its id: one query a kind."""
    found = {node.pk: node.title for node in nodes}
    for kind in {node.kind for node in nodes}:
        if read := place_of_words(kind):
            found |= read([node.pk for node in nodes if node.kind == kind])
    return {pk: text[:LONGEST] for pk, text in found.items()}
