"""What it may cost to have chosen a portfolio, when the values are known only to ranges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from allied.stats import require
from allied.stats.errors import Inconsistent
from allied.stats.guesses import draw_logs, read_guess
from allied.stats.portfolio.problem import Problem, exact, read_costs, read_indexes, read_items, read_problem
from allied.stats.portfolio.solver import Flags, Program
from allied.stats.require import Floats
from allied.stats.resample import LEAST_DRAWS, SEED, percentiles
from allied.stats.results import Estimate
from allied.stats.wording import figure, interval, percent

DRAWS = 100
SECONDS = 60.0
# Each draw is solved to this share of its value, and with values in steps of this share of the largest: far below the
# spread between draws, and quick because the search then deals in whole numbers.
CLOSE = 1e-4


@dataclass(frozen=True, kw_only=True)
class PortfolioRegret(Estimate):
    """What a chosen set loses against the best set that hindsight would choose, over plausible values.

    Attributes:
        regret: mean loss, in the unit of value; ``lower`` and ``upper`` hold the middle ``confidence`` of the draws.
        regret_share: mean loss as a share of the mean best value, 0..1; None where the best is worth nothing.
        worst: largest loss of all draws.
        best_share: share of the draws in which nothing else would have been better.
        selected: the set judged, item indexes from 0.
        support: per item, share of the draws in which the best set holds it: near 0 or 1 is a safe call.
        draws, seed: what repeats the result.
    """

    headline: ClassVar[str] = "regret"

    regret: float
    regret_share: float | None
    worst: float
    best_share: float
    selected: tuple[int, ...]
    support: tuple[float, ...]
    draws: int
    seed: int

    def in_words(self) -> str:
        share = "" if self.regret_share is None else f", {percent(self.regret_share, 1)} of what is possible"
        limits = interval(self.lower or 0, self.upper or 0)
        return (
            f"The choice loses {figure(self.regret)} on average ({limits}){share}. "
            f"In {percent(self.best_share)} of draws nothing else is better."
        )


def portfolio_regret(
    items: Sequence[Mapping[str, Any]],
    capacity: float,
    *,
    requires: Sequence[Sequence[int]] = (),
    excludes: Sequence[Sequence[int]] = (),
    mandatory: Sequence[int] = (),
    selected: Sequence[int] | None = None,
    confidence: float = 0.9,
    draws: int = DRAWS,
    seed: int = SEED,
) -> PortfolioRegret:
    """How much may be lost by deciding now on a set of items whose values are known only to ranges.

    Not for: values that are unsure for one shared reason; the draws treat items as independent. Nor for a page that
    must answer at once: each draw is a search of its own, and 100 draws of 200 items take many seconds.

    Formula: regret = value of the best set for the drawn values - value of the chosen set for the same values.

    Args:
        items: one mapping per item: cost of 0 or more, and value: a number where it is known, or a mapping with low,
            likely and high, above 0 (5th percentile, median and 95th percentile).
        capacity, requires, excludes, mandatory: as in ``portfolio_select``.
        selected: the set to judge; None for the best set at the likely values.
        confidence: share of the draws that ``lower`` and ``upper`` hold.
        draws, seed: how many sets of values are drawn (at least 100), and their seed.

    Raises:
        EmptySample: there are no items.
        UnknownInput: an item lacks its cost or value, or a range lacks a point.
        WrongKind: a figure is not a number, or a rule is not a pair.
        OutOfRange: a cost or the capacity is negative, or an index has no item.
        Inconsistent: the rules contradict each other, a range does not ascend, or ``selected`` breaks a rule.

    Source:
        Savage, L. J. (1951). The theory of statistical decision. J. Am. Stat. Assoc. 46(253); sampled as in Metropolis
        & Ulam (1949). The Monte Carlo method. J. Am. Stat. Assoc. 44.

    Example:
        >>> sure, bet = {"cost": 1, "value": 10}, {"cost": 1, "value": {"low": 2, "likely": 8, "high": 32}}
        >>> answer = portfolio_regret([sure, bet], 1)
        >>> answer.selected, round(answer.best_share, 1)
        ((0,), 0.7)
    """
    level = require.between("confidence", confidence, 0, 1)
    require.whole("draws", draws, low=LEAST_DRAWS)
    random = np.random.default_rng(require.count("seed", seed))
    listed = read_items(items)
    problem = read_problem(read_costs(listed), capacity, requires, excludes, mandatory)
    likely, worths = _worths(listed, draws, random)
    program = Program.of(problem)
    chosen = _chosen(problem, program, likely, selected)
    held = _best_sets(program, worths)
    losses = _losses(worths, held, chosen)
    lower, upper = percentiles(losses, level)
    possible = float((worths * held).sum(axis=1).mean())
    return PortfolioRegret(
        method="portfolio_regret",
        n=len(listed),
        regret=float(losses.mean()),
        regret_share=float(losses.mean()) / possible if possible > 0 else None,
        worst=float(losses.max()),
        best_share=float((losses == 0).mean()),
        selected=chosen,
        support=tuple(held.mean(axis=0).tolist()),
        draws=draws,
        seed=seed,
        lower=lower,
        upper=upper,
        confidence=level,
        warnings=("The range holds what the inputs say; it is not a sampling interval.",),
        citation="Savage (1951), The theory of statistical decision",
    )


def _worths(listed: Sequence[Mapping[str, Any]], draws: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Likely value per item, and drawn values (draws x items); known values are the same in every draw."""
    likely = np.zeros(len(listed))
    drawn = np.zeros((draws, len(listed)))
    for place, item in enumerate(listed):
        name = f"items[{place}].value"
        if isinstance(item["value"], Mapping):
            guess = np.array([read_guess(name, item["value"])])
            likely[place], drawn[:, place] = np.exp(guess[0, 1]), np.exp(draw_logs(guess, draws, random)[0])
        else:
            likely[place] = drawn[:, place] = require.number(name, item["value"])
    return likely, drawn


def _best_sets(program: Program, worths: Floats) -> Flags:
    """Draws x items: what the best set for each draw holds; equal draws are searched once."""
    different, place = np.unique(worths, axis=0, return_inverse=True)
    found = [program.best(_in_steps(row), seconds=SECONDS, settle=False, gap=CLOSE).selected for row in different]
    held = np.array([np.isin(np.arange(worths.shape[1]), each) for each in found])
    result: Flags = held[place]
    return result


def _chosen(problem: Problem, program: Program, likely: Floats, selected: Sequence[int] | None) -> tuple[int, ...]:
    if selected is None:
        return program.best([exact(value) for value in likely.tolist()], seconds=SECONDS).selected
    chosen = tuple(sorted(read_indexes("selected", selected, len(likely))))
    if not problem.allows(chosen):
        raise Inconsistent("selected breaks a rule: the capacity, a need, an exclusion, or what is mandatory.")
    return chosen


def _in_steps(values: Floats) -> list[Fraction]:
    """The values rounded to steps of ``CLOSE`` of the largest."""
    largest = float(np.abs(values).max()) or 1.0
    return [Fraction(round(value / (CLOSE * largest))) for value in values.tolist()]


def _losses(worths: Floats, held: Flags, chosen: tuple[int, ...]) -> Floats:
    """Loss per draw; a set that is as good as the best found loses nothing."""
    mine = np.isin(np.arange(worths.shape[1]), chosen)
    losses: Floats = np.maximum((worths * held).sum(axis=1) - (worths * mine).sum(axis=1), 0.0)
    losses[(held == mine).all(axis=1)] = 0.0
    return losses
