"""Portfolios: every small instance equals the best of all its subsets, ties included; what cannot be is refused."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allied.stats import words
from allied.stats.errors import EmptySample, Inconsistent, OutOfRange, UnknownInput, WrongKind
from allied.stats.portfolio import portfolio_regret, portfolio_select, solver

BACKLOG = [{"cost": cost, "value": value} for cost, value in ((5, 10), (4, 40), (6, 30), (3, 50), (2, 8))]


@st.composite
def problems(draw, decimals=False):
    count = draw(st.integers(1, 8))
    figure = st.integers(0, 12).map(lambda whole: whole / 10) if decimals else st.integers(0, 12)
    items = [{"cost": draw(figure), "value": draw(figure)} for _ in range(count)]
    pairs = [(a, b) for a in range(count) for b in range(a)]
    some = st.lists(st.sampled_from(pairs), max_size=4, unique=True) if pairs else st.just([])
    capacity = draw(figure) * 2
    return items, capacity, draw(some), draw(some), draw(st.lists(st.integers(0, count - 1), max_size=1))


def best_by_trying_all(items, capacity, requires, excludes, mandatory):
    allowed = []
    for flags in itertools.product((1, 0), repeat=len(items)):
        chosen = tuple(place for place, flag in enumerate(flags) if flag)
        cost = round(sum(items[place]["cost"] for place in chosen), 9)
        if (
            cost <= capacity + 1e-9
            and set(mandatory) <= set(chosen)
            and all(b in chosen for a, b in requires if a in chosen)
            and not any(a in chosen and b in chosen for a, b in excludes)
        ):
            value = round(sum(items[place]["value"] for place in chosen), 9)
            allowed.append((-value, cost, tuple(-flag for flag in flags), chosen))
    return min(allowed) if allowed else None


@settings(max_examples=60, deadline=None)
@given(problems())
def test_equals_the_best_of_all_subsets_with_the_same_rule_for_ties(problem):
    items, capacity, requires, excludes, mandatory = problem
    best = best_by_trying_all(*problem)
    try:
        answer = portfolio_select(items, capacity, requires=requires, excludes=excludes, mandatory=mandatory)
    except Inconsistent:
        assert best is None
        return

    assert answer.proven
    assert (-answer.value, answer.cost, answer.selected) == (best[0], best[1], best[3])


@settings(max_examples=25, deadline=None)
@given(problems(decimals=True))
def test_decimals_are_taken_as_written(problem):
    items, capacity, requires, excludes, mandatory = problem
    capacity = round(capacity, 9)
    best = best_by_trying_all(items, capacity, requires, excludes, mandatory)
    try:
        answer = portfolio_select(items, capacity, requires=requires, excludes=excludes, mandatory=mandatory)
    except Inconsistent:
        assert best is None
        return

    assert answer.value == pytest.approx(-best[0])
    assert answer.selected == best[3]


def test_ten_tenths_fill_a_whole():
    answer = portfolio_select([{"cost": 0.1, "value": 1}] * 12, 1)

    assert answer.selected == tuple(range(10))
    assert answer.spare == 0


def test_figures_of_any_precision_are_compared_with_the_capacity_exactly():
    third = 1 / 3
    answer = portfolio_select([{"cost": third, "value": np.pi}] * 3, 1.0)

    assert answer.selected == (0, 1, 2)
    assert portfolio_select([{"cost": 0.3333333333333334, "value": np.pi}] * 3, 1.0).selected in (
        (0, 1),
        (0, 2),
        (1, 2),
    )


def test_two_hundred_items_with_a_hundred_needs_are_proven():
    random = np.random.default_rng(7)
    items = [{"cost": int(c), "value": int(v)} for c, v in random.integers(1, 101, size=(200, 2))]
    requires = [sorted(map(int, random.choice(200, 2, replace=False)), reverse=True) for _ in range(100)]

    answer = portfolio_select(items, 3500, requires=requires)

    assert answer.proven
    assert answer.cost <= 3500
    assert all(b in answer.selected for a, b in requires if a in answer.selected)
    assert answer.warnings == ()


def test_a_need_of_a_need_comes_along():
    items = [{"cost": 1, "value": 100}, {"cost": 1, "value": 0}, {"cost": 1, "value": 0}, {"cost": 1, "value": 1}]

    assert portfolio_select(items, 3, requires=[[0, 1], [1, 2]]).selected == (0, 1, 2)
    assert portfolio_select(items, 2, requires=[[0, 1], [1, 2]]).selected == (3,)


def test_value_below_zero_is_taken_only_where_it_opens_something():
    items = [{"cost": 1, "value": -5}, {"cost": 1, "value": 9}]

    assert portfolio_select(items, 5).selected == (1,)
    assert portfolio_select(items, 5, requires=[[1, 0]]).value == 4


def test_nothing_fits():
    answer = portfolio_select(BACKLOG, 0)

    assert answer.selected == ()
    assert answer.value == 0
    assert answer.n == 5


class Scripted:
    """The solver, with some of its answers replaced: what a long search or rounding may bring."""

    def __init__(self, **answers):
        self.answers = answers
        self.calls = 0
        self.real = solver._solve

    def __call__(self, *arguments, **options):
        self.calls += 1
        return self.answers.get(f"call_{self.calls}") or self.real(*arguments, **options)


OUT_OF_TIME = SimpleNamespace(status=1, x=None)


def test_nothing_found_in_time_leaves_what_is_mandatory(monkeypatch):
    monkeypatch.setattr(solver, "_solve", Scripted(call_1=OUT_OF_TIME))

    answer = portfolio_select(BACKLOG, 12, mandatory=[4])

    assert answer.selected == (4,)
    assert not answer.proven
    assert answer.bound == 138
    assert "time ran out" in answer.warnings[0]
    assert "at most 138.0 is possible" in words(answer)


def test_a_set_found_in_time_but_not_proven_carries_its_bound(monkeypatch):
    found = SimpleNamespace(status=1, x=np.array([0.0, 1, 0, 1, 1]), mip_dual_bound=-120.0)
    monkeypatch.setattr(solver, "_solve", Scripted(call_1=found))

    answer = portfolio_select(BACKLOG, 12)

    assert answer.value == 98
    assert answer.bound == 120


def test_a_set_that_only_rounding_let_through_is_ruled_out(monkeypatch):
    too_dear = SimpleNamespace(status=0, x=np.ones(5))
    monkeypatch.setattr(solver, "_solve", Scripted(call_1=too_dear))

    assert portfolio_select(BACKLOG, 12).value == 100


@pytest.mark.parametrize("stage", ["call_2", "call_3"])
def test_ties_that_are_not_settled_in_time_are_told(monkeypatch, stage):
    monkeypatch.setattr(solver, "_solve", Scripted(**{stage: OUT_OF_TIME}))

    answer = portfolio_select([{"cost": 1, "value": 1}] * 4, 2)

    assert answer.value == 2
    assert answer.proven
    assert answer.warnings == ("Another set may be worth the same to about nine digits; such ties were not settled.",)


def test_a_relaxation_that_fails_leaves_all_items_open(monkeypatch):
    monkeypatch.setattr(solver, "linprog", lambda *_, **__: SimpleNamespace(status=4))

    assert portfolio_select([{"cost": 1, "value": 1}] * 4, 2).selected == (0, 1)


@pytest.mark.parametrize(
    ("items", "capacity", "rules", "refusal"),
    [
        ([], 5, {}, EmptySample),
        ({"cost": 1, "value": 1}, 5, {}, WrongKind),
        ([3], 5, {}, WrongKind),
        ([{"cost": 1}], 5, {}, UnknownInput),
        ([{"cost": -1, "value": 1}], 5, {}, OutOfRange),
        ([{"cost": 1, "value": float("nan")}], 5, {}, OutOfRange),
        ([{"cost": "1", "value": 1}], 5, {}, WrongKind),
        (BACKLOG, -1, {}, OutOfRange),
        (BACKLOG, 9, {"seconds": 0}, OutOfRange),
        (BACKLOG, 9, {"requires": [[0, 5]]}, OutOfRange),
        (BACKLOG, 9, {"requires": [[0, -1]]}, OutOfRange),
        (BACKLOG, 9, {"requires": [[0, 1, 2]]}, WrongKind),
        (BACKLOG, 9, {"requires": [3]}, WrongKind),
        (BACKLOG, 9, {"requires": "01"}, WrongKind),
        (BACKLOG, 9, {"requires": [[0, 0]]}, Inconsistent),
        (BACKLOG, 9, {"requires": [[0, 1], [1, 2], [2, 0]]}, Inconsistent),
        (BACKLOG, 9, {"excludes": [[1, 1]]}, Inconsistent),
        (BACKLOG, 9, {"mandatory": [7]}, OutOfRange),
        (BACKLOG, 9, {"mandatory": [1.0]}, WrongKind),
        (BACKLOG, 9, {"mandatory": [0, 2]}, Inconsistent),
        (BACKLOG, 9, {"mandatory": [1, 3], "excludes": [[1, 3]]}, Inconsistent),
        (BACKLOG, 9, {"mandatory": [0], "requires": [[0, 2]]}, Inconsistent),
    ],
)
def test_refusals(items, capacity, rules, refusal):
    with pytest.raises(refusal):
        portfolio_select(items, capacity, **rules)


def test_words():
    answer = portfolio_select(BACKLOG, 12, excludes=[[1, 3]], mandatory=[4])

    assert words(answer) == "3 items of 5 fit, worth 88.0 for 11.0. Nothing that keeps to the rules is worth more."


SURE = {"cost": 1, "value": 10}
BET = {"cost": 1, "value": {"low": 2, "likely": 8, "high": 32}}


def test_regret_of_two_items_agrees_with_the_closed_form():
    width = np.log(4) / 1.6448536269514722
    drawn = np.exp(np.log(8) + width * np.random.default_rng(1).standard_normal(200_000))

    answer = portfolio_regret([SURE, BET], 1, draws=200)

    assert answer.selected == (0,)
    assert answer.best_share == pytest.approx((drawn < 10).mean(), abs=0.1)
    assert answer.regret == pytest.approx(np.maximum(drawn - 10, 0).mean(), rel=0.4)
    assert answer.support[0] == pytest.approx(answer.best_share)
    assert answer.lower <= answer.regret <= answer.upper <= answer.worst


def test_regret_equals_trying_all_sets_in_every_draw():
    items = [SURE, BET, {"cost": 2, "value": {"low": 5, "likely": 15, "high": 30}}, {"cost": 1, "value": -1}]
    answer = portfolio_regret(items, 3, requires=[[2, 3]])
    again = portfolio_regret(items, 3, requires=[[2, 3]], selected=answer.selected)

    assert answer == again
    assert answer.selected == (0, 1)
    assert answer.support[0] + answer.support[2] >= 1
    assert 0 <= answer.regret_share <= 1


def test_known_values_leave_nothing_to_regret():
    answer = portfolio_regret(BACKLOG, 12)

    assert answer.regret == 0
    assert answer.best_share == 1
    assert answer.worst == 0


def test_a_worse_choice_of_known_values_loses_the_same_every_time():
    answer = portfolio_regret(BACKLOG, 12, selected=[0])

    assert answer.regret == answer.lower == answer.upper == portfolio_select(BACKLOG, 12).value - 10
    assert answer.best_share == 0


def test_nothing_possible_has_no_share():
    assert portfolio_regret([{"cost": 1, "value": 0}], 1).regret_share is None


@pytest.mark.parametrize(
    ("items", "options", "refusal"),
    [
        ([], {}, EmptySample),
        ([{"cost": 1, "value": {"low": 1, "likely": 2}}], {}, UnknownInput),
        ([{"cost": 1, "value": {"low": 3, "likely": 2, "high": 4}}], {}, Inconsistent),
        ([{"cost": 1, "value": {"low": 0, "likely": 2, "high": 4}}], {}, OutOfRange),
        ([{"cost": 1, "value": "2"}], {}, WrongKind),
        ([SURE, BET], {"selected": [0, 1]}, Inconsistent),
        ([SURE, BET], {"selected": [5]}, OutOfRange),
        ([SURE, BET], {"draws": 3}, OutOfRange),
        ([SURE, BET], {"confidence": 1}, OutOfRange),
    ],
)
def test_regret_refuses(items, options, refusal):
    with pytest.raises(refusal):
        portfolio_regret(items, 1, **options)


def test_regret_in_words():
    said = words(portfolio_regret([SURE, BET], 1))

    assert said.startswith("The choice loses ")
    assert said.endswith("of draws nothing else is better.")
