import pytest

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.results import results
from allied.domains.prioritization.rules import Mark
from allied.domains.prioritization.tests.builders import ids, make_closed, make_open, make_team, vote

pytestmark = pytest.mark.django_db
OPPOSED = {"ux": [(5, 1, 3), (5, 2, 3)], "product": [(1, 5, 3), (1, 4, 3)]}


def told(found, actor):
    return results(found, queries.candidates(found, actor=actor), queries.votes(found))


def test_the_furthest_apart_stands_first():
    found, ux, _ = make_closed(OPPOSED)

    shown = told(found, ux[0])

    assert [line.apart for line in shown.lines] == [4, 3, 0]
    assert shown.lines[0].verdict[0] == "Far, 4 apart"
    assert shown.lines[2].verdict[0] == "Agree"
    assert "close on 1 of 3 and far apart on 2" in shown.summary


def test_both_orders_stand_side_by_side_with_their_agreement():
    found, ux, _ = make_closed(OPPOSED)

    shown = told(found, ux[0])

    assert [one.node.title[-1] for one in shown.ux_order] == ["0", "2", "1"]
    assert [one.node.title[-1] for one in shown.product_order] == ["1", "2", "0"]
    assert "Kendall's tau-b −1.00" in shown.agreement[0] or "-1.00" in shown.agreement[0]
    assert any("Within UX" in sentence and "n = 2" in sentence for sentence in shown.agreement)


def test_below_two_of_a_side_no_word_tells_of_agreement():
    found, ux, _ = make_closed({"ux": [(5, 1, 3)], "product": [(5, 1, 3), (5, 1, 3)]}, quorum_ux=1)

    shown = told(found, ux[0])

    assert [line.verdict[0] for line in shown.lines] == ["0 apart, too few votes"] * 3
    assert shown.agreement == (
        "UX has 1 and Product 2 ballots: below 2 of each side no figure tells whether they agree.",
    )
    assert "Too few votes" in shown.summary


def test_ranges_order_what_votes_do_not_and_repeat_by_their_seed():
    ux, product = make_team()
    found = make_open(ux[0], framework="rice_range")
    for member, times in ((ux[0], 1), (ux[1], 1), (product[0], 4), (product[1], 4)):
        marks = {
            pk: Mark(
                3, "", {"reach": (80 * times, 100 * times, 150 * times), "impact": (1, 1, 2), "effort": (1, 2, size)}
            )
            for pk, size in zip(ids(found)[:2], (3, 30), strict=True)
        }
        actions.cast_ballot(found, marks, actor=member)
    actions.close_round(found, actor=ux[0])

    shown = told(found, ux[0])

    assert shown.ranges is not None
    assert [row.candidate.position for row in shown.ranges.rows] == [0, 1]
    assert [one.position for one in shown.ranges.without] == [2]
    assert shown.lines[0].cause == "Reach: 4 × apart"
    assert shown.ranges == told(found, ux[0]).ranges
    assert sum(row.p_first for row in shown.ranges.rows) == pytest.approx(1)


def test_a_candidate_that_one_side_leaves_out_is_not_compared():
    ux, product = make_team()
    found = make_open(ux[0])
    for member in ux:
        vote(found, member, 5, 1)
    for member in product:
        vote(found, member, 5, 1, 4)
    actions.close_round(found, actor=ux[0])

    assert told(found, ux[0]).lines[-1].verdict[0] == "One side only"
