"""RICE with ranges: which ideas come first once it is admitted how little is known about them.

Reach, impact and effort are each low, likely and high; where only the likely value is given, the confidence in it sets
how far low and high lie. Confidence is not a factor of the score: that would count doubt twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from allied.stats import require
from allied.stats.errors import NotEnough, UnknownInput, WrongKind
from allied.stats.guesses import Guess, draw_logs, read_guess
from allied.stats.require import Floats, Ints
from allied.stats.resample import LEAST_DRAWS, SEED
from allied.stats.results import Series
from allied.stats.wording import percent, plural

DRAWS = 10_000
TINY = 1e-12
# Level of confidence in the likely value -> low and high lie this many times below and above it.
WIDTHS = {"strong": 1.25, "supported": 1.5, "emerging": 2.0, "anecdotal": 3.0, "assumption": 5.0}
FACTORS = {"reach": 1, "impact": 1, "effort": -1}

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class RiceRange(Series):
    """Scores and ranks per item, in the order given; ``estimate``, ``lower`` and ``upper`` are scores.

    Attributes:
        order: item indexes from 0, by mean rank over the draws.
        score: median score of each item; ``lower`` and ``upper`` hold the middle ``confidence`` of the draws.
        rank_lower, rank_upper: ranks (1 = first) that hold at least the middle ``confidence`` of the draws.
        p_first: share of the draws in which the item comes first; they sum to 1.
        not_apart: pairs of item indexes, better placed first, of which neither is ahead in ``apart`` of the draws.
        draws, seed: what repeats the result exactly.
    """

    headline: ClassVar[str] = "score"

    order: tuple[int, ...]
    score: tuple[float, ...]
    rank_lower: tuple[int, ...]
    rank_upper: tuple[int, ...]
    p_first: tuple[float, ...]
    not_apart: tuple[Pair, ...]
    draws: int
    seed: int

    def in_words(self) -> str:
        first = self.order[0]
        close = sum(first in pair for pair in self.not_apart)
        lead = f"Item {first + 1} comes first in {percent(self.p_first[first])} of draws"
        if not close:
            return f"{lead} and is clearly ahead of all others."
        return f"{lead}, but cannot be told apart from {plural(close, 'other item')}. Too early to call."


def rice_range(
    items: Sequence[Mapping[str, Any]],
    *,
    confidence: float = 0.9,
    apart: float = 0.9,
    draws: int = DRAWS,
    seed: int = SEED,
) -> RiceRange:
    """Which ideas come first when reach, impact and effort are known only to ranges.

    Not for: items whose ranges are wide for one shared reason; the draws treat all inputs as independent, so such items
    are better apart, or more alike, than it tells.

    Formula: score = reach x impact / effort; each input is log-normal on both sides of its likely value (its median),
    with low and high as 5th and 95th percentile.

    Args:
        items: one mapping per item with reach, impact and effort, each a likely value above 0 or a mapping with low,
            likely and high; and confidence (strong, supported, emerging, anecdotal, assumption), needed where an input
            is a likely value only: it sets its low and high at 1.25, 1.5, 2, 3 or 5 times below and above.
        confidence: share of the draws that the ranges and rank bands hold.
        apart: share of the draws in which one item must be ahead of another to be told apart, above 0.5.
        draws: how many draws, at least 100.
        seed: of the draws, kept in the result.

    Raises:
        NotEnough: fewer than 2 items.
        UnknownInput: an input, a point of it, or the confidence it needs is missing.
        UnknownOption: a confidence that is not one of the five.
        WrongKind: a value is no number, or an item no mapping.
        OutOfRange: a value is not above 0, or an option lies outside its limits.
        Inconsistent: low, likely and high are not in ascending order.

    Source:
        McBride (2016), RICE; Metropolis, N. & Ulam, S. (1949). The Monte Carlo method. J. Am. Stat. Assoc. 44;
        ranks of uncertain scores: Goldstein & Spiegelhalter (1996), J. R. Stat. Soc. A 159(3).

    Example:
        >>> from allied.stats import words
        >>> clear = {"reach": 9000, "impact": 2, "effort": 1, "confidence": "strong"}
        >>> vague = {"reach": 2000, "impact": 1, "effort": 2, "confidence": "assumption"}
        >>> words(rice_range([clear, vague]))
        'Item 1 comes first in 95% of draws and is clearly ahead of all others.'
    """
    level = require.between("confidence", confidence, 0, 1)
    clear = require.between("apart", apart, 0.5, 1)
    require.whole("draws", draws, low=LEAST_DRAWS)
    random = np.random.default_rng(require.count("seed", seed))
    if isinstance(items, (str, bytes, Mapping)) or not isinstance(items, Sequence):
        raise WrongKind("items must be a list of items, each with reach, impact and effort.")
    if len(items) < 2:
        raise NotEnough(f"Ranking needs at least 2 items; there {'is 1' if items else 'are none'}.")
    logs = _draw_scores(np.array([_inputs(place, item) for place, item in enumerate(items)]), draws, random)
    ranks = _ranks(logs, random)
    order = np.argsort(ranks.mean(axis=1, dtype=np.float64), kind="stable")
    rank_lower, rank_upper = _rank_bands(ranks, level)
    tail = (1 - level) / 2
    lower, median, upper = np.exp(np.quantile(logs, [tail, 0.5, 1 - tail], axis=1))
    return RiceRange(
        method="rice_range",
        n=None,
        order=tuple(order.tolist()),
        score=tuple(median.tolist()),
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        rank_lower=tuple(rank_lower.tolist()),
        rank_upper=tuple(rank_upper.tolist()),
        p_first=tuple(((ranks == 0).sum(axis=1) / draws).tolist()),
        not_apart=_not_apart(ranks[order], order, clear),
        draws=draws,
        seed=seed,
        confidence=level,
        warnings=("The ranges hold what the inputs say; they are not sampling intervals.",),
        citation="McBride (2016), RICE; Goldstein & Spiegelhalter (1996), League tables and their limitations",
    )


def _inputs(place: int, item: Mapping[str, Any]) -> list[Guess]:
    """Logarithms of low, likely and high of each factor."""
    if not isinstance(item, Mapping):
        raise WrongKind(f"items[{place}] must have reach, impact and effort.")
    if missing := [name for name in FACTORS if name not in item]:
        raise UnknownInput(f"items[{place}] needs reach, impact and effort; {', '.join(missing)} is missing.")
    return [_guess(f"items[{place}].{name}", item[name], item.get("confidence")) for name in FACTORS]


def _guess(name: str, given: Any, confidence: object) -> Guess:
    if isinstance(given, Mapping):
        return read_guess(name, given)
    likely = float(np.log(require.positive(name, given)))
    if confidence is None:
        raise UnknownInput(f"{name} has no low and high, so the item needs a confidence: {', '.join(WIDTHS)}.")
    width = float(np.log(WIDTHS[require.option("confidence", confidence, WIDTHS)]))
    return likely - width, likely, likely + width


def _draw_scores(guesses: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Logarithm of each item's score in each draw (items x draws)."""
    logs: Floats = np.zeros((len(guesses), draws))
    for factor, sign in enumerate(FACTORS.values()):
        logs += sign * draw_logs(guesses[:, factor], draws, random)
    return logs


def _ranks(logs: Floats, random: np.random.Generator) -> NDArray[np.int16]:
    """Rank of each item in each draw, 0 = highest score; equal scores are ranked at random."""
    best_first = np.argsort(-(logs + TINY * random.random(logs.shape)).T, axis=1)
    ranks = np.empty(best_first.shape, dtype=np.int16)
    np.put_along_axis(ranks, best_first, np.arange(len(logs), dtype=np.int16)[None, :], axis=1)
    return np.ascontiguousarray(ranks.T)


def _rank_bands(ranks: NDArray[np.int16], level: float) -> tuple[Ints, Ints]:
    """Lowest and highest rank (from 1) outside which at most half of the rest of the draws lie on each side."""
    count, draws = ranks.shape
    cells = np.bincount((ranks + count * np.arange(count)[:, None]).ravel(), minlength=count * count)
    reached = np.cumsum(cells.reshape(count, count), axis=1) / draws
    tail = (1 - level) / 2
    return (reached <= tail).sum(axis=1) + 1, (reached < 1 - tail).sum(axis=1) + 1


def _not_apart(ranks: NDArray[np.int16], order: Ints, clear: float) -> tuple[Pair, ...]:
    """Pairs of which neither is ahead in ``clear`` of the draws; rows of ``ranks`` in order of place."""
    pairs: list[Pair] = []
    for place in range(len(order) - 1):
        # Counting row by row is several times faster than along an axis.
        ahead = np.array([np.count_nonzero(won) for won in ranks[place] < ranks[place + 1 :]]) / ranks.shape[1]
        close = np.flatnonzero((ahead < clear) & (ahead > 1 - clear)) + place + 1
        pairs.extend((int(order[place]), int(order[other])) for other in close)
    return tuple(pairs)
