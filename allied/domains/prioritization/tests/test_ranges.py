"""The order by RICE ranges: what would turn it round, and how each side by itself would order."""

import pytest

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.results import results
from allied.domains.prioritization.rules import Mark
from allied.domains.prioritization.tests.builders import ids, make_open, make_team
from allied.domains.prioritization.tests.test_views import Browser, at
from allied.kernel.people.catalogue import Side

pytestmark = pytest.mark.django_db


def exactly(reach):
    """Estimates that leave the score no room: it is the reach."""
    return {"reach": (reach, reach, reach), "impact": (1, 1, 1), "effort": (1, 1, 1)}


def make_ranged(ux_reach, product_reach):
    """A closed round of two ballots a side, each with these reaches by candidate; None: no figures."""
    ux, product = make_team()
    found = make_open(ux[0], framework="rice_range", count=len(ux_reach))
    for members, reaches in ((ux, ux_reach), (product, product_reach)):
        for member in members:
            marks = {
                pk: Mark(3, "", exactly(reach) if reach else {}) for pk, reach in zip(ids(found), reaches, strict=True)
            }
            actions.cast_ballot(found, marks, actor=member)
    return actions.close_round(found, actor=ux[0]), ux[0]


def ranges(found, actor):
    return results(found, queries.candidates(found, actor=actor), queries.votes(found)).ranges


def titles(order):
    return [candidate.node.title for candidate, _chance in order]


def test_it_says_how_much_more_effort_or_less_reach_turns_two_neighbors_round():
    found, actor = make_ranged((120, 100), (120, 100))

    first, second = ranges(found, actor).rows

    after = second.candidate.node.reference
    assert first.flips == f"Order flips with {after} if effort +20%, or reach −17%"
    assert second.flips == ""
    assert first.flips in Browser(actor).text(at(found))


@pytest.mark.parametrize(("reach", "is_said"), [(199, True), (201, False), (100, False)])
def test_only_what_twice_the_effort_or_less_would_turn_is_said(reach, is_said):
    found, actor = make_ranged((reach, 100), (reach, 100))

    first = ranges(found, actor).rows[0]

    assert bool(first.flips) == is_said


def test_each_neighbor_is_compared_with_the_next_alone():
    found, actor = make_ranged((300, 250, 100), (300, 250, 100))

    told = ranges(found, actor)

    assert [row.flips.partition(" if ")[2] for row in told.rows] == ["effort +20%, or reach −17%", "", ""]


def test_each_side_by_itself_orders_by_its_own_estimates():
    found, actor = make_ranged((120, 100), (100, 300))

    told = ranges(found, actor)

    ux, product = told.sides
    assert (ux.side, ux.n, product.side, product.n) == (Side.UX, 2, Side.PRODUCT, 2)
    assert titles(ux.order) == ["Opportunity 0", "Opportunity 1"]
    assert titles(product.order) == ["Opportunity 1", "Opportunity 0"]
    assert [chance for _, chance in ux.order] == ["100%", "0%"]
    assert told.rows[0].given_words == "UX n = 2, Product n = 2"
    assert "−1.00" in told.agreement[0] or "-1.00" in told.agreement[0]


def test_a_side_without_estimates_has_no_order_and_says_so():
    found, actor = make_ranged((120, 100), (None, None))

    told = ranges(found, actor)

    assert told.sides[1].order == ()
    assert told.sides[1].n == 0
    assert told.rows[0].given_words == "UX n = 2, Product n = 0"
    assert told.agreement == (
        "UX has 2 and Product 0 ballots: below 2 of each side no figure tells whether they agree.",
    )
    assert "No ballot has all three estimates." in Browser(actor).text(at(found))


def test_a_side_that_estimated_one_thing_only_names_it_without_a_chance():
    found, actor = make_ranged((120, 100), (100, None))

    product = ranges(found, actor).sides[1]

    assert [(candidate.node.title, chance) for candidate, chance in product.order] == [("Opportunity 0", "")]
