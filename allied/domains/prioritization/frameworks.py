"""What each framework asks about a candidate, and what comes of it: one table.

A round keeps the version with which it was opened. What a version asks or how it counts never changes: a change is a
row more, with the next number, and closed rounds go on reading theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median, median_low
from typing import Final

from allied.domains.prioritization.models import Framework, Round
from allied.kernel.words import _

LARGEST = 1e12
CRITERION_LENGTH = 60
MOST_CRITERIA, HEAVIEST = 8, 100.0
CONFIDENCES = {"strong": 1.0, "supported": 1.0, "emerging": 0.8, "anecdotal": 0.5, "assumption": 0.2}
Figures = Mapping[str, float]


@dataclass(frozen=True)
class Factor:
    """One thing that is estimated. ``scale`` are the only values that it takes, where it is no measure.

    ``low`` itself is out of bounds where ``is_above``. ``names`` word the values of the scale, where words are chosen.
    ``period``: in what time it counts people, where it does.
    """

    name: str
    label: str
    unit: str
    low: float = 0
    high: float = LARGEST
    is_above: bool = False
    scale: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    period: str = ""

    def takes(self, value: float) -> bool:
        if self.scale:
            return value in self.scale
        return self.low <= value <= self.high and not (self.is_above and value == self.low)

    @property
    def worded(self) -> dict[float, str]:
        """The words of its values, or nothing where figures are written."""
        return dict(zip(self.scale, self.names, strict=True)) if self.names else {}


@dataclass(frozen=True)
class Definition:
    """One version of one framework. ``formula`` is what people read, ``count`` what a machine does.

    ``count`` is None where nothing is counted. ``has_ranges``: each factor as low, likely and high, so that ``count``
    says what the likely values come to. ``cost`` is the factor that uses up a capacity, "" where none does.
    ``is_ordered``: the figures have an order and no distances, so the middle of a side is one that somebody gave.
    """

    framework: Framework
    version: int
    formula: str
    source: str
    factors: tuple[Factor, ...] = ()
    count: Callable[[Figures, Figures], float] | None = None
    has_ranges: bool = False
    has_criteria: bool = False
    is_ordered: bool = False
    cost: str = ""
    weights: Figures = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is called by itself: "RICE as published"."""
        return TITLES[self.framework]

    @property
    def is_scored(self) -> bool:
        return self.count is not None and not self.has_ranges

    @property
    def cost_factor(self) -> Factor | None:
        return next((factor for factor in self.factors if factor.name == self.cost), None)

    def score(self, figures: Figures) -> float:
        assert self.count is not None  # noqa: S101  asked of frameworks that count
        return self.count(figures, self.weights)

    def middle(self, scores: Iterable[float]) -> float:
        return median_low(scores) if self.is_ordered else float(median(scores))

    def words_of(self, score: float) -> str:
        """ "Must" where the score is a word, "1,480" else: more than three digits are more than it holds."""
        worded = self.factors[0].worded if self.is_ordered else {}
        return worded.get(score) or short(score)


def short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


# The statistics bring numpy, which the pages that only ask do not need.
def _rice(given: Figures, _weights: Figures) -> float:
    from allied.stats.prioritisation.scores import rice  # noqa: PLC0415

    return rice(**given).rice


def _ice(given: Figures, _weights: Figures) -> float:
    from allied.stats.prioritisation.scores import ice  # noqa: PLC0415

    return ice(**given).ice


def _wsjf(given: Figures, _weights: Figures) -> float:
    from allied.stats.prioritisation.delay import wsjf  # noqa: PLC0415

    return wsjf(**given).wsjf


def _likely(given: Figures, _weights: Figures) -> float:
    return given["reach"] * given["impact"] / given["effort"]


def _ratio(given: Figures, _weights: Figures) -> float:
    return given["value"] / given["effort"]


def _weighted(given: Figures, weights: Figures) -> float:
    return sum(weight * given[name] for name, weight in weights.items()) / sum(weights.values())


def _class(given: Figures, _weights: Figures) -> float:
    return given["class"]


def _ten(name: str, label: str, unit: str) -> Factor:
    return Factor(name, label, unit, low=1, high=10)


def _relative(name: str, label: str) -> Factor:
    return Factor(name, label, _("1, 2, 3, 5, 8, 13 or 20"), scale=(1, 2, 3, 5, 8, 13, 20))


_MONTHLY = Factor("reach", _("Reach"), _("people a month"), is_above=True, period="month")
_EFFECT = _("0.25 hardly any, 0.5 a little, 1 clear, 2 large, 3 very large")
_WEEKS = Factor("effort", _("Effort"), _("person-weeks"), is_above=True)
_LEAST, _MOST = 0.01, 1e6  # of an effort that divides single figures: nothing overflows

TITLES: Final = {
    Framework.VOTES: _("Votes from 1 to 5"),
    Framework.RICE_RANGE: _("RICE with ranges"),
    Framework.RICE: _("RICE as published"),
    Framework.ICE: _("ICE"),
    Framework.WSJF: _("WSJF"),
    Framework.VALUE_EFFORT: _("Value by effort"),
    Framework.WEIGHTED: _("Weighted criteria"),
    Framework.MOSCOW: _("MoSCoW"),
}
_ALL = (
    Definition(Framework.VOTES, 1, "", ""),
    Definition(
        Framework.RICE_RANGE,
        1,
        _("reach × impact ÷ effort, drawn from the ranges"),
        "McBride (2016), Intercom; Goldstein & Spiegelhalter (1996)",
        (_MONTHLY, Factor("impact", _("Impact on each of them"), _EFFECT, is_above=True), _WEEKS),
        _likely,
        has_ranges=True,
        cost="effort",
    ),
    Definition(
        Framework.RICE,
        1,
        _("reach × impact × confidence ÷ effort"),
        "McBride (2016), Intercom",
        (
            Factor("reach", _("Reach"), _("people a quarter"), period="quarter"),
            Factor("impact", _("Impact on each of them"), _EFFECT, scale=(0.25, 0.5, 1, 2, 3)),
            Factor(
                "confidence",
                _("Confidence"),
                _("proposed by the evidence; change it with a reason"),
                scale=(1.0, 0.8, 0.5, 0.2),
                names=("100%", "80%", "50%", "20%"),
            ),
            Factor("effort", _("Effort"), _("person-months"), _LEAST, _MOST),
        ),
        _rice,
        cost="effort",
    ),
    Definition(
        Framework.ICE,
        1,
        _("impact × confidence × ease"),
        "Ellis & Brown (2017), Hacking Growth",
        (
            _ten("impact", _("Impact"), _("1 to 10")),
            _ten("confidence", _("Confidence"), _("1 to 10")),
            _ten("ease", _("Ease"), _("1 to 10; 10 takes almost nothing")),
        ),
        _ice,
    ),
    Definition(
        Framework.WSJF,
        1,
        _("(business value + time criticality + risk reduction) ÷ job size"),
        "Reinertsen (2009); Leffingwell (2011)",
        (
            _relative("business_value", _("Business value")),
            _relative("time_criticality", _("Time criticality")),
            _relative("risk_reduction", _("Risk reduction")),
            _relative("job_size", _("Job size")),
        ),
        _wsjf,
        cost="job_size",
    ),
    Definition(
        Framework.VALUE_EFFORT,
        1,
        _("value ÷ effort"),
        "",
        (_ten("value", _("Value"), _("1 to 10")), Factor("effort", _("Effort"), _("person-weeks"), _LEAST, _MOST)),
        _ratio,
        cost="effort",
    ),
    Definition(
        Framework.WEIGHTED, 1, _("sum of weight × figure ÷ sum of weights"), "", (), _weighted, has_criteria=True
    ),
    Definition(
        Framework.MOSCOW,
        1,
        _("the firmest class that more than half of a side hold it to be at least"),
        "Clegg & Barker (1994)",
        (
            Factor(
                "class",
                _("Class"),
                _("must, should, could, or not this time"),
                scale=(4, 3, 2, 1),
                names=(_("Must"), _("Should"), _("Could"), _("Won’t this time")),
            ),
        ),
        _class,
        is_ordered=True,
    ),
)
DEFINITIONS = {(one.framework.value, one.version): one for one in _ALL}
NEWEST = {one.framework.value: one.version for one in sorted(_ALL, key=lambda each: each.version)}
WITH_CRITERIA = frozenset(one.framework.value for one in _ALL if one.has_criteria)


def definition_of(found: Round) -> Definition:
    """What this round asks, by the version that it keeps; with its own criteria, where it has some."""
    kept = DEFINITIONS[found.framework, found.framework_version]
    if not kept.has_criteria:
        return kept
    weights = {f"c{place}": float(each["weight"]) for place, each in enumerate(found.criteria, 1)}
    factors = tuple(
        _ten(name, each["name"], _("1 to 10; weight %(weight)s", weight=f"{weights[name]:g}"))
        for name, each in zip(weights, found.criteria, strict=True)
    )
    return replace(kept, factors=factors, weights=weights)
