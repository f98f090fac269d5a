"""UEQ-S and SUPR-Q: means of subscales. SUPR-Q's wording and norms are proprietary; only its raw score is here."""

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from allied.stats import require, wording
from allied.stats.questionnaires.answers import ONE_PERSON, items
from allied.stats.results import Estimate

SCHREPP = (
    "Schrepp, Hinderks & Thomaschewski (2017). Design and evaluation of a short version of the User Experience "
    "Questionnaire (UEQ-S). IJIMAI 4(6), 103-108."
)
SAURO = "Sauro (2015). SUPR-Q: a comprehensive measure of the quality of the website user experience. JUS 10(2), 68-86."


@dataclass(frozen=True, kw_only=True)
class UeqShortScore(Estimate):
    """One person's UEQ-S on the scale from -3 to 3."""

    headline: ClassVar[str] = "overall"

    pragmatic: float
    hedonic: float
    overall: float

    def in_words(self) -> str:
        parts = f"pragmatic {wording.figure(self.pragmatic)}, hedonic {wording.figure(self.hedonic)}"
        return f"UEQ-S {wording.figure(self.overall, 2)} on −3 to 3 from one person: {parts}."


@dataclass(frozen=True, kw_only=True)
class SuprqScore(Estimate):
    """One person's raw SUPR-Q, 0..5, and its four subscales. Percentiles need the licensed norms."""

    headline: ClassVar[str] = "suprq"

    usability: float
    trust: float
    loyalty: float
    appearance: float
    suprq: float

    def in_words(self) -> str:
        return f"SUPR-Q {wording.figure(self.suprq, 2)} of 5 from one person, before norms."


def ueq_s_score(responses: ArrayLike) -> UeqShortScore:
    """One person's short User Experience Questionnaire: pragmatic and hedonic quality.

    Not for: comparison with the benchmark of the 26-item UEQ.

    Formula: answers 1..7 less 4; pragmatic is the mean of items 1 to 4, hedonic of items 5 to 8, overall of all eight.

    Args:
        responses: the 8 raw answers, 1 (negative term) to 7 (positive term), in the published order.

    Raises:
        Inconsistent: there are not 8 answers.
        EmptySample, WrongKind, OutOfRange: an answer is missing, not a whole number or outside 1..7.

    Source: Schrepp, Hinderks & Thomaschewski (2017), Design and evaluation of a short version of the UEQ.

    Example:
        >>> ueq_s_score([5, 6, 5, 6, 3, 4, 2, 3]).overall
        0.25
    """
    points = [int(answer) - 4 for answer in items("responses", responses, count=8, low=1, high=7)]
    return UeqShortScore(
        method="ueq_s",
        n=1,
        no_interval=ONE_PERSON,
        pragmatic=sum(points[:4]) / 4,
        hedonic=sum(points[4:]) / 4,
        overall=sum(points) / 8,
        citation=SCHREPP,
    )


def suprq_score(responses: ArrayLike, likelihood_to_recommend: int) -> SuprqScore:
    """One person's raw SUPR-Q score, for teams that hold a license for its items.

    Not for: percentile ranks; these need the licensed norms, and this library does not have them.

    Formula: mean of the seven five-point items and half the likelihood to recommend. Usability is items 1 and 2, trust
    3 and 4, loyalty 5 with half the likelihood to recommend, appearance 6 and 7.

    Args:
        responses: the 7 answers, 1..5: usability (2), trust (2), loyalty (1), appearance (2).
        likelihood_to_recommend: 0..10.

    Raises:
        Inconsistent: there are not 7 answers.
        EmptySample, WrongKind, OutOfRange: an answer is missing, not a whole number or off its scale.

    Source: Sauro (2015), SUPR-Q: a comprehensive measure of the quality of the website user experience.

    Example:
        >>> suprq_score([1, 1, 1, 1, 1, 1, 1], 0).suprq
        0.875
    """
    row = [int(answer) for answer in items("responses", responses, count=7, low=1, high=5)]
    recommend = require.whole("likelihood_to_recommend", likelihood_to_recommend, 0, 10) / 2
    return SuprqScore(
        method="suprq_raw",
        n=1,
        no_interval=ONE_PERSON,
        usability=(row[0] + row[1]) / 2,
        trust=(row[2] + row[3]) / 2,
        loyalty=(row[4] + recommend) / 2,
        appearance=(row[5] + row[6]) / 2,
        suprq=(sum(row) + recommend) / 8,
        citation=SAURO,
    )
