"""What the thread fills in on a ballot, and what may be compared at all."""

import re

import pytest

from allied.domains.discovery.models import Assumption, Experiment, Outcome, Solution
from allied.domains.discovery.tests.builders import make_opportunity
from allied.domains.discovery.trees.actions import add_branch, grow, place_under
from allied.domains.discovery.trees.sizes import Size, size_opportunity
from allied.domains.prioritization import actions
from allied.domains.prioritization.models import Vote
from allied.domains.prioritization.tests.builders import make_open, make_round, make_team
from allied.domains.prioritization.tests.test_views import Browser, at
from allied.domains.roadmap.actions import add_item
from allied.kernel.errors import BadInput
from allied.kernel.testing import product_of
from allied.kernel.thread.actions import link
from allied.web.formats import THIN

pytestmark = pytest.mark.django_db
MONTHLY = Size(1310, 1480, 1650, "month", sized_from="Holds log, October")


def make_sized(member, size=MONTHLY):
    return size_opportunity(make_opportunity(member), size, actor=member)


def make_rivals(member, opportunity):
    """The opportunity, a solution and a roadmap item that address it, and an item of which nothing is known."""
    outcome = add_branch(Outcome, title="More holds are collected", product=product_of(member), actor=member)
    place_under(opportunity, outcome, actor=member)
    solution = grow(Solution, opportunity, title="Say the day of arrival", actor=member)
    item = add_item(title="Fewer wasted trips", actor=member)
    link(item.node, "addresses", opportunity.node, actor=member)
    other = add_item(title="Something else", actor=member)
    return [opportunity.node, solution.node, item.node, other.node]


def values(text, name):
    """What stands in the low, likely and high field of a factor, "" where nothing does."""
    fields = [re.search(rf'<input[^>]*name="{name}{point}"[^>]*>', text) for point in ("-low", "", "-high")]
    found = [re.search(r'value="([^"]*)"', field[0]) for field in fields if field]
    return [one[1] if one else "" for one in found]


def test_reach_is_filled_in_from_the_opportunity_for_whatever_addresses_it():
    (ux, _), _ = make_team()
    rivals = make_rivals(ux, make_sized(ux))
    found = make_open(ux, framework="rice_range", candidates=rivals)

    text = Browser(ux).text(at(found, "/ballot"))

    for node in rivals[:3]:
        assert values(text, f"reach-{node.pk}") == ["1310", "1480", "1650"]
    assert values(text, f"reach-{rivals[3].pk}") == ["", "", ""]
    assert values(text, f"effort-{rivals[0].pk}") == ["", "", ""]
    assert text.count(f"1{THIN}480 people a month (1{THIN}310 to 1{THIN}650)") == 3
    assert "Holds log, October" in text
    assert "It is filled in below. Change it where you know better." in text


def test_reach_of_another_time_is_told_and_not_filled_in():
    (ux, _), _ = make_team()
    node = make_sized(ux).node
    found = make_open(ux, framework="rice", candidates=[node, make_opportunity(ux, "Settle a fine").node])

    text = Browser(ux).text(at(found, "/ballot"))

    assert values(text, f"reach-{node.pk}") == [""]
    assert f"1{THIN}480 people a month" in text
    assert "not filled in, because this ballot asks for another time" in text


def test_a_single_figure_takes_the_likely_value():
    (ux, _), _ = make_team()
    node = make_sized(ux, Size(3000, 4000, 5000, "quarter")).node
    found = make_open(ux, framework="rice", candidates=[node, make_opportunity(ux, "Settle a fine").node])

    assert values(Browser(ux).text(at(found, "/ballot")), f"reach-{node.pk}") == ["4000"]


def test_a_low_of_nobody_is_left_to_the_evidence():
    (ux, _), _ = make_team()
    node = make_sized(ux, Size(0, 40, 90, "month")).node
    found = make_open(ux, framework="rice_range", candidates=[node, make_opportunity(ux, "Settle a fine").node])

    assert values(Browser(ux).text(at(found, "/ballot")), f"reach-{node.pk}") == ["", "40", "90"]


def test_a_ballot_without_figures_is_asked_for_none():
    (ux, _), _ = make_team()
    found = make_open(ux, candidates=[make_sized(ux).node, make_opportunity(ux, "Settle a fine").node])

    assert f"1{THIN}480 people" not in Browser(ux).text(at(found, "/ballot"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, {}),
        ({"impact": "2", "effort": "4"}, {"reach": [1310, 1480, 1650], "impact": [0.4, 2, 10], "effort": [0.8, 4, 20]}),
        ({"reach-low": "900"}, {"reach": [900, 1480, 1650]}),
    ],
    ids=["left as it was", "used with one's own", "changed"],
)
def test_what_was_filled_in_counts_once_somebody_says_something(given, kept):
    ux, product = make_team()
    node = make_sized(ux[0]).node
    candidates = [node, make_opportunity(ux[0], "Settle a fine").node]
    found = make_open(ux[0], framework="rice_range", candidates=candidates, quorum_ux=1, quorum_product=1)
    filled = {"reach-low": "1310", "reach": "1480", "reach-high": "1650"} | given
    fields = {re.sub("^[a-z]+", rf"\g<0>-{node.pk}", name): value for name, value in filled.items()}
    for member in (ux[0], product[0]):
        answer = Browser(member).post(at(found, "/ballot"), **{f"score-{node.pk}": "4"}, **fields)
        assert answer.status_code == 302

    actions.close_round(found, actor=ux[0])

    estimates = Vote.objects.get(candidate__node=node, member=None, side="ux").estimates
    assert estimates == {name: pytest.approx(points) for name, points in kept.items()}


def test_solutions_experiments_items_and_opportunities_can_be_compared():
    (ux, _), _ = make_team()
    rivals = make_rivals(ux, make_sized(ux))
    solution = Solution.objects.get()
    assumption = grow(Assumption, solution, title="People know their branch", actor=ux)
    experiment = grow(Experiment, assumption, title="Ask 8 people", actor=ux)

    found = make_round(ux, candidates=[*rivals, experiment.node])

    kinds = [one.node.kind for one in found.candidates.select_related("node")]
    assert kinds == ["opportunity", "solution", "item", "item", "experiment"]
    text = Browser(ux).text("/new")
    assert all(f"{node.reference} {node.title}" in text for node in rivals)
    with pytest.raises(BadInput, match="a round asks about insights, opportunities, solutions"):
        make_round(ux, candidates=[rivals[0], assumption.node])


def test_a_solution_is_as_sure_as_the_opportunity_that_it_addresses():
    (ux, _), _ = make_team()
    rivals = make_rivals(ux, make_sized(ux))
    found = make_open(ux, framework="rice", candidates=rivals[:2])

    text = Browser(ux).text(at(found, "/ballot"))

    assert "No opportunity is linked" not in text
