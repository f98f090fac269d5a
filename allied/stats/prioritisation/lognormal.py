"""RICE with each factor known to a range, in closed form: its range, and the chance that one idea beats another."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from scipy.special import ndtr, ndtri

from allied.stats import require
from allied.stats.errors import Inconsistent, Undefined, UnknownInput, WrongKind
from allied.stats.limits import z_quantile
from allied.stats.results import Estimate
from allied.stats.wording import figure, interval, level, percent

Z95 = float(ndtri(0.95))
CLEAR = 0.9
LARGEST_LOG = 700.0


@dataclass(frozen=True, kw_only=True)
class RiceLognormal(Estimate):
    """The distribution of a RICE score.

    Attributes:
        median: half of the plausible scores lie below it; the headline.
        mean: expected score, above the median because high scores reach far.
        log_mean, log_sd: mean and standard deviation of ln(score), the inputs of ``rice_probability_better``.
    """

    headline: ClassVar[str] = "median"

    median: float
    mean: float
    log_mean: float
    log_sd: float

    def in_words(self) -> str:
        limits = interval(self.lower or 0, self.upper or 0)
        return f"RICE probably {limits} ({level(self.confidence or 0)} range, median {figure(self.median)})."


@dataclass(frozen=True, kw_only=True)
class ProbabilityBetter(Estimate):
    """``probability_a_better``: chance that a's score is above b's, 0..1."""

    headline: ClassVar[str] = "probability_a_better"

    probability_a_better: float

    def in_words(self) -> str:
        chance = self.probability_a_better
        if max(chance, 1 - chance) < CLEAR:
            return f"A scores above B with a chance of {percent(chance)}. Too close to tell apart."
        return f"{'A' if chance > 0.5 else 'B'} scores higher with a chance of {percent(max(chance, 1 - chance))}."


def rice_lognormal(
    reach: Mapping[str, float],
    impact: Mapping[str, float],
    confidence: Mapping[str, float],
    effort: Mapping[str, float],
    *,
    interval: float = 0.9,
) -> RiceLognormal:
    """How far a RICE score may lie from its middle when every factor is known to a range.

    Not for: factors that move together (a change with more reach that also takes more effort): here they are
    independent.

    Formula: ln(score) is normal with mean m = sum of log midpoints (effort subtracted) and variance s^2 = sum of the
    factors' log variances; median exp(m), mean exp(m + s^2 / 2), limits exp(m +/- z s).

    Args:
        reach, impact, confidence, effort: mapping with p05 and p95, the values with 5 % of the plausible ones below and
            above; above 0, p05 <= p95, and confidence at most 1. The same value twice means it is known.
        interval: level of the range of the score, between 0 and 1.

    Raises:
        UnknownInput: a factor lacks p05 or p95.
        WrongKind: a factor is not a mapping of numbers.
        OutOfRange: a value is not above 0, or a confidence is above 1.
        Inconsistent: p05 lies above p95.
        Undefined: the ranges are so wide that a figure leaves what a computer can hold.

    Source:
        Product and quotient of independent log-normal variables: Aitchison, J. & Brown, J. A. C. (1957). The Lognormal
        Distribution; score: McBride (2016), RICE.

    Example:
        >>> answer = rice_lognormal(
        ...     reach={"p05": 500, "p95": 2000},
        ...     impact={"p05": 0.5, "p95": 3},
        ...     confidence={"p05": 0.5, "p95": 0.9},
        ...     effort={"p05": 1, "p95": 4},
        ... )
        >>> round(answer.median, 1), round(answer.lower, 1), round(answer.upper, 1)
        (410.8, 105.4, 1600.7)
    """
    share = require.between("interval", interval, 0, 1)
    read = {name: _factor(name, value) for name, value in (("reach", reach), ("impact", impact), ("effort", effort))}
    read["confidence"] = _factor("confidence", confidence, highest=1.0)
    log_mean = sum(-mid if name == "effort" else mid for name, (mid, _) in read.items())
    log_sd = math.sqrt(sum(deviation**2 for _, deviation in read.values()))
    margin = z_quantile(share) * log_sd
    return RiceLognormal(
        method="rice_lognormal",
        n=None,
        median=_exp(log_mean),
        mean=_exp(log_mean + log_sd**2 / 2),
        log_mean=log_mean,
        log_sd=log_sd,
        lower=_exp(log_mean - margin),
        upper=_exp(log_mean + margin),
        confidence=share,
        warnings=("The range holds what the inputs say; it is not a sampling interval.",),
        citation="Aitchison & Brown (1957), The Lognormal Distribution; McBride (2016), RICE",
    )


def rice_probability_better(
    log_mean_a: float, log_sd_a: float, log_mean_b: float, log_sd_b: float
) -> ProbabilityBetter:
    """How likely idea a really scores above idea b.

    Not for: ideas whose factors are unsure for the same reason (the same guess of reach): their errors are not
    independent, and the chance is then nearer to 0 or 1.

    Formula: Phi((m_a - m_b) / sqrt(s_a^2 + s_b^2)); equal known scores count one half.

    Args:
        log_mean_a, log_mean_b: means of ln(score), from ``rice_lognormal``.
        log_sd_a, log_sd_b: standard deviations of ln(score), 0 or more.

    Raises:
        WrongKind: an input is not a number.
        OutOfRange: an input is not finite, or a deviation is negative.

    Source: Difference of two independent normal variables; Aitchison & Brown (1957), The Lognormal Distribution.

    Example:
        >>> round(rice_probability_better(6, 0.5, 5.8, 0.9).probability_a_better, 3)
        0.577
    """
    lead = require.number("log_mean_a", log_mean_a) - require.number("log_mean_b", log_mean_b)
    deviation = math.hypot(require.not_negative("log_sd_a", log_sd_a), require.not_negative("log_sd_b", log_sd_b))
    chance = float(ndtr(lead / deviation)) if deviation else (1.0 if lead > 0 else 0.5 if lead == 0 else 0.0)
    return ProbabilityBetter(
        method="rice_probability_better",
        n=None,
        probability_a_better=chance,
        no_interval="It is exact for the two distributions given.",
        citation="Aitchison & Brown (1957), The Lognormal Distribution",
    )


def _factor(name: str, given: Mapping[str, Any], highest: float = math.inf) -> tuple[float, float]:
    """Mean and standard deviation of the factor's logarithm."""
    if not isinstance(given, Mapping):
        raise WrongKind(f"{name} must give p05 and p95; {given!r} does not.")
    if missing := [key for key in ("p05", "p95") if key not in given]:
        raise UnknownInput(f"{name} needs p05 and p95; {', '.join(missing)} is missing.")
    low, high = (require.positive(f"{name}.{key}", given[key]) for key in ("p05", "p95"))
    if low > high:
        raise Inconsistent(f"{name}: p05 must not lie above p95; {low:.12g} is above {high:.12g}.")
    if high > highest:
        require.within(f"{name}.p95", high, 0, highest)
    return (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / (2 * Z95)


def _exp(logarithm: float) -> float:
    if logarithm > LARGEST_LOG:
        raise Undefined("The ranges of the factors are so wide that the score has no finite size; narrow them.")
    return math.exp(logarithm)
