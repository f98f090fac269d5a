"""Net Promoter Score: worked examples, exact coverage, properties, and every refusal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.stats import nps_ci, nps_compare, nps_score, words
from allied.stats.errors import EmptySample, Inconsistent, OutOfRange, StatsError, Undefined, UnknownOption, WrongKind
from allied.stats.tests.coverage import compositions, trinomial_coverage

counts = st.integers(0, 500)
groups = st.tuples(counts, counts, counts).filter(any)


def group(promoters, passives, detractors):
    return {"promoters": promoters, "passives": passives, "detractors": detractors}


def test_score_counts_promoters_passives_and_detractors():
    answer = nps_score([10, 9, 9, 8, 7, 6, 5, 10, 3, 8])

    assert (answer.promoters, answer.passives, answer.detractors, answer.n) == (4, 3, 3, 10)
    assert answer.nps == answer.estimate == 10.0


def test_score_takes_arrays_and_gives_the_interval_of_its_counts():
    answer = nps_score(np.array([0, 10, 8, 8], dtype=np.uint8))

    assert (answer.lower, answer.upper) == (nps_ci(1, 2, 1).lower, nps_ci(1, 2, 1).upper)


def test_naive_score_hides_that_ten_points_may_be_minus_six():
    answer = nps_ci(40, 30, 30)

    assert answer.nps == 10
    assert answer.lower == pytest.approx(-6.2719, abs=1e-4)
    assert answer.upper == pytest.approx(25.6894, abs=1e-4)


def test_wald_adds_nothing():
    answer = nps_ci(200, 150, 150, method="wald")

    assert answer.center == answer.nps == 10
    assert answer.standard_error == pytest.approx(3.7148351242)


def test_wald_of_one_kind_warns_that_it_claims_certainty():
    assert "use adjusted_wald" in nps_ci(10, 0, 0, method="wald").warnings[-1]


def test_promoters_and_detractors_are_not_taken_as_independent():
    answer = nps_ci(50, 0, 50, method="wald")
    as_if_independent = 100 * np.sqrt(2 * 0.25 / 100)

    assert answer.standard_error > as_if_independent


def test_few_answers_warn():
    assert nps_ci(2, 0, 1).warnings == ("Only 3 answers: one more could move the score by 50 points.",)
    assert nps_ci(20, 10, 10).warnings == ()


@pytest.mark.parametrize("n", [10, 20, 50])
def test_interval_covers_93_percent_wherever_all_three_kinds_exist(n):
    samples = compositions(n)
    limits = np.array([(answer.lower, answer.upper) for answer in (nps_ci(*map(int, row)) for row in samples)])
    populations = compositions(20) / 20
    with_all_kinds = populations.min(axis=1) > 0

    covered = trinomial_coverage(samples, limits, populations)

    assert covered[with_all_kinds].min() >= 0.93
    assert covered[with_all_kinds].mean() >= 0.95
    assert covered.min() >= 0.87


def test_compare_gives_the_plain_difference_and_the_adjusted_test():
    answer = nps_compare(group(40, 30, 30), group(55, 25, 20))

    assert answer.difference == -25
    assert answer.difference_center == pytest.approx(-24.2718446602)
    assert answer.p_value == pytest.approx(0.0315097561553)


def test_words_call_it_early_while_intervals_overlap():
    assert words(nps_compare(group(45, 30, 25), group(40, 35, 25))) == (
        "Up 5.0 points, but the intervals overlap. Too early to call."
    )
    assert words(nps_compare(group(40, 30, 30), group(55, 25, 20))).startswith("Down 25.0 points (−46.4 to −2.2). More")
    assert words(nps_ci(40, 30, 30)) == "NPS 10.0 (−6.3 to 25.7, n = 100)."


@given(groups, st.sampled_from([0.8, 0.95, 0.99]))
def test_interval_holds_its_center_and_stays_on_the_scale(sizes, confidence):
    answer = nps_ci(*sizes, confidence=confidence)

    assert -100 <= answer.lower <= answer.center <= answer.upper <= 100


@given(groups)
def test_swapping_promoters_and_detractors_turns_the_interval_around(sizes):
    one, other = nps_ci(*sizes), nps_ci(*sizes[::-1])

    assert one.nps == -other.nps
    assert one.lower == pytest.approx(-other.upper)


@given(groups, st.integers(2, 9))
def test_interval_narrows_with_n(sizes, times):
    few, many = nps_ci(*sizes), nps_ci(*(times * size for size in sizes))

    assert many.standard_error < few.standard_error


@given(groups, groups)
def test_comparison_is_symmetric(first, second):
    one, other = nps_compare(group(*first), group(*second)), nps_compare(group(*second), group(*first))

    assert one.difference == pytest.approx(-other.difference)
    assert one.p_value == pytest.approx(other.p_value)
    assert 0 <= one.p_value <= 1


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: nps_score([]), EmptySample, "ratings is empty"),
        (lambda: nps_score([11]), OutOfRange, "from 0 to 10; one is 11"),
        (lambda: nps_score([-1, 3]), OutOfRange, "one is -1"),
        (lambda: nps_score([9.5]), WrongKind, "whole numbers"),
        (lambda: nps_score([True]), WrongKind, "True is not one"),
        (lambda: nps_score(["9"]), WrongKind, "'9' is not one"),
        (lambda: nps_score("99"), WrongKind, "sequence of numbers"),
        (lambda: nps_score(7), WrongKind, "sequence of numbers"),
        (lambda: nps_score([[9, 9], [1, 2]]), WrongKind, "one row"),
        (lambda: nps_score(np.array([True])), WrongKind, "bool"),
        (lambda: nps_ci(0, 0, 0), EmptySample, "no answers"),
        (lambda: nps_ci(-1, 0, 3), OutOfRange, "promoters must be a whole number of at least 0"),
        (lambda: nps_ci(1.0, 0, 3), WrongKind, "1.0 is not one"),
        (lambda: nps_ci(1, 0, 3, confidence=95), OutOfRange, "between 0 and 1"),
        (lambda: nps_ci(1, 0, 3, confidence=True), WrongKind, "confidence must be a number"),
        (lambda: nps_ci(1, 0, 3, method="bootstrap"), UnknownOption, "adjusted_wald, wald"),
        (lambda: nps_compare({"promoters": 1}, group(1, 1, 1)), Inconsistent, "a must give"),
        (lambda: nps_compare(group(1, 1, 1), [1, 1, 1]), Inconsistent, "b must give"),
        (lambda: nps_compare(group(1, 1, "1"), group(1, 1, 1)), WrongKind, "detractors of a"),
        (lambda: nps_compare(group(5, 0, 0), group(0, 0, 5), method="wald"), Undefined, "use adjusted_wald"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says) as refusal:
        refused()

    assert isinstance(refusal.value, StatsError | ValueError)
