"""Card sorting and tree testing: definitions, referees, stability and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

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
from allied.stats.information_architecture import (
    card_sort_similarity,
    card_sort_stability,
    cophenetic_correlation,
    tree_test,
)

CARDS = list("abcdef")
TWO_CAMPS = [[["a", "b", "c"], ["d", "e", "f"]]] * 6 + [[["a", "b"], ["c", "d"], ["e", "f"]]] * 3

sorted_cards = st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=3, max_size=8)


def groups_of(numbers):
    return [[card for card, number in zip(CARDS, numbers, strict=True) if number == each] for each in set(numbers)]


def test_similarity_is_the_share_of_people_with_adjusted_wald_limits():
    answer = card_sort_similarity(TWO_CAMPS, CARDS)

    assert answer.similarity[0][1] == 1
    assert answer.similarity[0][2] == pytest.approx(6 / 9)
    limits = proportion_confint(6, 9, method="agresti_coull")
    assert (answer.lower[0][2], answer.upper[0][2]) == pytest.approx(limits)
    assert answer.n == 9


@given(sorted_cards, st.permutations(range(6)))
def test_relabelling_cards_and_people_moves_the_table_only(numbers, order):
    people = [groups_of(each) for each in numbers]

    straight = np.array(card_sort_similarity(people, CARDS).similarity)
    moved = np.array(card_sort_similarity(people[::-1], [CARDS[place] for place in order]).similarity)

    assert moved == pytest.approx(straight[np.ix_(order, order)])
    assert (straight == straight.T).all()
    assert (np.diag(straight) == 1).all()


def test_a_card_left_out_counts_among_those_who_placed_it():
    sorts = [[["a", "b"], ["c"]], [["a", "b"]], [["a"], ["b", "c"]]]

    answer = card_sort_similarity(sorts, ["a", "b", "c"])

    assert answer.similarity[0][1] == pytest.approx(2 / 3)
    assert answer.similarity[1][2] == pytest.approx(1 / 2)
    assert answer.warnings == ("1 person did not place every card; each pair counts those who placed both.",)


def test_equal_similarities_have_no_fit_and_say_so():
    answer = card_sort_similarity([[["a", "b", "c"]]], ["a", "b", "c"])

    assert answer.cophenetic_correlation is None
    assert answer.merge_heights == (0, 0)
    assert "no structure" in answer.warnings[0]
    assert card_sort_similarity([[["a", "b"]]], ["a", "b"]).cophenetic_correlation is None


@pytest.mark.parametrize(
    ("sorts", "cards", "refusal"),
    [
        ([], CARDS, EmptySample),
        ([[]], CARDS, EmptySample),
        ([[["a", "b"]]], ["a"], NotEnough),
        ([[["a", "b"]]], ["a", "b", "b"], Inconsistent),
        ([[["a", "z"]]], ["a", "b"], Inconsistent),
        ([[["a"], ["a", "b"]]], ["a", "b"], Inconsistent),
        ([[["a"]], [["b"]]], ["a", "b"], NotEnough),
        ([["ab"]], ["a", "b"], WrongKind),
        (["ab"], ["a", "b"], WrongKind),
        ("ab", ["a", "b"], WrongKind),
        ([[["a", "b"]]], "ab", WrongKind),
    ],
)
def test_similarity_refuses(sorts, cards, refusal):
    with pytest.raises(refusal):
        card_sort_similarity(sorts, cards)


def test_reliability_is_the_mean_of_all_split_halves():
    random = np.random.default_rng(2)
    people = [
        groups_of(np.where(random.random(6) < 0.7, [0, 0, 1, 1, 2, 2], random.integers(0, 3, 6))) for _ in range(8)
    ]
    together = np.array(
        [
            [any(a in group and b in group for group in groups) for i, a in enumerate(CARDS) for b in CARDS[i + 1 :]]
            for groups in people
        ]
    ).astype(float)
    halves = []
    for _ in range(4000):
        order = random.permutation(8)
        first, second = together[order[:4]].sum(axis=0), together[order[4:]].sum(axis=0)
        halves.append(4 * np.cov(first, second)[0, 1] / np.var(first + second, ddof=1))

    answer = card_sort_stability(people, CARDS, draws=100)

    assert answer.reliability == pytest.approx(np.mean(halves), abs=0.01)
    assert answer.lower < answer.reliability < answer.upper < 1


def test_more_people_of_the_same_mind_are_more_reliable():
    few = card_sort_stability(TWO_CAMPS, CARDS, draws=100)
    many = card_sort_stability(TWO_CAMPS * 4, CARDS, draws=100)

    assert many.reliability > few.reliability


def test_groups_that_all_make_come_back_every_time():
    answer = card_sort_stability(TWO_CAMPS, CARDS, groups=2, draws=200)

    assert answer.groups == (("a", "b", "c"), ("d", "e", "f"))
    assert min(answer.recovery) > 0.9
    assert words(answer).endswith("2 of 2 groups would come back with other people.")


@settings(max_examples=8, deadline=None)
@given(sorted_cards)
def test_order_of_people_does_not_matter(numbers):
    people = [groups_of(each) for each in numbers]
    try:
        answer = card_sort_stability(people, CARDS, draws=100)
    except Undefined:
        return

    again = card_sort_stability(people[::-1], CARDS, draws=100)

    assert again.reliability == pytest.approx(answer.reliability)
    assert answer.reliability <= 1 + 1e-12
    assert all(0 < each <= 1 for each in answer.recovery)


def test_people_who_agree_completely_are_reliable_without_an_interval():
    answer = card_sort_stability([[["a", "b"], ["c"]]] * 4, ["a", "b", "c"], draws=100)

    assert answer.reliability == pytest.approx(1)
    assert answer.lower is None


def test_people_who_differ_in_the_same_way_leave_no_interval():
    people = [
        [["a", "b"], ["c", "d"], ["e"], ["f"]],
        [["c", "d"], ["e", "f"], ["a"], ["b"]],
        [["e", "f"], ["a", "b"], ["c"], ["d"]],
    ]

    answer = card_sort_stability(people, CARDS, draws=100)

    assert "changes nothing" in answer.no_interval


@pytest.mark.parametrize(
    ("sorts", "options", "refusal"),
    [
        (TWO_CAMPS[:2], {}, NotEnough),
        ([*TWO_CAMPS, [["a", "b"]]], {}, Inconsistent),
        (TWO_CAMPS, {"groups": 1}, OutOfRange),
        (TWO_CAMPS, {"groups": 7}, OutOfRange),
        (TWO_CAMPS, {"draws": 1}, OutOfRange),
        ([[CARDS]] * 4, {}, Undefined),
    ],
)
def test_stability_refuses(sorts, options, refusal):
    with pytest.raises(refusal):
        card_sort_stability(sorts, CARDS, **options)


def test_cophenetic_correlation_is_one_for_distances_that_are_a_tree():
    ultrametric = [[0, 1, 4, 4], [1, 0, 4, 4], [4, 4, 0, 2], [4, 4, 2, 0]]

    for method in ("single", "complete", "average", "weighted"):
        assert cophenetic_correlation(ultrametric, linkage_method=method).cophenetic_correlation == pytest.approx(1)


@pytest.mark.parametrize(
    ("method", "heights"), [("single", (2, 3, 4, 5)), ("complete", (2, 3, 5, 10)), ("average", (2, 3, 4.5, 47 / 6))]
)
def test_merge_heights_by_hand(method, heights):
    distance = [[0, 2, 6, 10, 9], [2, 0, 5, 9, 8], [6, 5, 0, 4, 5], [10, 9, 4, 0, 3], [9, 8, 5, 3, 0]]

    assert cophenetic_correlation(distance, linkage_method=method).merge_heights == pytest.approx(heights)


def test_linkages_for_points_are_marked():
    answer = cophenetic_correlation([[0, 3, 5], [3, 0, 4], [5, 4, 0]], linkage_method="ward")

    assert "Euclidean" in answer.warnings[0]
    assert "nothing is sampled" in answer.no_interval


@pytest.mark.parametrize(
    ("distance", "method", "refusal"),
    [
        ([], "average", EmptySample),
        ([[0, 1], [1, 0]], "average", NotEnough),
        ([[0, 1, 2], [1, 0, 3]], "average", WrongKind),
        ([[0, 1, 2], [1, 0, 3], [2, 4, 0]], "average", Inconsistent),
        ([[1, 1, 2], [1, 0, 3], [2, 3, 0]], "average", Inconsistent),
        ([[0, -1, 2], [-1, 0, 3], [2, 3, 0]], "average", OutOfRange),
        ([[0, 1, 1], [1, 0, 1], [1, 1, 0]], "average", Undefined),
        ([[0, 1, 2], [1, 0, 3], [2, 3, 0]], "nearest", UnknownOption),
        ([[0, "1", 2], [1, 0, 3], [2, 3, 0]], "average", WrongKind),
    ],
)
def test_cophenetic_correlation_refuses(distance, method, refusal):
    with pytest.raises(refusal):
        cophenetic_correlation(distance, linkage_method=method)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_tree_test_shares_and_limits(pairs):
    attempts = [{"correct": correct, "backtracked": backtracked} for correct, backtracked in pairs]

    answer = tree_test(attempts)

    assert answer.direct_success_rate <= min(answer.success_rate, answer.directness)
    assert answer.success_lower <= answer.success_rate <= answer.success_upper
    assert answer.directness_lower <= answer.directness <= answer.directness_upper
    assert tree_test(attempts * 9).success_upper - tree_test(attempts * 9).success_lower < (
        answer.success_upper - answer.success_lower
    )


@pytest.mark.parametrize(
    ("attempts", "refusal"),
    [
        ([], EmptySample),
        ({"correct": True, "backtracked": True}, WrongKind),
        ([True], WrongKind),
        ([{"correct": True}], UnknownInput),
        ([{"correct": 1, "backtracked": 0}], WrongKind),
    ],
)
def test_tree_test_refuses(attempts, refusal):
    with pytest.raises(refusal):
        tree_test(attempts)


def test_words():
    assert "distorts" in words(cophenetic_correlation([[0, 1, 5], [1, 0, 1.1], [5, 1.1, 0]], linkage_method="single"))
    assert "keeps the distances" in words(cophenetic_correlation([[0, 1, 5], [1, 0, 5], [5, 5, 0]]))
    assert words(card_sort_similarity(TWO_CAMPS, CARDS)).startswith("a and b go together most often: for 100%")
