"""Completion rates and two shares compared: worked examples, exact coverage, referees, properties, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from allied.stats import (
    completion_rate_ci,
    completion_rate_point_estimate,
    completion_rate_vs_benchmark,
    two_proportion_compare,
    words,
)
from allied.stats.errors import EmptySample, OutOfRange, UnknownOption, WrongKind
from allied.stats.proportions import METHODS, adjusted_wald
from allied.stats.tests.coverage import binomial_coverage

REFEREES = {
    "adjusted_wald": "agresti_coull",
    "wilson": "wilson",
    "exact": "beta",
    "wald": "normal",
    "jeffreys": "jeffreys",
}
RATES = np.linspace(0.0005, 0.9995, 2000)

trials = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("successes", "n"), [(1, 29), (7, 10), (15, 148), (81, 263), (682, 925)])
def test_interval_agrees_with_statsmodels(method, successes, n):
    answer = completion_rate_ci(successes, n, confidence=0.9, method=method)

    assert (answer.lower, answer.upper) == pytest.approx(
        proportion_confint(successes, n, alpha=0.1, method=REFEREES[method]), rel=1e-9
    )


@pytest.mark.parametrize("method", ["adjusted_wald", "wilson", "exact", "jeffreys"])
def test_all_of_ten_is_not_certainty(method):
    answer = completion_rate_ci(10, 10, method=method)

    assert answer.rate == answer.upper == 1
    assert 0.65 < answer.lower < 0.8


@pytest.mark.parametrize("method", ["wilson", "exact", "jeffreys"])
def test_none_of_ten_mirrors_all_of_ten(method):
    none, everyone = (completion_rate_ci(x, 10, method=method) for x in (0, 10))

    assert none.lower == 0
    assert none.upper == pytest.approx(1 - everyone.lower)


def test_wald_has_no_width_at_all_of_ten_and_says_so():
    answer = completion_rate_ci(10, 10, method="wald")

    assert (answer.lower, answer.upper) == (1, 1)
    assert "too narrow" in answer.warnings[0]


@pytest.mark.parametrize(("n", "least"), [(5, 0.89), (10, 0.92), (15, 0.92), (20, 0.92), (50, 0.92)])
def test_adjusted_wald_covers_exactly(n, least):
    limits = np.array([adjusted_wald(x, n, 0.95) for x in range(n + 1)])

    covered = binomial_coverage(limits, RATES)

    assert covered.mean() >= 0.95
    assert covered.min() >= least


def test_exact_never_covers_less_than_it_says():
    limits = np.array([METHODS["exact"][0](x, 12, 0.95) for x in range(13)])

    assert binomial_coverage(limits, RATES).min() >= 0.95


@given(trials, st.sampled_from(["adjusted_wald", "wilson", "exact"]))
def test_interval_holds_its_rate_and_stays_a_share(trial, method):
    answer = completion_rate_ci(*trial, method=method)

    assert 0 <= answer.lower <= answer.rate + 1e-12
    assert answer.rate - 1e-12 <= answer.upper <= 1


@given(trials, st.integers(2, 20), st.sampled_from(["adjusted_wald", "wilson", "exact"]))
def test_interval_narrows_with_n(trial, times, method):
    few = completion_rate_ci(*trial, method=method)
    many = completion_rate_ci(times * trial[0], times * trial[1], method=method)

    assert many.upper - many.lower < few.upper - few.lower


@given(trials, st.sampled_from(["adjusted_wald", "wilson", "exact"]))
def test_counting_failures_instead_mirrors_the_interval(trial, method):
    x, n = trial
    won, lost = completion_rate_ci(x, n, method=method), completion_rate_ci(n - x, n, method=method)

    assert (won.lower, won.upper) == pytest.approx((1 - lost.upper, 1 - lost.lower), abs=1e-9)


@pytest.mark.parametrize(
    ("method", "point"), [("laplace", 11 / 12), ("mle", 1.0), ("jeffreys", 10.5 / 11), ("wilson", 0.8612335)]
)
def test_best_guess_after_ten_of_ten(method, point):
    answer = completion_rate_point_estimate(10, 10, method=method)

    assert answer.estimate == answer.point == pytest.approx(point)
    assert answer.lower < answer.estimate <= answer.upper


def test_benchmark_gives_mid_p_and_exact_p():
    answer = completion_rate_vs_benchmark(8, 9, 0.7)

    assert answer.p_value_mid == pytest.approx(0.1181784205)
    assert answer.p_value_exact == pytest.approx(binomtest(8, 9, 0.7, alternative="greater").pvalue)


@given(trials, st.floats(0.05, 0.95))
def test_mid_p_is_smaller_than_exact_p(trial, goal):
    answer = completion_rate_vs_benchmark(*trial, goal)

    assert 0 <= answer.p_value_mid <= answer.p_value_exact <= 1


def test_no_success_is_at_least_as_good_as_any_benchmark():
    assert completion_rate_vs_benchmark(0, 5, 0.4).p_value_exact == 1


@pytest.mark.parametrize(
    ("method", "referee"), [("newcombe_score", "newcomb"), ("agresti_caffo", "agresti-caffo"), ("wald", "wald")]
)
@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (9, 10, 3, 10), (5, 56, 0, 29), (37, 45, 41, 60)])
def test_difference_agrees_with_statsmodels(method, referee, counts):
    answer = two_proportion_compare(*counts, method=method)

    limits = confint_proportions_2indep(*counts, method=referee, compare="diff")
    assert (answer.lower, answer.upper) == pytest.approx(limits, rel=1e-9)


def test_wald_test_is_the_pooled_z():
    z, p = proportions_ztest([37, 41], [45, 60])

    answer = two_proportion_compare(37, 45, 41, 60, method="wald")

    assert (answer.statistic, answer.p_value) == pytest.approx((z, p))


def test_n_minus_1_shrinks_the_pooled_z():
    answer = two_proportion_compare(11, 12, 5, 10)

    assert answer.statistic == pytest.approx(2.13478140957)
    assert answer.p_value == pytest.approx(0.0327788695089)


@pytest.mark.parametrize("method", ["n_minus_1", "newcombe_score", "agresti_caffo", "wald"])
@pytest.mark.parametrize("counts", [(0, 10, 0, 12), (10, 10, 12, 12)])
def test_groups_that_all_ended_alike_are_not_told_apart(method, counts):
    answer = two_proportion_compare(*counts, method=method)

    assert (answer.statistic, answer.p_value) == (0, 1)
    assert "nothing to tell apart" in answer.warnings[0]


@given(trials, trials, st.sampled_from(["n_minus_1", "newcombe_score", "agresti_caffo"]))
def test_comparison_is_symmetric_and_holds_zero_when_equal(first, second, method):
    one = two_proportion_compare(*first, *second, method=method)
    other = two_proportion_compare(*second, *first, method=method)
    same = two_proportion_compare(*first, *first, method=method)

    assert (one.lower, one.upper) == pytest.approx((-other.upper, -other.lower), abs=1e-9)
    assert one.p_value == pytest.approx(other.p_value)
    assert same.lower <= 0 <= same.upper


def test_words_say_counts_rates_and_the_verdict():
    assert words(completion_rate_ci(7, 10)) == "7 of 10 completed: 70% (39 to 90%)."
    assert (
        words(completion_rate_point_estimate(5, 5))
        == "5 of 5 completed; the best guess for everybody is 86% (51 to 100%)."
    )
    assert words(completion_rate_vs_benchmark(8, 9, 0.7)) == (
        "8 of 9 completed against a goal of 70%. "
        "If the true rate were only 70%, this or better would happen 11.8% of the time."
    )
    assert words(two_proportion_compare(9, 10, 6, 10, method="newcombe_score")) == (
        "Up 30 percentage points, but the intervals overlap. Too early to call."
    )
    assert words(two_proportion_compare(9, 10, 9, 10)).startswith("No difference found")


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: completion_rate_ci(0, 0), EmptySample, "n is 0"),
        (lambda: completion_rate_ci(6, 5), OutOfRange, "successes cannot exceed n; 6 is more than 5"),
        (lambda: completion_rate_ci(-1, 5), OutOfRange, "at least 0"),
        (lambda: completion_rate_ci(1.5, 5), WrongKind, "whole number"),
        (lambda: completion_rate_ci("3", 5), WrongKind, "whole number"),
        (lambda: completion_rate_ci(3, True), WrongKind, "whole number"),
        (lambda: completion_rate_ci(3, 5, confidence=1), OutOfRange, "between 0 and 1, not on them"),
        (lambda: completion_rate_ci(3, 5, confidence=float("nan")), OutOfRange, "finite"),
        (lambda: completion_rate_ci(3, 5, method="clopper"), UnknownOption, "exact"),
        (lambda: completion_rate_point_estimate(3, 5, method="best"), UnknownOption, "laplace"),
        (lambda: completion_rate_point_estimate(6, 5), OutOfRange, "successes"),
        (lambda: completion_rate_vs_benchmark(3, 5, 1), OutOfRange, "benchmark"),
        (lambda: completion_rate_vs_benchmark(3, 5, "0.7"), WrongKind, "benchmark"),
        (lambda: two_proportion_compare(1, 0, 1, 2), EmptySample, "n1 is 0"),
        (lambda: two_proportion_compare(1, 2, 3, 2), OutOfRange, "x2 cannot exceed n2"),
        (lambda: two_proportion_compare(1, 2, 1, 2, method="fisher"), UnknownOption, "n_minus_1"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says):
        refused()
