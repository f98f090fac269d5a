"""How far a need is important and unmet: Ulwick's opportunity score, with the interval that he did not give."""

from dataclasses import dataclass
from typing import ClassVar

from allied.stats import proportions, require
from allied.stats.results import Estimate
from allied.stats.wording import figure

CITATION = (
    "Ulwick (2002). Turn customer input into innovation. Harvard Business Review 80(1), 91-97; interval after "
    "Zou & Donner (2008). Construction of confidence limits about effect measures: a general approach. "
    "Statistics in Medicine 27, 1693-1702."
)
SCALE = 10  # a share of people as a figure of 0 to 10


@dataclass(frozen=True, kw_only=True)
class OpportunityScore(Estimate):
    """``score``: 0..20, importance plus what of it is unmet. Importance and satisfaction are 0..10, with limits."""

    headline: ClassVar[str] = "score"

    score: float
    lower: float
    upper: float
    importance: float
    importance_limits: tuple[float, float]
    satisfaction: float
    satisfaction_limits: tuple[float, float]

    def in_words(self) -> str:
        level = f"{figure(100 * (self.confidence or 0), 0)}% range {figure(self.lower, 1)} to {figure(self.upper, 1)}"
        return (
            f"Opportunity score {figure(self.score, 1)} of 20 ({level}, n {self.n}): importance "
            f"{figure(self.importance, 1)}, satisfaction {figure(self.satisfaction, 1)}."
        )


def opportunity_score(important: int, satisfied: int, n: int, *, confidence: float = 0.95) -> OpportunityScore:
    """How important a need is to people and how much of it is unmet today.

    Not for: needs that nobody was asked about, or that different people rated for importance and for satisfaction.

    Formula: importance = 10 x important / n, satisfaction = 10 x satisfied / n, score = importance + max(importance -
    satisfaction, 0). Interval: the distances of the Wilson limits of both shares, added rather than squared, since
    the same people gave both answers and counts do not tell how these hang together; so it covers about as
    often as it says in the worst case, where the unsatisfied are those to whom it matters, and more often otherwise.

    Args:
        important: how many of those asked rated the need in the two highest of five answers on importance, 0..n.
        satisfied: how many of them rated how well it is met today in the two highest of five, 0..n.
        n: how many people were asked, at least 1.
        confidence: two-sided level, between 0 and 1.

    Raises:
        EmptySample: nobody was asked.
        OutOfRange: more agreed than were asked, a count is negative, or confidence lies outside (0, 1).
        WrongKind: a count is not a whole number.

    Source: Ulwick, A. W. (2002). Turn customer input into innovation. Harvard Business Review 80(1).

    Example:
        >>> answer = opportunity_score(important=95, satisfied=32, n=100)
        >>> round(answer.score, 1)
        15.8
    """
    n = require.size("n", n)
    important = require.part_of("important", important, "n", n)
    satisfied = require.part_of("satisfied", satisfied, "n", n)
    confidence = require.confidence(confidence)
    p, q = important / n, satisfied / n
    p_low, p_high = proportions.wilson(important, n, confidence)
    q_low, q_high = proportions.wilson(satisfied, n, confidence)
    gap = 2 * p - q
    return OpportunityScore(
        method="opportunity_score",
        n=n,
        confidence=confidence,
        score=SCALE * max(gap, p),
        lower=SCALE * max(gap - 2 * (p - p_low) - (q_high - q), p_low),
        upper=SCALE * min(max(gap + 2 * (p_high - p) + (q - q_low), p_high), 2.0),
        importance=SCALE * p,
        importance_limits=(SCALE * p_low, SCALE * p_high),
        satisfaction=SCALE * q,
        satisfaction_limits=(SCALE * q_low, SCALE * q_high),
        citation=CITATION,
    )
