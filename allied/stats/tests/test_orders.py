"""Agreement on order: limits, referees under ties, bounds by brute force, and every refusal."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, kendalltau, spearmanr

from allied.stats import kendall_w, rank_biased_overlap, rank_correlation, words
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, OutOfRange, Undefined, WrongKind

rankings = st.permutations(list("abcdefgh"))


class TestKendallW:
    def test_agrees_with_scipys_friedman_under_ties(self) -> None:
        scores = np.array([[1, 2, 2, 5], [3, 1, 4, 4], [2, 2, 2, 9], [1, 3, 2, 4], [5, 5, 1, 7]])
        referee = friedmanchisquare(*scores.T)

        ours = kendall_w(scores)

        assert ours.chi2 == pytest.approx(referee.statistic, rel=1e-12)
        assert ours.p_value == pytest.approx(referee.pvalue, rel=1e-9)
        assert ours.w == pytest.approx(referee.statistic / (5 * 3), rel=1e-12)

    def test_limits(self) -> None:
        assert kendall_w([[1, 2, 3]] * 4).w == pytest.approx(1)
        assert kendall_w([[1, 2, 3], [3, 2, 1]]).w == pytest.approx(0)

    def test_a_rater_who_alone_sets_an_order_leaves_no_interval(self):
        assert "Without one rater" in kendall_w([[1, 1], [2, 2], [1, 2]]).no_interval

    @given(st.lists(rankings, min_size=3, max_size=6), rankings)
    def test_relabelling_items_changes_nothing(self, orders: list[list[str]], relabelled: list[str]) -> None:
        ranks = np.array([[order.index(item) for item in "abcdefgh"] for order in orders])
        columns = [relabelled.index(item) for item in "abcdefgh"]

        answer = kendall_w(ranks)

        assert kendall_w(ranks[:, columns]).w == pytest.approx(answer.w, abs=1e-12)
        if answer.lower is not None and answer.upper is not None:
            assert 0 <= answer.lower <= answer.w + 1e-12 <= answer.upper + 2e-12 <= 1 + 3e-12

    @pytest.mark.parametrize(
        ("ranks", "refusal"),
        [
            ([], EmptySample),
            ([[1, 2, 3]], NotEnough),
            ([[1], [1]], NotEnough),
            ([[1, 2], [1]], WrongKind),
            ([[1, None], [1, 2]], WrongKind),
            ([[1, math.inf], [1, 2]], OutOfRange),
            ([[2, 2], [3, 3]], Undefined),
        ],
    )
    def test_refusals(self, ranks: Any, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            kendall_w(ranks)


class TestRankCorrelation:
    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=30))
    def test_agrees_with_scipy_under_ties(self, pairs: list[tuple[int, int]]) -> None:
        a, b = zip(*pairs, strict=True)
        if len(set(a)) == 1 or len(set(b)) == 1:
            return

        ours = rank_correlation(a, b)

        assert ours.kendall_tau_b == pytest.approx(kendalltau(a, b).statistic, abs=1e-12)
        assert ours.spearman_rho == pytest.approx(spearmanr(a, b).statistic, abs=1e-12)

    def test_reversal_turns_the_sign_and_the_interval(self) -> None:
        a, b = [1, 2, 3, 4, 5, 6, 7], [2, 1, 4, 3, 5, 7, 6]

        forward, backward = rank_correlation(a, b), rank_correlation(a, b[::-1])
        mirrored = rank_correlation(a, [-each for each in b])

        assert mirrored.kendall_tau_b == pytest.approx(-forward.kendall_tau_b)
        assert mirrored.lower == pytest.approx(-(forward.upper or 0))
        assert backward.kendall_tau_b < 0

    def test_four_items_or_a_perfect_order_have_no_interval(self) -> None:
        assert "at least 5" in rank_correlation([1, 2, 3, 4], [2, 1, 3, 4]).no_interval
        assert "perfectly" in rank_correlation([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]).no_interval

    def test_long_lists_go_through_in_blocks(self) -> None:
        random = np.random.default_rng(1)
        a, b = random.integers(0, 50, 3000), random.integers(0, 50, 3000)

        assert rank_correlation(a, b).kendall_tau_b == pytest.approx(kendalltau(a, b).statistic, abs=1e-12)

    @pytest.mark.parametrize(
        ("a", "b", "refusal"),
        [
            ([], [], EmptySample),
            ([1], [1], NotEnough),
            ([1, 2], [1, 2, 3], Inconsistent),
            ([1, 1], [1, 2], Undefined),
            (["a", "b"], [1, 2], WrongKind),
            ([1, math.nan], [1, 2], OutOfRange),
        ],
    )
    def test_refusals(self, a: Any, b: Any, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            rank_correlation(a, b)


class TestRankBiasedOverlap:
    @given(rankings, st.floats(0.05, 0.98), st.integers(1, 8))
    def test_a_list_matches_itself(self, order: list[str], p: float, depth: int) -> None:
        answer = rank_biased_overlap(order[:depth], order[:depth], p=p)

        assert answer.rbo_ext == pytest.approx(1, abs=1e-9)
        assert answer.upper == pytest.approx(1, abs=1e-9)

    @settings(deadline=None)
    @given(rankings, rankings, st.integers(1, 8), st.integers(1, 8), st.floats(0.1, 0.95))
    def test_lies_between_what_the_unseen_ends_allow(
        self, a: list[str], b: list[str], first: int, second: int, p: float
    ) -> None:
        answer = rank_biased_overlap(a[:first], b[:second], p=p)

        assert 0 <= answer.rbo_ext <= 1
        assert answer.lower - 1e-9 <= answer.rbo_ext <= answer.upper + 1e-9
        assert answer.rbo_ext == pytest.approx(rank_biased_overlap(b[:second], a[:first], p=p).rbo_ext)

    @settings(max_examples=30, deadline=None)
    @given(rankings, rankings, st.integers(1, 8), st.integers(1, 8), st.floats(0.1, 0.9))
    def test_limits_equal_the_sums_over_the_worst_and_best_continuation(
        self, a: list[str], b: list[str], first: int, second: int, p: float
    ) -> None:
        answer = rank_biased_overlap(a[:first], b[:second], p=p)
        short, long = sorted((first, second))
        shared = [len(set(a[: min(d, first)]) & set(b[: min(d, second)])) for d in range(1, long + 1)]
        least = most = 0.0
        for depth in range(1, 600):
            seen = shared[min(depth, long) - 1]
            unseen = max(0, depth - short) + max(0, depth - long)
            least += (1 - p) * p ** (depth - 1) * seen / depth
            most += (1 - p) * p ** (depth - 1) * min(depth, seen + unseen) / depth

        assert answer.lower == pytest.approx(least, abs=1e-9)
        assert answer.upper == pytest.approx(most, abs=1e-9)

    def test_disjoint_lists_share_nothing(self) -> None:
        assert rank_biased_overlap([1, 2, 3], [4, 5, 6]).rbo_ext == 0

    def test_a_swap_at_the_top_costs_more_than_one_at_the_end(self) -> None:
        order = list("abcdefgh")

        top = rank_biased_overlap(order, list("bacdefgh")).rbo_ext
        end = rank_biased_overlap(order, list("abcdefhg")).rbo_ext

        assert top < end

    def test_ten_places_hold_86_percent_of_the_weight_at_p_09(self) -> None:
        assert rank_biased_overlap(range(10), range(10), p=0.9).top_weight == pytest.approx(0.8556, abs=1e-4)

    @pytest.mark.parametrize(
        ("a", "b", "p", "refusal"),
        [
            ([], [1], 0.9, EmptySample),
            ([1, 1], [1], 0.9, Inconsistent),
            ("abc", "abd", 0.9, WrongKind),
            ([[1]], [[1]], 0.9, WrongKind),
            ([1], [1], 1, OutOfRange),
            ([1], [1], 0, OutOfRange),
        ],
    )
    def test_refusals(self, a: Any, b: Any, p: float, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            rank_biased_overlap(a, b, p=p)


def test_every_answer_says_itself_in_words() -> None:
    assert "Chance alone" in words(kendall_w([[1, 2, 3], [3, 2, 1], [2, 1, 3], [1, 3, 2]]))
    assert "share an order" in words(kendall_w([[1, 2, 3]] * 6))
    assert words(rank_correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).endswith("may be unrelated.")
    assert "run together" in words(rank_correlation(range(9), [0, 1, 2, 3, 4, 5, 6, 8, 7]))
    assert "oppose" in words(rank_correlation(range(9), [7, 8, 6, 5, 4, 3, 2, 1, 0]))
    assert "read the two lists" in words(rank_correlation([1, 2, 3], [1, 3, 2]))
    assert words(rank_biased_overlap([1, 2], [1, 2])).startswith("Overlap 1.00 of 1")
