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
class Asked:
    """A text that is looked for, read once, however often one looks through ``known`` for it."""

    text: str
    known: Array
    question: Question


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


def read(text: str | Asked, *, actor: Member) -> Asked:
    """Read a text once that is looked for several times; one that is read already stays as it is.

    Raises:
        NoEmbedder: the language model cannot be loaded.
    """
    if isinstance(text, Asked):
        return text
    known = array(actor.workspace_id)
    return Asked(text, known, Question(text[:LONGEST_QUESTION], embedder(), known.postings.rarity))


def retrieve(
    text: str | Asked,
    *,
    actor: Member,
    product_id: int | None = None,
    kinds: Sequence[str] = (),
    accept: Accept | None = None,
    limit: int = CANDIDATES,
) -> Retrieved:
    """The nodes that say most about ``text``, whether in its words or in others.

    ``accept`` answers which of some node ids a filter lets through.

    Raises:
        NoEmbedder: the language model cannot be loaded.
    """
    if actor.role == Role.GUEST or not (text.text if isinstance(text, Asked) else text).strip():
        return Retrieved([], 0)
    asked = read(text, actor=actor)
    among = asked.known.among(product_id=product_id, kinds=kinds)
    ids = _candidates(asked, among, CANDIDATES) if accept is None else _accepted(asked, among, accept)
    nodes = Node.objects.visible_to(actor).filter(pk__in=ids, archived_at=None).select_related("product")
    return Retrieved(_ranked(list(nodes) if ids else [], asked.question)[:limit], int(among.sum()))


def compare(text: str | Asked, nodes: Sequence[Node], *, actor: Member) -> list[Hit]:
    """How well each of these nodes answers ``text``, best first."""
    return _ranked(nodes, read(text, actor=actor).question)


def _ranked(nodes: Sequence[Node], question: Question) -> list[Hit]:
    texts = texts_of(nodes)
    found = question.relevance([texts[node.pk] for node in nodes])
    hits = [Hit(node, texts[node.pk], relevance) for node, relevance in zip(nodes, found, strict=True)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.node.pk))


def _accepted(asked: Asked, among: NDArray[np.bool_], accept: Accept) -> list[str]:
    """Candidates that the filter lets through, looked for among more of them where few are left."""
    for depth in (CANDIDATES * 4, WIDER):
        ids = _candidates(asked, among, depth)
        passed = accept(ids)
        if len(passed) >= CANDIDATES or len(ids) < depth:
            break
    return [pk for pk in ids if pk in passed][: 2 * CANDIDATES]


def _candidates(asked: Asked, among: NDArray[np.bool_], depth: int) -> list[str]:
    """The best ``depth`` by words and by meaning, taken in turn."""
    if not among.any():
        return []
    known = asked.known
    by_words = np.where(among, known.postings.scores(hashed(content_words(asked.text))), 0)
    best = np.argpartition(-by_words, min(depth, len(by_words) - 1))[:depth]
    best = best[by_words[best] > 0]
    best = best[np.argsort(-by_words[best], kind="stable")]
    near = known.index.search(asked.question.vector, depth, among=among).places
    turns = [place for at in range(depth) for ranked in (best, near) for place in ranked[at : at + 1]]
    return [str(known.ids[place]) for place in dict.fromkeys(turns)]
