"""Compare what came in with the claims that stand. Brings numpy: import it inside functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
from django.db.models import Count, Min
from django.utils import timezone
from numpy.typing import NDArray

from allied.domains.insights.models import State, Suggestion, Watched
from allied.domains.insights.queries import EVIDENCE
from allied.kernel.embeddings.filling import embedder, texts_of
from allied.kernel.embeddings.models import Progress, Vector
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Workspace
from allied.kernel.thread.models import Link
from allied.synthesis.relevance import Question
from allied.synthesis.stance import lean

NEW: Final = timedelta(days=30)  # what came in before is no news, whenever its vector is made anew
CANDIDATE: Final = 0.35  # cosine from which a pair is compared in full
NEAR: Final = 0.5  # relevance from which a pair is offered
CLAIMS_OF_ONE: Final = 3  # one piece of evidence is offered to that many claims, the nearest
WAITING_OF_ONE: Final = 25  # a claim has at most that many waiting; Ask finds the rest


def compare_next(workspace: Workspace) -> bool:
    """Compare the evidence of the next fill, at most 500 pieces; True if there may be more."""
    done, _ = Watched.objects.select_for_update().get_or_create(workspace=workspace)
    filled = Progress.objects.filter(workspace=workspace).first()
    if filled is None:
        return False
    if done.generation > filled.generation:  # another database was restored in its place
        done.generation = 0
    coming = Vector.objects.filter(workspace=workspace, generation__gt=done.generation, kind__in=EVIDENCE)
    upcoming = coming.aggregate(first=Min("generation"))["first"]
    done.generation = upcoming or filled.generation
    done.save()
    if upcoming is None:
        return False
    _offer(workspace, [row for row in coming.filter(generation=upcoming, model=filled.model) if row.vector])
    return True


def _offer(workspace: Workspace, rows: Sequence[Vector]) -> None:
    fresh = Node.objects.filter(pk__in=[row.pk for row in rows], created_at__gte=timezone.now() - NEW)
    evidence = {node.pk: node for node in fresh.filter(archived_at=None, trashed_at=None, state="new")}
    rows = [row for row in rows if row.pk in evidence]
    if not rows:
        return
    claims = _claims(workspace, rows[0].model)
    if claims:
        pairs = _near_pairs(rows, list(claims.values()))
        _store(workspace, _judged(pairs, evidence, {pk: row.node for pk, row in claims.items()}))


def _claims(workspace: Workspace, model: str) -> dict[str, Vector]:
    standing = {"node__state": State.PUBLISHED, "node__archived_at": None, "node__trashed_at": None}
    found = Vector.objects.filter(workspace=workspace, kind="insight", model=model, **standing)
    return {row.pk: row for row in found.select_related("node")}


def _near_pairs(rows: Sequence[Vector], claims: Sequence[Vector]) -> list[tuple[str, str]]:
    """(claim, evidence) of one product that are near enough to be compared in full, the nearest claims of each."""
    near = _matrix(rows) @ _matrix(claims).T
    found = []
    for row, nearness in zip(rows, near, strict=True):
        best = np.argsort(-nearness, kind="stable")[: 2 * CLAIMS_OF_ONE]
        of_product = [claims[at] for at in best if nearness[at] >= CANDIDATE and _is_of_one(claims[at], row)]
        found += [(claim.pk, row.pk) for claim in of_product]
    return found


def _is_of_one(claim: Vector, row: Vector) -> bool:
    """A claim of the whole workspace is met by evidence of any product."""
    return claim.product_id is None or claim.product_id == row.product_id


def _matrix(rows: Sequence[Vector]) -> NDArray[np.float32]:
    return np.stack([np.frombuffer(row.vector, dtype=np.float16) for row in rows]).astype(np.float32)


def _judged(
    pairs: Sequence[tuple[str, str]], evidence: dict[str, Node], claims: dict[str, Node]
) -> dict[str, list[Suggestion]]:
    """By evidence what is offered, the nearest first."""
    texts, model = texts_of([evidence[pk] for pk in {pair[1] for pair in pairs}]), embedder()
    found: dict[str, list[Suggestion]] = {}
    for claim in dict.fromkeys(pair[0] for pair in pairs):
        ids = [pair[1] for pair in pairs if pair[0] == claim]
        question = Question(claims[claim].title, model, rarity=lambda _: 1.0)
        for pk, relevance in zip(ids, question.relevance([texts[pk] for pk in ids]), strict=True):
            if relevance.score >= NEAR:
                leaning = lean(claims[claim].title, relevance.sentence)
                found.setdefault(pk, []).append(
                    Suggestion(
                        claim_id=claim,
                        evidence_id=pk,
                        nearness=round(relevance.score, 3),
                        lean=leaning.stance,
                        cue=leaning.cue,
                    )
                )
    return {pk: sorted(all_, key=lambda one: -one.nearness)[:CLAIMS_OF_ONE] for pk, all_ in found.items()}


def _store(workspace: Workspace, offered: dict[str, list[Suggestion]]) -> None:
    """Keep what is not linked, not offered before, and fits beside what waits already; what disagrees comes first."""
    made = [one for all_ in offered.values() for one in all_]
    claims, ids = {one.claim_id for one in made}, set(offered)
    links = Link.objects.filter(source__in=ids, target__in=claims, relation__in=("supports", "contradicts"))
    known = set(links.values_list("target_id", "source_id"))
    waiting = Suggestion.objects.filter(claim__in=claims, state=Suggestion.State.WAITING)
    count = dict(waiting.values_list("claim").annotate(n=Count("pk")).order_by())
    order = {Suggestion.Lean.CONTRADICTS: 0, Suggestion.Lean.UNCLEAR: 1, Suggestion.Lean.SUPPORTS: 2}
    kept = []
    for one in sorted(made, key=lambda one: (order[Suggestion.Lean(one.lean)], -one.nearness)):
        if (one.claim_id, one.evidence_id) in known or count.get(one.claim_id, 0) >= WAITING_OF_ONE:
            continue
        count[one.claim_id] = count.get(one.claim_id, 0) + 1
        one.workspace = workspace
        kept.append(one)
    Suggestion.objects.bulk_create(kept, ignore_conflicts=True, batch_size=100)
