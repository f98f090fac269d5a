"""The most valuable set of items that fits, with all its dependencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from allied.stats import require
from allied.stats.portfolio.problem import exact, read_costs, read_items, read_problem
from allied.stats.portfolio.solver import Found, Program
from allied.stats.results import Estimate
from allied.stats.wording import figure, plural

SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Portfolio(Estimate):
    """A set of items.

    Attributes:
        selected: item indexes from 0, ascending.
        value, cost: of the whole set; spare: capacity left.
        proven: no allowed set is worth more; False where the time ran out first.
        bound: no allowed set is worth more than this; the value itself where proven.
    """

    headline: ClassVar[str] = "value"

    selected: tuple[int, ...]
    value: float
    cost: float
    spare: float
    proven: bool
    bound: float

    def in_words(self) -> str:
        count = plural(len(self.selected), "item")
        what = f"{count} of {self.n} fit, worth {figure(self.value)} for {figure(self.cost)}"
        if self.proven:
            return f"{what}. Nothing that keeps to the rules is worth more."
        return f"{what}. Nothing better was found in the time given; at most {figure(self.bound)} is possible."


def portfolio_select(
    items: Sequence[Mapping[str, Any]],
    capacity: float,
    *,
    requires: Sequence[Sequence[int]] = (),
    excludes: Sequence[Sequence[int]] = (),
    mandatory: Sequence[int] = (),
    seconds: float = SECONDS,
) -> Portfolio:
    """Which items to take when not all of them fit.

    Not for: values known only roughly: then several sets are as good (``portfolio_regret``).

    Formula: maximise the sum of values over sets whose cost is within the capacity and that keep to all rules; among
    equal values the least cost, then the set that takes the earliest items.

    Args:
        items: one mapping per item: cost of 0 or more, in the unit of the capacity, and value, any number.
        capacity: 0 or more.
        requires: pairs [a, b]: item a needs item b. Indexes from 0.
        excludes: pairs [a, b]: not both.
        mandatory: items that must be in.
        seconds: how long to search at most. Where it is not enough, the best set found is marked as not proven.

    Raises:
        EmptySample: there are no items.
        UnknownInput: an item lacks its cost or value.
        WrongKind: a figure is not a number, or a rule is not a pair.
        OutOfRange: a cost or the capacity is negative, or an index has no item.
        Inconsistent: requirements in a circle, a rule of an item with itself, or mandatory items that do not fit.

    Source:
        Kellerer, H., Pferschy, U. & Pisinger, D. (2004). Knapsack Problems. Springer; solved exactly by branch and cut,
        Huangfu & Hall (2018), HiGHS, Math. Prog. Comp. 10(1).

    Example:
        >>> items = [{"cost": cost, "value": value} for cost, value in ((5, 10), (4, 40), (6, 30), (3, 50))]
        >>> answer = portfolio_select(items, 10, requires=[[3, 0]])
        >>> answer.selected, answer.value, answer.cost
        ((1, 2), 70.0, 10.0)
    """
    limit = require.positive("seconds", seconds)
    listed = read_items(items)
    problem = read_problem(read_costs(listed), capacity, requires, excludes, mandatory)
    values = [exact(require.number(f"items[{place}].value", item["value"])) for place, item in enumerate(listed)]
    found = Program.of(problem).best(values, seconds=limit)
    cost = problem.cost(found.selected)
    value = sum((values[item] for item in found.selected), Fraction(0))
    return Portfolio(
        method="portfolio_select",
        n=len(listed),
        selected=found.selected,
        value=float(value),
        cost=float(cost),
        spare=float(problem.capacity - cost),
        proven=found.proven,
        bound=float(value) if found.proven else max(float(value), found.bound),
        no_interval="It is exact for the values and costs given; portfolio_regret tells what their doubt may cost.",
        warnings=_warnings(found),
        citation="Kellerer, Pferschy & Pisinger (2004), Knapsack Problems; Huangfu & Hall (2018), HiGHS",
    )


def _warnings(found: Found) -> tuple[str, ...]:
    if not found.proven:
        return ("The time ran out before it was proven that no set is worth more; give more seconds.",)
    if not found.settled:
        return ("Another set may be worth the same to about nine digits; such ties were not settled.",)
    return ()
