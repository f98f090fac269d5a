"""Experiments: fixed-horizon, always-valid and Bayesian. Worked examples, referees, properties, refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from statsmodels.stats.multitest import multipletests

from allied.stats import (
    asymptotic_confidence_sequence,
    bayesian_ab_binomial_exact,
    bayesian_ab_gaussian,
    bayesian_binomial_lognormal,
    cuped,
    msprt_normal,
    multiple_testing,
    normal_mixture_boundary,
    normal_mixture_log_martingale,
    sample_ratio_mismatch,
    welch_from_summary,
    welch_t_test,
    words,
)
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, UnknownOption, WrongKind
from allied.stats.experiments import CORRECTIONS

BEFORE_A, AFTER_A = [1, 2, 3, 4, 5, 6], [2, 3, 5, 5, 7, 8]
BEFORE_B, AFTER_B = [2, 3, 4, 5, 6, 3], [4, 5, 6, 8, 9, 5]
MYOCARDIAL = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528]
MYOCARDIAL += [0.759, 1.0]
REFEREES = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "benjamini_hochberg": "fdr_bh",
    "benjamini_yekutieli": "fdr_by",
}

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)
arms = st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_cuped_takes_theta_over_both_arms_together():
    answer = cuped(BEFORE_A, AFTER_A, BEFORE_B, AFTER_B)

    covariance = np.cov(BEFORE_A + BEFORE_B, AFTER_A + AFTER_B)
    assert answer.theta == pytest.approx(covariance[0, 1] / covariance[0, 0])
    assert answer.variance_reduction == pytest.approx(np.corrcoef(BEFORE_A + BEFORE_B, AFTER_A + AFTER_B)[0, 1] ** 2)
    assert answer.unadjusted_difference == pytest.approx(np.mean(AFTER_B) - np.mean(AFTER_A))


def test_cuped_narrows_what_welch_gives():
    answer, plain = cuped(BEFORE_A, AFTER_A, BEFORE_B, AFTER_B), welch_t_test(AFTER_B, AFTER_A)

    assert answer.standard_error < plain.standard_error / 3
    assert answer.lower < answer.difference < answer.upper


def test_cuped_does_not_care_where_the_pre_period_starts():
    moved = cuped([x + 50 for x in BEFORE_A], AFTER_A, [x + 50 for x in BEFORE_B], AFTER_B)

    assert moved.difference == pytest.approx(cuped(BEFORE_A, AFTER_A, BEFORE_B, AFTER_B).difference)


def test_ratio_mismatch_of_the_published_example():
    answer = sample_ratio_mismatch([821588, 815482], [1, 1])

    assert answer.p_value == pytest.approx(1.82179287262e-06)
    assert "Find the cause" in words(answer)


@pytest.mark.parametrize(("observed", "ratio"), [([9000, 1100], [9, 1]), ([10, 20, 33], [1, 2, 3])])
def test_ratio_mismatch_agrees_with_scipy(observed, ratio):
    answer = sample_ratio_mismatch(observed, ratio)

    expected = np.array(ratio) / sum(ratio) * sum(observed)
    referee = stats.chisquare(observed, expected)
    assert (answer.chi2, answer.p_value) == pytest.approx((referee.statistic, referee.pvalue))
    assert answer.df == len(observed) - 1


def test_ratio_scale_does_not_matter_and_few_people_warn():
    assert sample_ratio_mismatch([4, 3], [0.5, 0.5]).chi2 == sample_ratio_mismatch([4, 3], [7, 7]).chi2
    assert "rough" in sample_ratio_mismatch([4, 3], [1, 1]).warnings[0]
    assert words(sample_ratio_mismatch([500, 500], [1, 1])).endswith("The split is as planned.")


@pytest.mark.parametrize("method", CORRECTIONS)
def test_correction_agrees_with_statsmodels(method):
    answer = multiple_testing(MYOCARDIAL[::-1], method=method)

    rejected, adjusted, *_ = multipletests(MYOCARDIAL[::-1], method=REFEREES[method])
    assert answer.adjusted == pytest.approx(tuple(adjusted))
    assert answer.rejected == rejected.sum()


def test_benjamini_and_hochberg_reject_four_of_their_own_example():
    assert multiple_testing(MYOCARDIAL).rejected == 4


@given(p_values, st.sampled_from(sorted(CORRECTIONS)))
def test_correction_never_lowers_p_and_keeps_the_order(row, method):
    adjusted = multiple_testing(row, method=method).adjusted

    assert all(after >= before - 1e-12 for before, after in zip(row, adjusted, strict=True))
    assert sorted(adjusted) == [adjusted[place] for place in np.argsort(row, kind="stable")]


@given(p_values)
def test_corrections_are_ordered_by_strictness(row):
    found = {method: multiple_testing(row, method=method).rejected for method in CORRECTIONS}

    assert found["bonferroni"] <= found["holm"] <= found["hochberg"] <= found["benjamini_hochberg"]
    assert found["benjamini_yekutieli"] <= found["benjamini_hochberg"]


def test_boundary_agrees_with_the_reference_implementation():
    answer = normal_mixture_boundary(100, 0.05, 100)

    assert (answer.rho, answer.boundary) == pytest.approx((12.6005609793, 30.3520899038))
    assert answer.upper == -answer.lower == answer.boundary


@given(st.floats(0, 1e4), st.floats(0.001, 0.5), st.floats(1, 1e4))
def test_at_the_boundary_the_evidence_is_exactly_one_over_alpha(v, alpha, v_opt):
    boundary = normal_mixture_boundary(v, alpha, v_opt).boundary

    evidence = normal_mixture_log_martingale(boundary, v, v_opt).log_supermartingale
    assert evidence == pytest.approx(math.log(1 / alpha))


def test_msprt_agrees_with_the_integral_over_its_mixture():
    d, n, sigma, tau = 0.5, 50, 1.0, 0.3
    spread = math.sqrt(2 * sigma**2 / n)

    def ratio(effect):
        likelihood = stats.norm.pdf(d, effect, spread) / stats.norm.pdf(d, 0, spread)
        return likelihood * stats.norm.pdf(effect, 0, tau)

    answer = msprt_normal(d, n, sigma, tau)
    assert answer.likelihood_ratio == pytest.approx(integrate.quad(ratio, -5, 5)[0])
    assert answer.p_value == pytest.approx(1 / answer.likelihood_ratio)


@given(st.floats(-2, 2), st.integers(1, 1000), st.floats(0.1, 5), st.floats(0.05, 5))
def test_msprt_interval_leaves_out_zero_exactly_when_p_is_below_its_level(d, n, sigma, tau):
    answer = msprt_normal(d, n, sigma, tau)

    leaves_out_zero = answer.lower > 0 or answer.upper < 0
    assert leaves_out_zero == (answer.p_value < 0.05) or answer.p_value == pytest.approx(0.05)


def test_msprt_p_is_capped_at_one():
    assert msprt_normal(0, 50, 1, 1).p_value == 1


def test_msprt_beyond_what_a_number_holds_keeps_the_logarithm():
    answer = msprt_normal(100, 5000, 1, 1)

    assert answer.likelihood_ratio == math.exp(700)
    assert answer.log_likelihood_ratio > 700
    assert answer.p_value == 0
    assert "read its logarithm" in answer.warnings[0]


def test_confidence_sequence_is_wider_than_one_look():
    sequence = asymptotic_confidence_sequence(0.41, 3.9, 3407, 0.7, 6.2, 3461)
    once = welch_from_summary(0.41, 3.9, 3407, 0.7, 6.2, 3461)

    assert (sequence.lower, sequence.upper) == pytest.approx((-0.0894100955383, 0.669410095538))
    assert sequence.p_value == pytest.approx(0.290744559186)
    assert sequence.lower < once.lower < once.upper < sequence.upper


def test_confidence_sequence_warns_of_the_first_people():
    assert "not reached yet" in asymptotic_confidence_sequence(0, 1, 50, 0, 1, 500).warnings[0]


@given(st.floats(-3, 3), st.integers(100, 10_000), st.floats(0.01, 0.3))
def test_confidence_sequence_and_its_p_agree(effect, n, alpha):
    answer = asymptotic_confidence_sequence(0, 1, n, effect, 1, n, alpha=alpha)

    leaves_out_zero = answer.lower > 0 or answer.upper < 0
    assert leaves_out_zero == (answer.p_value < alpha) or answer.p_value == pytest.approx(alpha)


def test_log_normal_uplift_agrees_with_its_published_test():
    answer = bayesian_binomial_lognormal(49, 100, 51, 100)

    assert answer.log_uplift_mean == pytest.approx(1 / 50 + 1 / 51)
    assert answer.chance_to_win == pytest.approx(0.610519916975)
    assert (answer.lower, answer.upper) == pytest.approx((-0.210989633166, 0.37189295523))


def test_a_stronger_prior_pulls_the_arms_together():
    weak, strong = (bayesian_binomial_lognormal(5, 10, 8, 10, prior_a=a, prior_b=a) for a in (1, 50))

    assert abs(strong.log_uplift_mean) < abs(weak.log_uplift_mean)


def test_flat_gaussian_posterior_is_the_normal_interval():
    answer = bayesian_ab_gaussian(0.41, 3.9, 3407, 0.7, 6.2, 3461)

    assert answer.stddev == pytest.approx(0.124783631588)
    assert answer.chance_to_win == pytest.approx(0.989937862911)


def test_relative_effect_uses_the_delta_method():
    answer = bayesian_ab_gaussian(0.1, 0.3, 2000, 0.11, 0.3129, 2000, difference_type="relative", confidence=0.9)

    assert (answer.expected, answer.stddev) == pytest.approx((0.1, 0.101687366472))


def test_proper_prior_is_combined_by_precision():
    answer = bayesian_ab_gaussian(1, 2, 100, 1.5, 2, 100, proper_prior=True, prior_mean=0.1, prior_variance=0.04)

    # Data 0.5 with variance 0.08, prior 0.1 with 0.04: precisions 12.5 and 25.
    assert answer.expected == pytest.approx((0.5 * 12.5 + 0.1 * 25) / 37.5)
    assert answer.stddev == pytest.approx(1 / math.sqrt(37.5))


def test_a_prior_that_is_not_proper_is_left_out():
    flat = bayesian_ab_gaussian(1, 2, 100, 1.5, 2, 100)

    assert bayesian_ab_gaussian(1, 2, 100, 1.5, 2, 100, prior_mean=9, prior_variance=0.01).expected == flat.expected


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(49, 100, 51, 100), (5, 10, 8, 10), (0, 3, 0, 5), (3, 3, 0, 4)])
def test_exact_probability_agrees_with_integration(x1, n1, x2, n2):
    def density(p):
        return stats.beta.pdf(p, x2 + 1, n2 - x2 + 1) * stats.beta.cdf(p, x1 + 1, n1 - x1 + 1)

    answer = bayesian_ab_binomial_exact(x1, n1, x2, n2)
    assert answer.probability_b_beats_a == pytest.approx(integrate.quad(density, 0, 1)[0], abs=1e-8)


@given(arms, arms)
def test_one_of_the_arms_is_better(first, second):
    there = bayesian_ab_binomial_exact(*first, *second).probability_b_beats_a
    back = bayesian_ab_binomial_exact(*second, *first).probability_b_beats_a

    assert there + back == pytest.approx(1)


def test_words_say_what_may_be_read_now():
    assert words(cuped(BEFORE_A, AFTER_A, BEFORE_B, AFTER_B)) == (
        "Up 0.74 (0.28 to 1.20). More than chance explains. The pre-period explains 94% of the variance."
    )
    assert words(multiple_testing(MYOCARDIAL)) == "4 of 15 tests stand at 5% after correction for testing many."
    assert words(normal_mixture_boundary(100, 0.05, 100)).startswith("The running sum stays within ±30.35")
    assert words(normal_mixture_log_martingale(10, 100, 100)) == (
        "Log evidence against no effect: −0.65 (3.0 is needed at 5%)."
    )
    assert words(msprt_normal(0.5, 50, 1, 0.3)) == (
        "Up 0.50, but the interval includes no change. Too early to call. You may look again at any time."
    )
    assert words(asymptotic_confidence_sequence(0, 1, 1000, 0, 1, 1000)).startswith("No difference found")
    assert words(bayesian_binomial_lognormal(49, 100, 51, 100)) == (
        "B is better than A with a probability of 61%; uplift 4.0% (−21.1 to 37.2%)."
    )
    assert words(bayesian_ab_gaussian(0.41, 3.9, 3407, 0.7, 6.2, 3461)) == (
        "Treatment is better with a probability of 99%; effect 0.29 (0.05 to 0.53)."
    )
    assert words(bayesian_ab_binomial_exact(5, 10, 8, 10)) == (
        "B is better than A with a probability of 91%, given a flat prior and n = 20."
    )


@pytest.mark.parametrize(
    ("refused", "error", "says"),
    [
        (lambda: cuped([1, 2], [1, 2, 3], [1, 2], [1, 2]), Inconsistent, "pre_control and post_control"),
        (lambda: cuped([1], [1], [1, 2], [1, 2]), NotEnough, "pre_control"),
        (lambda: cuped([1, 1], [1, 2], [1, 1], [1, 2]), Undefined, "nothing to explain"),
        (lambda: cuped([1, 2], [1, 1], [1, 2], [1, 1]), Undefined, "nothing to explain"),
        (lambda: cuped([1, 2], [1, "2"], [1, 2], [1, 2]), WrongKind, "post_control"),
        (lambda: sample_ratio_mismatch([1, 2], [1, 1, 1]), Inconsistent, "2 and 3 arms"),
        (lambda: sample_ratio_mismatch([5], [1]), NotEnough, "2 arms"),
        (lambda: sample_ratio_mismatch([0, 0], [1, 1]), EmptySample, "Nobody"),
        (lambda: sample_ratio_mismatch([1, -2], [1, 1]), OutOfRange, "one is -2"),
        (lambda: sample_ratio_mismatch([1.5, 2], [1, 1]), WrongKind, "whole"),
        (lambda: sample_ratio_mismatch([1, 2], [1, 0]), OutOfRange, "above 0"),
        (lambda: multiple_testing([]), EmptySample, "empty"),
        (lambda: multiple_testing([0.1, 1.2]), OutOfRange, "number 2 is 1.2"),
        (lambda: multiple_testing([0.1], method="fdr"), UnknownOption, "holm"),
        (lambda: multiple_testing([0.1], alpha=0), OutOfRange, "alpha"),
        (lambda: normal_mixture_boundary(-1, 0.05, 100), OutOfRange, "v must be 0 or more"),
        (lambda: normal_mixture_boundary(1, 0, 100), OutOfRange, "alpha"),
        (lambda: normal_mixture_boundary(1, 0.05, 0), OutOfRange, "v_opt"),
        (lambda: normal_mixture_log_martingale(1, 1, 100, alpha_opt=1), OutOfRange, "alpha_opt"),
        (lambda: normal_mixture_log_martingale("1", 1, 100), WrongKind, "s must be a number"),
        (lambda: msprt_normal(1, 0, 1, 1), EmptySample, "n_per_group is 0"),
        (lambda: msprt_normal(1, 5, 0, 1), OutOfRange, "sigma"),
        (lambda: msprt_normal(1, 5, 1, 0), OutOfRange, "tau"),
        (lambda: asymptotic_confidence_sequence(0, 0, 9, 0, 0, 9), Undefined, "no spread"),
        (lambda: asymptotic_confidence_sequence(0, 1, 9, 0, 1, 1), NotEnough, "n2 is 1"),
        (lambda: asymptotic_confidence_sequence(0, 1, 9, 0, 1, 9, tuning_n=0), OutOfRange, "tuning_n"),
        (lambda: bayesian_binomial_lognormal(5, 4, 1, 2), OutOfRange, "x1 cannot exceed n1"),
        (lambda: bayesian_binomial_lognormal(1, 4, 1, 2, prior_a=0), OutOfRange, "prior_a"),
        (lambda: bayesian_ab_gaussian(0, 1, 9, 1, 1, 9, difference_type="relative"), Undefined, "averages 0"),
        (lambda: bayesian_ab_gaussian(1, 0, 9, 1, 0, 9), Undefined, "no spread"),
        (lambda: bayesian_ab_gaussian(1, 1, 9, 1, 1, 9, difference_type="scaled"), UnknownOption, "relative"),
        (lambda: bayesian_ab_gaussian(1, 1, 9, 1, 1, 9, proper_prior=1), WrongKind, "true or false"),
        (lambda: bayesian_ab_gaussian(1, 1, 9, 1, 1, 9, prior_variance=0), OutOfRange, "prior_variance"),
        (lambda: bayesian_ab_binomial_exact(1, 0, 1, 2), EmptySample, "n1 is 0"),
        (lambda: bayesian_ab_binomial_exact(1, 2, 3, 2), OutOfRange, "x2 cannot exceed n2"),
    ],
)
def test_refusal_says_what_is_allowed(refused, error, says):
    with pytest.raises(error, match=says):
        refused()
