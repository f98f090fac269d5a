"""Communities of texts that lie near each other: Leiden on the graph of nearest neighbours.

Traag, Waltman and van Eck (2019), From Louvain to Leiden. Runs are deterministic: same texts, same themes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.neighbours import Neighbours

Labels = NDArray[np.int64]
Graph = Any  # scipy.sparse.csr_matrix (n, n), symmetric, weights above 0

SHARPNESS: Final = 4  # weight = cosine to this power: near neighbours count for much more than far ones
SEED: Final = 0
REPEATS: Final = 10
LEFT_OUT: Final = 0.2  # of the ties, another fifth in each repeat


@dataclass(frozen=True)
class Agreed:
    """What repeated runs agree on. ``agreement``: of the ties inside a community, the share that repeats kept there."""

    labels: Labels
    agreement: float


def graph(neighbours: Neighbours) -> Graph:
    """A symmetric graph; two texts that name each other as neighbours are tied twice as strongly."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy

    n, k = neighbours.places.shape
    weights = np.clip(neighbours.nearness, 0, None).astype(np.float64) ** SHARPNESS
    starts = np.arange(0, n * k + 1, k) if k else np.zeros(n + 1, dtype=np.int64)
    directed = csr_matrix((weights.ravel(), neighbours.places.ravel().astype(np.int64), starts), shape=(n, n))
    both = (directed + directed.T).tocsr()
    both.eliminate_zeros()
    return both


def partition(tied: Graph, resolution: float) -> Labels:
    """One label a text, 0 for the largest community. A higher ``resolution`` makes more and smaller ones."""
    if tied.nnz == 0:
        return np.arange(tied.shape[0], dtype=np.int64)
    from sknetwork.clustering import Leiden  # noqa: PLC0415  heavy

    found = Leiden(resolution=resolution, random_state=SEED, return_probs=False, return_aggregate=False)
    return np.asarray(found.fit_predict(tied), dtype=np.int64)


def modularity(tied: Graph, labels: Labels) -> float:
    """How much more of the ties lies inside the communities than chance would put there, at most 1 (Newman 2004)."""
    total = float(tied.sum())
    if not total:
        return 0.0
    edges = tied.tocoo()
    inside = float(edges.data[labels[edges.row] == labels[edges.col]].sum()) / total
    shares = np.bincount(labels, weights=np.asarray(tied.sum(axis=1)).ravel()) / total
    return inside - float((shares**2).sum())


def agreed(tied: Graph, resolution: float) -> Agreed:
    """The communities that hold when ties are missing: each tie counts by how often repeats keep it inside one.

    After Lancichinetti and Fortunato (2012), Consensus clustering in complex networks, on the ties there are.
    """
    from scipy.sparse import triu  # noqa: PLC0415  heavy

    ties = triu(tied).tocoo()
    if not ties.nnz:
        return Agreed(partition(tied, resolution), 1.0)
    together = np.zeros(ties.nnz)
    for repeat in range(REPEATS):
        kept = np.random.default_rng(repeat).random(ties.nnz) >= LEFT_OUT
        found = partition(_graph_of(ties, ties.data * kept), resolution)
        together += found[ties.row] == found[ties.col]
    share = together / REPEATS
    labels = partition(_graph_of(ties, ties.data * share**2), resolution)
    inside = labels[ties.row] == labels[ties.col]
    return Agreed(labels, float(share[inside].mean()) if inside.any() else 1.0)


def _graph_of(ties: Any, weights: NDArray[np.float64]) -> Graph:
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy

    kept = weights > 0
    half = csr_matrix((weights[kept], (ties.row[kept], ties.col[kept])), shape=ties.shape)
    return (half + half.T).tocsr()
