"""NASA-TLX: how demanding a task felt, raw and weighted. Scores run from 0 to 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from allied.stats import require, wording
from allied.stats.errors import Inconsistent
from allied.stats.questionnaires.answers import ONE_PERSON
from allied.stats.results import Estimate

SUBSCALES = ("mental_demand", "physical_demand", "temporal_demand", "performance", "effort", "frustration")
COMPARISONS = 15
HART_STAVELAND = (
    "Hart & Staveland (1988). Development of NASA-TLX (Task Load Index). Advances in Psychology 52, 139-183; "
    "raw TLX: Hart (2006). NASA-Task Load Index; 20 years later. HFES 50(9), 904-908."
)


@dataclass(frozen=True, kw_only=True)
class TlxScore(Estimate):
    """One person's workload; ``weighted_tlx`` is None where no weights were given."""

    headline: ClassVar[str] = "raw_tlx"

    raw_tlx: float
    weighted_tlx: float | None

    def in_words(self) -> str:
        raw = f"Workload {wording.figure(self.raw_tlx)} of 100 from one person"
        return f"{raw}." if self.weighted_tlx is None else f"{raw}, weighted {wording.figure(self.weighted_tlx)}."


def nasa_tlx(ratings: Mapping[str, float], weights: Mapping[str, int] | None = None) -> TlxScore:
    """How demanding one person found a task.

    Not for: comparison across tasks with weights from different people's pairwise choices; report the raw score then.

    Formula: raw is the mean of the six ratings; weighted is the sum of weight times rating, divided by 15.

    Args:
        ratings: subscale name to rating 0..100, for all six subscales (performance: 0 good, 100 poor).
        weights: subscale name to how often it was chosen in the 15 pairwise comparisons, 0..5; None for raw only.

    Raises:
        Inconsistent: a subscale is missing or not known, or the weights do not sum to 15.
        WrongKind, OutOfRange: a rating or weight is not a number, or lies off its scale.

    Source: Hart & Staveland (1988), Development of NASA-TLX; raw TLX Hart (2006).

    Example:
        >>> nasa_tlx({"mental_demand": 30, "physical_demand": 15, "temporal_demand": 60,
        ...           "performance": 40, "effort": 40, "frustration": 55}).raw_tlx
        40.0
    """
    _all_six("ratings", ratings)
    rated = [require.within(f"ratings of {name}", ratings[name], 0, 100) for name in SUBSCALES]
    return TlxScore(
        method="nasa_tlx",
        n=1,
        no_interval=ONE_PERSON,
        raw_tlx=sum(rated) / len(SUBSCALES),
        weighted_tlx=None if weights is None else _weighted(rated, weights),
        citation=HART_STAVELAND,
    )


def _weighted(rated: list[float], weights: Mapping[str, int]) -> float:
    _all_six("weights", weights)
    chosen = [require.whole(f"weights of {name}", weights[name], 0, 5) for name in SUBSCALES]
    if sum(chosen) != COMPARISONS:
        raise Inconsistent(
            f"weights must sum to {COMPARISONS}, one per pairwise comparison; they sum to {sum(chosen)}."
        )
    return sum(weight * rating for weight, rating in zip(chosen, rated, strict=True)) / COMPARISONS


def _all_six(name: str, values: Mapping[str, float]) -> None:
    if not isinstance(values, Mapping) or set(values) != set(SUBSCALES):
        raise Inconsistent(f"{name} must name {', '.join(SUBSCALES)}, each once, and nothing else.")
