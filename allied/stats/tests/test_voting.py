"""Voting: published elections, truncated and tied ballots, and the promises each method makes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.stats import words
from allied.stats.errors import (
    EmptySample,
    Inconsistent,
    NotEnough,
    OutOfRange,
    UnknownInput,
    UnknownOption,
    WrongKind,
)
from allied.stats.voting import borda, condorcet_winner, schulze

ABC = ["a", "b", "c"]
CIRCLE = [{"ranking": ["a", "b", "c"]}, {"ranking": ["b", "c", "a"]}, {"ranking": ["c", "a", "b"]}]
FIVE = list("ABCDE")

elections = st.lists(
    st.tuples(st.permutations(FIVE), st.integers(1, 5), st.integers(1, 9)).map(
        lambda drawn: {"ranking": list(drawn[0][: drawn[1]]), "count": drawn[2]}
    ),
    min_size=1,
    max_size=8,
)


def reference_paths(ballots, candidates):
    """Strongest paths by trying every chain of candidates."""
    place = [(ballot["count"], {name: spot for spot, name in enumerate(ballot["ranking"])}) for ballot in ballots]
    prefer = {
        (a, b): sum(count for count, spots in place if spots.get(a, 99) < spots.get(b, 99))
        for a, b in itertools.permutations(candidates, 2)
    }
    strength = {pair: prefer[pair] if prefer[pair] > prefer[pair[::-1]] else 0 for pair in prefer}
    best = {}
    for a, b in prefer:
        others = [name for name in candidates if name not in (a, b)]
        chains = (
            (a, *middle, b) for length in range(len(others) + 1) for middle in itertools.permutations(others, length)
        )
        best[a, b] = max(min(strength[step] for step in itertools.pairwise(chain)) for chain in chains)
    return best


@given(elections)
def test_strongest_paths_equal_the_best_of_all_chains(ballots):
    expected = reference_paths(ballots, FIVE)

    paths = schulze(ballots, FIVE).strongest_paths

    assert {(a, b): paths[a][b] for a, b in expected} == expected


@given(elections)
def test_schulze_order_is_complete_and_follows_the_paths(ballots):
    answer = schulze(ballots, FIVE)

    assert sorted(answer.order) == FIVE
    for earlier, later in itertools.combinations(answer.order, 2):
        assert answer.strongest_paths[earlier][later] >= answer.strongest_paths[later][earlier]


@given(elections)
def test_schulze_and_smith_set_respect_a_condorcet_winner(ballots):
    duels = condorcet_winner(ballots, FIVE)
    order = schulze(ballots, FIVE)

    assert order.order[0] in duels.smith_set
    if duels.winner is not None:
        assert order.winner == duels.winner == order.order[0]
        assert duels.smith_set == (duels.winner,)
    if duels.loser is not None:
        assert order.order[-1] == duels.loser


@given(elections, st.permutations(FIVE))
def test_relabelling_the_order_of_candidates_changes_no_count(ballots, listed):
    assert borda(ballots, listed).points == borda(ballots, FIVE).points
    assert condorcet_winner(ballots, listed).winner == condorcet_winner(ballots, FIVE).winner
    assert schulze(ballots, listed).winner == schulze(ballots, FIVE).winner


@given(elections)
def test_shared_points_are_as_many_on_every_ballot(ballots):
    voters = sum(ballot["count"] for ballot in ballots)

    assert sum(borda(ballots, FIVE, unranked="shared").points.values()) == voters * 10


def test_whoever_is_left_out_counts_below_all_who_are_ranked():
    ballots = [{"count": 3, "ranking": ["c"]}, {"count": 2, "ranking": ["a", "b", "c"]}]

    answer = borda(ballots, ABC)

    assert answer.points == {"a": 4, "b": 2, "c": 6}
    assert borda(ballots, ABC, unranked="shared").points == {"a": 5.5, "b": 3.5, "c": 6}
    assert condorcet_winner(ballots, ABC).winner == "c"
    assert answer.warnings == ("3 of 5 ballots leave candidates unranked; those count below all who are ranked.",)


def test_tied_places_share_their_points_and_prefer_nobody():
    ballots = [{"ranking": ["a", ["b", "c"]]}]

    assert borda(ballots, ABC).points == {"a": 2, "b": 0.5, "c": 0.5}
    assert condorcet_winner(ballots, ABC).preferences["b"]["c"] == 0


def test_a_shared_lead_has_no_winner():
    answer = borda(CIRCLE, ABC)

    assert answer.winner is None
    assert answer.tied_winners == ("a", "b", "c")


def test_a_circle_has_no_condorcet_winner_and_ties_in_schulze():
    duels, order = condorcet_winner(CIRCLE, ABC), schulze(CIRCLE, ABC)

    assert duels.winner is None
    assert duels.loser is None
    assert duels.smith_set == ("a", "b", "c")
    assert order.winner is None
    assert order.order == ("a", "b", "c")
    assert order.warnings == ("3 pairs of candidates tie and stand in the order in which they were given.",)


def test_candidates_whom_nobody_ranks_come_last():
    assert schulze([{"ranking": ["b"]}], ABC).order == ("b", "a", "c")


def test_counting_needs_no_interval():
    assert borda(CIRCLE, ABC).no_interval == "Every ballot is counted; nothing is sampled."
    assert borda(CIRCLE, ABC).n == 3


@pytest.mark.parametrize("method", [borda, condorcet_winner, schulze])
@pytest.mark.parametrize(
    ("ballots", "candidates", "refusal"),
    [
        ([], ABC, EmptySample),
        ([{"ranking": []}], ABC, EmptySample),
        (CIRCLE, ["a"], NotEnough),
        (CIRCLE, [], NotEnough),
        (CIRCLE, ["a", "a", "b", "c"], Inconsistent),
        (CIRCLE, "abc", WrongKind),
        ("abc", ABC, WrongKind),
        (["abc"], ABC, WrongKind),
        ([{"count": 2}], ABC, UnknownInput),
        ([{"ranking": "abc"}], ABC, WrongKind),
        ([{"ranking": ["a", "d"]}], ABC, Inconsistent),
        ([{"ranking": ["a", "b", "a"]}], ABC, Inconsistent),
        ([{"ranking": ["a", ["b", "a"]]}], ABC, Inconsistent),
        ([{"ranking": ["a"], "count": 0}], ABC, OutOfRange),
        ([{"ranking": ["a"], "count": 1.5}], ABC, WrongKind),
    ],
)
def test_refusals(method, ballots, candidates, refusal):
    with pytest.raises(refusal):
        method(ballots, candidates)


def test_borda_refuses_another_rule_for_the_unranked():
    with pytest.raises(UnknownOption):
        borda(CIRCLE, ABC, unranked="average")


def test_words():
    clear = [{"count": 3, "ranking": ["a", "b", "c"]}, {"count": 2, "ranking": ["b", "c", "a"]}]

    assert words(borda(clear, ABC)) == "b has most points, 7 before a with 6 (5 ballots)."
    assert words(borda(CIRCLE, ABC)) == "a and b and c share most points (3 ballots)."
    assert words(condorcet_winner(clear, ABC)) == "a wins against each other candidate (5 ballots)."
    assert words(condorcet_winner(CIRCLE, ABC)) == "Nobody wins every duel; the choice is among a, b, c (3 ballots)."
    assert words(schulze(clear, ABC)) == "a comes first, then b, c (5 ballots)."
    assert words(schulze(CIRCLE, ABC)) == "a and b and c tie for first (3 ballots)."
