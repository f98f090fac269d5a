"""Which category a feature falls into, for one person and over all.

Everybody answers twice, "how if it is there" and "how if it is not": 1 like it, 2 must be so, 3 neutral, 4 can live
with it, 5 dislike it. Categories: A attractive, O one-dimensional (performance), M must-be, I indifferent, R reverse,
Q questionable (the two answers contradict each other).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from allied.stats import require
from allied.stats.errors import Inconsistent, NotEnough
from allied.stats.limits import binomial_spread
from allied.stats.require import Floats, Ints
from allied.stats.resample import DRAWS, LEAST_DRAWS, SEED
from allied.stats.results import Estimate, Result
from allied.stats.wording import percent

# Categories from the strongest to the weakest claim: a tie goes to the earlier one.
STRENGTH = "MOAIRQ"
NAMES = {
    "M": "must-be",
    "O": "one-dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
# Rows: the feature is there, like it .. dislike it; columns: it is not there, like it .. dislike it.
EVALUATION = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
CLEAR_SHARE = 0.9
DOUBTFUL_SHARE = 0.2
BERGER = "Berger et al. (1993), Kano's methods for understanding customer-defined quality, CQM Journal 2(4)"


@dataclass(frozen=True, kw_only=True)
class KanoAnswer(Result):
    """The category of one pair of answers."""

    category: str

    def in_words(self) -> str:
        return f"This person finds the feature {NAMES[self.category]}."


@dataclass(frozen=True, kw_only=True)
class KanoCategory(Estimate):
    """The category of a feature over all people, and how sure it is.

    Attributes:
        category: the most frequent; ties go to the stronger, M > O > A > I > R > Q.
        category_share: its share of the answers, the headline, with its interval.
        category_stability: share of resamples of the people in which it stays first.
        runner_up: the category that comes second, or None where all answers agree.
        shares, stabilities: category -> share of answers; category -> share of resamples in which it comes first.
    """

    headline: ClassVar[str] = "category_share"

    category: str
    category_share: float
    category_stability: float
    runner_up: str | None
    shares: dict[str, float]
    stabilities: dict[str, float]

    def in_words(self) -> str:
        kind, share = NAMES[self.category].capitalize(), percent(self.category_share)
        if self.category_stability >= CLEAR_SHARE or self.runner_up is None:
            return f"{kind} for {share} of people (n = {self.n})."
        return (
            f"{kind} for {share} of people (n = {self.n}), but {NAMES[self.runner_up]} comes first in "
            f"{percent(self.stabilities[self.runner_up])} of resamples. Too early to call."
        )


def kano_classify(functional: int, dysfunctional: int) -> KanoAnswer:
    """What the feature is to one person.

    Not for: a feature as a whole; one person's category says nothing about others (``kano_category``).

    Formula: Kano's evaluation table, looked up with both answers.

    Args:
        functional: 1..5, how the person feels if the feature is there.
        dysfunctional: 1..5, how the person feels if it is not.

    Raises:
        WrongKind: an answer is not a whole number.
        OutOfRange: an answer lies outside 1..5.

    Source: Kano et al. (1984), Attractive quality and must-be quality, Hinshitsu 14(2); table of Berger et al. (1993).

    Example:
        >>> kano_classify(1, 5).category
        'O'
    """
    having = require.whole("functional", functional, low=1, high=5)
    lacking = require.whole("dysfunctional", dysfunctional, low=1, high=5)
    return KanoAnswer(
        method="kano_classify",
        n=1,
        category=EVALUATION[having - 1][lacking - 1],
        no_interval="One pair of answers is looked up in a table; nothing is estimated.",
        citation="Kano, Seraku, Takahashi & Tsuji (1984), Attractive quality and must-be quality",
    )


def kano_category(
    functional: Sequence[int],
    dysfunctional: Sequence[int],
    *,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> KanoCategory:
    """Which category a feature falls into over all people, and whether another sample would say the same.

    Not for: fewer than about 20 people, where the first category changes from sample to sample.

    Formula: most frequent category; its stability is the share of resamples of the people in which it stays first.

    Args:
        functional, dysfunctional: one answer 1..5 per person, the same person in the same place.
        confidence: two-sided level of the adjusted-Wald interval of the category's share.
        draws, seed: resamples (at least 100), and their seed.

    Raises:
        EmptySample: nobody answered.
        Inconsistent: the two rows differ in length.
        WrongKind, OutOfRange: an answer is not a whole number from 1 to 5.

    Source: Berger et al. (1993), Kano's methods, CQM Journal 2(4); resampling: Efron (1979), Bootstrap methods.

    Example:
        >>> answer = kano_category([1] * 14 + [3] * 6, [5] * 14 + [5] * 6)
        >>> answer.category, answer.runner_up, answer.category_share
        ('O', 'M', 0.7)
    """
    level = require.confidence(confidence)
    having, lacking = read_answers(functional, dysfunctional, at_least=1)
    letters = [EVALUATION[a - 1][b - 1] for a, b in zip(having, lacking, strict=True)]
    by_letter = np.array([letters.count(letter) for letter in STRENGTH], dtype=np.float64)
    n = len(letters)
    stabilities = category_stabilities(by_letter, draws, seed)
    first, second = (int(place) for place in np.argsort(-by_letter, kind="stable")[:2])
    spread = binomial_spread(by_letter[first], n, level)
    return KanoCategory(
        method="kano_category",
        n=n,
        category=STRENGTH[first],
        category_share=float(by_letter[first] / n),
        category_stability=float(stabilities[first]),
        runner_up=STRENGTH[second] if by_letter[second] else None,
        shares={letter: float(by_letter[place] / n) for place, letter in enumerate(STRENGTH)},
        stabilities={letter: float(stabilities[place]) for place, letter in enumerate(STRENGTH)},
        lower=spread.lower,
        upper=spread.upper,
        confidence=level,
        warnings=doubts(by_letter / n),
        citation=BERGER,
    )


def read_answers(functional: Sequence[int], dysfunctional: Sequence[int], *, at_least: int) -> tuple[Ints, Ints]:
    """Both answers of every person, 1..5, in the same order."""
    having = require.wholes("functional", functional, low=1, high=5)
    lacking = require.wholes("dysfunctional", dysfunctional, low=1, high=5)
    if len(having) != len(lacking):
        raise Inconsistent(
            f"Everybody gives both answers; there are {len(having)} functional and {len(lacking)} dysfunctional ones."
        )
    if len(having) < at_least:
        raise NotEnough(f"A spread between people needs at least {at_least}; there is 1.")
    return having, lacking


def category_stabilities(by_letter: Floats, draws: int, seed: int) -> Floats:
    """Share of resamples of the people in which each category comes first, ties by strength.

    Args:
        by_letter: people per category, in the order of ``STRENGTH``.
        draws, seed: resamples (at least 100), and their seed.
    """
    require.whole("draws", draws, low=LEAST_DRAWS)
    random = np.random.default_rng(require.count("seed", seed))
    n = int(by_letter.sum())
    resampled = random.multinomial(n, by_letter / n, size=draws)
    firsts: Floats = np.bincount(resampled.argmax(axis=1), minlength=len(STRENGTH)) / draws
    return firsts


def doubts(shares: Floats) -> tuple[str, ...]:
    """Warnings that the shares of reverse and questionable answers call for."""
    reverse, questionable = shares[STRENGTH.index("R")], shares[STRENGTH.index("Q")]
    found = []
    if reverse >= DOUBTFUL_SHARE:
        found.append(f"{percent(reverse)} want the opposite; look for two groups of people before deciding.")
    if questionable >= DOUBTFUL_SHARE:
        found.append(f"{percent(questionable)} contradict themselves; the question may be hard to understand.")
    return tuple(found)
