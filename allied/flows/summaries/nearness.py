"""Which claim of a summary a quote speaks for, where its place does not say. Brings numpy: import inside functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from allied.flows.summaries.reading import Piece
from allied.kernel.embeddings.filling import embedder
from allied.synthesis.missing import NoEmbedder

NEAR: Final = 0.35  # cosine from which new evidence is compared with a claim, too


def placed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, each opinion without a claim beside the nearest one, if any is near. Without a model: as they are."""
    claims = [at for at, piece in enumerate(pieces) if piece.kind == "insight"]
    loose = [at for at, piece in enumerate(pieces) if piece.kind == "opinion" and not piece.about]
    found = list(pieces)
    if not claims or not loose:
        return found
    try:
        vectors = embedder().embed([piece.text for piece in pieces])
    except NoEmbedder:
        return found
    near = vectors[loose] @ vectors[claims].T
    for row, at in enumerate(loose):
        best = int(np.argmax(near[row]))
        if near[row, best] >= NEAR:
            found[at] = replace(found[at], about=claims[best] + 1)
    return found
