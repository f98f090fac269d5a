"""The middle of each theme, how near a text lies to it, and the floor below which it is not themed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.communities import Labels
from allied.synthesis.neighbours import Vectors

BLOCK: Final = 8192
SPREADS: Final = 2.5  # robust standard deviations below the median
ENOUGH: Final = 0.5  # cosine with a middle that is near in any set of texts
MOST_LEFT: Final = 0.04  # of the texts are turned away for lying far from the middle, at most


@dataclass(frozen=True)
class Middles:
    """``centres`` (themes, d) of unit length; ``floors`` (themes,): a nearer text belongs, a farther one does not."""

    centres: Vectors
    floors: NDArray[np.float32]


@dataclass(frozen=True)
class Placed:
    """Per text its theme, -1 for none, and its cosine with the middle of the theme that is nearest to it."""

    labels: Labels
    nearness: NDArray[np.float32]


def centred(vectors: Vectors, mean: NDArray[np.float32]) -> Vectors:
    """Unit rows after what all texts have in common is taken away; a row of zeros stays one."""
    moved = np.where(np.any(vectors, axis=1, keepdims=True), vectors - mean, 0).astype(np.float32)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-6))


def centres(vectors: Vectors, labels: Labels) -> Vectors:
    """The mean direction of each theme's texts; labels run from 0."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy

    themed = np.flatnonzero(labels >= 0)
    themes = int(labels.max(initial=-1)) + 1
    belongs = csr_matrix((np.ones(len(themed), np.float32), (labels[themed], themed)), shape=(themes, len(labels)))
    sums = np.asarray(belongs @ vectors, dtype=np.float32)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0))


def around(vectors: Vectors, labels: Labels) -> tuple[Middles, NDArray[np.float32]]:
    """The middles of themes as they are, and each text's nearness to its own; of one without a theme, to any."""
    middle = centres(vectors, labels)
    own = _own(vectors, middle, labels) if len(middle) else np.zeros(len(vectors), dtype=np.float32)
    middles = Middles(middle, _floors(own, labels, len(middle)))
    homeless = np.flatnonzero(labels < 0)
    own[homeless] = join(vectors[homeless], middles).nearness
    return middles, own


def settle(vectors: Vectors, labels: Labels) -> tuple[Middles, Placed]:
    """Turn away what lies far from the middle of its theme; let texts without one (-1) join where they fit."""
    middles, own = around(vectors, labels)
    kept = np.where((labels >= 0) & (own < np.append(middles.floors, 0)[labels]), -1, labels)
    homeless = np.flatnonzero(labels < 0)
    kept[homeless] = join(vectors[homeless], middles).labels
    return middles, Placed(kept, own)


def join(vectors: Vectors, middles: Middles) -> Placed:
    """Give each text the nearest theme, if it lies above that theme's floor."""
    labels = np.full(len(vectors), -1, dtype=np.int64)
    nearness = np.zeros(len(vectors), dtype=np.float32)
    if not len(middles.centres):
        return Placed(labels, nearness)
    for first in range(0, len(vectors), BLOCK):
        found = vectors[first : first + BLOCK] @ middles.centres.T
        best = found.argmax(axis=1)
        near = found[np.arange(len(best)), best]
        nearness[first : first + BLOCK] = near
        labels[first : first + BLOCK] = np.where(near >= middles.floors[best], best, -1)
    return Placed(labels, nearness)


def _own(vectors: Vectors, middle: Vectors, labels: Labels) -> NDArray[np.float32]:
    found = np.zeros(len(vectors), dtype=np.float32)
    for first in range(0, len(vectors), BLOCK):
        part = slice(first, first + BLOCK)
        found[part] = np.einsum("ij,ij->i", vectors[part], middle[labels[part]])
    return found


def _floors(own: NDArray[np.float32], labels: Labels, themes: int) -> NDArray[np.float32]:
    """Per theme its median less ``SPREADS`` robust deviations, but so that few texts are turned away over all."""
    themed = labels >= 0
    if not themed.any():
        return np.zeros(themes, dtype=np.float32)
    ceiling = min(float(np.quantile(own[themed], MOST_LEFT)), ENOUGH)
    order = np.argsort(labels[themed], kind="stable")
    parts = np.split(own[themed][order], np.cumsum(np.bincount(labels[themed], minlength=themes))[:-1])
    medians = np.array([np.median(part) for part in parts])
    spreads = 1.4826 * np.array([np.median(np.abs(part - middle)) for part, middle in zip(parts, medians, strict=True)])
    floors = medians - SPREADS * np.maximum(spreads, np.median(spreads))  # few texts hardly show how far they spread
    return np.asarray(np.minimum(floors, ceiling), dtype=np.float32)
