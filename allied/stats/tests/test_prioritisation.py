"""Prioritisation: formulas, ranges against simulation and closed form, orders against enumeration."""

import itertools
import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allied.stats import words
from allied.stats.errors import (
    EmptySample,
    Inconsistent,
    NotEnough,
    OutOfRange,
    Undefined,
    UnknownInput,
    UnknownOption,
    WrongKind,
)
from allied.stats.prioritisation import (
    cost_of_delay_sequence,
    ice,
    opportunity_score,
    rice,
    rice_lognormal,
    rice_probability_better,
    rice_range,
    wsjf,
)

FACTORS = {
    "reach": {"p05": 500, "p95": 2000},
    "impact": {"p05": 0.5, "p95": 3},
    "confidence": {"p05": 0.5, "p95": 0.9},
    "effort": {"p05": 1, "p95": 4},
}
jobs = st.lists(
    st.fixed_dictionaries({"duration": st.integers(1, 9), "cost_of_delay": st.integers(0, 9)}), min_size=1, max_size=6
)


def item(reach, confidence="emerging", impact=1, effort=1):
    return {"reach": reach, "impact": impact, "effort": effort, "confidence": confidence}


class TestScores:
    def test_point_scores_carry_the_reason_for_no_interval(self):
        assert "without ranges" in rice(100, 1, 0.5, 2).no_interval
        assert rice(0, 1, 0.5, 2).rice == 0
        assert ice(10, 10, 10).ice == 1000

    @pytest.mark.parametrize(
        ("arguments", "refusal"),
        [
            ((-1, 1, 0.5, 1), OutOfRange),
            ((1, 1, 1.1, 1), OutOfRange),
            ((1, 1, 80, 1), OutOfRange),
            ((1, 1, 0.5, 0), OutOfRange),
            ((math.inf, 1, 0.5, 1), OutOfRange),
            (("1", 1, 0.5, 1), WrongKind),
            ((1e300, 1e300, 1, 1), OutOfRange),
        ],
    )
    def test_rice_refuses(self, arguments, refusal):
        with pytest.raises(refusal):
            rice(*arguments)

    @pytest.mark.parametrize(("arguments", "refusal"), [((11, 1, 1), OutOfRange), ((True, 1, 1), WrongKind)])
    def test_ice_refuses(self, arguments, refusal):
        with pytest.raises(refusal):
            ice(*arguments)

    @pytest.mark.parametrize(("arguments", "refusal"), [((1, 1, 1, 0), OutOfRange), ((-1, 1, 1, 1), OutOfRange)])
    def test_wsjf_refuses(self, arguments, refusal):
        with pytest.raises(refusal):
            wsjf(*arguments)


class TestDelay:
    @given(jobs)
    def test_no_order_costs_less_and_the_reverse_costs_most(self, given_jobs):
        def cost(order):
            starts = itertools.accumulate((given_jobs[place]["duration"] for place in order), initial=0)
            return sum(given_jobs[place]["cost_of_delay"] * start for place, start in zip(order, starts, strict=False))

        costs = [cost(order) for order in itertools.permutations(range(len(given_jobs)))]
        answer = cost_of_delay_sequence(given_jobs)

        assert answer.delay_cost == min(costs) == cost(answer.order)
        assert answer.delay_cost_reverse == max(costs)
        assert answer.delay_cost_given_order == costs[0]

    def test_ties_keep_the_given_order(self):
        same = [
            {"duration": 3, "cost_of_delay": 1},
            {"duration": 6, "cost_of_delay": 2},
            {"duration": 0.3, "cost_of_delay": 0.1},
        ]

        assert cost_of_delay_sequence(same[:2]).order == (0, 1)
        assert cost_of_delay_sequence(same[1::-1]).order == (0, 1)

    @pytest.mark.parametrize(
        ("given_jobs", "refusal"),
        [
            ([], EmptySample),
            ({"duration": 1, "cost_of_delay": 1}, WrongKind),
            ([1], WrongKind),
            ([{"duration": 1}], UnknownInput),
            ([{"duration": 0, "cost_of_delay": 1}], OutOfRange),
            ([{"duration": 1, "cost_of_delay": -1}], OutOfRange),
        ],
    )
    def test_refusals(self, given_jobs, refusal):
        with pytest.raises(refusal):
            cost_of_delay_sequence(given_jobs)


class TestLognormal:
    def test_agrees_with_simulation(self):
        random = np.random.default_rng(11)
        logs = np.zeros(400_000)
        for name, factor in FACTORS.items():
            low, high = math.log(factor["p05"]), math.log(factor["p95"])
            drawn = random.normal((low + high) / 2, (high - low) / (2 * 1.6448536269514722), len(logs))
            logs += -drawn if name == "effort" else drawn

        answer = rice_lognormal(**FACTORS)

        assert np.quantile(np.exp(logs), [0.05, 0.5, 0.95]) == pytest.approx(
            [answer.lower, answer.median, answer.upper], rel=0.02
        )
        assert np.exp(logs).mean() == pytest.approx(answer.mean, rel=0.02)

    def test_known_factors_give_the_plain_score(self):
        known = {name: {"p05": value, "p95": value} for name, value in (("reach", 2000), ("impact", 2), ("effort", 4))}

        answer = rice_lognormal(**known, confidence={"p05": 0.8, "p95": 0.8})

        assert answer.lower == pytest.approx(800) == answer.upper == answer.median == answer.mean

    @given(st.floats(0.5, 0.99), st.floats(0.5, 0.99))
    def test_a_higher_level_is_wider(self, first, second):
        narrow, wide = sorted((first, second))
        inner, outer = rice_lognormal(**FACTORS, interval=narrow), rice_lognormal(**FACTORS, interval=wide)

        assert outer.lower <= inner.lower <= inner.median <= inner.upper <= outer.upper

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"reach": 500}, WrongKind),
            ({"reach": {"p05": 5}}, UnknownInput),
            ({"reach": {"p05": 0, "p95": 5}}, OutOfRange),
            ({"reach": {"p05": 9, "p95": 5}}, Inconsistent),
            ({"confidence": {"p05": 0.5, "p95": 1.2}}, OutOfRange),
            ({"interval": 90}, OutOfRange),
            ({"reach": {"p05": 1e-50, "p95": 1e50}}, Undefined),
        ],
    )
    def test_refusals(self, change, refusal):
        with pytest.raises(refusal):
            rice_lognormal(**(FACTORS | change))

    @given(st.floats(-5, 5), st.floats(0, 3), st.floats(-5, 5), st.floats(0, 3))
    def test_chances_of_both_sides_add_up_to_one(self, mean_a, sd_a, mean_b, sd_b):
        forward = rice_probability_better(mean_a, sd_a, mean_b, sd_b).probability_a_better
        backward = rice_probability_better(mean_b, sd_b, mean_a, sd_a).probability_a_better

        assert forward + backward == pytest.approx(1)

    def test_known_scores_are_compared_as_they_are(self):
        assert rice_probability_better(2, 0, 1, 0).probability_a_better == 1
        assert rice_probability_better(1, 0, 2, 0).probability_a_better == 0
        assert rice_probability_better(1, 0, 1, 0).probability_a_better == 0.5

    def test_a_negative_deviation_is_refused(self):
        with pytest.raises(OutOfRange):
            rice_probability_better(1, -1, 1, 1)


class TestRange:
    def test_two_items_agree_with_the_closed_form(self):
        width = math.log(2) / 1.6448536269514722 * math.sqrt(3)
        expected = rice_probability_better(math.log(200), width, math.log(120), width).probability_a_better

        answer = rice_range([item(200), item(120)])

        assert answer.p_first[0] == pytest.approx(expected, abs=0.02)
        assert sum(answer.p_first) == pytest.approx(1)
        assert answer.score == pytest.approx((200, 120), rel=0.02)
        assert answer.lower[0] == pytest.approx(200 * math.exp(-1.6448536269514722 * width), rel=0.05)

    def test_confidence_sets_the_width_and_does_not_multiply(self):
        sure, unsure = rice_range([item(200, "strong"), item(200, "assumption")]).score

        assert sure == pytest.approx(unsure, rel=0.05)
        answer = rice_range([item(200, "strong"), item(200, "assumption")])
        assert answer.upper[1] / answer.lower[1] > answer.upper[0] / answer.lower[0]

    def test_own_ranges_win_over_the_confidence(self):
        known = {"low": 100, "likely": 100, "high": 100}
        exact = {"reach": known, "impact": known, "effort": known}

        answer = rice_range(
            [exact, {"reach": known, "impact": known, "effort": {"low": 1, "likely": 100, "high": 100}}]
        )

        assert answer.lower[0] == pytest.approx(100) == answer.upper[0]
        assert answer.score[1] == pytest.approx(100, rel=1e-3)
        assert answer.upper[1] > 1000

    def test_equal_known_items_share_the_first_place_by_lot(self):
        known = {"low": 10, "likely": 10, "high": 10}
        answer = rice_range([{"reach": known, "impact": known, "effort": known}] * 2)

        assert answer.p_first[0] == pytest.approx(0.5, abs=0.03)
        assert answer.not_apart == ((0, 1),) or answer.not_apart == ((1, 0),)

    def test_the_same_seed_repeats_and_another_does_not(self):
        items = [item(100), item(110), item(90)]

        assert rice_range(items, seed=3) == rice_range(items, seed=3)
        assert rice_range(items, seed=3).p_first != rice_range(items, seed=4).p_first

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.floats(1, 1000), min_size=2, max_size=6))
    def test_bands_hold_ranks_and_shares_add_up(self, reaches):
        answer = rice_range([item(reach) for reach in reaches], draws=500)

        assert sum(answer.p_first) == pytest.approx(1)
        assert sorted(answer.order) == list(range(len(reaches)))
        for low, high in zip(answer.rank_lower, answer.rank_upper, strict=True):
            assert 1 <= low <= high <= len(reaches)

    def test_items_far_apart_are_told_apart_and_close_ones_are_not(self):
        answer = rice_range([item(10_000, "strong"), item(100, "anecdotal"), item(105, "anecdotal")])

        assert answer.order[0] == 0
        assert answer.not_apart == ((2, 1),) or answer.not_apart == ((1, 2),)
        assert (answer.rank_lower[0], answer.rank_upper[0]) == (1, 1)
        assert words(answer) == "Item 1 comes first in 100% of draws and is clearly ahead of all others."

    def test_two_hundred_items_take_about_a_second(self):
        started = time.perf_counter()
        rice_range([item(100 + place) for place in range(200)])

        assert time.perf_counter() - started < 5

    @pytest.mark.parametrize(
        ("items", "options", "refusal"),
        [
            ([], {}, NotEnough),
            ([item(1)], {}, NotEnough),
            (item(1), {}, WrongKind),
            ([1, 2], {}, WrongKind),
            ([item(1), {"reach": 1, "impact": 1}], {}, UnknownInput),
            ([item(1), {"reach": 1, "impact": 1, "effort": 1}], {}, UnknownInput),
            ([item(1), item(1, "sure")], {}, UnknownOption),
            ([item(1), item(0)], {}, OutOfRange),
            ([item(1), item({"low": 1, "likely": 2})], {}, UnknownInput),
            ([item(1), item({"low": 3, "likely": 2, "high": 4})], {}, Inconsistent),
            ([item(1), item(2)], {"draws": 5}, OutOfRange),
            ([item(1), item(2)], {"apart": 0.5}, OutOfRange),
            ([item(1), item(2)], {"seed": -1}, OutOfRange),
        ],
    )
    def test_refusals(self, items, options, refusal):
        with pytest.raises(refusal):
            rice_range(items, **options)


def test_words():
    assert words(rice(2000, 2, 0.8, 4)).startswith("RICE 800.0, one figure")
    assert words(ice(8, 7, 5)).startswith("ICE 280 of 1000")
    assert words(wsjf(8, 5, 3, 5)).startswith("WSJF 3.20")
    assert words(rice_lognormal(**FACTORS)) == "RICE probably 105.4 to 1600.7 (90% range, median 410.8)."
    assert words(rice_probability_better(6, 0.5, 5.8, 0.9)).endswith("Too close to tell apart.")
    assert words(rice_probability_better(1, 0.1, 5, 0.1)) == "B scores higher with a chance of 100%."
    assert "cannot be told apart from 1 other item" in words(rice_range([item(100), item(110)]))
    best = cost_of_delay_sequence([{"duration": 1, "cost_of_delay": 9}, {"duration": 3, "cost_of_delay": 1}])
    assert "already costs least" in words(best)
    worst = cost_of_delay_sequence([{"duration": 3, "cost_of_delay": 1}, {"duration": 1, "cost_of_delay": 9}])
    assert words(worst) == "The best order of 2 jobs costs 1.0 in delay, 26.0 less than as given."


class TestOpportunityScore:
    def test_the_published_sum_of_importance_and_what_is_unmet(self):
        answer = opportunity_score(95, 32, 100)

        assert answer.score == pytest.approx(9.5 + (9.5 - 3.2))
        assert (answer.importance, answer.satisfaction) == (pytest.approx(9.5), pytest.approx(3.2))

    def test_what_is_met_beyond_its_importance_takes_nothing_away(self):
        assert opportunity_score(40, 90, 100).score == pytest.approx(4.0)

    @given(n=st.integers(1, 300), x=st.floats(0, 1), y=st.floats(0, 1), confidence=st.sampled_from([0.8, 0.95]))
    def test_the_score_lies_within_its_limits_and_these_on_the_scale(self, n, x, y, confidence):
        answer = opportunity_score(round(x * n), round(y * n), n, confidence=confidence)

        assert 0 <= answer.lower <= answer.score <= answer.upper <= 20

    def test_more_people_make_it_surer_and_less_confidence_makes_it_narrower(self):
        def width(n, confidence=0.95):
            answer = opportunity_score(8 * n // 10, 3 * n // 10, n, confidence=confidence)
            return answer.upper - answer.lower

        assert width(400) < width(100) < width(10)
        assert width(100, 0.8) < width(100)

    @pytest.mark.parametrize(("met", "least"), [((0.1, 0.9), 0.77), ((0.34, 0.34), 0.85)])
    def test_it_holds_as_often_as_it_says_where_answers_hang_together_and_more_where_not(self, met, least):
        """At worst the unsatisfied are those to whom it matters; limits squared as if independent would miss then."""
        rng, held = np.random.default_rng(3), 0
        for _ in range(400):
            important = rng.random(80) < 0.7
            satisfied = np.where(important, rng.random(80) < met[0], rng.random(80) < met[1])
            answer = opportunity_score(int(important.sum()), int(satisfied.sum()), 80, confidence=0.8)
            held += answer.lower <= 10 * (2 * 0.7 - (0.7 * met[0] + 0.3 * met[1])) <= answer.upper

        assert held / 400 >= least

    def test_says_itself_with_its_n_and_range(self):
        assert opportunity_score(86, 31, 100, confidence=0.8).in_words() == (
            "Opportunity score 14.1 of 20 (80% range 12.5 to 15.4, n 100): importance 8.6, satisfaction 3.1."
        )
