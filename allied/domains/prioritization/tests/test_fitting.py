"""What fits in a capacity, with what must come first."""

import pytest

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.fitting import fits
from allied.domains.prioritization.frameworks import definition_of
from allied.domains.prioritization.models import Candidate
from allied.domains.prioritization.rules import Mark
from allied.domains.prioritization.tests.builders import ids, make_open, make_scored, make_team
from allied.domains.prioritization.tests.test_views import Browser, at, program
from allied.kernel.nodes.actions import create
from allied.kernel.thread.actions import link

pytestmark = pytest.mark.django_db


def worth(value, effort):
    return {"value": value, "effort": effort}


# The known case of knapsack problems: costs 5, 4, 6, 3, worths 10, 4, 3, 5; within 10 the best is the first and last.
KNAPSACK = [worth(10, 5), worth(4, 4), worth(3, 6), worth(5, 3)]


def told(found, actor, capacity):
    asked = queries.candidates(found, actor=actor)
    return fits(definition_of(found), asked, queries.votes(found), capacity, queries.needs(asked))


def places(some):
    return [one.position for one in some]


def test_the_set_worth_the_most_is_proven_for_each_side_and_for_both():
    found, actor = make_scored("value_effort", {"ux": [KNAPSACK] * 2, "product": [KNAPSACK] * 2}, count=4)

    shown = told(found, actor, 10)

    assert [each.label for each in shown.sets] == ["UX", "Product", "Both together"]
    assert [places(each.chosen) for each in shown.sets] == [[0, 3]] * 3
    assert [each.n for each in shown.sets] == [2, 2, 4]
    assert all(each.is_proven and (each.cost, each.worth) == (8, 15) for each in shown.sets)
    assert places(shown.in_all) == [0, 3]
    assert shown.disputed == ()


def test_sides_that_count_otherwise_get_other_sets_and_the_difference_is_named():
    other = [worth(1, 5), worth(9, 4), worth(3, 6), worth(5, 3)]
    found, actor = make_scored("value_effort", {"ux": [KNAPSACK] * 2, "product": [other] * 2}, count=4)

    shown = told(found, actor, 8)

    assert places(shown.sets[0].chosen) == [0, 3]
    assert places(shown.sets[1].chosen) == [1, 3]
    assert places(shown.in_all) == [3]
    assert places(shown.disputed) == [0, 1]


def test_what_blocks_an_item_of_it_has_to_be_in_first():
    found, actor = make_scored("value_effort", {"ux": [KNAPSACK] * 2, "product": [KNAPSACK] * 2}, count=4)
    first, last = (found.candidates.get(position=place).node for place in (2, 0))
    before, after = (create("item", title=title, actor=actor) for title in ("Before", "After"))
    link(before, "addresses", first, actor=actor)
    link(after, "addresses", last, actor=actor)
    link(before, "blocks", after, actor=actor)

    shown = told(found, actor, 10)

    assert places(shown.sets[0].chosen) == [1, 3]  # the first alone is worth 10 and no longer fits with what it needs
    assert f"{last.reference} needs {first.reference}" in Browser(actor).text(at(found))


def test_what_needs_something_without_figures_cannot_be_placed():
    ux, product = make_team()
    found = make_open(ux[0], framework="value_effort")
    for member in (*ux, *product):
        figures = dict(zip(ids(found)[:2], (worth(9, 2), worth(4, 2)), strict=True))
        actions.cast_ballot(found, {pk: Mark(3, "", figures=each) for pk, each in figures.items()}, actor=member)
    actions.close_round(found, actor=ux[0])
    numbers = list(Candidate.objects.filter(round=found).order_by("position").values_list("pk", flat=True))
    asked = queries.candidates(found, actor=ux[0])

    shown = fits(definition_of(found), asked, queries.votes(found), 10, {numbers[0]: {numbers[2]}})

    assert places(shown.sets[0].chosen) == [1]
    assert places(shown.sets[0].left) == [0, 2]


def test_a_circle_of_needs_is_said():
    found, actor = make_scored("value_effort", {"ux": [KNAPSACK] * 2, "product": [KNAPSACK] * 2}, count=4)
    asked = queries.candidates(found, actor=actor)
    circle = {asked[0].pk: {asked[1].pk}, asked[1].pk: {asked[0].pk}}

    shown = fits(definition_of(found), asked, queries.votes(found), 10, circle)

    assert "in a circle" in shown.sets[0].words


def test_ranges_are_placed_by_their_likely_values():
    ux, product = make_team()
    found = make_open(ux[0], framework="rice_range")
    for member in (*ux, *product):
        marks = {
            pk: Mark(3, "", {"reach": (50, reach, 500), "impact": (1, 1, 1), "effort": (1, effort, 9)})
            for pk, (reach, effort) in zip(ids(found), ((100, 5), (80, 3), (70, 3)), strict=True)
        }
        actions.cast_ballot(found, marks, actor=member)
    actions.close_round(found, actor=ux[0])

    assert places(told(found, ux[0], 6).sets[2].chosen) == [1, 2]


def test_the_page_asks_for_the_capacity_and_says_what_is_wrong_with_it():
    found, actor = make_scored("value_effort", {"ux": [KNAPSACK] * 2, "product": [KNAPSACK] * 2}, count=4)
    browser = Browser(actor)

    assert "In every set:" in browser.text(at(found, "?capacity=10"))
    assert "In every set:" not in browser.text(at(found))
    assert "Write a number." in browser.text(at(found, "?capacity=ten"))


def test_a_program_asks_what_fits_and_hears_why_not():
    found, actor = make_scored("value_effort", {"ux": [KNAPSACK] * 2, "product": [KNAPSACK] * 2}, count=4)
    other, _ = make_scored(
        "moscow", {"ux": [[{"class": 4}] * 3], "product": [[{"class": 4}] * 3]}, quorum_ux=1, quorum_product=1
    )
    call = program(actor, "read")

    _, shown = call("GET", f"/rounds/{found.node.reference}/fit?capacity=10")

    assert [each["chosen"] for each in shown["sets"]] == [["OPP-1", "OPP-4"]] * 3
    assert shown["unit"] == "person-weeks"
    assert call("GET", f"/rounds/{found.node.reference}/fit?capacity=-1")[0] == 422
    refused, problem = program(other.node.created_by, "read")("GET", f"/rounds/{other.node.reference}/fit?capacity=3")
    assert refused == 409
    assert "asked for no effort" in str(problem)
