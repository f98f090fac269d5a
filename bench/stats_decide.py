"""What the statistics of agreement and decisions promise of their speed: ``python -m bench.stats_decide``."""

import sys

import numpy as np

from allied.stats import (
    card_sort_stability,
    krippendorff_alpha,
    maxdiff_logit,
    portfolio_select,
    rice_range,
    schulze,
)
from bench.stats import SEED, Measure, best_of, report

INSTANCES = 10


def alpha_seconds() -> float:
    """Ordinal alpha with interval: 1,000 units, 50 raters, a tenth of the ratings missing."""
    random = np.random.default_rng(SEED)
    ratings = random.integers(1, 8, size=(50, 1000)).astype(object)
    ratings[random.random(ratings.shape) < 0.1] = None
    rows = ratings.tolist()
    return best_of(3, lambda: krippendorff_alpha(rows, level="ordinal"))


def portfolio_seconds() -> float:
    """The slowest of ten portfolios of 200 items with 100 needs, each proven best with its ties settled."""
    return max(best_of(2, _portfolio(seed)) for seed in range(INSTANCES))


def range_seconds() -> float:
    """RICE range of 200 items with 10,000 draws."""
    items = [
        {"reach": 100.0 + 7 * place, "impact": 1 + place % 3, "effort": 1 + place % 5, "confidence": "emerging"}
        for place in range(200)
    ]
    return best_of(3, lambda: rice_range(items, draws=10_000))


def maxdiff_seconds() -> float:
    """Utilities of 20 items from 3,000 tasks of 300 people."""
    random = np.random.default_rng(SEED)
    items = list(range(20))
    shown = [random.choice(20, 5, replace=False).tolist() for _ in range(3000)]
    tasks = [
        {"shown": each, "best": each[0], "worst": each[1], "respondent": number // 10}
        for number, each in enumerate(shown)
    ]
    return best_of(2, lambda: maxdiff_logit(tasks, items))


def card_sort_seconds() -> float:
    """Stability of 50 people's sorts of 60 cards, 500 draws."""
    random = np.random.default_rng(SEED)
    cards = list(range(60))
    groups = [np.where(random.random(60) < 0.7, np.arange(60) // 10, random.integers(0, 6, 60)) for _ in range(50)]
    sorts = [[np.flatnonzero(row == group).tolist() for group in np.unique(row)] for row in groups]
    return best_of(2, lambda: card_sort_stability(sorts, cards))


def schulze_seconds() -> float:
    """An order of 200 candidates from 50 different ballots."""
    random = np.random.default_rng(SEED)
    ballots = [{"ranking": random.permutation(200).tolist()} for _ in range(50)]
    return best_of(3, lambda: schulze(ballots, range(200)))


def _portfolio(seed: int):  # type: ignore[no-untyped-def]
    random = np.random.default_rng(seed)
    items = [{"cost": cost, "value": value} for cost, value in random.integers(1, 101, size=(200, 2)).tolist()]
    requires = [sorted(random.choice(200, 2, replace=False).tolist(), reverse=True) for _ in range(100)]

    def solve() -> None:
        answer = portfolio_select(items, 3500, requires=requires)
        assert answer.proven
        assert not answer.warnings

    return solve


MEASURES: tuple[Measure, ...] = (
    ("Krippendorff's alpha, 1,000 x 50, seconds", alpha_seconds, "<=", 1.0),
    ("portfolio, 200 items, 100 needs, slowest, seconds", portfolio_seconds, "<=", 2.0),
    ("RICE range, 200 items, 10,000 draws, seconds", range_seconds, "<=", 1.0),
    ("MaxDiff logit, 20 items, 3,000 tasks, seconds", maxdiff_seconds, "<=", 1.0),
    ("card-sort stability, 60 cards, 50 people, seconds", card_sort_seconds, "<=", 3.0),
    ("Schulze, 200 candidates, 50 ballots, seconds", schulze_seconds, "<=", 0.5),
)


def main() -> int:
    """Speed of agreement and decisions; 0 when all limits hold."""
    return report(MEASURES)


if __name__ == "__main__":
    sys.exit(main())
