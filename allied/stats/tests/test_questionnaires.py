"""Questionnaires: published scores, boundaries of grades, referees, and every refusal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.stats import (
    cronbach_alpha,
    nasa_tlx,
    suprq_score,
    sus_grade,
    sus_score,
    top_box,
    ueq_s_score,
    umux_lite_score,
    umux_score,
    words,
)
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, UnknownOption, WrongKind
from allied.stats.proportions import adjusted_wald
from allied.stats.questionnaires.satisfaction import GRADES
from allied.stats.questionnaires.workload import SUBSCALES

RATINGS = dict(zip(SUBSCALES, (30, 15, 60, 40, 40, 55), strict=True))
WEIGHTS = dict(zip(SUBSCALES, (3, 0, 5, 1, 3, 3), strict=True))
ITEMS = [[4, 5, 4], [3, 3, 2], [5, 5, 5], [2, 1, 2], [4, 4, 3]]


def test_sus_of_brookes_example_is_55():
    assert sus_score([5, 4, 2, 1, 2, 3, 2, 4, 5, 2]).sus == 55


def test_sus_runs_from_0_to_100_with_its_subscales():
    worst, best = sus_score([1, 5] * 5), sus_score([5, 1] * 5)

    assert (worst.sus, worst.usability, worst.learnability) == (0, 0, 0)
    assert (best.sus, best.usability, best.learnability) == (100, 100, 100)


@given(st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_sus_is_its_subscales_weighted_by_items(answers):
    score = sus_score(answers)

    assert score.sus == pytest.approx(0.8 * score.usability + 0.2 * score.learnability)


def test_one_persons_score_says_why_it_has_no_interval():
    assert "one person" in sus_score([3] * 10).no_interval
    assert sus_score([3] * 10).lower is None


@pytest.mark.parametrize(("lowest", "grade", "low", "high"), GRADES)
def test_grade_begins_at_its_boundary(lowest, grade, low, high):
    answer = sus_grade(float(lowest))

    assert (answer.grade, answer.percentile_low, answer.percentile_high) == (grade, low, high)


@pytest.mark.parametrize(
    ("sus", "grade"),
    [(84.05, "A+"), (84.04, "A"), (80.75, "A"), (80.749, "A-"), (51.65, "D"), (51.6, "F"), (100, "A+")],
)
def test_grade_rounds_to_a_tenth_half_up_first(sus, grade):
    assert sus_grade(sus).grade == grade


@given(st.floats(0, 100), st.floats(0, 100))
def test_grade_never_falls_as_the_score_rises(one, other):
    low, high = sorted([one, other])

    assert sus_grade(low).percentile_low <= sus_grade(high).percentile_low


@pytest.mark.parametrize(
    ("answers", "umux"), [([7, 1, 7, 1], 100), ([1, 7, 1, 7], 0), ([4, 4, 4, 4], 50), ([6, 2, 5, 3], 75)]
)
def test_umux(answers, umux):
    assert umux_score(answers).umux == pytest.approx(umux)


@pytest.mark.parametrize(
    ("usefulness", "ease", "points", "raw", "sus"),
    [(1, 1, 7, 0, 22.9), (7, 7, 7, 100, 87.9), (6, 5, 7, 75, 71.65), (5, 4, 5, 87.5, 79.775)],
)
def test_umux_lite_predicts_sus_between_22_9_and_87_9(usefulness, ease, points, raw, sus):
    answer = umux_lite_score(usefulness, ease, scale_points=points)

    assert (answer.umux_lite, answer.sus_equivalent) == pytest.approx((raw, sus))


def test_tlx_raw_and_weighted():
    answer = nasa_tlx(RATINGS, WEIGHTS)

    assert answer.raw_tlx == 40
    assert answer.weighted_tlx == pytest.approx(715 / 15)


def test_tlx_without_weights_is_raw_alone():
    assert nasa_tlx(RATINGS).weighted_tlx is None


def test_suprq_halves_the_likelihood_to_recommend():
    answer = suprq_score([5, 4, 4, 3, 5, 2, 3], 8)

    assert (answer.usability, answer.trust, answer.loyalty, answer.appearance) == (4.5, 3.5, 4.5, 2.5)
    assert answer.suprq == 30 / 8


def test_ueq_short_means_of_halves():
    answer = ueq_s_score([5, 6, 5, 6, 3, 4, 2, 3])

    assert (answer.pragmatic, answer.hedonic, answer.overall) == (1.5, -1, 0.25)


def test_top_two_boxes():
    answer = top_box([5, 4, 4, 3, 2, 5, 5, 1, 4, 5], 5, boxes=2)

    assert (answer.count, answer.n, answer.proportion) == (7, 10, 0.7)
    assert (answer.lower, answer.upper) == adjusted_wald(7, 10, 0.95)


def test_alpha_agrees_with_its_covariance_form():
    covariance = np.cov(np.array(ITEMS).T)

    assert cronbach_alpha(ITEMS).alpha == pytest.approx(1.5 * (1 - np.trace(covariance) / covariance.sum()))


def test_alpha_of_identical_items_is_one():
    answer = cronbach_alpha([[1, 1], [2, 2], [5, 5]])

    assert answer.alpha == pytest.approx(1)


def test_alpha_below_zero_warns():
    assert "against each other" in cronbach_alpha([[1, 5, 2], [2, 4, 2], [5, 1, 3]]).warnings[0]


@given(st.permutations(range(5)), st.permutations(range(3)))
def test_alpha_ignores_the_order_of_people_and_items(people, items):
    shuffled = [[ITEMS[person][item] for item in items] for person in people]

    answer = cronbach_alpha(shuffled)
    assert answer.alpha == pytest.approx(cronbach_alpha(ITEMS).alpha)
    assert answer.lower < answer.alpha < answer.upper


def test_words_name_the_scale():
    assert words(sus_score([3] * 10)) == "SUS 50.0 of 100 from one person. The score is not a percentage."
    assert words(sus_grade(80.8)) == "SUS 80.8 is graded A: percentile 90 to 95 of the products measured."
    assert words(umux_score([4] * 4)) == "UMUX 50.0 of 100 from one person."
    assert words(umux_lite_score(6, 5)) == (
        "UMUX-Lite 75.0 of 100 from one person; compare 71.7, not the raw score, with SUS norms."
    )
    assert words(nasa_tlx(RATINGS)) == "Workload 40.0 of 100 from one person."
    assert words(nasa_tlx(RATINGS, WEIGHTS)) == "Workload 40.0 of 100 from one person, weighted 47.7."
    assert words(ueq_s_score([4] * 8)).startswith("UEQ-S 0.00 on −3 to 3 from one person: pragmatic 0.0")
    assert words(suprq_score([5] * 7, 10)) == "SUPR-Q 5.00 of 5 from one person, before norms."
    assert words(top_box([5, 5, 1], 5)) == "2 of 3 chose a top answer: 67% (20 to 94%)."
    assert words(cronbach_alpha(ITEMS)) == "Cronbach's alpha 0.95 (0.74 to 0.99) from 3 items and 5 people."


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: sus_score([3] * 9), Inconsistent, "10 answers, one per item; there are 9"),
        (lambda: sus_score([3] * 9 + [6]), OutOfRange, "from 1 to 5; one is 6"),
        (lambda: sus_score([3] * 9 + [0]), OutOfRange, "one is 0"),
        (lambda: sus_score([3] * 9 + [2.5]), WrongKind, "whole numbers"),
        (lambda: sus_score([]), EmptySample, "empty"),
        (lambda: sus_grade(100.1), OutOfRange, "from 0 to 100"),
        (lambda: sus_grade("80"), WrongKind, "number"),
        (lambda: umux_score([1, 2, 3]), Inconsistent, "4 answers"),
        (lambda: umux_score([1, 2, 3, 8]), OutOfRange, "1 to 7"),
        (lambda: umux_lite_score(6, 5, scale_points=6), UnknownOption, "5 or 7"),
        (lambda: umux_lite_score(6, 5, scale_points=5), OutOfRange, "usefulness"),
        (lambda: umux_lite_score(5, 0), OutOfRange, "ease_of_use"),
        (lambda: nasa_tlx({"effort": 3}), Inconsistent, "must name mental_demand"),
        (lambda: nasa_tlx([1, 2, 3, 4, 5, 6]), Inconsistent, "must name"),
        (lambda: nasa_tlx(RATINGS | {"effort": 101}), OutOfRange, "ratings of effort"),
        (lambda: nasa_tlx(RATINGS, WEIGHTS | {"effort": 4}), Inconsistent, "sum to 16"),
        (lambda: nasa_tlx(RATINGS, WEIGHTS | {"effort": 6}), OutOfRange, "weights of effort"),
        (lambda: nasa_tlx(RATINGS, WEIGHTS | {"effort": 3.0}), WrongKind, "weights of effort"),
        (lambda: nasa_tlx(RATINGS, {"effort": 15}), Inconsistent, "weights must name"),
        (lambda: suprq_score([5] * 8, 10), Inconsistent, "7 answers"),
        (lambda: suprq_score([5] * 7, 11), OutOfRange, "likelihood_to_recommend"),
        (lambda: ueq_s_score([0] * 8), OutOfRange, "1 to 7"),
        (lambda: ueq_s_score([4] * 7), Inconsistent, "8 answers"),
        (lambda: top_box([], 5), EmptySample, "empty"),
        (lambda: top_box([6], 5), OutOfRange, "1 to 5"),
        (lambda: top_box([1], 1), OutOfRange, "scale_max"),
        (lambda: top_box([1], 5, boxes=5), OutOfRange, "boxes"),
        (lambda: top_box([1], 5, boxes=0), OutOfRange, "boxes"),
        (lambda: cronbach_alpha([[1, 2]]), NotEnough, "there are 1 and 2"),
        (lambda: cronbach_alpha([[1], [2]]), NotEnough, "there are 2 and 1"),
        (lambda: cronbach_alpha([[1, 2], [2, 1]]), Undefined, "same sum"),
        (lambda: cronbach_alpha([[1, 2], [1]]), WrongKind, "equal length"),
        (lambda: cronbach_alpha([]), EmptySample, "at least one row"),
        (lambda: cronbach_alpha([1, 2]), WrongKind, "rows of equal length"),
        (lambda: cronbach_alpha([[1, float("nan")], [1, 2]]), OutOfRange, "finite"),
        (lambda: cronbach_alpha([[1, "2"], [1, 2]]), WrongKind, "'2' is not one"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says):
        refused()
