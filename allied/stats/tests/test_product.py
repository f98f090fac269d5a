"""Retention, adoption, trends, forecasts and evidence: worked examples, referees, properties, refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from allied.stats import (
    adoption_rate,
    beta_binomial_posterior,
    brier_score,
    change_point,
    design_effect,
    effective_sample_size,
    interval_hit_rate,
    kaplan_meier,
    recency_weight,
    retention_cohort,
    trend,
    words,
)
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, WrongKind

AML_TIME, AML_EVENT = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
WEEKS = [61.0, 62.5, 61.8, 63.9, 64.2, 65.1]
STEP = [5, 6, 5, 7, 6, 5, 12, 11, 13, 12, 11, 12]

observed = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 1)), min_size=1, max_size=40)


def test_retention_is_a_share_of_all_who_started():
    answer = retention_cohort(1000, [1000, 620, 480, 410])

    assert answer.rate == (1, 0.62, 0.48, 0.41)
    low, high = proportion_confint(410, 1000, method="wilson")
    assert (answer.lower[-1], answer.upper[-1]) == pytest.approx((low, high))


def test_survival_of_the_published_example():
    answer = kaplan_meier(AML_TIME, AML_EVENT)

    assert answer.time == (9, 13, 18, 23, 31, 34, 48)
    assert [round(share, 3) for share in answer.survival] == [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]
    assert answer.at_risk == (11, 10, 8, 7, 5, 4, 2)
    assert answer.median == 31


def test_survival_agrees_with_scipy_with_its_log_log_interval():
    answer = kaplan_meier(AML_TIME, AML_EVENT)

    gone = [time for time, event in zip(AML_TIME, AML_EVENT, strict=True) if event]
    still = [time for time, event in zip(AML_TIME, AML_EVENT, strict=True) if not event]
    referee = stats.ecdf(stats.CensoredData(gone, right=still)).sf
    limits = referee.confidence_interval(method="log-log")
    places = np.searchsorted(referee.quantiles, answer.time)
    assert answer.survival == pytest.approx(tuple(referee.probabilities[places]))
    assert answer.lower == pytest.approx(tuple(limits.low.probabilities[places]))
    assert answer.upper == pytest.approx(tuple(limits.high.probabilities[places]))


@given(observed)
def test_survival_falls_and_stays_within_its_limits(people):
    answer = kaplan_meier([time for time, _ in people], [event for _, event in people])

    assert list(answer.survival) == sorted(answer.survival, reverse=True)
    for low, share, high in zip(answer.lower, answer.survival, answer.upper, strict=True):
        assert 0 <= low <= share <= high <= 1


def test_survival_without_censoring_is_the_share_still_there():
    answer = kaplan_meier([1, 2, 2, 4], [1, 1, 1, 1])

    assert answer.survival == (0.75, 0.25, 0)
    assert "Nobody is left" in answer.warnings[0]


def test_survival_while_nobody_has_left_is_empty_and_says_so():
    answer = kaplan_meier([3, 5], [0, 0])

    assert (answer.time, answer.survival, answer.median) == ((), (), None)
    assert words(answer) == "Nobody has left yet (n = 2)."


def test_adoption_counts_people_not_events():
    answer = adoption_rate(["P1", "P2", "P1", "P1"], ["P1", "P2", "P3", "P4", "P4"])

    assert (answer.users, answer.eligible, answer.rate) == (2, 4, 0.5)
    assert adoption_rate({"P1", "P2"}, 4) == answer
    assert adoption_rate([], 4).rate == 0


def test_trend_agrees_with_scipy():
    answer = trend(WEEKS)

    referee = stats.linregress(range(6), WEEKS)
    assert (answer.slope, answer.intercept, answer.p_value) == pytest.approx(
        (referee.slope, referee.intercept, referee.pvalue)
    )
    margin = stats.t.ppf(0.975, 4) * referee.stderr
    assert (answer.lower, answer.upper) == pytest.approx((referee.slope - margin, referee.slope + margin))
    assert answer.band_lower[0] < answer.fitted[0] < answer.band_upper[0]


def test_trend_takes_uneven_times():
    answer = trend([1, 2.1, 3.9], [0, 1, 3])

    assert answer.slope == pytest.approx(stats.linregress([0, 1, 3], [1, 2.1, 3.9]).slope)


@given(st.lists(st.integers(-50, 50), min_size=4, max_size=20).filter(lambda row: len(set(row)) > 2))
def test_trend_turns_with_time(values):
    try:
        there = trend(values)
    except Undefined:
        return

    back = trend(values[::-1])
    assert there.slope == pytest.approx(-back.slope, abs=1e-9)
    assert there.lower <= there.slope <= there.upper


def test_trend_warns_when_neighbors_hang_together():
    step = [0.0] * 10 + [1.0, 1.1] * 5 + [0.1] * 10

    assert "hang together" in trend(step).warnings[0]
    assert trend(WEEKS).warnings == ()


def test_change_point_finds_a_step():
    answer = change_point(STEP)

    assert answer.position == 6
    assert answer.lower <= 6 <= answer.upper
    assert answer.shift == pytest.approx(71 / 6 - 34 / 6)
    assert answer.p_value < 0.01


def test_change_point_gives_the_same_answer_again():
    assert change_point(STEP) == change_point(STEP)


def test_change_point_turns_with_time():
    assert change_point(STEP[::-1]).position == len(STEP) - change_point(STEP).position


def test_noise_is_not_called_a_change():
    noise = np.random.default_rng(4).normal(size=40)

    answer = change_point(noise)
    assert answer.p_value > 0.05
    assert "Too early to call" in words(answer)


def test_brier_score_is_its_parts():
    forecasts, outcomes = [0.9, 0.9, 0.5, 0.5, 0.1, 0.1], [1, 1, 1, 0, 0, 1]

    answer = brier_score(forecasts, outcomes)

    assert answer.brier == pytest.approx(np.mean((np.array(forecasts) - outcomes) ** 2))
    assert answer.brier == pytest.approx(answer.reliability - answer.resolution + answer.uncertainty)
    assert answer.skill == pytest.approx(1 - answer.brier / answer.uncertainty)


def test_brier_score_without_a_base_rate_to_beat():
    answer = brier_score([0.8, 0.7], [1, 1])

    assert answer.skill is None
    assert words(answer).endswith("there is no base rate to beat.")


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=2, max_size=30))
def test_brier_score_is_the_same_for_the_opposite_question(pairs):
    said, came = [p for p, _ in pairs], [o for _, o in pairs]

    one, other = brier_score(said, came), brier_score([1 - p for p in said], [1 - o for o in came])
    assert one.brier == pytest.approx(other.brier)
    assert one.lower <= one.brier <= one.upper


def test_hit_rate_against_its_promise():
    answer = interval_hit_rate([0] * 10, [1] * 10, [0.5] * 5 + [2] * 5)

    assert (answer.hits, answer.rate) == (5, 0.5)
    assert answer.p_value == pytest.approx(2 * stats.binom.cdf(5, 10, 0.9))
    assert words(answer) == (
        "5 of 10 ranges held what came: 50% (24 to 76%), promised 90%. The ranges are too narrow: make them wider."
    )


def test_ranges_that_always_hold_are_too_wide_only_with_enough_of_them():
    few, many = (interval_hit_rate([0] * n, [1] * n, [0.5] * n, promised=0.5) for n in (3, 30))

    assert words(few).endswith("Too early to call them off.")
    assert words(many).endswith("The ranges are too wide: make them narrower.")


def test_posterior_agrees_with_scipy():
    answer = beta_binomial_posterior(45, 5, prior_alpha=2, prior_beta=2, threshold=0.8)

    referee = stats.beta(47, 7)
    assert (answer.lower, answer.upper) == pytest.approx(referee.interval(0.95))
    assert (answer.mean, answer.probability_above) == pytest.approx((referee.mean(), referee.sf(0.8)))


def test_posterior_takes_effective_counts_and_says_when_it_is_the_prior_alone():
    assert beta_binomial_posterior(2.4, 0.6).n == pytest.approx(3)
    assert "prior alone" in beta_binomial_posterior(0, 0).warnings[0]


def test_effective_sample_counts_equal_weights_fully():
    assert effective_sample_size([0.2] * 10).n_eff == pytest.approx(10)
    assert effective_sample_size([3, 1, 1, 1]).n_eff == 3


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_effective_sample_never_exceeds_the_sample(weights):
    assert 1 - 1e-9 <= effective_sample_size(weights).n_eff <= len(weights) + 1e-9


def test_ten_quotes_of_one_person_are_not_ten_people():
    assert design_effect(10, 10, 1).n_eff == 1
    assert design_effect(100, 10, 0.05).design_effect == pytest.approx(1.45)
    assert design_effect(12, 3, -0.25).n_eff == 24


def test_weight_halves_with_every_half_life():
    assert [recency_weight(age, 90).weight for age in (0, 90, 180)] == [1, 0.5, 0.25]


def test_words_count_people():
    assert words(retention_cohort(8, [8, 3, 0])) == "Of 8 people, 0% (0 to 32%) were active in the last of 3 periods."
    assert words(kaplan_meier(AML_TIME, AML_EVENT)) == "Half have left by 31 (n = 11)."
    assert words(kaplan_meier([1, 2, 3], [1, 0, 0])) == "More than half are still there (67% at 1, n = 3)."
    assert words(adoption_rate(["a"], 4)) == "1 of 4 eligible people use it: 25% (5 to 70%)."
    assert words(trend(WEEKS)) == "Per period: up 0.79 (0.41 to 1.18). More than chance explains."
    assert words(change_point(STEP)).startswith("The level changed from 5.7 to 11.8 at value 7")
    assert words(brier_score([0.9, 0.7, 0.2, 0.4], [1, 1, 0, 1])).endswith(
        "better than always naming the base rate of 75%."
    )
    assert words(beta_binomial_posterior(8, 2)) == (
        "The rate is about 75% (48 to 94%, n = 10), and above 50% with a probability of 97%."
    )
    assert words(effective_sample_size([3, 1, 1, 1])) == "4 pieces of evidence weigh as much as 3.0 equal ones."
    assert words(design_effect(100, 10, 0.05)) == "100 clustered answers are worth 69.0 independent ones."
    assert words(recency_weight(90, 90)) == "It counts 50% of a finding made today."


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: retention_cohort(0, [0]), EmptySample, "cohort_size is 0"),
        (lambda: retention_cohort(5, []), EmptySample, "active_by_period"),
        (lambda: retention_cohort(5, [5, 6]), OutOfRange, "6 is more than 5"),
        (lambda: retention_cohort(5, [-1]), OutOfRange, "one is -1"),
        (lambda: kaplan_meier([], []), EmptySample, "time is empty"),
        (lambda: kaplan_meier([1, 2], [1]), Inconsistent, "2 and 1"),
        (lambda: kaplan_meier([-1], [1]), OutOfRange, "0 or more; number 1 is -1"),
        (lambda: kaplan_meier([1], [2]), OutOfRange, "from 0 to 1"),
        (lambda: kaplan_meier([1], [True]), WrongKind, "True is not one"),
        (lambda: adoption_rate(["a"], []), EmptySample, "eligible is empty"),
        (lambda: adoption_rate(["a"], 0), EmptySample, "eligible is 0"),
        (lambda: adoption_rate(["a", "b"], 1), Inconsistent, "2 distinct users are more than 1"),
        (lambda: adoption_rate(["a", "b"], ["a"]), Inconsistent, "1 of 2 users are not"),
        (lambda: adoption_rate("ab", 5), WrongKind, "collection of ids"),
        (lambda: adoption_rate([["a"]], 5), WrongKind, "plain ids"),
        (lambda: adoption_rate(3, 5), WrongKind, "collection of ids"),
        (lambda: adoption_rate([], 1.5), WrongKind, "whole number"),
        (lambda: trend([1, 2]), NotEnough, "at least 3"),
        (lambda: trend([1, 2, 4], [0, 1]), NotEnough, "times"),
        (lambda: trend([1, 2, 4], [0, 1, 2, 3]), Inconsistent, "4 and 3"),
        (lambda: trend([1, 2, 4], [0, 0, 1]), Inconsistent, "must rise"),
        (lambda: trend([1, 2, 3]), Undefined, "exactly on a line"),
        (lambda: trend([0, 0, 0]), Undefined, "exactly on a line"),
        (lambda: change_point([1, 2, 3, 4, 5]), NotEnough, "at least 6"),
        (lambda: change_point([1] * 6), Undefined, "alike"),
        (lambda: change_point(STEP, draws=10), OutOfRange, "draws"),
        (lambda: change_point(STEP, seed=-1), OutOfRange, "seed"),
        (lambda: brier_score([0.5], [1]), NotEnough, "at least 2"),
        (lambda: brier_score([0.5, 1.5], [1, 0]), OutOfRange, "number 2 is 1.5"),
        (lambda: brier_score([0.5, 0.5], [1, 2]), OutOfRange, "from 0 to 1"),
        (lambda: brier_score([0.5, 0.5], [1]), Inconsistent, "2 and 1"),
        (lambda: interval_hit_rate([1], [2], [1, 2]), Inconsistent, "1, 1 and 2"),
        (lambda: interval_hit_rate([3], [2], [1]), Inconsistent, "range 1 runs backwards"),
        (lambda: interval_hit_rate([], [], []), EmptySample, "lowers"),
        (lambda: interval_hit_rate([1], [2], [1], promised=1), OutOfRange, "promised"),
        (lambda: beta_binomial_posterior(-1, 2), OutOfRange, "successes"),
        (lambda: beta_binomial_posterior(1, 2, prior_alpha=0), OutOfRange, "prior_alpha"),
        (lambda: beta_binomial_posterior(1, 2, threshold=70), OutOfRange, "threshold"),
        (lambda: beta_binomial_posterior(True, 2), WrongKind, "successes"),
        (lambda: effective_sample_size([]), EmptySample, "empty"),
        (lambda: effective_sample_size([0, 0]), EmptySample, "All weights are 0"),
        (lambda: effective_sample_size([1, -1]), OutOfRange, "number 2 is -1"),
        (lambda: design_effect(0, 1, 0), EmptySample, "n is 0"),
        (lambda: design_effect(5, 0.5, 0), OutOfRange, "cluster_size"),
        (lambda: design_effect(5, 2, 1.1), OutOfRange, "icc"),
        (lambda: design_effect(5, 6, -0.5), Inconsistent, "cannot be as low"),
        (lambda: recency_weight(-1, 90), OutOfRange, "age_days"),
        (lambda: recency_weight(1, 0), OutOfRange, "half_life_days"),
        (lambda: recency_weight(math.inf, 1), OutOfRange, "finite"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says):
        refused()
