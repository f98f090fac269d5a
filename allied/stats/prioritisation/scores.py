"""RICE and ICE as published: one number per idea, with no account of how well its inputs are known."""

from dataclasses import dataclass
from typing import ClassVar

from allied.stats import require
from allied.stats.results import Estimate
from allied.stats.wording import figure

POINT_INPUTS = "The inputs are single figures without ranges; rice_lognormal and rice_range carry what is unsure."
HIGHEST_ICE = 10


@dataclass(frozen=True, kw_only=True)
class Rice(Estimate):
    """``rice``: effect per unit of effort, in reach x impact per person-month."""

    headline: ClassVar[str] = "rice"

    rice: float

    def in_words(self) -> str:
        return f"RICE {figure(self.rice)}, one figure without a range. Compare ranges before you rank by it."


@dataclass(frozen=True, kw_only=True)
class Ice(Estimate):
    """``ice``: 0..1000, the product of three scores of 0..10."""

    headline: ClassVar[str] = "ice"

    ice: float

    def in_words(self) -> str:
        return f"ICE {figure(self.ice, 0)} of 1000, one figure without a range."


def rice(reach: float, impact: float, confidence: float, effort: float) -> Rice:
    """How much an idea promises per unit of effort.

    Not for: telling close scores apart: with each factor known to 2 to 4 times either way, the score spans more than
    tenfold (``rice_range``).

    Formula: reach x impact x confidence / effort.

    Args:
        reach: people or events per period, 0 or more.
        impact: multiplier per person, 0 or more; the published scale is 3, 2, 1, 0.5, 0.25.
        confidence: 0..1, here a factor of the score and not the level of an interval.
        effort: person-months, above 0.

    Raises:
        WrongKind: an input is not a number.
        OutOfRange: an input lies outside its range.

    Source: McBride, S. (2016). RICE: simple prioritization for product managers. Intercom.

    Example:
        >>> rice(reach=2000, impact=2, confidence=0.8, effort=4).rice
        800.0
    """
    value = (
        require.not_negative("reach", reach)
        * require.not_negative("impact", impact)
        * require.share("confidence", confidence)
        / require.positive("effort", effort)
    )
    return Rice(
        method="rice",
        n=None,
        rice=value,
        no_interval=POINT_INPUTS,
        citation="McBride (2016), RICE: simple prioritization for product managers, Intercom",
    )


def ice(impact: float, confidence: float, ease: float) -> Ice:
    """A quick score to sort many small ideas for experiments.

    Not for: commitments; three guesses on scales of 0 to 10 multiply into false precision.

    Formula: impact x confidence x ease.

    Args:
        impact, confidence, ease: 0..10 each.

    Raises:
        WrongKind: an input is not a number.
        OutOfRange: an input lies outside 0..10.

    Source: Ellis, S. & Brown, M. (2017). Hacking Growth. Crown Business.

    Example:
        >>> ice(impact=8, confidence=7, ease=5).ice
        280.0
    """
    factors = {"impact": impact, "confidence": confidence, "ease": ease}
    checked = [require.within(name, value, 0, HIGHEST_ICE) for name, value in factors.items()]
    return Ice(
        method="ice",
        n=None,
        ice=checked[0] * checked[1] * checked[2],
        no_interval="The inputs are single guesses without ranges.",
        citation="Ellis & Brown (2017), Hacking Growth",
    )
