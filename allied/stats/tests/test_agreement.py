"""Agreement on categories, scales and problems: published examples, limits, referees, and every refusal."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as referee_cohen
from statsmodels.stats.inter_rater import fleiss_kappa as referee_fleiss

from allied.stats import (
    any_two_agreement,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    words,
)
from allied.stats.errors import (
    EmptySample,
    Inconsistent,
    NotEnough,
    OutOfRange,
    Undefined,
    UnknownOption,
    WrongKind,
)

KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
DIAGNOSES = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
LEVELS = ("nominal", "ordinal", "interval", "ratio")

tables = st.integers(2, 5).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 30), min_size=size, max_size=size), min_size=size, max_size=size)
)
ratings = st.integers(2, 5).flatmap(
    lambda raters: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=8, max_size=8), min_size=raters, max_size=raters
    )
)


def pairwise_alpha(rows: Sequence[Sequence[Any]], level: str) -> float:
    """Alpha straight from its definition, one pair of ratings at a time."""
    units = [[value for value in unit if value is not None] for unit in zip(*rows, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    everything = sorted(value for unit in units for value in unit)

    def distance(a: Any, b: Any) -> float:
        if level == "nominal":
            return float(a != b)
        if level == "interval":
            return float((a - b) ** 2)
        if level == "ratio":
            return float(((a - b) / (a + b)) ** 2) if a + b else 0.0
        low, high = sorted((a, b))
        between = sum(low <= value <= high for value in everything)
        return float((between - (everything.count(low) + everything.count(high)) / 2) ** 2) if a != b else 0.0

    within = sum(distance(a, b) / (len(unit) - 1) for unit in units for a, b in itertools.permutations(unit, 2)) / len(
        everything
    )
    overall = sum(distance(a, b) for a, b in itertools.permutations(everything, 2)) / (
        len(everything) * (len(everything) - 1)
    )
    return 1 - within / overall


class TestCohenKappa:
    @pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
    def test_value_and_large_sample_interval_agree_with_statsmodels(self, weights: str | None) -> None:
        referee = referee_cohen(np.array(DIAGNOSES), wt=weights)

        ours = cohen_kappa(DIAGNOSES, weights=weights)

        assert ours.kappa == pytest.approx(referee.kappa, rel=1e-12)
        assert ours.lower == pytest.approx(referee.kappa_low, rel=1e-9)
        assert ours.upper == pytest.approx(referee.kappa_upp, rel=1e-9)

    def test_own_weights_reproduce_cohens_1968_example(self) -> None:
        shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]

        weighted = cohen_kappa(shares, weights=[[0, 1, 3], [1, 0, 6], [3, 6, 0]])

        assert weighted.kappa == pytest.approx(0.348, abs=5e-4)
        assert "shares" in weighted.no_interval
        assert weighted.n is None

    @given(tables, st.randoms(use_true_random=False))
    def test_renaming_categories_and_swapping_raters_changes_nothing(self, table: list[list[int]], random: Any) -> None:
        cells = np.array(table)
        if not cells.any():
            return
        order = list(range(len(cells)))
        random.shuffle(order)
        try:
            kappa = cohen_kappa(cells).kappa
        except Undefined:
            return

        assert cohen_kappa(cells[np.ix_(order, order)]).kappa == pytest.approx(kappa, abs=1e-12)
        assert cohen_kappa(cells.T).kappa == pytest.approx(kappa, abs=1e-12)
        assert -1 <= kappa <= 1

    def test_complete_agreement_is_one_and_claims_no_certainty(self) -> None:
        answer = cohen_kappa([[10, 0], [0, 7]])

        assert answer.kappa == 1
        assert answer.lower is None
        assert "too much certainty" in answer.no_interval

    @pytest.mark.parametrize("table", [[[5, 0], [5, 0]], [[0, 5], [5, 0]]])
    def test_an_error_of_zero_is_not_told_as_an_interval(self, table):
        assert "error formula gives 0" in cohen_kappa(table).no_interval

    def test_independent_raters_score_zero(self) -> None:
        assert cohen_kappa([[12, 18], [8, 12]]).kappa == pytest.approx(0, abs=1e-12)

    def test_two_by_two_is_the_same_under_every_weighting(self) -> None:
        table = [[45, 15], [25, 15]]

        assert cohen_kappa(table).kappa == pytest.approx(0.130434782609)
        assert cohen_kappa(table, weights="quadratic").kappa == pytest.approx(cohen_kappa(table).kappa)

    @pytest.mark.parametrize(
        ("table", "options", "refusal"),
        [
            ([], {}, EmptySample),
            ([[0, 0], [0, 0]], {}, EmptySample),
            ([[1, 2, 3], [4, 5, 6]], {}, WrongKind),
            ([[1, 2], [3]], {}, WrongKind),
            ([["a", "b"], ["c", "d"]], {}, WrongKind),
            ([[5]], {}, NotEnough),
            ([[1, -2], [3, 4]], {}, OutOfRange),
            ([[1, math.nan], [3, 4]], {}, OutOfRange),
            ([[9, 0], [0, 0]], {}, Undefined),
            ([[1, 2], [3, 4]], {"weights": "cubic"}, UnknownOption),
            ([[1, 2], [3, 4]], {"weights": [[0, 1, 2], [1, 0, 1], [2, 1, 0]]}, Inconsistent),
            ([[1, 2], [3, 4]], {"weights": [[1, 0], [0, 1]]}, OutOfRange),
            ([[1, 2], [3, 4]], {"confidence": 95}, OutOfRange),
        ],
    )
    def test_refusals(self, table: Any, options: dict[str, Any], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            cohen_kappa(table, **options)


class TestFleissKappa:
    COUNTS = ((4, 1, 0), (0, 5, 0), (2, 2, 1), (0, 0, 5), (5, 0, 0), (1, 3, 1))

    def test_agrees_with_statsmodels(self) -> None:
        assert fleiss_kappa(self.COUNTS).kappa == pytest.approx(referee_fleiss(np.array(self.COUNTS)), rel=1e-12)

    def test_interval_holds_the_estimate_and_narrows_with_subjects(self) -> None:
        few, many = fleiss_kappa(self.COUNTS), fleiss_kappa(self.COUNTS * 9)

        assert few.lower < few.kappa < few.upper
        assert many.upper - many.lower < few.upper - few.lower

    def test_limits(self) -> None:
        assert fleiss_kappa([[3, 0], [0, 3]]).kappa == 1
        assert fleiss_kappa([[1, 1], [1, 1]]).kappa == -1

    def test_one_subject_has_no_interval(self) -> None:
        assert "One subject" in fleiss_kappa([[1, 2]]).no_interval

    @pytest.mark.parametrize(
        ("counts", "refusal"),
        [
            ([], EmptySample),
            ([[0, 0], [0, 0]], EmptySample),
            ([[2, 1], [1, 1]], Inconsistent),
            ([[1, 0], [0, 1]], NotEnough),
            ([[3], [3]], NotEnough),
            ([[3, 0], [3, 0]], Undefined),
            ([[2.5, 0.5], [1.5, 1.5]], OutOfRange),
            ([[3, -1], [1, 1]], OutOfRange),
            ([[3, 1], [1]], WrongKind),
        ],
    )
    def test_refusals(self, counts: Any, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            fleiss_kappa(counts)


class TestKrippendorffAlpha:
    @pytest.mark.parametrize(
        ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
    )
    def test_all_levels_of_the_2011_example(self, level: str, printed: float) -> None:
        assert krippendorff_alpha(KRIPPENDORFF_2011, level=level).alpha == pytest.approx(printed, abs=6e-4)

    @settings(max_examples=60, deadline=None)
    @given(ratings, st.sampled_from(LEVELS))
    def test_equals_its_definition_pair_by_pair(self, rows: list[list[int | None]], level: str) -> None:
        try:
            ours = krippendorff_alpha(rows, level=level, draws=100)
        except (EmptySample, NotEnough, Undefined):
            return

        assert ours.alpha == pytest.approx(pairwise_alpha(rows, level), abs=1e-9)

    @settings(max_examples=40, deadline=None)
    @given(ratings, st.sampled_from(LEVELS), st.randoms(use_true_random=False))
    def test_order_of_raters_and_units_does_not_matter(
        self, rows: list[list[int | None]], level: str, random: Any
    ) -> None:
        shuffled = [list(row) for row in zip(*random.sample(list(zip(*rows, strict=True)), 8), strict=True)]
        random.shuffle(shuffled)
        try:
            alpha = krippendorff_alpha(rows, level=level, draws=100).alpha
        except (EmptySample, NotEnough, Undefined):
            return

        assert krippendorff_alpha(shuffled, level=level, draws=100).alpha == pytest.approx(alpha, abs=1e-9)
        assert alpha <= 1

    def test_many_distinct_values_take_the_other_route_to_the_same_figure(self) -> None:
        random = np.random.default_rng(3)
        rows = (random.random((6, 4)) * 100).tolist()

        for level in LEVELS:
            assert krippendorff_alpha(rows, level=level).alpha == pytest.approx(pairwise_alpha(rows, level), abs=1e-9)

    def test_nominal_ignores_names_and_interval_ignores_origin_and_unit(self) -> None:
        renamed = [[None if value is None else "edcba"[value - 1] for value in row] for row in KRIPPENDORFF_2011]
        moved = [[None if value is None else 7.5 * value - 40 for value in row] for row in KRIPPENDORFF_2011]

        assert krippendorff_alpha(renamed).alpha == pytest.approx(krippendorff_alpha(KRIPPENDORFF_2011).alpha)
        assert krippendorff_alpha(moved, level="interval").alpha == pytest.approx(
            krippendorff_alpha(KRIPPENDORFF_2011, level="interval").alpha
        )

    def test_complete_agreement_is_one_and_without_interval(self) -> None:
        answer = krippendorff_alpha([[1, 2, 3], [1, 2, 3]], level="ordinal")

        assert answer.alpha == 1
        assert answer.lower is None

    def test_one_unit_or_units_that_are_all_alike_show_no_spread(self):
        assert "at least 2" in krippendorff_alpha([[1, 5], [2, None]], level="interval").no_interval
        assert "Every resample" in krippendorff_alpha([[1, 1, 1], [2, 2, 2]]).no_interval

    def test_resamples_without_variation_are_set_aside_and_told(self):
        answer = krippendorff_alpha([[1, 1, 1, 1], [1, 1, 1, 2]])

        assert "resamples left the figure undefined" in answer.warnings[0]

    def test_units_with_one_rating_are_left_out_and_told(self) -> None:
        answer = krippendorff_alpha(KRIPPENDORFF_2011)

        assert answer.n == 11
        assert answer.values == 40
        assert answer.warnings[0] == "1 of 12 units have fewer than 2 ratings and were left out."

    def test_interval_repeats_with_its_seed_and_holds_the_estimate(self) -> None:
        first, again = (krippendorff_alpha(KRIPPENDORFF_2011, level="ordinal", seed=5) for _ in range(2))

        assert (first.lower, first.upper) == (again.lower, again.upper)
        assert first.lower < first.alpha < first.upper

    def test_accepts_arrays(self) -> None:
        whole = np.array([[1, 2, 3, 3], [1, 2, 2, 3]])

        assert krippendorff_alpha(whole, level="interval").alpha == pytest.approx(  # type: ignore[arg-type]
            krippendorff_alpha(whole.tolist(), level="interval").alpha
        )

    @pytest.mark.parametrize(
        ("rows", "options", "refusal"),
        [
            ([], {}, EmptySample),
            ([[], []], {}, EmptySample),
            ([[None, None], [None, None]], {}, EmptySample),
            ([[1, None], [None, 2]], {}, NotEnough),
            ([[1, 2]], {}, NotEnough),
            ([[1, 2], [1]], {}, WrongKind),
            (["ab", "ac"], {}, WrongKind),
            ([1, 2], {}, WrongKind),
            ([[[1], 2], [1, 2]], {}, WrongKind),
            ([["a", "b"], ["a", "b"]], {"level": "ordinal"}, WrongKind),
            ([[True, False], [True, True]], {"level": "interval"}, WrongKind),
            ([[1, math.nan], [1, 2]], {"level": "interval"}, OutOfRange),
            ([[1, math.nan], [1, 2]], {}, OutOfRange),
            ([[1, -2], [1, 2]], {"level": "ratio"}, OutOfRange),
            ([[1, 1], [1, 1]], {}, Undefined),
            ([[1, 2], [1, 2]], {"level": "circular"}, UnknownOption),
            ([[1, 2], [2, 2]], {"draws": 10}, OutOfRange),
        ],
    )
    def test_refusals(self, rows: Any, options: dict[str, Any], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            krippendorff_alpha(rows, **options)


class TestAnyTwoAgreement:
    def test_interval_needs_three_evaluators(self) -> None:
        assert "at least 3" in any_two_agreement([{1, 2}, {2, 3}]).no_interval

    def test_limits(self) -> None:
        assert any_two_agreement([{1, 2}, {1, 2}, {1, 2}]).agreement == 1
        assert any_two_agreement([{1}, {2}, {3}]).agreement == 0

    @given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=3, max_size=6))
    def test_order_of_evaluators_does_not_matter_and_limits_hold_the_estimate(self, sets: list[set[int]]) -> None:
        answer, backwards = any_two_agreement(sets), any_two_agreement(sets[::-1])

        assert answer.agreement == pytest.approx(backwards.agreement)
        assert 0 <= answer.agreement <= 1
        if answer.lower is not None and answer.upper is not None:
            assert 0 <= answer.lower <= answer.agreement <= answer.upper <= 1

    @pytest.mark.parametrize(
        ("sets", "refusal"),
        [
            ([], NotEnough),
            ([{1}], NotEnough),
            (["abc", "abd"], WrongKind),
            ([1, 2], WrongKind),
            ([[[1]], [[1]]], WrongKind),
            ([[1, 1], [2]], Inconsistent),
            ([[], []], Undefined),
        ],
    )
    def test_refusals(self, sets: Any, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            any_two_agreement(sets)


def test_every_answer_says_itself_in_words() -> None:
    assert (
        words(cohen_kappa([[45, 2], [3, 50]]))
        == "Kappa 0.90 (0.81 to 0.99, n = 100). The ratings agree enough to build on."
    )
    assert words(krippendorff_alpha(KRIPPENDORFF_2011)).startswith("Alpha 0.74 (")
    assert words(cohen_kappa([[60, 8], [6, 80]])).endswith("enough for tentative conclusions.")
    assert "n = 3 evaluators" in words(any_two_agreement([[1, 2, 3], [2, 3, 4], [1, 3]]))
