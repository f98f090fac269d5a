"""Find nodes by what they say: words and meaning find the candidates, relevance ranks them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from allied.kernel.embeddings.arrays import Array, array
from allied.kernel.embeddings.filling import embedder, texts_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.synthesis.relevance import Question, Relevance
from allied.synthesis.terms import content_words, hashed

CANDIDATES: Final = 40  # of either stage that are compared in full
WIDER: Final = 2_000  # of either stage, where a filter leaves few
LONGEST_QUESTION: Final = 500

Accept = Callable[[Collection[str]], set[str]]


@dataclass(frozen=True)
class Hit:
    """A node that may answer; ``text`` is what it says."""

    node: Node
    text: str
    relevance: Relevance

    @property
    def score(self) -> float:
        return self.relevance.score


@dataclass(frozen=True)
class Retrieved:
    """``hits``, best first, of ``searched`` nodes."""

    hits: list[Hit]
    searched: int


def retrieve(
    text: str,
    *,
    actor: Member,
    product_id: int | None = None,
    kinds: Sequence[str] = (),
    accept: Accept | None = None,
    limit: int = CANDIDATES,
    known: Array | None = None,
) -> Retrieved:
    """The nodes that say most about ``text``, whether in its words or in others.

    ``accept`` answers which of some node ids a filter lets through; ``known`` saves asking whether vectors changed.

    Raises:
        NoEmbedder: the language model cannot be loaded.
    """
    if actor.role == Role.GUEST or not text.strip():
        return Retrieved([], 0)
    known = array(actor.workspace_id) if known is None else known
    among = known.among(product_id=product_id, kinds=kinds)
    question = Question(text[:LONGEST_QUESTION], embedder(), known.postings.rarity)
    ids = _candidates(known, among, text, question, CANDIDATES)
    if accept is not None:
        ids = _accepted(known, among, text, question, accept)
    nodes = Node.objects.visible_to(actor).filter(pk__in=ids, archived_at=None).select_related("product")
    return Retrieved(_ranked(list(nodes), question)[:limit], int(among.sum()))


def compare(text: str, nodes: Sequence[Node], *, actor: Member, known: Array | None = None) -> list[Hit]:
    """How well each of these nodes answers ``text``, best first; ``known`` as for ``retrieve``."""
    known = array(actor.workspace_id) if known is None else known
    return _ranked(nodes, Question(text[:LONGEST_QUESTION], embedder(), known.postings.rarity))


def _ranked(nodes: Sequence[Node], question: Question) -> list[Hit]:
    texts = texts_of(nodes)
    found = question.relevance([texts[node.pk] for node in nodes])
    hits = [Hit(node, texts[node.pk], relevance) for node, relevance in zip(nodes, found, strict=True)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.node.pk))


def _accepted(known: Array, among: NDArray[np.bool_], text: str, question: Question, accept: Accept) -> list[str]:
    """Candidates that the filter lets through, looked for among more of them where few are left."""
    for depth in (CANDIDATES * 4, WIDER):
        ids = _candidates(known, among, text, question, depth)
        passed = accept(ids)
        if len(passed) >= CANDIDATES or len(ids) < depth:
            break
    return [pk for pk in ids if pk in passed][: 2 * CANDIDATES]


def _candidates(known: Array, among: NDArray[np.bool_], text: str, question: Question, depth: int) -> list[str]:
    """The best ``depth`` by words and by meaning, taken in turn."""
    if not among.any():
        return []
    by_words = np.where(among, known.postings.scores(hashed(content_words(text))), 0)
    best = np.argpartition(-by_words, min(depth, len(by_words) - 1))[:depth]
    best = best[by_words[best] > 0]
    best = best[np.argsort(-by_words[best], kind="stable")]
    near = known.index.search(question.vector, depth, among=among).places
    turns = [place for at in range(depth) for ranked in (best, near) for place in ranked[at : at + 1]]
    return [str(known.ids[place]) for place in dict.fromkeys(turns)]
