"""Information architecture: how people group things (card sorting) and whether they find them (tree testing)."""

from allied.stats.information_architecture.card_sort import card_sort_similarity
from allied.stats.information_architecture.hierarchy import cophenetic_correlation
from allied.stats.information_architecture.stability import card_sort_stability
from allied.stats.information_architecture.tree_test import tree_test

__all__ = ["card_sort_similarity", "card_sort_stability", "cophenetic_correlation", "tree_test"]
