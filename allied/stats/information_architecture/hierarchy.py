"""Trees drawn from distances, and how much of the distances a tree keeps."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import squareform

from allied.stats import require
from allied.stats.errors import Inconsistent, NotEnough, OutOfRange, Undefined, WrongKind
from allied.stats.require import Floats
from allied.stats.results import Estimate
from allied.stats.wording import figure

LINKAGES = ("single", "complete", "average", "weighted", "centroid", "median", "ward")
EUCLIDEAN = ("centroid", "median", "ward")
GOOD_FIT = 0.75


@dataclass(frozen=True, kw_only=True)
class CopheneticCorrelation(Estimate):
    """How faithfully a tree keeps the distances it was drawn from, 1 at best.

    Attributes:
        cophenetic_correlation: correlation between distances and the heights at which the objects first join.
        merge_heights: height of every join, in order.
    """

    headline: ClassVar[str] = "cophenetic_correlation"

    cophenetic_correlation: float
    merge_heights: tuple[float, ...]

    def in_words(self) -> str:
        verdict = (
            "The tree keeps the distances well."
            if self.cophenetic_correlation >= GOOD_FIT
            else ("The tree distorts the distances; read the similarities themselves.")
        )
        return f"Cophenetic correlation {figure(self.cophenetic_correlation, 2)} (n = {self.n} objects). {verdict}"


def cophenetic_correlation(distance: ArrayLike, *, linkage_method: str = "average") -> CopheneticCorrelation:
    """Whether a drawn tree (dendrogram) shows the distances as they are.

    Not for: choosing how many groups there are; a faithful tree can still be cut anywhere.

    Formula: correlation over all pairs of the distance and the height at which the pair first joins in the tree.

    Args:
        distance: square symmetric table of distances, 0 or more, with 0 on its diagonal; at least 3 objects.
        linkage_method: single, complete, average (UPGMA), weighted (WPGMA), centroid, median or ward; the last three
            suppose Euclidean distances.

    Raises:
        EmptySample: the table is empty.
        NotEnough: fewer than 3 objects.
        WrongKind: the table is not square, or a cell is not a number.
        OutOfRange: a distance is negative or not finite.
        Inconsistent: the table is not symmetric, or an object has a distance to itself.
        UnknownOption: another ``linkage_method``.
        Undefined: all distances, or all heights, are the same.

    Source: Sokal, R. R. & Rohlf, F. J. (1962). The comparison of dendrograms by objective methods. Taxon 11(2).

    Example:
        >>> round(cophenetic_correlation([[0, 2, 6], [2, 0, 5], [6, 5, 0]]).cophenetic_correlation, 3)
        0.971
    """
    require.option("linkage_method", linkage_method, LINKAGES)
    condensed = _condensed(distance)
    heights, correlation = tree(condensed, linkage_method)
    if correlation is None:
        raise Undefined("All distances are the same, so there is nothing that a tree could keep or distort.")
    return CopheneticCorrelation(
        method=linkage_method,
        n=len(heights) + 1,
        cophenetic_correlation=correlation,
        merge_heights=tuple(heights.tolist()),
        no_interval="It describes how well a tree fits these distances; nothing is sampled.",
        warnings=_euclidean_only(linkage_method),
        citation="Sokal & Rohlf (1962), The comparison of dendrograms by objective methods, Taxon 11(2)",
    )


def tree(condensed: Floats, linkage_method: str = "average") -> tuple[Floats, float | None]:
    """Heights of the joins, and the cophenetic correlation; None where distances or heights do not vary."""
    joins = linkage(condensed, method=linkage_method)
    joined_at = cophenet(joins)
    if np.ptp(condensed) == 0 or np.ptp(joined_at) == 0:
        return joins[:, 2], None
    return joins[:, 2], float(np.corrcoef(condensed, joined_at)[0, 1])


def _condensed(distance: ArrayLike) -> Floats:
    table = require.table("distance", distance)
    rows, columns = table.shape
    if rows != columns:
        raise WrongKind(f"distance must be square; it has {rows} rows and {columns} columns.")
    if rows < 3:
        raise NotEnough(f"A tree needs at least 3 objects; there {'is 1' if rows == 1 else 'are 2'}.")
    if (table < 0).any():
        raise OutOfRange("distance must hold distances of 0 or more; one is negative.")
    if np.diag(table).any():
        raise Inconsistent("distance must be 0 on its diagonal: nothing is away from itself.")
    if not np.allclose(table, table.T, rtol=1e-9, atol=1e-12):
        raise Inconsistent("distance must be symmetric: from a to b as from b to a.")
    condensed: Floats = squareform(table, checks=False)
    return condensed


def _euclidean_only(linkage_method: str) -> tuple[str, ...]:
    if linkage_method not in EUCLIDEAN:
        return ()
    return (f"{linkage_method.capitalize()} linkage is meant for Euclidean distances between points.",)
