import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allied.domains.discovery import actions, queries
from allied.domains.discovery.tests.builders import make_opportunity, make_retired
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def titles(rows):
    return [(row.opportunity.node.title, row.depth) for row in rows]


def count_queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def grow(member, number):
    """Whole opportunities, each with a part, an insight that supports it, one that disagrees, and an item."""
    for count in range(number):
        whole = make_opportunity(member, f"Whole {count}", concerns="Collectors")
        actions.place_under(make_opportunity(member, f"Part {count}"), whole, actor=member)
        link(create("insight", title=f"For {count}", actor=member), "supports", whole.node, actor=member)
        link(create("insight", title=f"Not {count}", actor=member), "contradicts", whole.node, actor=member)
        link(create("item", title=f"Item {count}", actor=member), "addresses", whole.node, actor=member)


def test_a_tree_follows_each_whole_with_its_parts(member):
    a, b, c, d = (make_opportunity(member, title) for title in "ABCD")
    actions.place_under(b, a, actor=member)
    actions.place_under(c, b, actor=member)
    link(c.node, "part_of", d.node, actor=member)  # a program may link it twice; it is shown once

    tops = list(queries.tops(queries.opportunities(actor=member)).order_by("pk"))
    rows, is_cut = queries.tree(tops, actor=member)

    assert titles(rows) == [("A", 0), ("B", 1), ("D", 0), ("C", 1)]
    assert not is_cut


def test_a_part_of_what_was_retired_stands_on_top(member):
    whole, part = make_opportunity(member, "Whole"), make_opportunity(member, "Part")
    actions.place_under(part, whole, actor=member)
    actions.retire_opportunity(whole, reason="Done.", actor=member)

    assert [one.pk for one in queries.tops(queries.opportunities(actor=member)).filter(node__state="open")] == [part.pk]


def test_a_deep_or_wide_tree_is_cut_and_says_so(member, monkeypatch):
    monkeypatch.setattr(queries, "DEEPEST", 2)
    chain = [make_opportunity(member, title) for title in "ABCDE"]
    for part, whole in zip(chain[1:], chain, strict=False):
        actions.place_under(part, whole, actor=member)

    rows, is_cut = queries.tree(chain[:1], actor=member)
    assert (titles(rows), is_cut) == ([("A", 0), ("B", 1), ("C", 2)], True)

    monkeypatch.setattr(queries, "WIDEST", 2)
    rows, is_cut = queries.tree(chain[:1], actor=member)
    assert (len(rows), is_cut) == (2, True)


def test_counts_leave_out_what_has_ended(member):
    opportunity = make_opportunity(member)
    for state in ("idea", "dropped"):
        link(create("item", title=state, actor=member, state=state), "addresses", opportunity.node, actor=member)
    for state in ("published", "retired"):
        link(create("insight", title=state, actor=member, state=state), "supports", opportunity.node, actor=member)

    (row,) = queries.rows([opportunity], actor=member)

    assert (row.items, row.insights, row.evidence, row.against) == (1, 1, 0, 0)


def test_a_hub_shows_its_newest_evidence_and_counts_the_rest(member):
    opportunity = make_opportunity(member)
    for number in range(11):
        link(create("feedback", title=str(number), actor=member), "supports", opportunity.node, actor=member)

    found = queries.around(opportunity, actor=member)

    assert (len(found.evidence), found.more, found.evidence[0].node.title) == (8, 3, "10")


def test_candidates_are_open_and_others(member):
    one, other = make_opportunity(member, "Plan around a wait"), make_opportunity(member, "Know the day")
    make_retired(member)

    assert queries.candidates(one, actor=member) == [other.node]
    assert queries.candidates(one, actor=member, text="know") == [other.node]
    assert queries.candidates(one, actor=member, text="opp-2") == [other.node]
    assert queries.candidates(one, actor=member, text="nothing") == []


def test_nothing_is_visible_from_elsewhere(member):
    make_opportunity(member)

    assert not queries.opportunities(actor=make_member()).exists()
    assert not queries.opportunities(actor=make_member(Role.GUEST, like=member)).exists()


@pytest.mark.parametrize(("query", "exactly"), [("", 19), ("?sort=strength", 16), ("?q=whole&items=some", 17)])
def test_the_list_takes_as_many_queries_for_many_as_for_few(client, member, query, exactly):
    client.force_login(member.user)
    address = reverse("discovery:list", kwargs={"workspace": member.workspace.slug}) + query
    grow(member, 2)
    few = count_queries(client, address)
    grow(member, 6)

    assert count_queries(client, address) == few
    assert few == exactly


def test_the_record_takes_as_many_queries_for_much_as_for_little(client, member):
    client.force_login(member.user)
    grow(member, 1)
    address = reverse("discovery:detail", kwargs={"workspace": member.workspace.slug, "reference": "OPP-1"})
    few = count_queries(client, address)
    opportunity = queries.opportunity_by_reference("OPP-1", actor=member)
    for number in range(5):
        link(create("insight", title=str(number), actor=member), "supports", opportunity.node, actor=member)
        link(create("item", title=str(number), actor=member), "addresses", opportunity.node, actor=member)
        actions.place_under(make_opportunity(member, f"Another {number}"), opportunity, actor=member)

    assert count_queries(client, address) == few
    assert few == 40
