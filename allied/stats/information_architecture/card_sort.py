"""Card sorting: how often people put two cards together, and the tree that follows from it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import squareform

from allied.stats import require
from allied.stats.errors import NotEnough
from allied.stats.information_architecture.hierarchy import tree
from allied.stats.information_architecture.sorts import Sort, Sorts, read_sorts
from allied.stats.limits import z_quantile
from allied.stats.require import Floats
from allied.stats.results import Result
from allied.stats.wording import percent

Matrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True)
class CardSortSimilarity(Result):
    """Shares of people who put two cards together, cards x cards in the order given.

    Attributes:
        cards: names of rows and columns.
        similarity: share of the people who placed both cards that put them into one group, 0..1; 1 on the diagonal.
        lower, upper: adjusted-Wald limits of each share.
        merge_heights: heights of the joins of the average-linkage tree on 1 - similarity, in order.
        cophenetic_correlation: how faithfully that tree keeps the similarities; None where they do not vary.
    """

    cards: tuple[Hashable, ...]
    similarity: Matrix
    lower: Matrix
    upper: Matrix
    merge_heights: tuple[float, ...]
    cophenetic_correlation: float | None

    def in_words(self) -> str:
        shares = np.triu(np.array(self.similarity), k=1)
        first, second = np.unravel_index(int(shares.argmax()), shares.shape)
        pair = f"{self.cards[first]} and {self.cards[second]}"
        return f"{pair} go together most often: for {percent(shares.max())} of people (n = {self.n})."


def card_sort_similarity(
    sorts: Sequence[Sort], cards: Sequence[Hashable], *, confidence: float = 0.95
) -> CardSortSimilarity:
    """Which cards people put together, and how strongly.

    Not for: settling on a navigation alone: groups that people make are not always where they look for things
    (``tree_test``). Below 15 people pairs are uncertain (``card_sort_stability``).

    Formula: share of people who put both cards into one group; tree by average linkage on 1 - share.

    Args:
        sorts: per person the groups they made, each a list of cards. A card left out counts as not placed.
        cards: every card, each once.
        confidence: two-sided level of the limits of each share.

    Raises:
        EmptySample: nobody sorted, or somebody placed no card.
        NotEnough: fewer than 2 cards, or no person placed both cards of a pair.
        Inconsistent: a card is unknown, or stands twice in the list or in one person's groups.
        WrongKind: the sorts are not groups of cards.

    Source:
        Tullis, T. & Wood, L. (2004). How many users are enough for a card-sorting study? UPA 2004; tree: Sokal &
        Michener (1958). A statistical method for evaluating systematic relationships. Univ. Kansas Sci. Bull. 38.

    Example:
        >>> sorts = [[["a", "b"], ["c"]], [["a", "b"], ["c"]], [["a"], ["b", "c"]]]
        >>> from allied.stats import words
        >>> words(card_sort_similarity(sorts, ["a", "b", "c"]))
        'a and b go together most often: for 67% of people (n = 3).'
    """
    level = require.confidence(confidence)
    read = read_sorts(sorts, cards)
    placed = _people_per_pair(read)
    together = read.together().sum(axis=0)
    lower, upper = _adjusted_wald(together, placed, level)
    heights, fit = tree(1 - together / placed)
    return CardSortSimilarity(
        method="card_sort_similarity",
        n=len(read.groups),
        cards=read.cards,
        similarity=_matrix(together / placed),
        lower=_matrix(lower),
        upper=_matrix(upper),
        merge_heights=tuple(heights.tolist()),
        cophenetic_correlation=fit,
        confidence=level,
        warnings=_warnings(read, fit),
        citation="Tullis & Wood (2004), How many users are enough for a card-sorting study?",
    )


def _people_per_pair(read: Sorts) -> Floats:
    placed = read.placed_both().sum(axis=0)
    if not placed.all():
        pair = int(np.argmin(placed))
        first, second = (read.cards[each[pair]] for each in read.pairs())
        raise NotEnough(f"Nobody placed both {first!r} and {second!r}, so their similarity is unknown.")
    result: Floats = placed
    return result


def _adjusted_wald(successes: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    z = z_quantile(level)
    center = (successes + z**2 / 2) / (n + z**2)
    margin = z * np.sqrt(center * (1 - center) / (n + z**2))
    return np.maximum(center - margin, 0.0), np.minimum(center + margin, 1.0)


def _matrix(condensed: Floats) -> Matrix:
    table = squareform(condensed) + np.eye(int(np.sqrt(2 * len(condensed))) + 1)
    return tuple(tuple(row) for row in table.tolist())


def _warnings(read: Sorts, fit: float | None) -> tuple[str, ...]:
    found = []
    if incomplete := int((read.groups < 0).any(axis=1).sum()):
        people = "1 person" if incomplete == 1 else f"{incomplete} people"
        found.append(f"{people} did not place every card; each pair counts those who placed both.")
    if fit is None:
        found.append("All pairs are equally similar, so the tree shows no structure and its fit does not exist.")
    return tuple(found)
