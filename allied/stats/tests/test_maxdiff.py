"""MaxDiff: counts, utilities against a general optimiser, intervals, and designs that say nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from allied.stats import words
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, Undefined, UnknownInput, WrongKind
from allied.stats.maxdiff import logit, maxdiff_counts, maxdiff_logit

ITEMS = ["A", "B", "C", "D", "E"]


def simulated(count, utilities, *, size=4, seed=1, people=None):
    """Tasks answered as the model says, by people who all feel the same."""
    random = np.random.default_rng(seed)
    tasks = []
    for number in range(count):
        shown = random.choice(len(ITEMS), size, replace=False)
        noisy = utilities[shown]
        best = shown[np.argmax(noisy + random.gumbel(size=size))]
        rest = shown[shown != best]
        worst = rest[np.argmax(-utilities[rest] + random.gumbel(size=size - 1))]
        task = {"shown": [ITEMS[i] for i in shown], "best": ITEMS[best], "worst": ITEMS[worst]}
        tasks.append(task | ({"respondent": number % people} if people else {}))
    return tasks


def negative_log_likelihood(values, tasks):
    utility = dict(zip(ITEMS, values, strict=True))
    total = 0.0
    for task in tasks:
        shown = np.array([utility[item] for item in task["shown"]])
        total += utility[task["best"]] - np.log(np.exp(shown).sum())
        total += -utility[task["worst"]] - np.log(np.exp(-shown).sum())
    return -total


TASKS = simulated(60, np.array([1.0, 0.5, 0.0, -0.5, -1.0]))


def test_logit_is_the_maximum_that_a_general_optimiser_finds():
    referee = minimize(negative_log_likelihood, np.zeros(5), args=(TASKS,), method="BFGS")

    answer = maxdiff_logit(TASKS, ITEMS)

    assert answer.log_likelihood == pytest.approx(-referee.fun, abs=1e-6)
    assert list(answer.utilities.values()) == pytest.approx(referee.x - referee.x.mean(), abs=1e-4)
    assert sum(answer.utilities.values()) == pytest.approx(0, abs=1e-12)
    assert sum(answer.shares.values()) == pytest.approx(1)


def test_standard_errors_are_the_curvature_of_the_likelihood():
    answer = maxdiff_logit(TASKS, ITEMS)
    at = np.array(list(answer.utilities.values()))
    step = 1e-4
    curvature = np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            corners = [
                (a * b) * negative_log_likelihood(at + step * (a * np.eye(5)[i] + b * np.eye(5)[j]), TASKS)
                for a in (1, -1)
                for b in (1, -1)
            ]
            curvature[i, j] = sum(corners) / (4 * step**2)
    expected = np.sqrt(np.diag(np.linalg.pinv(curvature, rcond=1e-6)))

    assert list(answer.standard_errors.values()) == pytest.approx(expected, rel=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.permutations(ITEMS))
def test_order_of_items_and_tasks_does_not_matter(order):
    answer = maxdiff_logit(TASKS[::-1], order)

    assert answer.utilities == pytest.approx(maxdiff_logit(TASKS, ITEMS).utilities, abs=1e-9)


def test_exchanging_best_and_worst_turns_utilities_and_scores_round():
    turned = [{"shown": task["shown"], "best": task["worst"], "worst": task["best"]} for task in TASKS]

    forward, backward = maxdiff_logit(TASKS, ITEMS), maxdiff_logit(turned, ITEMS)
    counted, turned_counts = maxdiff_counts(TASKS, ITEMS), maxdiff_counts(turned, ITEMS)

    assert backward.utilities == pytest.approx({item: -value for item, value in forward.utilities.items()}, abs=1e-9)
    assert turned_counts.score == pytest.approx({item: -value for item, value in counted.score.items()})


def test_intervals_hold_the_estimates_and_narrow_with_tasks():
    few, many = maxdiff_logit(TASKS, ITEMS), maxdiff_logit(TASKS * 9, ITEMS)

    for lower, value, upper in zip(few.lower, few.estimate, few.upper, strict=True):
        assert lower < value < upper
    assert many.upper[0] - many.lower[0] == pytest.approx((few.upper[0] - few.lower[0]) / 3, rel=1e-6)


def test_copied_answers_of_the_same_people_do_not_narrow_the_interval():
    tasks = simulated(60, np.zeros(5), people=12)

    once, thrice = maxdiff_logit(tasks, ITEMS), maxdiff_logit(tasks * 3, ITEMS)
    counted, recounted = maxdiff_counts(tasks, ITEMS), maxdiff_counts(tasks * 3, ITEMS)

    assert thrice.upper == pytest.approx(once.upper, rel=1e-6)
    assert recounted.upper == pytest.approx(counted.upper)
    assert once.warnings == ()


def test_a_handful_of_people_or_none_is_told():
    alone = maxdiff_counts(TASKS, ITEMS)
    few = maxdiff_logit(simulated(40, np.zeros(5), people=3), ITEMS)

    assert alone.warnings[0].startswith("The tasks name no respondents")
    assert few.warnings[0].startswith("Fewer than 5 people")


def test_steps_that_go_too_far_are_halved(monkeypatch):
    straight = maxdiff_logit(TASKS, ITEMS)
    inverse, factors = logit._inverse, iter([50])
    monkeypatch.setattr(logit, "_inverse", lambda information: next(factors, 1) * inverse(information))

    assert maxdiff_logit(TASKS, ITEMS).utilities == pytest.approx(straight.utilities, abs=1e-9)


def test_utilities_that_do_not_settle_are_refused(monkeypatch):
    monkeypatch.setattr(logit, "STEPS", 1)

    with pytest.raises(Undefined, match="do not settle"):
        maxdiff_logit(TASKS, ITEMS)


def test_tasks_of_two_items_are_paired_comparisons():
    tasks = [
        {"shown": ["A", "B"], "best": "A", "worst": "B"},
        {"shown": ["A", "B"], "best": "A", "worst": "B"},
        {"shown": ["A", "B"], "best": "B", "worst": "A"},
    ]

    answer = maxdiff_logit(tasks, ["A", "B"])

    assert answer.utilities["A"] - answer.utilities["B"] == pytest.approx(np.log(2))


def test_an_item_that_nothing_ever_beats_is_refused_by_name():
    tasks = [
        {"shown": ["A", "B", "C"], "best": "A", "worst": "C"},
        {"shown": ["A", "B", "C"], "best": "A", "worst": "B"},
    ]

    with pytest.raises(Undefined, match="above A, so"):
        maxdiff_logit(tasks, ["A", "B", "C"])
    assert maxdiff_counts(tasks, ["A", "B", "C"]).score["A"] == 1


@pytest.mark.parametrize("method", [maxdiff_counts, maxdiff_logit])
@pytest.mark.parametrize(
    ("tasks", "items", "refusal"),
    [
        ([], ITEMS, EmptySample),
        (TASKS, ["A"], NotEnough),
        (TASKS, [], NotEnough),
        (TASKS, [*ITEMS, "A"], Inconsistent),
        (TASKS, [*ITEMS, "F"], NotEnough),
        (TASKS, "ABCDE", WrongKind),
        ("tasks", ITEMS, WrongKind),
        ([["A", "B"]], ["A", "B"], WrongKind),
        ([{"shown": ["A", "B"], "best": "A"}], ["A", "B"], UnknownInput),
        ([{"shown": "AB", "best": "A", "worst": "B"}], ["A", "B"], WrongKind),
        ([{"shown": ["A"], "best": "A", "worst": "A"}], ["A", "B"], NotEnough),
        ([{"shown": ["A", "A"], "best": "A", "worst": "A"}], ["A", "B"], Inconsistent),
        ([{"shown": ["A", "B"], "best": "A", "worst": "A"}], ["A", "B"], Inconsistent),
        ([{"shown": ["A", "B"], "best": "C", "worst": "A"}], ["A", "B", "C"], Inconsistent),
        ([{"shown": ["A", "Z"], "best": "A", "worst": "Z"}], ["A", "B"], Inconsistent),
        (
            [
                {"shown": ["A", "B"], "best": "A", "worst": "B", "respondent": 1},
                {"shown": ["A", "B"], "best": "B", "worst": "A"},
            ],
            ["A", "B"],
            UnknownInput,
        ),
    ],
)
def test_refusals(method, tasks, items, refusal):
    with pytest.raises(refusal):
        method(tasks, items)


def test_words():
    assert words(maxdiff_counts(TASKS, ITEMS)).startswith("A is chosen as best most often (0.")
    assert words(maxdiff_logit(TASKS, ITEMS)).startswith("A matters most and E least (n = 60 tasks). A leads B by ")
