"""The search for the best set: integer programming (HiGHS), with every answer checked in exact arithmetic.

Three stages, each a small integer program: the highest value; among equals the least cost; among those the set that
takes the earliest items. After the first stage, items on which the linear relaxation leaves no doubt are fixed, so that
the later stages search among a few dozen items.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from allied.stats.portfolio.problem import Problem
from allied.stats.require import Floats

LARGEST_WHOLE = 10**9
FLOAT_SCALE = 1e6
CLEAR = 1e-6
BLOCK = 20
LIMIT_REACHED = 1

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Found:
    """A set of items, sorted.

    Attributes:
        selected: item indexes.
        bound: no allowed set is worth more than this.
        proven: nothing better exists; False where the time ran out first.
        settled: ties were resolved too.
    """

    selected: tuple[int, ...]
    bound: float
    proven: bool
    settled: bool


@dataclass(frozen=True)
class Program:
    """The rules of a problem as rows of an integer program.

    Attributes:
        problem: the rules, exact.
        costs, whole_costs: costs in the scale of the program, and whether they are whole numbers there.
        rows, limits: linear rules, rows @ x <= limits.
        low: 1 where an item must be in.
    """

    problem: Problem
    costs: Floats
    whole_costs: bool
    rows: Any
    limits: Floats
    low: Floats

    @classmethod
    def of(cls, problem: Problem) -> "Program":
        scaled, _, whole = scale((*problem.costs, min(problem.capacity, sum(problem.costs, Fraction(0)))))
        count = len(problem.costs)
        rules = [csr_array(scaled[None, :-1])]
        rules += [_row(count, {a: 1.0, b: -1.0}) for a, b in problem.requires]
        rules += [_row(count, {a: 1.0, b: 1.0}) for a, b in problem.excludes]
        limits = [scaled[-1], *(0.0 for _ in problem.requires), *(1.0 for _ in problem.excludes)]
        low = np.zeros(count)
        low[list(problem.mandatory)] = 1.0
        return cls(problem, scaled[:-1], whole, vstack(rules, format="csr"), np.array(limits), low)

    def best(self, values: Sequence[Fraction], *, seconds: float, settle: bool = True, gap: float = 0.0) -> Found:
        """The allowed set of highest value; with ``settle``, ties by least cost, then by the earliest items.

        ``gap`` is the share of the value that may be missed for speed.
        """
        deadline = time.monotonic() + seconds
        scaled, unit, whole = scale(values)
        found = self._highest(scaled, deadline, gap)
        if settle and found.proven and whole and self.whole_costs:
            found = self._settled(scaled, found, deadline)
        return replace(found, bound=found.bound * unit)

    def _highest(self, values: Floats, deadline: float, gap: float) -> Found:
        """Solve, and solve again without any set that only rounding let through."""
        rows, limits = self.rows, self.limits
        while True:
            answer = _solve(values, rows, limits, self.low, np.ones_like(self.low), deadline, gap)
            if answer.x is None:
                selected = tuple(sorted(self.problem.mandatory))
                return Found(selected, float(values.clip(min=0).sum()), proven=False, settled=False)
            selected = _chosen(answer.x)
            if self.problem.allows(selected):
                proven = answer.status != LIMIT_REACHED
                bound = float(values[list(selected)].sum()) if proven else -float(answer.mip_dual_bound)
                return Found(selected, bound, proven, settled=False)
            rows = vstack([rows, _row(len(values), dict.fromkeys(selected, 1.0))], format="csr")
            limits = np.append(limits, len(selected) - 1.0)

    def _settled(self, values: Floats, found: Found, deadline: float) -> Found:
        low, high = self._undoubted(values, found)
        rows = vstack([self.rows, csr_array(-values[None, :])], format="csr")
        limits = np.append(self.limits, 0.5 - found.bound)
        cheapest = _solve(-self.costs, rows, limits, low, high, deadline)
        if cheapest.status or not self.problem.allows(_chosen(cheapest.x)):
            return found
        limits[0] = round(float(self.costs @ np.round(cheapest.x))) + 0.5
        open_items = np.flatnonzero(low < high)
        chosen = np.round(cheapest.x)
        for start in range(0, len(open_items), BLOCK):
            block = open_items[start : start + BLOCK]
            weights = np.zeros_like(values)
            weights[block] = 2.0 ** np.arange(len(block))[::-1]
            answer = _solve(weights, rows, limits, low, high, deadline)
            if answer.status:
                return found
            chosen = np.round(answer.x)
            low[block] = high[block] = chosen[block]
        selected = _chosen(chosen)
        exact = self.problem.allows(selected) and float(values[list(selected)].sum()) == found.bound
        return Found(selected, found.bound, proven=True, settled=True) if exact else found

    def _undoubted(self, values: Floats, found: Found) -> tuple[Floats, Floats]:
        """Lower and upper limits of each item, closed where every best set agrees by the relaxation's reduced costs."""
        low, high = self.low.copy(), np.ones_like(self.low)
        relaxed = linprog(
            -values, A_ub=self.rows, b_ub=self.limits, bounds=np.column_stack([low, high]), method="highs"
        )
        if relaxed.status:
            return low, high
        slack = -relaxed.fun - found.bound + CLEAR
        out = np.abs(relaxed.lower.marginals) > slack
        into = np.abs(relaxed.upper.marginals) > slack
        return np.where(into, 1.0, low), np.where(out & (low == 0), 0.0, high)


def scale(figures: Sequence[Fraction]) -> tuple[Floats, float, bool]:
    """The figures in a unit in which they are whole where they have few enough decimals, that unit, and whether."""
    common = math.lcm(*(figure.denominator for figure in figures))
    if common * sum(map(abs, figures)) <= LARGEST_WHOLE:
        return np.array([float(figure * common) for figure in figures]), 1 / common, True
    largest = max(map(abs, figures))
    return np.array([float(figure / largest) * FLOAT_SCALE for figure in figures]), float(largest) / FLOAT_SCALE, False


def _solve(
    objective: Floats, rows: Any, limits: Floats, low: Floats, high: Floats, deadline: float, gap: float = 0.0
) -> Any:
    return milp(
        -objective,
        constraints=LinearConstraint(rows, -np.inf, limits),
        integrality=np.ones_like(objective),
        bounds=Bounds(low, high),
        options={"mip_rel_gap": gap, "time_limit": max(0.01, deadline - time.monotonic())},
    )


def _chosen(x: Floats) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(np.asarray(x) > 0.5))


def _row(count: int, cells: dict[int, float]) -> Any:
    columns = list(cells)
    return csr_array(([cells[column] for column in columns], ([0] * len(columns), columns)), shape=(1, count))
