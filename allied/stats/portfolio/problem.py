"""A portfolio problem, checked and read once, in exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from allied.stats import require
from allied.stats.errors import EmptySample, Inconsistent, OutOfRange, UnknownInput, WrongKind

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """Items by index; figures as the decimals they were written as.

    Attributes:
        costs: of each item, in the unit of the capacity.
        capacity: what all chosen items may cost together.
        requires: (a, b): a needs b.
        excludes: (a, b): not both.
        mandatory: what must be in, with everything that it needs.
    """

    costs: tuple[Fraction, ...]
    capacity: Fraction
    requires: Pairs
    excludes: Pairs
    mandatory: frozenset[int]

    def cost(self, selected: Sequence[int]) -> Fraction:
        return sum((self.costs[item] for item in selected), Fraction(0))

    def allows(self, selected: Sequence[int]) -> bool:
        """Whether the set keeps to every rule, in exact arithmetic."""
        chosen = set(selected)
        return (
            self.mandatory <= chosen
            and self.cost(selected) <= self.capacity
            and all(b in chosen for a, b in self.requires if a in chosen)
            and not any(a in chosen and b in chosen for a, b in self.excludes)
        )


def read_problem(
    costs: Sequence[Fraction],
    capacity: float,
    requires: Sequence[Sequence[int]],
    excludes: Sequence[Sequence[int]],
    mandatory: Sequence[int],
) -> Problem:
    """Check the rules against each other.

    Raises:
        WrongKind: an index is not a whole number, or a rule is not a pair.
        OutOfRange: an index has no item, or the capacity is negative.
        Inconsistent: an item needs or excludes itself, requirements go round in a circle, or what is mandatory does not
            fit or excludes itself.
    """
    limit = exact(require.not_negative("capacity", capacity))
    count = len(costs)
    needs = _pairs("requires", requires, count)
    against = _pairs("excludes", excludes, count)
    _refuse_circles(needs)
    wanted = read_indexes("mandatory", mandatory, count)
    problem = Problem(tuple(costs), limit, needs, against, _with_needs(wanted, needs))
    _refuse_impossible(problem)
    return problem


def read_items(items: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The items, each with a cost and a value still to be read."""
    if isinstance(items, (str, bytes, Mapping)) or not isinstance(items, Sequence):
        raise WrongKind("items must be a list of items, each with cost and value.")
    if not items:
        raise EmptySample("items is empty; give at least one item.")
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            raise WrongKind(f"items[{place}] must have cost and value.")
        if missing := [key for key in ("cost", "value") if key not in item]:
            raise UnknownInput(f"items[{place}] needs cost and value; {', '.join(missing)} is missing.")
    return tuple(items)


def read_costs(items: Sequence[Mapping[str, Any]]) -> tuple[Fraction, ...]:
    return tuple(exact(require.not_negative(f"items[{place}].cost", item["cost"])) for place, item in enumerate(items))


def exact(figure: float) -> Fraction:
    """The decimal that a figure is written as, so that 0.1 + 0.2 costs exactly 0.3."""
    return Fraction(repr(float(figure)))


def read_indexes(name: str, values: Sequence[Any], count: int) -> set[int]:
    """Indexes of items, each checked against their number."""
    return {_index(name, value, count) for value in _listed(name, values)}


def _listed(name: str, values: Sequence[Any]) -> Sequence[Any]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Sequence):
        raise WrongKind(f"{name} must be a list.")
    return values


def _index(name: str, value: object, count: int) -> int:
    index = require.whole(name, value)
    if not 0 <= index < count:
        raise OutOfRange(f"{name} names item {index}, but the items are numbered 0 to {count - 1}.")
    return index


def _pairs(name: str, given: Sequence[Sequence[int]], count: int) -> Pairs:
    pairs = []
    for pair in _listed(name, given):
        if len(_listed(f"each entry of {name}", pair)) != 2:
            raise WrongKind(f"Each entry of {name} must be a pair of items; {pair!r} is not.")
        a, b = (_index(name, value, count) for value in pair)
        if a == b:
            raise Inconsistent(f"{name} pairs item {a} with itself.")
        pairs.append((a, b))
    return tuple(dict.fromkeys(pairs))


def _refuse_circles(needs: Pairs) -> None:
    graph: dict[int, set[int]] = {}
    for a, b in needs:
        graph.setdefault(a, set()).add(b)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        items = ", ".join(str(item) for item in circle.args[1])
        raise Inconsistent(
            f"The requirements go round in a circle: {items}. Merge these items or drop one need."
        ) from circle


def _with_needs(wanted: set[int], needs: Pairs) -> frozenset[int]:
    closed = set(wanted)
    while missing := {b for a, b in needs if a in closed} - closed:
        closed |= missing
    return frozenset(closed)


def _refuse_impossible(problem: Problem) -> None:
    cost = problem.cost(sorted(problem.mandatory))
    if cost > problem.capacity:
        raise Inconsistent(
            f"What is mandatory costs {float(cost):.12g} with all it needs, more than the capacity of "
            f"{float(problem.capacity):.12g}. Raise the capacity or make less mandatory."
        )
    for a, b in problem.excludes:
        if a in problem.mandatory and b in problem.mandatory:
            raise Inconsistent(f"Items {a} and {b} exclude each other, but both are mandatory or needed by what is.")
