"""SUS with its grade, UMUX and UMUX-Lite. All scores run from 0 to 100, and none of them is a percentage."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.errors import UnknownOption
from allied.stats.questionnaires.answers import ONE_PERSON, items
from allied.stats.results import Estimate

BROOKE = "Brooke (1996). SUS: a quick and dirty usability scale. In Usability Evaluation in Industry, 189-194."
LEWIS_SAURO = "Lewis & Sauro (2009). The factor structure of the System Usability Scale. HCI International."
GRADING = (
    "Sauro & Lewis (2016). Quantifying the User Experience, 2nd ed., table 8.6; Lewis (2018). The System Usability "
    "Scale: past, present, and future. International Journal of Human-Computer Interaction 34(7)."
)
FINSTAD = "Finstad (2010). The Usability Metric for User Experience. Interacting with Computers 22(5), 323-327."
LEWIS_UTESCH_MAHER = "Lewis, Utesch & Maher (2013). UMUX-LITE: when there's no time for the SUS. CHI 2013, 2099-2102."

# Lowest score of each grade on the curve, with its percentiles among the products that were measured with SUS.
GRADES = (
    ("84.1", "A+", 96, 100),
    ("80.8", "A", 90, 95),
    ("78.9", "A-", 85, 89),
    ("77.2", "B+", 80, 84),
    ("74.1", "B", 70, 79),
    ("72.6", "B-", 65, 69),
    ("71.1", "C+", 60, 64),
    ("65.0", "C", 41, 59),
    ("62.7", "C-", 35, 40),
    ("51.7", "D", 15, 34),
    ("0.0", "F", 0, 14),
)


@dataclass(frozen=True, kw_only=True)
class SusScore(Estimate):
    """One person's score and its two subscales (usability: eight items, learnability: items 4 and 10)."""

    headline: ClassVar[str] = "sus"

    sus: float
    usability: float
    learnability: float

    def in_words(self) -> str:
        return f"SUS {wording.figure(self.sus)} of 100 from one person. The score is not a percentage."


@dataclass(frozen=True, kw_only=True)
class SusGrade(Estimate):
    """Where a mean SUS stands among measured products; percentiles are those of the grade."""

    headline: ClassVar[str] = "sus"

    sus: float
    grade: str
    percentile_low: int
    percentile_high: int

    def in_words(self) -> str:
        band = f"percentile {self.percentile_low} to {self.percentile_high}"
        return f"SUS {wording.figure(self.sus)} is graded {self.grade}: {band} of the products measured."


@dataclass(frozen=True, kw_only=True)
class UmuxScore(Estimate):
    """One person's UMUX."""

    headline: ClassVar[str] = "umux"

    umux: float

    def in_words(self) -> str:
        return f"UMUX {wording.figure(self.umux)} of 100 from one person."


@dataclass(frozen=True, kw_only=True)
class UmuxLiteScore(Estimate):
    """One person's UMUX-Lite, and what it predicts for SUS."""

    headline: ClassVar[str] = "umux_lite"

    umux_lite: float
    sus_equivalent: float

    def in_words(self) -> str:
        score = f"UMUX-Lite {wording.figure(self.umux_lite)} of 100 from one person"
        return f"{score}; compare {wording.figure(self.sus_equivalent)}, not the raw score, with SUS norms."


def sus_score(responses: ArrayLike) -> SusScore:
    """One person's System Usability Scale score.

    Not for: questionnaires with all items worded positively, or reading the score as a percentage.

    Formula: odd items x - 1, even items 5 - x, sum times 2.5; learnability is items 4 and 10 times 12.5, usability the
    other eight times 3.125.

    Args:
        responses: the 10 raw answers, 1 (strongly disagree) to 5 (strongly agree), in Brooke's order.

    Raises:
        Inconsistent: there are not 10 answers.
        EmptySample, WrongKind, OutOfRange: an answer is missing, not a whole number or outside 1..5.

    Source: Brooke (1996), SUS: a quick and dirty usability scale; subscales Lewis & Sauro (2009).

    Example:
        >>> sus_score([5, 4, 2, 1, 2, 3, 2, 4, 5, 2]).sus
        55.0
    """
    row = items("responses", responses, count=10, low=1, high=5)
    points = [int(answer) - 1 if place % 2 == 0 else 5 - int(answer) for place, answer in enumerate(row)]
    learning = points[3] + points[9]
    return SusScore(
        method="sus",
        n=1,
        no_interval=ONE_PERSON,
        sus=2.5 * sum(points),
        usability=3.125 * (sum(points) - learning),
        learnability=12.5 * learning,
        citation=f"{BROOKE} {LEWIS_SAURO}",
    )


def sus_grade(sus: float) -> SusGrade:
    """The letter grade of a product's mean SUS on the curve of measured products.

    Not for: one person's score, or a mean whose interval spans several grades; grade both limits then.

    Formula: the mean is rounded to one decimal, half up, and read from the curved grading scale.

    Args:
        sus: mean score, 0..100.

    Raises:
        OutOfRange: it lies outside 0..100.
        WrongKind: it is not a number.

    Source: Sauro & Lewis (2016), Quantifying the User Experience, 2nd ed., table 8.6.

    Example:
        >>> sus_grade(80.8).grade
        'A'
    """
    score = require.within("sus", sus, 0, 100)
    rounded = Decimal(repr(score)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    _, grade, low, high = next(row for row in GRADES if rounded >= Decimal(row[0]))
    return SusGrade(
        method="curved_grading_scale",
        n=None,
        no_interval="A grade is looked up for the score given; grade both limits of its interval for its uncertainty.",
        sus=score,
        grade=grade,
        percentile_low=low,
        percentile_high=high,
        citation=GRADING,
    )


def umux_score(responses: ArrayLike) -> UmuxScore:
    """One person's Usability Metric for User Experience.

    Not for: comparison with SUS norms item by item; the two run close on average only.

    Formula: items 1 and 3 x - 1, items 2 and 4 7 - x, sum times 100 / 24.

    Args:
        responses: the 4 raw answers, 1 (strongly disagree) to 7 (strongly agree), in Finstad's order.

    Raises:
        Inconsistent: there are not 4 answers.
        EmptySample, WrongKind, OutOfRange: an answer is missing, not a whole number or outside 1..7.

    Source: Finstad (2010), The Usability Metric for User Experience.

    Example:
        >>> umux_score([7, 1, 7, 1]).umux
        100.0
    """
    first, second, third, fourth = (int(each) for each in items("responses", responses, count=4, low=1, high=7))
    points = (first - 1) + (7 - second) + (third - 1) + (7 - fourth)
    return UmuxScore(method="umux", n=1, no_interval=ONE_PERSON, umux=100 * points / 24, citation=FINSTAD)


def umux_lite_score(usefulness: int, ease_of_use: int, *, scale_points: int = 7) -> UmuxLiteScore:
    """One person's two-item UMUX-Lite, and the SUS score it predicts.

    Not for: comparing the raw score with SUS norms; use ``sus_equivalent``, which runs from 22.9 to 87.9.

    Formula: (x1 + x2 - 2) 100 / (2 (k - 1)) on a scale of k points; SUS equivalent 0.65 times it + 22.9. The regression
    was fitted on 7-point scales.

    Args:
        usefulness: agreement with "capabilities meet my requirements", 1..scale_points.
        ease_of_use: agreement with "easy to use", 1..scale_points.
        scale_points: 5 or 7.

    Raises:
        UnknownOption: the scale has another number of points.
        WrongKind, OutOfRange: an answer is not a whole number, or lies outside the scale.

    Source: Lewis, Utesch & Maher (2013), UMUX-LITE: when there's no time for the SUS.

    Example:
        >>> round(umux_lite_score(6, 5).sus_equivalent, 2)
        71.65
    """
    points = require.whole("scale_points", scale_points)
    if points not in (5, 7):
        raise UnknownOption(f"scale_points must be 5 or 7; it is {points}.")
    total = require.whole("usefulness", usefulness, 1, points) + require.whole("ease_of_use", ease_of_use, 1, points)
    score = 100 * (total - 2) / (2 * (points - 1))
    return UmuxLiteScore(
        method="umux_lite",
        n=1,
        no_interval=ONE_PERSON,
        umux_lite=score,
        sus_equivalent=0.65 * score + 22.9,
        citation=LEWIS_UTESCH_MAHER,
    )
