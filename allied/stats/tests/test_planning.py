"""Problem discovery, sample sizes and power: published tables, referees, properties, refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from allied.stats import (
    power_two_means,
    problem_discovery_adjusted_p,
    problem_discovery_probability,
    problem_discovery_sample_size,
    rule_of_three,
    sample_size_mean_margin,
    sample_size_proportion_margin,
    sample_size_two_means,
    sample_size_two_proportions,
    words,
)
from allied.stats.distributions import z_quantile
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, UnknownOption, WrongKind

MATRIX = [[1, 1, 0, 0, 1], [1, 0, 1, 0, 0], [1, 0, 0, 1, 1]]


def test_five_people_find_85_percent_only_of_problems_that_affect_31_percent():
    assert problem_discovery_probability(0.31, 5).probability == pytest.approx(0.8436, abs=1e-4)
    assert problem_discovery_probability(0.1, 5).probability == pytest.approx(0.40951)


def test_discovery_keeps_its_digits_for_rare_problems():
    assert problem_discovery_probability(1e-12, 3).probability == pytest.approx(3e-12, rel=1e-9)
    assert problem_discovery_probability(1, 3).probability == 1


@pytest.mark.parametrize(
    ("p", "goal", "n"),
    [
        (0.01, 0.5, 69),
        (0.05, 0.5, 14),
        (0.1, 0.9, 22),
        (0.15, 0.99, 29),
        (0.31, 0.85, 6),
        (0.5, 0.75, 2),
        (0.9, 0.5, 1),
        (1, 0.99, 1),
    ],
)
def test_discovery_sample_size_agrees_with_the_book(p, goal, n):
    assert problem_discovery_sample_size(p, goal).n == n


@given(st.floats(0.005, 0.999), st.floats(0.05, 0.99))
def test_discovery_sample_size_is_the_smallest_that_reaches_the_goal(p, goal):
    n = problem_discovery_sample_size(p, goal).n

    assert problem_discovery_probability(p, n).probability >= goal - 1e-9
    assert n == 1 or problem_discovery_probability(p, n - 1).probability < goal


def test_a_goal_met_exactly_needs_nobody_more():
    # 1 - 0.7 ^ 3 = 0.657, though the logarithms say 3.000000000000001.
    assert problem_discovery_sample_size(0.3, 0.657).n == 3


def test_lewis_adjustment_deflates_what_a_small_test_observed():
    answer = problem_discovery_adjusted_p(MATRIX)

    assert (answer.n_participants, answer.n_problems, answer.n_once) == (3, 5, 3)
    assert answer.p_observed == pytest.approx(8 / 15)
    assert answer.p_good_turing == pytest.approx(1 / 3)
    assert answer.p_normalized == pytest.approx(2 / 15)
    assert answer.p_adjusted == pytest.approx(7 / 30)
    assert answer.n_problems_total == 10


@given(st.permutations(range(3)), st.permutations(range(5)))
def test_lewis_adjustment_ignores_order(people, problems):
    shuffled = [[MATRIX[person][problem] for problem in problems] for person in people]

    assert problem_discovery_adjusted_p(shuffled).p_adjusted == pytest.approx(7 / 30)


@pytest.mark.parametrize(
    ("p", "margin", "method", "n"),
    [
        (0.5, 0.1, "adjusted_wald", 93),
        (0.5, 0.05, "adjusted_wald", 381),
        (0.5, 0.05, "wald", 385),
        (0.5, 0.03, "wald", 1068),
        (1, 0.1, "adjusted_wald", 1),
    ],
)
def test_survey_sizes(p, margin, method, n):
    assert sample_size_proportion_margin(p, margin, method=method).n == n


@pytest.mark.parametrize(
    ("sd", "margin", "n"), [(20, 5, 64), (1.5, 0.5, 38), (1, 100, 2), (1, 8.985, 2), (1, 8.984, 3)]
)
def test_mean_margin_takes_the_smallest_size(sd, margin, n):
    assert sample_size_mean_margin(sd, margin).n == n


@given(st.floats(0.5, 20), st.floats(0.3, 5))
def test_mean_margin_is_met_and_not_by_one_fewer(sd, margin):
    def reached(n):
        return stats.t.ppf(0.975, n - 1) * sd / math.sqrt(n)

    n = sample_size_mean_margin(sd, margin).n

    assert reached(n) <= margin * (1 + 1e-6)
    assert n == 2 or reached(n - 1) > margin * (1 - 1e-6)


def test_two_proportions_agree_with_published_sizes():
    answer = sample_size_two_proportions(0.5, 0.75, power=0.9)

    assert answer.n_per_group == pytest.approx(76.7069284518)
    assert answer.people_needed == 77
    assert sample_size_two_proportions(0.1, 0.12).n_per_group_null_baseline == pytest.approx(3622.61639928)


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.3, 0.95))
def test_two_proportions_have_the_power_asked_for(p1, p2, power):
    if abs(p1 - p2) < 0.01:
        return
    n = sample_size_two_proportions(p1, p2, power=power).n_per_group
    pooled = (p1 + p2) / 2
    reach = math.sqrt(n) * abs(p1 - p2) - z_quantile(0.95) * math.sqrt(2 * pooled * (1 - pooled))

    assert stats.norm.cdf(reach / math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))) == pytest.approx(power)


@pytest.mark.parametrize(
    ("delta", "sd", "alpha", "power"), [(1, 1, 0.05, 0.9), (0.5, 1, 0.1, 0.8), (-3, 10, 0.01, 0.95)]
)
def test_two_means_agree_with_statsmodels(delta, sd, alpha, power):
    answer = sample_size_two_means(delta, sd, alpha=alpha, power=power)

    referee = TTestIndPower().solve_power(abs(delta) / sd, alpha=alpha, power=power)
    assert answer.n_per_group == pytest.approx(float(np.squeeze(referee)), rel=1e-6)
    assert answer.people_needed == math.ceil(answer.n_per_group)


def test_power_agrees_with_scipy_and_counts_the_upper_tail_alone():
    upper = stats.nct.sf(stats.t.ppf(0.975, 38), 38, math.sqrt(10))

    assert power_two_means(20, 1, 1).power == pytest.approx(upper, rel=1e-9)
    assert power_two_means(20, 0, 1).power == pytest.approx(0.025)
    assert power_two_means(20, -1, 1).power == power_two_means(20, 1, 1).power


def test_a_huge_difference_needs_the_smallest_groups():
    assert sample_size_two_means(1000, 1).n_per_group == 2


@given(st.integers(2, 200), st.floats(0.1, 2))
def test_power_rises_with_n(n, delta):
    assert power_two_means(n, delta, 1).power <= power_two_means(n + 5, delta, 1).power + 1e-12


def test_rule_of_three_beside_the_exact_limit():
    answer = rule_of_three(30)

    assert answer.upper == answer.upper_exact == pytest.approx(0.0950338528553)
    assert answer.upper_rule_of_three == pytest.approx(0.1)
    assert rule_of_three(1).upper_rule_of_three == 1


def test_plans_say_why_they_have_no_interval():
    assert "assumptions" in sample_size_two_means(1, 1).no_interval


def test_words_say_what_to_plan():
    assert words(problem_discovery_probability(0.31, 5)) == (
        "5 people would meet a problem that affects 31% with a chance of 84%."
    )
    assert words(problem_discovery_sample_size(0.1, 0.9)) == (
        "Plan 22 people for a chance of 90% to find a problem that affects 10% of people."
    )
    assert words(problem_discovery_adjusted_p(MATRIX)) == (
        "5 of about 10 problems found (55%) with 3 people; 3 came up only once."
    )
    assert words(sample_size_mean_margin(20, 5)) == "Plan 64 people for a margin of ±5."
    assert words(sample_size_two_proportions(0.5, 0.75, power=0.9)) == (
        "Plan 77 people in each group for a chance of 90% to find the difference if it is there."
    )
    assert words(power_two_means(20, 1, 1)) == "With 40 people in all, the chance to find this difference is 87%."
    assert words(rule_of_three(30)) == "None of 30 people: up to 9.5% may still be affected."


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: problem_discovery_probability(1.1, 5), OutOfRange, "p must lie from 0 to 1"),
        (lambda: problem_discovery_probability(0.1, 0), EmptySample, "n is 0"),
        (lambda: problem_discovery_probability(0.1, 2.5), WrongKind, "whole"),
        (lambda: problem_discovery_sample_size(0, 0.9), OutOfRange, "affects nobody"),
        (lambda: problem_discovery_sample_size(0.3, 1), OutOfRange, "goal"),
        (lambda: problem_discovery_adjusted_p([[1, 1]]), NotEnough, "2 people"),
        (lambda: problem_discovery_adjusted_p([[1, 2], [1, 0]]), OutOfRange, "0 .not met."),
        (lambda: problem_discovery_adjusted_p([[1, 0], [1, 0]]), Inconsistent, "nobody met"),
        (lambda: problem_discovery_adjusted_p([[1, 0], [1]]), WrongKind, "equal length"),
        (lambda: problem_discovery_adjusted_p([[], []]), EmptySample, "empty"),
        (lambda: problem_discovery_adjusted_p([[True, False], [True, True]]), WrongKind, "True is not one"),
        (lambda: sample_size_proportion_margin(0.5, 0), OutOfRange, "margin"),
        (lambda: sample_size_proportion_margin(1.5, 0.1), OutOfRange, "p must"),
        (lambda: sample_size_proportion_margin(0.5, 0.1, method="exact"), UnknownOption, "wald"),
        (lambda: sample_size_mean_margin(0, 1), OutOfRange, "sd must be above 0"),
        (lambda: sample_size_mean_margin(1, -1), OutOfRange, "margin must be above 0"),
        (lambda: sample_size_mean_margin(1e9, 1e-9), OutOfRange, "widen the margin"),
        (lambda: sample_size_two_proportions(0.5, 0.5), OutOfRange, "must differ"),
        (lambda: sample_size_two_proportions(0, 0.5), OutOfRange, "p1"),
        (lambda: sample_size_two_proportions(0.2, 0.5, alpha=0), OutOfRange, "alpha"),
        (lambda: sample_size_two_proportions(0.2, 0.5, power=1), OutOfRange, "power"),
        (lambda: sample_size_two_means(0, 1), OutOfRange, "delta must not be 0"),
        (lambda: sample_size_two_means(1, 0), OutOfRange, "sd"),
        (lambda: sample_size_two_means(1e-9, 1), OutOfRange, "billion"),
        (lambda: power_two_means(1, 1, 1), NotEnough, "n_per_group is 1"),
        (lambda: power_two_means(0, 1, 1), EmptySample, "n_per_group is 0"),
        (lambda: power_two_means(5, 1, 1, alpha=2), OutOfRange, "alpha"),
        (lambda: rule_of_three(0), EmptySample, "n is 0"),
        (lambda: rule_of_three(3, confidence=1), OutOfRange, "confidence"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says):
        refused()
