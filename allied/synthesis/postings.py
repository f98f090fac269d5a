"""Full text in memory: which texts hold a word, ranked by BM25. The same answer on every database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.terms import Terms

K1: Final = 1.2  # how soon a repeated word stops counting
B: Final = 0.75  # how much a long text has to hold for it


@dataclass(frozen=True)
class Postings:
    """For each different term, in ascending order, the texts that hold it and how often.

    ``starts[i]:starts[i + 1]`` are the places of term ``i`` in ``texts`` and ``counts``. ``lengths`` is one number a
    text: how many words it has.
    """

    terms: Terms
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    counts: NDArray[np.float32]
    lengths: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.lengths)

    def holding(self, term: int) -> slice:
        at = int(np.searchsorted(self.terms, np.uint32(term)))
        if at == len(self.terms) or self.terms[at] != term:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def rarity(self, term: int) -> float:
        """What a word is worth: much where few texts hold it, most where none does."""
        found = self.holding(term)
        holding = found.stop - found.start
        return float(np.log1p((len(self) - holding + 0.5) / (holding + 0.5)))

    def scores(self, wanted: Terms) -> NDArray[np.float32]:
        """BM25 of every text for the wanted terms, each counted once."""
        found = np.zeros(len(self), dtype=np.float32)
        for one in np.unique(wanted):
            place = self.holding(int(one))
            found[self.texts[place]] += np.float32(self.rarity(int(one))) * self._weights[place]
        return found

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        """What each place of ``texts`` is worth of its term's rarity: the same for every question."""
        mean = max(float(self.lengths.mean()), 1.0) if len(self) else 1.0
        room = K1 * (1 - B + B * self.lengths[self.texts] / mean)
        return np.asarray(self.counts * (K1 + 1) / (self.counts + room), dtype=np.float32)


def build(terms: Terms, lengths: NDArray[np.int64]) -> Postings:
    """Postings of texts whose terms follow each other in one array, ``lengths[i]`` of them for text ``i``."""
    owners = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    pairs, counts = np.unique(terms.astype(np.uint64) << np.uint64(32) | owners, return_counts=True)
    different, starts = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_index=True)
    return Postings(
        different,
        np.append(starts, len(pairs)),
        (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32),
        counts.astype(np.float32),
        lengths.astype(np.float32),
    )
