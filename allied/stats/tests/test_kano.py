"""Kano: the evaluation table, coefficients, the continuous scale and how sure a category is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from allied.stats import words
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, WrongKind
from allied.stats.kano import kano_category, kano_classify, kano_coefficients, kano_continuous

answers = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40)


def test_evaluation_table_is_bergers():
    table = ["".join(kano_classify(row, column).category for column in range(1, 6)) for row in range(1, 6)]

    assert table == ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]


def test_swapping_the_two_questions_mirrors_the_table():
    mirror = {"Q": "Q", "I": "I", "A": "R", "R": "A", "M": "R"}

    for having, lacking in ((1, 1), (5, 5), (3, 3), (1, 3), (5, 3)):
        swapped = kano_classify(6 - having, 6 - lacking).category
        assert swapped == mirror[kano_classify(having, lacking).category]


@pytest.mark.parametrize(
    ("having", "lacking", "refusal"),
    [(0, 1, OutOfRange), (1, 6, OutOfRange), (1.0, 2, WrongKind), (True, 2, WrongKind)],
)
def test_classify_refuses(having, lacking, refusal):
    with pytest.raises(refusal):
        kano_classify(having, lacking)


@pytest.mark.parametrize(
    ("counts", "category"),
    [
        ({"M": 3, "O": 3, "A": 3, "I": 3, "R": 3, "Q": 3}, "M"),
        ({"O": 3, "A": 3, "I": 3, "R": 3, "Q": 3}, "O"),
        ({"O": 1, "A": 3, "I": 3, "R": 3}, "A"),
        ({"O": 1, "I": 3, "R": 3, "Q": 3}, "I"),
        ({"O": 1, "R": 3, "Q": 3}, "R"),
        ({"O": 1, "R": 2, "Q": 3}, "Q"),
    ],
)
def test_ties_go_to_the_stronger_category(counts, category):
    assert kano_coefficients(counts).category == category


def test_coefficient_intervals_are_adjusted_wald():
    answer = kano_coefficients({"A": 20, "O": 10, "M": 6, "I": 4, "R": 1, "Q": 1})

    assert (answer.lower, answer.upper) == pytest.approx(proportion_confint(30, 40, method="agresti_coull"), abs=1e-9)
    low, high = proportion_confint(16, 40, method="agresti_coull")
    assert (answer.worse_lower, answer.worse_upper) == pytest.approx((-high, -low), abs=1e-9)
    assert answer.n == 42


def test_percentages_give_coefficients_without_intervals():
    answer = kano_coefficients({"A": 63.8, "O": 21.6, "M": 2.9, "I": 8.5, "R": 0.7, "Q": 2.5})

    assert answer.n is None
    assert answer.lower is None
    assert answer.worse_lower is None
    assert answer.category_stability is None
    assert "give counts" in answer.no_interval
    assert "n unknown" in words(answer)


def test_many_reverse_or_questionable_answers_are_told():
    warnings = kano_coefficients({"A": 5, "R": 3, "Q": 2}).warnings

    assert "want the opposite" in warnings[0]
    assert "contradict themselves" in warnings[1]


@pytest.mark.parametrize(
    ("counts", "refusal"),
    [
        ({"A": 0, "O": 0}, EmptySample),
        ({}, EmptySample),
        ({"A": 3, "X": 1}, Inconsistent),
        ({"A": -1, "O": 4}, OutOfRange),
        ({"A": float("nan")}, OutOfRange),
        ({"A": "3"}, WrongKind),
        ([3, 4], WrongKind),
        ({"R": 4, "Q": 2}, Undefined),
    ],
)
def test_coefficients_refuse(counts, refusal):
    with pytest.raises(refusal):
        kano_coefficients(counts)


@given(answers)
def test_continuous_limits_hold_the_means(pairs):
    answer = kano_continuous(*zip(*pairs, strict=True))

    assert -2 <= answer.functional_mean <= 4
    assert -2 <= answer.dysfunctional_mean <= 4
    if answer.lower is not None:
        assert answer.lower <= answer.functional_mean <= answer.upper
    if answer.dysfunctional_lower is not None:
        assert answer.dysfunctional_lower <= answer.dysfunctional_mean <= answer.dysfunctional_upper


@pytest.mark.parametrize(("having", "lacking", "category"), [(1, 5, "O"), (1, 3, "A"), (3, 5, "M"), (3, 3, "I")])
def test_continuous_quadrants(having, lacking, category):
    answer = kano_continuous([having] * 4, [lacking] * 4)

    assert answer.category == category
    assert "All answers are the same" in answer.no_interval


@pytest.mark.parametrize(
    ("having", "lacking", "refusal"),
    [
        ([], [], EmptySample),
        ([1], [5], NotEnough),
        ([1, 2], [5], Inconsistent),
        ([1, 6], [5, 5], OutOfRange),
        ([1.5, 2], [5, 5], WrongKind),
    ],
)
def test_continuous_refuses(having, lacking, refusal):
    with pytest.raises(refusal):
        kano_continuous(having, lacking)


def test_category_stability_is_the_chance_that_another_sample_says_the_same():
    random = np.random.default_rng(4)
    people = [1] * 12 + [3] * 8
    samples = [sum(random.choice(people, 20) == 1) for _ in range(4000)]
    exact = np.mean([having > 20 - having for having in samples])

    answer = kano_category(people, [5] * 20, draws=4000)

    assert answer.category == "O"
    assert answer.category_stability == pytest.approx(exact, abs=0.03)
    assert sum(answer.stabilities.values()) == pytest.approx(1)
    assert words(answer) == (
        f"One-dimensional for 60% of people (n = 20), but must-be comes first in "
        f"{round(100 * answer.stabilities['M'])}% of resamples. Too early to call."
    )


@given(answers, st.randoms(use_true_random=False))
def test_order_of_people_does_not_matter(pairs, random):
    shuffled = random.sample(pairs, len(pairs))

    assert kano_category(*zip(*pairs, strict=True), draws=100) == kano_category(*zip(*shuffled, strict=True), draws=100)


def test_a_category_that_all_share_is_certain_to_stay_but_its_share_keeps_an_interval():
    answer = kano_category([1] * 10, [5] * 10)

    assert answer.category_stability == 1
    assert answer.runner_up is None
    assert answer.lower == pytest.approx(0.679, abs=1e-3)
    assert words(answer) == "One-dimensional for 100% of people (n = 10)."


def test_draws_and_seed_are_checked():
    with pytest.raises(OutOfRange):
        kano_category([1], [5], draws=5)
    with pytest.raises(WrongKind):
        kano_category([1], [5], seed=1.5)


def test_words_of_the_rest():
    assert words(kano_classify(3, 5)) == "This person finds the feature must-be."
    assert words(kano_coefficients({"A": 40, "I": 4})).startswith("Attractive: better 0.91 (")
    assert "Too early to call" in words(kano_coefficients({"A": 5, "M": 5}))
    assert words(kano_continuous([1, 1, 2], [5, 3, 3])).startswith("Attractive: having it scores 3.3 (")
