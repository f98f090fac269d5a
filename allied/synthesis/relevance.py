"""How well a text answers a question: half nearness in meaning, half how much of the question it covers.

Both halves are 0..1 and mean the same in every collection, so one threshold serves for all. On questions about the
collection and questions about anything else, of two kinds of texts, it keeps the two apart (``bench/ask.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from allied.synthesis.embedder import Embedder, Vectors
from allied.synthesis.terms import content_words, sentences, term, words

ENOUGH: Final = 0.43  # below it, a text is no answer
ALIKE: Final = 0.4  # words that are less near than this have nothing to do with each other
LONGEST: Final = 400  # words of a text that are compared
MET: Final = 50_000  # words whose vectors are kept, 1 kB each
_met: dict[tuple[Embedder, str], Vectors] = {}


@dataclass(frozen=True)
class Relevance:
    """``score`` 0..1 of a text; ``sentence`` is the part of it that is nearest to the question."""

    score: float
    meaning: float
    coverage: float
    sentence: str


class Question:
    """A question, read once and compared with many texts.

    Args:
        rarity: what a term is worth in the collection, more where fewer texts hold it.
    """

    def __init__(self, text: str, embedder: Embedder, rarity: Callable[[int], float]) -> None:
        self._embedder = embedder
        self.vector = embedder.embed([text])[0]
        self._words = content_words(text)
        self._vectors = _word_vectors(embedder, tuple(self._words)) if self._words else None
        worth = np.array([rarity(term(word)) for word in self._words])
        self._worth = worth / worth.sum() if len(worth) and worth.sum() else worth

    def relevance(self, texts: Sequence[str]) -> list[Relevance]:
        """One of each text."""
        parts = [sentences(text) for text in texts]
        flat = [sentence for part in parts for sentence in part]
        near = self._embedder.embed(flat) @ self.vector if flat else np.zeros(0)
        found, start = [], 0
        for part, coverage in zip(parts, self._coverages(texts), strict=True):
            scores = near[start : start + len(part)]
            start += len(part)
            best = int(np.argmax(scores))
            meaning = max(float(scores[best]), 0.0)
            found.append(Relevance((meaning + coverage) / 2, meaning, coverage, part[best]))
        return found

    def _coverages(self, texts: Sequence[str]) -> list[float]:
        """The share of the question's words, by their worth, that each text has or comes near.

        Texts about one thing share their words, so each word is compared once and not once a text.
        """
        there = [list(dict.fromkeys(words(text)[:LONGEST])) for text in texts]
        places = {word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(there)))}
        if self._vectors is None or not places:
            return [0.0] * len(texts)
        near = self._vectors @ _word_vectors(self._embedder, tuple(places)).T
        near = np.where(near > ALIKE, np.minimum(near, 1.0), 0.0)
        return [
            float(self._worth @ near[:, [places[word] for word in said]].max(axis=1)) if said else 0.0 for said in there
        ]


def _word_vectors(embedder: Embedder, found: tuple[str, ...]) -> Vectors:
    """One row a word; those not met before are read together, since each call of a model has its price."""
    known = {word: vector for word in found if (vector := _met.get((embedder, word))) is not None}
    if fresh := [word for word in found if word not in known]:
        known |= dict(zip(fresh, embedder.embed(fresh), strict=True))
        if len(_met) > MET:
            _met.clear()
        _met.update({(embedder, word): known[word] for word in fresh})
    return np.stack([known[word] for word in found])
