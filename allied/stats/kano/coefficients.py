"""What a feature does for satisfaction when it is there and when it is lacking, as figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from allied.stats import require
from allied.stats.errors import EmptySample, Inconsistent, Undefined, WrongKind
from allied.stats.kano.categories import (
    BERGER,
    CLEAR_SHARE,
    NAMES,
    STRENGTH,
    category_stabilities,
    doubts,
    read_answers,
)
from allied.stats.limits import beside, binomial_spread, mean_spread
from allied.stats.require import Floats
from allied.stats.resample import DRAWS, SEED
from allied.stats.results import Estimate
from allied.stats.wording import figure, percent

# Answers 1..5 to "if it is there"; the answers to "if it is not" score the same numbers backwards.
FUNCTIONAL_SCORES = np.array([4.0, 2.0, 0.0, -1.0, -2.0])
LOWEST, HIGHEST = -2.0, 4.0
STRONG = 2.0


@dataclass(frozen=True, kw_only=True)
class KanoCoefficients(Estimate):
    """What having the feature does for satisfaction, and what lacking it does against it.

    Attributes:
        better: 0..1, satisfaction gained by having it; ``lower`` and ``upper`` are its interval.
        worse: -1..0, satisfaction lost by lacking it.
        worse_lower, worse_upper: interval of worse; None where there is none.
        category: the most frequent category.
        shares: category -> share of all answers, strongest category first.
        category_stability: share of resamples of the people in which the category stays first; None for shares.
    """

    headline: ClassVar[str] = "better"

    better: float
    worse: float
    worse_lower: float | None
    worse_upper: float | None
    category: str
    shares: dict[str, float]
    category_stability: float | None

    def in_words(self) -> str:
        kind = NAMES[self.category].capitalize()
        how = f"n = {self.n}" if self.n is not None else "n unknown"
        if self.category_stability is not None and self.category_stability < CLEAR_SHARE:
            return f"{kind}, but only in {percent(self.category_stability)} of resamples ({how}). Too early to call."
        return f"{kind}: better {figure(self.better, 2)} {beside(self, how)}, worse {figure(self.worse, 2)}."


@dataclass(frozen=True, kw_only=True)
class KanoContinuous(Estimate):
    """Means on the continuous scale, -2 (against) to 4 (strongly for).

    Attributes:
        functional_mean: gain of having it, the headline; ``lower`` and ``upper`` are its interval.
        dysfunctional_mean, dysfunctional_lower, dysfunctional_upper: loss of lacking it, with its interval.
        functional_sd, dysfunctional_sd: spread between people (n - 1).
        category: A, O, M or I by whether each mean reaches 2.
    """

    headline: ClassVar[str] = "functional_mean"

    functional_mean: float
    dysfunctional_mean: float
    functional_sd: float
    dysfunctional_sd: float
    dysfunctional_lower: float | None
    dysfunctional_upper: float | None
    category: str

    def in_words(self) -> str:
        gain = f"having it scores {figure(self.functional_mean)} {beside(self, f'n = {self.n}', 1)}"
        loss = f"lacking it {figure(self.dysfunctional_mean)}"
        return f"{NAMES[self.category].capitalize()}: {gain}, {loss} on a scale from −2 to 4."


def kano_coefficients(
    counts: Mapping[str, float], *, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> KanoCoefficients:
    """How much a feature can please when it is there, and displease when it is not.

    Not for: features that many find reverse or questionable: both are left out of the coefficients.

    Formula: better = (A + O) / (A + O + M + I); worse = -(O + M) / (A + O + M + I).

    Args:
        counts: category letter (A, O, M, I, R, Q) -> how many people; a letter not given counts 0. Shares or
            percentages are taken too, but then n is unknown and there are no intervals.
        confidence: two-sided level of the adjusted-Wald intervals.
        draws, seed: resamples (at least 100) for the stability of the category, and their seed.

    Raises:
        EmptySample: all counts are 0.
        Inconsistent: a key is none of the six letters.
        WrongKind, OutOfRange: a count is not a finite number of 0 or more.
        Undefined: nobody falls into A, O, M or I.

    Source: Berger et al. (1993), Kano's methods for understanding customer-defined quality, CQM Journal 2(4).

    Example:
        >>> answer = kano_coefficients({"A": 8, "O": 8, "M": 8, "I": 6, "R": 2, "Q": 0})
        >>> round(answer.better, 3), round(answer.worse, 3), answer.category
        (0.533, -0.533, 'M')
    """
    level = require.confidence(confidence)
    by_letter = _counts(counts)
    total = float(by_letter.sum())
    sure = {letter: float(by_letter[place]) for place, letter in enumerate(STRENGTH[:4])}
    base = sum(sure.values())
    if base <= 0:
        raise Undefined("Nobody finds the feature attractive, one-dimensional, must-be or indifferent.")
    whole = bool((by_letter == np.floor(by_letter)).all())
    better = binomial_spread(sure["A"] + sure["O"], base if whole else None, level)
    worse = binomial_spread(sure["O"] + sure["M"], base if whole else None, level)
    first = int(np.argmax(by_letter))
    stability = category_stabilities(by_letter, draws, seed)[first] if whole else None
    return KanoCoefficients(
        method="kano_coefficients",
        n=int(total) if whole else None,
        better=(sure["A"] + sure["O"]) / base,
        worse=0.0 - (sure["O"] + sure["M"]) / base,
        worse_lower=None if worse.upper is None else 0.0 - worse.upper,
        worse_upper=None if worse.lower is None else 0.0 - worse.lower,
        category=STRENGTH[first],
        shares={letter: float(by_letter[place] / total) for place, letter in enumerate(STRENGTH)},
        category_stability=None if stability is None else float(stability),
        lower=better.lower,
        upper=better.upper,
        confidence=better.level(level),
        no_interval=better.reason,
        warnings=doubts(by_letter / total),
        citation=BERGER,
    )


def kano_continuous(
    functional: Sequence[int], dysfunctional: Sequence[int], *, confidence: float = 0.95
) -> KanoContinuous:
    """What a feature does for people on a continuous scale that keeps how strongly each of them feels.

    Not for: two camps that want opposite things: their mean describes neither (``kano_category`` shows both).

    Formula: having it scores 4, 2, 0, -1, -2 for answers 1..5; lacking it -2, -1, 0, 2, 4; mean and t interval.

    Args:
        functional, dysfunctional: one answer 1..5 per person, the same person in the same place, at least 2 people.
        confidence: two-sided level of the intervals.

    Raises:
        EmptySample, NotEnough: fewer than 2 people.
        Inconsistent: the two rows differ in length.
        WrongKind, OutOfRange: an answer is not a whole number from 1 to 5.

    Source: DuMouchel, W., Thoughts on graphical and continuous analysis, in Berger et al. (1993).

    Example:
        >>> kano_continuous([1, 1, 2, 3, 1], [5, 4, 5, 3, 3]).functional_mean
        2.8
    """
    level = require.confidence(confidence)
    having, lacking = read_answers(functional, dysfunctional, at_least=2)
    n = len(having)
    gain, loss = FUNCTIONAL_SCORES[having - 1], FUNCTIONAL_SCORES[::-1][lacking - 1]
    gain_mean, loss_mean = float(gain.mean()), float(loss.mean())
    gain_sd, loss_sd = float(np.std(gain, ddof=1)), float(np.std(loss, ddof=1))
    gain_spread = mean_spread(gain_mean, gain_sd, n, level, low=LOWEST, high=HIGHEST)
    loss_spread = mean_spread(loss_mean, loss_sd, n, level, low=LOWEST, high=HIGHEST)
    return KanoContinuous(
        method="kano_continuous",
        n=n,
        functional_mean=gain_mean,
        dysfunctional_mean=loss_mean,
        functional_sd=gain_sd,
        dysfunctional_sd=loss_sd,
        lower=gain_spread.lower,
        upper=gain_spread.upper,
        confidence=gain_spread.level(level),
        no_interval=gain_spread.reason,
        dysfunctional_lower=loss_spread.lower,
        dysfunctional_upper=loss_spread.upper,
        category=_quadrant(gain_mean, loss_mean),
        citation=f"DuMouchel, Thoughts on graphical and continuous analysis, in {BERGER}",
    )


def _quadrant(gain: float, loss: float) -> str:
    if gain >= STRONG:
        return "O" if loss >= STRONG else "A"
    return "M" if loss >= STRONG else "I"


def _counts(counts: Mapping[str, float]) -> Floats:
    """People per category in the order of strength."""
    if not isinstance(counts, Mapping):
        raise WrongKind("counts must name how many people fall into each of A, O, M, I, R and Q.")
    if unknown := [key for key in counts if key not in NAMES]:
        raise Inconsistent(f"counts knows the categories A, O, M, I, R and Q; {unknown[0]!r} is none of them.")
    by_letter = np.array([require.not_negative(f"counts[{key}]", counts.get(key, 0)) for key in STRENGTH])
    if not by_letter.any():
        raise EmptySample("All counts are 0, so nobody answered.")
    return by_letter
