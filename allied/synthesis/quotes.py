"""Quotes that stand for a theme: near its middle, and unlike each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.neighbours import Vectors

NEAR: Final = 0.7  # how much nearness to the middle counts against being unlike what is chosen already
POOL: Final = 200
SHORT, LONG = 4, 40  # words that a good quote has


def representative(vectors: Vectors, middle: NDArray[np.float32], texts: Sequence[str], count: int) -> list[int]:
    """Places of at most ``count`` texts, the most central first, then by maximal marginal relevance.

    Carbonell and Goldstein (1998). ``vectors`` are unit rows, one a text. Texts that are very short or very long
    come last, and none is taken twice under another place.
    """
    near = vectors @ middle - _burden(texts)
    pool = np.argsort(-near, kind="stable")[:POOL]
    alike = vectors[pool] @ vectors[pool].T
    chosen: list[int] = []
    said: set[str] = set()
    while len(chosen) < count:
        worth = NEAR * near[pool] - (1 - NEAR) * (alike[:, chosen].max(axis=1) if chosen else 0)
        worth[[place for place, at in enumerate(pool) if texts[at].lower() in said]] = -np.inf
        best = int(np.argmax(worth))
        if worth[best] == -np.inf:
            break
        chosen.append(best)
        said.add(texts[pool[best]].lower())
    return [int(pool[place]) for place in chosen]


def _burden(texts: Sequence[str]) -> NDArray[np.float64]:
    words = np.array([len(text.split()) for text in texts])
    return np.where(words < SHORT, 0.2, np.clip((words - LONG) / 200, 0, 0.3))
