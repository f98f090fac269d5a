"""Averages and task times: worked examples, referees, properties, refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from allied.stats import (
    mean_ci,
    paired_t_test,
    time_on_task_ci,
    time_on_task_compare,
    welch_from_summary,
    welch_t_test,
    words,
)
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, UnknownOption, WrongKind

SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
TIMES = [94, 95, 96, 113, 121, 132, 190, 193, 255, 298]

rows = st.lists(st.integers(-1000, 1000), min_size=3, max_size=30).filter(lambda row: len(set(row)) > 1)
times = st.lists(st.integers(1, 3600), min_size=3, max_size=30).filter(lambda row: len(set(row)) > 1)


def test_mean_agrees_with_scipy():
    answer = mean_ci(SLEEP_1, confidence=0.9)

    referee = stats.ttest_1samp(SLEEP_1, 0).confidence_interval(0.9)
    assert (answer.lower, answer.upper) == pytest.approx(tuple(referee))
    assert answer.standard_deviation == pytest.approx(np.std(SLEEP_1, ddof=1))
    assert answer.margin == pytest.approx(answer.upper - answer.mean)


def test_mean_of_values_all_alike_warns():
    answer = mean_ci([4, 4, 4])

    assert (answer.lower, answer.upper) == (4, 4)
    assert "not certainty" in answer.warnings[0]


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_welch_agrees_with_scipy(confidence):
    answer = welch_t_test(SLEEP_1, SLEEP_2, confidence=confidence)

    referee = stats.ttest_ind(SLEEP_1, SLEEP_2, equal_var=False)
    assert (answer.t, answer.p_value, answer.df) == pytest.approx((referee.statistic, referee.pvalue, referee.df))
    assert (answer.lower, answer.upper) == pytest.approx(tuple(referee.confidence_interval(confidence)))


def test_paired_agrees_with_scipy():
    answer = paired_t_test(SLEEP_1, SLEEP_2)

    referee = stats.ttest_rel(SLEEP_1, SLEEP_2)
    assert (answer.t, answer.p_value, answer.df) == pytest.approx((referee.statistic, referee.pvalue, 9))
    assert (answer.lower, answer.upper) == pytest.approx(tuple(referee.confidence_interval()))


def test_summary_is_treatment_minus_control():
    answer = welch_from_summary(0.41, 3.9, 3407, 0.7, 6.2, 3461)

    assert answer.difference == pytest.approx(0.29)
    assert answer.p_value == pytest.approx(0.0201584026436)


def test_one_group_without_spread_is_enough_to_compare():
    answer = welch_t_test([3, 3, 3], [1, 2, 3])

    assert answer.df == pytest.approx(2)


@given(rows)
def test_mean_interval_holds_its_mean_and_moves_with_the_values(row):
    answer, moved = mean_ci(row), mean_ci([value + 100 for value in row])

    assert answer.lower <= answer.mean <= answer.upper
    assert moved.lower == pytest.approx(answer.lower + 100)


@given(rows, st.permutations(range(30)))
def test_order_does_not_matter(row, order):
    shuffled = [row[place] for place in order if place < len(row)]

    assert mean_ci(row).margin == pytest.approx(mean_ci(shuffled).margin)


@given(rows, rows)
def test_welch_is_symmetric(first, second):
    one, other = welch_t_test(first, second), welch_t_test(second, first)

    assert (one.lower, one.upper) == pytest.approx((-other.upper, -other.lower))
    assert one.p_value == pytest.approx(other.p_value)


def test_time_is_the_geometric_mean_not_the_arithmetic_one():
    answer = time_on_task_ci(TIMES)

    assert answer.estimate == answer.geometric_mean == pytest.approx(stats.gmean(TIMES))
    assert answer.estimate < np.mean(TIMES)
    assert (answer.lower, answer.upper) == pytest.approx((107.433401234, 197.599678209))


def test_median_uses_order_statistics():
    answer = time_on_task_ci(TIMES, method="median_binomial")

    # n/2 ∓ 1.96 √10 / 2 = 1.90 and 8.10, so the 2nd and the 9th time.
    assert (answer.estimate, answer.lower, answer.upper) == (126.5, 95, 255)
    assert answer.warnings == ()


def test_median_of_few_times_says_how_often_it_holds():
    answer = time_on_task_ci([30, 40, 50], method="median_binomial")

    assert (answer.lower, answer.upper) == (30, 50)
    assert answer.warnings == ("With 3 times these limits hold the median 75% of the time, not 95%.",)


def test_times_all_alike_warn():
    assert "not certainty" in time_on_task_ci([30, 30]).warnings[0]


@given(times, st.sampled_from(["log_t", "median_binomial"]), st.floats(0.1, 10))
def test_time_interval_holds_its_estimate_and_scales_with_the_unit(row, method, factor):
    answer = time_on_task_ci(row, method=method)
    scaled = time_on_task_ci([value * factor for value in row], method=method)

    assert 0 < answer.lower <= answer.estimate <= answer.upper
    assert scaled.estimate == pytest.approx(answer.estimate * factor)
    assert scaled.upper == pytest.approx(answer.upper * factor)


def test_ratio_of_times_is_exp_of_the_difference_of_logs():
    answer = time_on_task_compare(TIMES, [40, 36, 53, 56, 110])

    referee = stats.ttest_ind(np.log(TIMES), np.log([40, 36, 53, 56, 110]), equal_var=False)
    low, high = referee.confidence_interval()
    assert (answer.lower, answer.upper) == pytest.approx((math.exp(low), math.exp(high)))
    assert answer.p_value == pytest.approx(referee.pvalue)


@given(times, times)
def test_ratio_of_times_turns_over_with_the_groups(first, second):
    one, other = time_on_task_compare(first, second), time_on_task_compare(second, first)

    assert one.ratio == pytest.approx(1 / other.ratio)
    assert one.lower == pytest.approx(1 / other.upper)


def test_words_give_averages_times_and_verdicts():
    assert words(mean_ci([3, 5, 3, 7, 1, 6, 2])) == "Average 3.9 (1.8 to 5.9, n = 7)."
    assert words(welch_t_test(SLEEP_2, SLEEP_1)) == "Up 1.58, but the intervals overlap. Too early to call."
    assert words(paired_t_test(SLEEP_1, SLEEP_2)) == ("Down 1.58 (−2.46 to −0.70). More than chance explains.")
    assert words(time_on_task_ci(TIMES)) == "A typical attempt takes 2 min 26 s (107 seconds to 3 min 18 s, n = 10)."
    assert words(time_on_task_compare(TIMES, [40, 36, 53, 56, 110])) == (
        "The first takes 2.69 times as long (1.55 to 4.64)."
    )
    assert words(time_on_task_compare(TIMES, TIMES)).endswith("which includes no difference. Too early to call.")


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: mean_ci([]), EmptySample, "at least 2 numbers"),
        (lambda: mean_ci([1]), NotEnough, "there is 1"),
        (lambda: mean_ci([1, None]), WrongKind, "None is not one"),
        (lambda: mean_ci([1, "2"]), WrongKind, "'2' is not one"),
        (lambda: mean_ci([1, False]), WrongKind, "False is not one"),
        (lambda: mean_ci([1, math.nan]), OutOfRange, "finite numbers .* number 2 is nan"),
        (lambda: mean_ci([1, math.inf]), OutOfRange, "finite"),
        (lambda: mean_ci({1, 2}), WrongKind, "set is not one"),
        (lambda: mean_ci([[1, 2], [3, 4]]), WrongKind, "2 dimensions"),
        (lambda: mean_ci([1, [2]]), WrongKind, "equal length"),
        (lambda: mean_ci(np.array([1j, 2])), WrongKind, "complex"),
        (lambda: mean_ci([1, 2], confidence=0), OutOfRange, "between 0 and 1"),
        (lambda: welch_t_test([1, 1], [2, 2]), Undefined, "no spread"),
        (lambda: paired_t_test([1, 2, 3], [1, 2]), Inconsistent, "3 and 2"),
        (lambda: paired_t_test([1, 2], [2, 3]), Undefined, "same amount"),
        (lambda: welch_from_summary(1, 1, 1, 1, 1, 5), NotEnough, "n1 is 1"),
        (lambda: welch_from_summary(1, 1, 0, 1, 1, 5), EmptySample, "n1 is 0"),
        (lambda: welch_from_summary(1, -1, 5, 1, 1, 5), OutOfRange, "sd1 must be 0 or more"),
        (lambda: welch_from_summary(1, 1, 5, math.inf, 1, 5), OutOfRange, "mean2"),
        (lambda: welch_from_summary(1, 0, 5, 2, 0, 5), Undefined, "no spread"),
        (lambda: time_on_task_ci([10, 0]), OutOfRange, "number 2 is 0"),
        (lambda: time_on_task_ci([10, -3]), OutOfRange, "above 0"),
        (lambda: time_on_task_ci([10]), NotEnough, "at least 2"),
        (lambda: time_on_task_ci([1e-50, 1e50]), Undefined, "without an upper limit"),
        (lambda: time_on_task_ci([10, 20], method="mean"), UnknownOption, "log_t"),
        (lambda: time_on_task_compare([10, 20], [0, 1]), OutOfRange, "b must all be above 0"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says):
        refused()
