import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allied.domains.roadmap import actions, queries
from allied.domains.roadmap.tests.builders import make_committed, make_item, make_team
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Discipline, Role, Side
from allied.kernel.people.models import StandIn
from allied.kernel.people.sides import speakers
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.gaps import gaps
from allied.kernel.thread.holds import place_hold
from allied.kernel.thread.offers import Evidence, offer
from allied.kernel.thread.strength import today_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def opportunity(team, title="Plan around a wait", *, people=0, against=0):
    """An opportunity with so many people observed for and against it."""
    node = create("opportunity", title=title, actor=team.ux)
    for number in range(people + against):
        source = create("feedback", title=f"{title} {number}", actor=team.ux)
        offer(source, [Evidence("usability_test", today_in(team.ux.workspace), person=f"{title} {number}")])
        link(source, "supports" if number < people else "contradicts", node, actor=team.ux)
    return node


def address(item, node, team):
    link(item.node, "addresses", node, actor=team.ux)
    return item


def grow(team, number):
    for count in range(number):
        item = address(make_committed(team, f"Item {count}", horizon="now"), opportunity(team, people=1), team)
        place_hold(item.node, "commit", reason="Untested.", way_out="Test it.", actor=team.ux)
        make_item(team.ux, f"Idea {count}", "later")


def count_queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_surest_open_opportunity_speaks_for_the_problem(team):
    item = make_item(team.ux)
    weak, strong = opportunity(team, "Weak", people=1), opportunity(team, "Sure", people=8)
    for node in (weak, strong):
        address(item, node, team)

    problem = queries.card(item, actor=team.ux).problem

    assert (problem.node, problem.others, problem.strength.level) == (strong, 1, "supported")
    strong.state = "retired"
    strong.save()
    assert queries.card(item, actor=team.ux).problem.node == weak


def test_evidence_that_contradicts_the_problem_is_a_gap(team):
    item = address(make_committed(team), opportunity(team, people=1, against=6), team)

    assert [gap.words for gap in queries.card(item, actor=team.ux).gaps] == ["Evidence contradicts OPP-1"]
    assert queries.names_of_gaps(item, actor=team.ux) == ["evidence disagrees"]
    assert list(queries.items(actor=team.ux).filter(queries.with_gaps())) == [item]


def test_an_item_that_holds_together_has_no_gap(team):
    item = address(make_committed(team), opportunity(team, people=8), team)

    assert queries.card(item, actor=team.ux).gaps == []
    assert not queries.items(actor=team.ux).filter(queries.with_gaps()).exists()


def test_items_are_found_by_the_level_of_their_surest_opportunity(team):
    sure, weak, bare, none = (make_item(team.ux, title) for title in ("Sure", "Weak", "Bare", "None"))
    for item, people in ((sure, 8), (weak, 1), (bare, 0)):
        address(item, opportunity(team, item.node.title, people=people), team)
    address(sure, opportunity(team, "Another", people=1), team)

    def found(level):
        return set(queries.items(actor=team.ux).filter(queries.addressing(level)))

    assert [found(level) for level in ("supported", "anecdotal", "assumption", "none", "strong")] == [
        {sure},
        {weak},
        {bare},
        {none},
        set(),
    ]


def test_the_board_shows_the_first_of_a_long_lane_and_says_how_many_more(team, monkeypatch):
    monkeypatch.setattr(queries, "LANE", 2)
    for title in "ABC":
        make_item(team.ux, title, "next")

    now, soon, later = queries.board(queries.items(actor=team.ux), actor=team.ux)

    assert [card.item.node.title for card in soon.cards] == ["A", "B"]
    assert (soon.total, soon.more, now.total, later.cards) == (3, 1, 0, [])


def test_neighbors_are_those_on_the_roadmap(team):
    a, b, c = (make_item(team.ux, title, "next") for title in "ABC")
    actions.drop_item(b, reason="Done.", actor=team.ux)

    assert queries.neighbor(c, up=True, product=None) == a
    assert queries.neighbor(a, up=False, product=None) == c
    assert queries.neighbor(a, up=True, product=None) is None
    assert queries.follower(a) == c
    assert queries.follower(c) is None


def test_owners_are_offered_from_the_side_and_its_stand_in(team):
    lead = make_member(like=team.ux, discipline=Discipline.LEADERSHIP, name="Aldo Lead")
    StandIn.objects.create(workspace=lead.workspace, side=Side.PRODUCT, member=lead, named_by=lead)

    assert speakers(Side.PRODUCT, actor=team.ux) == [lead, team.product]
    assert speakers(Side.UX, actor=team.ux) == [team.ux]


def test_items_without_both_owners_are_a_gap_of_the_workspace(team):
    make_committed(team)
    make_item(team.ux, "Bare")

    found = {one.gap.name: one for one in gaps(team.ux)}["item_without_both_owners"]

    assert found.words == "1 roadmap item without an owner of each side"
    assert [node.title for node in found.nodes] == ["Bare"]


def test_nothing_is_visible_from_elsewhere(team):
    make_item(team.ux)

    assert not queries.items(actor=make_member()).exists()
    assert not queries.items(actor=make_member(Role.GUEST, like=team.ux)).exists()


@pytest.mark.parametrize(("name", "exactly"), [("list", 23), ("table", 27)])
def test_board_and_table_take_as_many_queries_for_many_as_for_few(client, team, name, exactly):
    client.force_login(team.ux.user)
    path = reverse(f"roadmap:{name}", kwargs={"workspace": team.ux.workspace.slug})
    grow(team, 1)
    few = count_queries(client, path)
    grow(team, 5)

    assert count_queries(client, path) == few
    assert few == exactly


def test_the_record_takes_as_many_queries_for_much_as_for_little(client, team):
    client.force_login(team.ux.user)
    grow(team, 1)
    path = reverse("roadmap:detail", kwargs={"workspace": team.ux.workspace.slug, "reference": "ITM-1"})
    few = count_queries(client, path)
    item = queries.item_by_reference("ITM-1", actor=team.ux)
    for number in range(4):
        address(item, opportunity(team, f"More {number}", people=1), team)

    assert count_queries(client, path) == few
    assert few == 41  # five of them: effort, what it depends on, its releases, its findings, what holds it
