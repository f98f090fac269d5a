"""MaxDiff by counting: how much more often an item is best than worst."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from allied.stats import require
from allied.stats.limits import z_quantile
from allied.stats.maxdiff.tasks import Tasks, read_tasks
from allied.stats.require import Floats
from allied.stats.resample import DRAWS, SEED, bootstrap_rows
from allied.stats.results import Series
from allied.stats.wording import figure


@dataclass(frozen=True, kw_only=True)
class BestWorstCounts(Series):
    """Counts and score per item, in the order of ``items``; ``lower`` and ``upper`` run in the same order.

    Attributes:
        shown, best, worst: item -> how often.
        score: item -> (best - worst) / shown, -1..1.
    """

    headline: ClassVar[str] = "scores"

    shown: dict[Hashable, int]
    best: dict[Hashable, int]
    worst: dict[Hashable, int]
    score: dict[Hashable, float]

    @property
    def scores(self) -> tuple[float, ...]:
        """The scores alone, in the order of the items."""
        return tuple(self.score.values())

    def in_words(self) -> str:
        order = sorted(self.score, key=lambda item: -self.score[item])
        first, last = order[0], order[-1]
        return (
            f"{first} is chosen as best most often ({figure(self.score[first], 2)}), {last} as worst "
            f"({figure(self.score[last], 2)}; n = {self.n} tasks)."
        )


def maxdiff_counts(
    tasks: Sequence[Mapping[str, Any]],
    items: Sequence[Hashable],
    *,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> BestWorstCounts:
    """What people find best and worst, by counting their choices.

    Not for: designs that show some items mostly beside strong ones; ``maxdiff_logit`` allows for the company.

    Formula: (times best - times worst) / times shown.

    Args:
        tasks: one mapping per task: shown (2 or more items), best, worst, and in all tasks or none: respondent.
        items: every item, each once and shown at least once.
        confidence: two-sided level of the intervals: by resampling respondents where tasks name at least 5 of them,
            else adjusted Wald.
        draws, seed: resamples (at least 100), and their seed.

    Raises:
        EmptySample: there are no tasks.
        NotEnough: fewer than 2 items, a task shows fewer than 2, or an item is never shown.
        UnknownInput: a task lacks shown, best or worst, or only some name a respondent.
        Inconsistent: an item is unknown, doubled or not shown, or best and worst are the same.

    Source:
        Finn, A. & Louviere, J. J. (1992). Determining the appropriate response to evidence of public concern.
        J. Public Policy & Marketing 11(2). Interval: adjusted Wald for a difference of shares, Rocks (2016).

    Example:
        >>> tasks = [{"shown": ["A", "B", "C"], "best": "A", "worst": "C"}]
        >>> maxdiff_counts(tasks, ["A", "B", "C"]).score
        {'A': 1.0, 'B': 0.0, 'C': -1.0}
    """
    level = require.confidence(confidence)
    read = read_tasks(tasks, items)
    best, worst = read.choices()
    shown = read.shown.astype(np.float64)
    totals = [each.sum(axis=0) for each in (shown, best, worst)]
    lower, upper = _resampled(read, best - worst, level, draws, seed) or _adjusted_wald(totals, level)
    counted = [dict(zip(read.items, total.astype(int).tolist(), strict=True)) for total in totals]
    score = (totals[1] - totals[2]) / totals[0]
    return BestWorstCounts(
        method="maxdiff_counts",
        n=len(read.best),
        shown=counted[0],
        best=counted[1],
        worst=counted[2],
        score=dict(zip(read.items, score.tolist(), strict=True)),
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        confidence=level,
        warnings=read.doubts(),
        citation="Finn & Louviere (1992), Determining the appropriate response to evidence of public concern",
    )


def _adjusted_wald(totals: list[Floats], level: float) -> tuple[Floats, Floats]:
    shown, best, worst = totals
    wins, losses = (best + 0.75) / (shown + 3), (worst + 0.75) / (shown + 3)
    margin = z_quantile(level) * np.sqrt((wins + losses - (wins - losses) ** 2) / (shown + 3))
    return np.maximum(wins - losses - margin, -1.0), np.minimum(wins - losses + margin, 1.0)


def _resampled(read: Tasks, net: Floats, level: float, draws: int, seed: int) -> tuple[Floats, Floats] | None:
    """Limits over resampled people; None where too few people are known."""
    wins, shown = read.sum_by_person(net), read.sum_by_person(read.shown.astype(np.float64))
    if wins is None or shown is None:
        return None

    def scores(weights: Floats) -> Floats:
        seen = weights @ shown
        return np.divide(weights @ wins, seen, out=np.full_like(seen, np.nan), where=seen > 0)

    figures = bootstrap_rows(scores, units=len(wins), width=len(read.items), draws=draws, seed=seed)
    tail = (1 - level) / 2
    lower, upper = np.nanquantile(figures, [tail, 1 - tail], axis=0)
    return lower, upper
