import pytest
from django.urls import reverse

from allied.domains.roadmap import actions
from allied.domains.roadmap.models import Item
from allied.domains.roadmap.tests.builders import make_committed, make_item, make_proposed, make_team
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.holds import place_hold
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db
NAMES = ["list", "table", "new", "detail", "edit", "owners", "place", "commitment", "commitment-removal", "drop"]
WITHOUT_REFERENCE = {"list", "table", "new"}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def browser(client, team):
    client.force_login(team.ux.user)
    return client


def address(name, member, reference="ITM-1"):
    kwargs = {} if name in WITHOUT_REFERENCE else {"reference": reference}
    return reverse(f"roadmap:{name}", kwargs={"workspace": member.workspace.slug, **kwargs})


def page(browser, name, member, status=200, query="", **kwargs):
    response = browser.get(address(name, member, **kwargs) + query)
    assert response.status_code == status
    return response.content.decode()


def send(browser, name, member, data=None, query="", status=200, **kwargs):
    response = browser.post(address(name, member, **kwargs) + query, data or {}, follow=True)
    assert response.status_code == status
    return response.content.decode()


def order(horizon):
    return list(Item.objects.filter(horizon=horizon).order_by("position").values_list("node__title", flat=True))


def opportunity_for(item, actor, title="Plan around a wait"):
    node = create("opportunity", title=title, actor=actor)
    link(item.node, "addresses", node, actor=actor)
    return node


def test_an_empty_roadmap_teaches(browser, team):
    assert "A roadmap of outcomes" in page(browser, "list", team.ux)
    assert "A roadmap of outcomes" in page(browser, "table", team.ux)


@pytest.mark.parametrize("name", ["list", "table"])
def test_board_and_table_show_the_same_items_with_problem_and_solution_apart(browser, team, name):
    item = make_committed(team, "Arrival estimate", horizon="now")
    make_item(team.ux, "Pickup lockers")
    opportunity_for(item, team.ux)

    shown = page(browser, name, team.ux)

    for words in ("Arrival estimate", "Pickup lockers", "Committed", "Idea", "no opportunity linked", "not tested"):
        assert words in shown
    assert "Gap: user evidence" in shown
    assert "4 more gaps" in shown
    assert "Imani Okafor" in shown
    assert 'data-level="assumption"' in shown


def test_the_board_has_three_horizons_with_their_meaning_and_numbers(browser, team):
    make_item(team.ux, horizon="next")

    shown = page(browser, "list", team.ux)

    for words in ("Committed by both sides", "Proposed, being tested", "Problems, not promises", "Nothing here"):
        assert words in shown


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Committed one", "Proposed one", "Bare idea"}),
        ("?state=idea", {"Bare idea"}),
        ("?state=dropped", {"Gone"}),
        ("?owner=me", {"Committed one"}),
        ("?owner=nobody", {"Proposed one", "Bare idea"}),
        ("?evidence=none", {"Proposed one", "Bare idea"}),
        ("?evidence=assumption", {"Committed one"}),
        ("?evidence=strong", set()),
        ("?gaps=some", {"Committed one", "Proposed one", "Bare idea"}),
        ("?gaps=none", set()),
        ("?q=bare", {"Bare idea"}),
        ("?q=itm-2", {"Proposed one"}),
        ("?q=nothing", set()),
    ],
)
@pytest.mark.parametrize("name", ["list", "table"])
def test_filters_narrow_board_and_table_alike(browser, team, name, query, titles):
    opportunity_for(make_committed(team, "Committed one"), team.ux)
    make_proposed(team, "Proposed one")
    make_item(team.ux, "Bare idea")
    actions.drop_item(make_item(team.ux, "Gone"), reason="Done.", actor=team.ux)

    shown = page(browser, name, team.ux, query=query)

    assert {one for one in ("Committed one", "Proposed one", "Bare idea", "Gone") if one in shown} == titles


@pytest.mark.parametrize("name", ["list", "table"])
def test_a_filter_brings_the_items_alone(browser, team, name):
    make_item(team.ux, "Bare idea")

    answer = browser.get(address(name, team.ux) + "?state=idea", headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith(('<div id="list"', '<section id="list"'))
    assert "Bare idea" in answer.content.decode()


def test_the_other_layout_keeps_the_filters(browser, team):
    make_item(team.ux)

    assert f"{address('table', team.ux)}?state=idea" in page(browser, "list", team.ux, query="?state=idea")


def test_the_chosen_product_narrows_the_roadmap(browser, team):
    lend = Product.objects.create(workspace=team.ux.workspace, slug="lend", name="Lend")
    make_item(team.ux, "About lending", product=lend)
    make_item(team.ux, "About borrowing", product=product_of(team.ux))
    browser.post(reverse("web:product", kwargs={"workspace": team.ux.workspace.slug}), {"product": "lend"})

    shown = page(browser, "list", team.ux)

    assert "About lending" in shown
    assert "About borrowing" not in shown


def test_moves_from_the_menu_are_undone_to_the_exact_place(browser, team):
    for title in "ABC":
        make_item(team.ux, title, "next")

    text = send(browser, "place", team.ux, {"to": "now"}, reference="ITM-2")
    assert "ITM-2 is in Now now." in text
    assert (order("now"), order("next")) == (["B"], ["A", "C"])
    assert "to=next&amp;before=ITM-3" in text

    send(browser, "place", team.ux, query="?to=next&before=ITM-3", reference="ITM-2")
    assert order("next") == ["A", "B", "C"]
    send(browser, "place", team.ux, {"to": "up"}, reference="ITM-3")
    send(browser, "place", team.ux, {"to": "down"}, reference="ITM-1")
    assert order("next") == ["C", "A", "B"]


def test_the_first_item_moved_up_stays_first(browser, team):
    make_item(team.ux, "A", "next")

    send(browser, "place", team.ux, {"to": "up"})

    assert order("next") == ["A"]


def test_a_move_returns_to_the_page_it_came_from_and_to_no_other(browser, team):
    make_item(team.ux)
    here = address("table", team.ux) + "?state=idea"

    back = browser.post(address("place", team.ux), {"to": "now", "next": here})
    assert back["Location"] == f"{here}#ITM-1-t"
    away = browser.post(address("place", team.ux), {"to": "now", "next": "https://example.com/"})
    assert away["Location"] == address("list", team.ux) + "#ITM-1-t"
    assert send(browser, "place", team.ux, {"to": "sideways"}, status=422)
    undone = browser.post(address("place", team.ux) + f"?to=later&next={here}", headers={"HX-Request": "true"})
    assert (undone.status_code, undone["HX-Redirect"]) == (204, here)


def test_an_item_walks_from_idea_to_commitment_on_its_page(browser, team):
    send(browser, "new", team.ux, {"title": "Estimate", "product": "", "horizon": "later"})
    assert "It needs a problem and an outcome" in page(browser, "detail", team.ux)

    words = {"problem": "People cancel.", "outcome": "Fewer cancel"}
    words = opened(browser, address("edit", team.ux)) | words
    assert "ITM-1 is saved." in send(browser, "edit", team.ux, words)
    assert "ITM-1 is proposed." in send(browser, "proposal", team.ux)
    assert "Name a ux owner" in page(browser, "commitment", team.ux)

    owners = {"ux_owner": team.ux.pk, "product_owner": team.product.pk}
    owners = opened(browser, address("owners", team.ux)) | owners
    assert "The owners of ITM-1 are saved." in send(browser, "owners", team.ux, owners)
    asked = page(browser, "commitment", team.ux)
    assert "You commit it with 2 gaps" in asked
    committed = send(browser, "commitment", team.ux)
    assert "ITM-1 is committed." in committed
    assert "committed it, knowing that these are missing: opportunity, user evidence" in committed


def test_a_commitment_that_lacks_something_is_refused_in_words(browser, team):
    make_proposed(team)

    assert "First name a UX owner; name a Product owner" in send(browser, "commitment", team.ux, status=409)


def test_a_held_item_says_why_and_what_lifts_it(browser, team):
    item = make_proposed(team, horizon="next")
    place_hold(item.node, "commit", reason="No one can read it.", way_out="Test it with 5 people.", actor=team.ux)

    for name in ("list", "detail", "commitment"):
        assert "Way out: Test it with 5 people." in page(browser, name, team.ux)
    assert "Held" in page(browser, "table", team.ux)
    assert "ITM-1 is held" in send(browser, "commitment", team.ux, status=409)


def test_a_commitment_is_taken_back_and_a_proposal_withdrawn(browser, team):
    make_committed(team)
    page(browser, "commitment-removal", team.ux)

    assert send(browser, "commitment-removal", team.ux, {"reason": ""}, status=422)
    assert "It is a proposal again" in send(browser, "commitment-removal", team.ux, {"reason": "Data is late."})
    assert "ITM-1 is an idea again." in send(browser, "proposal-removal", team.ux)


def test_dropping_asks_why_and_undo_restores(browser, team):
    make_committed(team)

    assert "Say why" in send(browser, "drop", team.ux, {"reason": " "}, status=422)
    dropped = send(browser, "drop", team.ux, {"reason": "Nobody asks."})
    assert "ITM-1 is dropped." in dropped
    assert address("restoration", team.ux) in dropped
    assert "Nobody asks." in dropped
    assert "ITM-1 is back: committed." in send(browser, "restoration", team.ux)


def test_owners_are_offered_by_side_and_one_who_left_is_named(browser, team):
    item = make_proposed(team)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
    actions.commit_item(item, actor=team.ux)
    team.product.discipline = Discipline.SALES
    team.product.save()

    assert "Noor Haddad" not in page(browser, "owners", team.ux).partition("<main")[2]
    assert "Priya Raman no longer speaks for Product" in page(browser, "detail", team.ux)
    refused = send(browser, "owners", team.ux, opened(browser, address("owners", team.ux)), status=422)
    assert "Priya Raman works in sales" in refused


def test_a_readers_record_names_gaps_without_buttons(client, team):
    make_item(team.ux)
    client.force_login(make_member(Role.READER, like=team.ux).user)

    shown = page(client, "detail", team.ux).partition("<main")[2]

    assert "no opportunity" in shown
    for words in ("Link an opportunity", "Write the problem", "Edit", "Move to", "More actions", "Propose"):
        assert words not in shown


def test_a_record_names_what_is_missing_with_a_button_each(browser, team):
    make_item(team.ux)

    shown = page(browser, "detail", team.ux)

    assert "0 of 6 in place" in shown
    for words in ("Write the problem", "Write the outcome", "Name a UX owner", "Name a Product owner"):
        assert words in shown
    assert "No opportunity linked" in shown
    assert "Not tested" in shown


def test_a_record_shows_the_strength_of_its_surest_open_opportunity(browser, team):
    item = make_committed(team)
    opportunity_for(item, team.ux, "First")
    opportunity_for(item, team.ux, "Second")

    shown = page(browser, "detail", team.ux)

    assert "It addresses OPP-1 and 1 more" in shown
    assert "Gap: user evidence" not in shown
    assert "No first-hand evidence for OPP-1" in shown


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_another_workspace_are_not_there(client, team, name):
    make_committed(team)
    client.force_login(make_member(Role.OWNER).user)

    assert client.get(address(name, team.ux)).status_code == 404


OPENED = {
    Role.GUEST: set(),
    Role.READER: {"list", "table", "detail"},
    Role.CONTRIBUTOR: {"list", "table", "detail", "new"},
    Role.EDITOR: set(NAMES),
}


@pytest.mark.parametrize("role", OPENED)
@pytest.mark.parametrize("name", NAMES)
def test_each_role_opens_what_it_may(client, team, role, name):
    make_committed(team)
    client.force_login(make_member(role, like=team.ux).user)

    status = client.get(address(name, team.ux)).status_code

    assert (status == 200) == (name in OPENED[role])


@pytest.mark.parametrize("name", ["edit", "owners", "place", "proposal", "proposal-removal", "commitment", "drop"])
def test_a_reader_writes_nothing(client, team, name):
    make_committed(team)
    client.force_login(make_member(Role.READER, like=team.ux).user)
    data = {"title": "x", "problem": "x", "outcome": "x", "product": "", "to": "now", "reason": "x"}

    assert client.post(address(name, team.ux), data).status_code in (403, 422)
