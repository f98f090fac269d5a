"""MoSCoW: the joint category, disagreement by its definition, coverage of its interval, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.stats import words
from allied.stats.errors import EmptySample, OutOfRange, UnknownOption, WrongKind
from allied.stats.moscow import CATEGORIES, moscow_aggregate

votes = st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=8)


@given(votes, votes)
def test_disagreement_is_counted_over_all_pairs_and_mirrors(a, b):
    firm = {category: -place for place, category in enumerate(CATEGORIES)}
    pairs = [np.sign(firm[one] - firm[other]) for one in a for other in b]

    answer, mirrored = moscow_aggregate(a, b), moscow_aggregate(b, a)

    assert answer.disagreement == pytest.approx(np.mean(pairs))
    assert mirrored.disagreement == pytest.approx(-answer.disagreement)
    assert mirrored.lower == pytest.approx(-answer.upper, abs=1e-7)
    assert mirrored.category == answer.category
    assert -1 <= answer.lower <= answer.disagreement + 1e-9
    assert answer.disagreement - 1e-9 <= answer.upper <= 1


def test_a_category_needs_more_than_half():
    assert moscow_aggregate(["must", "should"], ["must", "should"]).category == "should"
    assert moscow_aggregate(["must", "must", "should"], ["must", "must", "should"]).category == "must"
    assert moscow_aggregate(["wont"], ["wont"]).category == "wont"


def test_a_large_group_does_not_outvote_a_small_one():
    answer = moscow_aggregate(["must"] * 50, ["wont"] * 2)

    assert answer.shares == {"must": 0.5, "should": 0, "could": 0, "wont": 0.5}
    assert answer.category == "wont"


def test_interval_covers_the_true_disagreement():
    random = np.random.default_rng(5)
    p, q = [0.4, 0.3, 0.2, 0.1], [0.2, 0.3, 0.3, 0.2]
    truth = sum(p[i] * q[j] * np.sign(j - i) for i in range(4) for j in range(4))
    hits = 0
    for _ in range(400):
        a, b = (random.choice(CATEGORIES, 10, p=weights).tolist() for weights in (p, q))
        answer = moscow_aggregate(a, b)
        hits += answer.lower <= truth <= answer.upper

    assert hits / 400 >= 0.93


def test_interval_narrows_with_votes():
    few = moscow_aggregate(["must", "could"], ["could", "wont"])
    many = moscow_aggregate(["must", "could"] * 9, ["could", "wont"] * 9)

    assert many.upper - many.lower < few.upper - few.lower


@pytest.mark.parametrize(
    ("a", "b", "confidence", "refusal"),
    [
        ([], ["must"], 0.95, EmptySample),
        (["must"], [], 0.95, EmptySample),
        (["must"], ["perhaps"], 0.95, UnknownOption),
        (["must"], [1], 0.95, UnknownOption),
        ("must", ["must"], 0.95, WrongKind),
        (["must"], ["must"], 95, OutOfRange),
    ],
)
def test_refusals(a, b, confidence, refusal):
    with pytest.raises(refusal):
        moscow_aggregate(a, b, confidence=confidence)


def test_words_and_warnings():
    split = moscow_aggregate(["must"] * 8, ["wont"] * 8)
    alone = moscow_aggregate(["must"], ["could", "could"])

    assert words(split).startswith(
        "Must for one group, Won't for the other: they want different things (disagreement 1.00"
    )
    assert "too unsure to call" in words(alone)
    assert "one person" in alone.warnings[0]
    assert words(moscow_aggregate(["must"] * 4, ["must"] * 4)).startswith("Must for both groups")
