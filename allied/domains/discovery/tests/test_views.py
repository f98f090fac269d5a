import re

import pytest
from django.urls import reverse

from allied.domains.discovery import actions
from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.tests.builders import make_opportunity, make_retired
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.web.tests.opened import fields, opened

pytestmark = pytest.mark.django_db
ALL, NEW = "discovery:list", "discovery:new"


@pytest.fixture
def member():
    return make_member(name="Imani Okafor")


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


def address(name, member, **kwargs):
    return reverse(name, kwargs={"workspace": member.workspace.slug, **kwargs})


def page(browser, name, member, status=200, query="", **kwargs):
    response = browser.get(address(name, member, **kwargs) + query)
    assert response.status_code == status
    return response.content.decode()


def send(browser, name, member, data=None, query="", **kwargs):
    return browser.post(address(name, member, **kwargs) + query, data or {}, follow=True)


def take_back(browser, answer):
    """Press Undo in the toast."""
    place = re.search(r'action="([^"]*/acts/\d+/undo)"', answer.content.decode())
    assert browser.post(place[1], follow=True).status_code == 200


def test_an_empty_list_teaches(browser, member):
    assert "Opportunities are what people need" in page(browser, ALL, member)


def test_the_list_is_a_tree_until_it_is_narrowed_or_ordered(browser, member):
    top, part = make_opportunity(member, "Plan around a wait"), make_opportunity(member, "Know the day")
    actions.place_under(part, top, actor=member)

    tree = page(browser, ALL, member)
    assert tree.index("Plan around a wait") < tree.index("Know the day")
    assert 'data-depth="1"' in tree
    assert "Part at level 1" in tree
    for query in ("?sort=title", "?q=know"):
        assert 'data-depth="1"' not in page(browser, ALL, member, query=query)
    assert "Plan around" not in page(browser, ALL, member, query="?q=know+day")
    assert "No opportunity fits" in page(browser, ALL, member, query="?q=nothing")


def test_the_list_names_gaps_and_keeps_ended_ones_apart(browser, member):
    make_opportunity(member)
    make_retired(member)

    listed = page(browser, ALL, member)
    assert "Gap: roadmap item" in listed
    assert "Gap: evidence" in listed
    assert "Fines on paper" not in listed
    assert "<s>Fines on paper</s>" in page(browser, ALL, member, query="?state=retired")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("list", '<section id="list"'), ("tree-place", '<div id="found"'), ("succession", '<div id="found"')],
)
def test_a_search_brings_what_was_found_alone(browser, member, name, begins):
    make_opportunity(member, "Here")
    make_opportunity(member, "Plan around a wait")
    kwargs = {} if name == "list" else {"reference": "OPP-1"}

    answer = browser.get(address(f"discovery:{name}", member, **kwargs) + "?q=plan", headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith(begins)
    assert "Plan around a wait" in answer.content.decode()


def test_an_opportunity_is_framed_from_the_form(browser, member):
    refused = browser.post(address(NEW, member), {"title": " ", "product": ""})
    assert refused.status_code == 422
    assert "Write what people need" in refused.content.decode()

    response = send(browser, NEW, member, {"title": "Plan around a wait", "concerns": "Collectors", "product": ""})

    assert "OPP-1 is framed" in response.content.decode()
    assert Opportunity.objects.get().concerns == "Collectors"


def test_a_record_shows_what_it_rests_on_and_leads_to(browser, member):
    opportunity = make_opportunity(member, description="People cancel.", concerns="Weekend collectors")
    item = create("item", title="Arrival estimate", actor=member)
    link(
        create("feedback", title="I forget what I asked for", actor=member),
        "contradicts",
        opportunity.node,
        actor=member,
    )
    link(item, "addresses", opportunity.node, actor=member)
    link(create("feedback", title="I waited three weeks", actor=member), "supports", opportunity.node, actor=member)
    actions.place_under(make_opportunity(member, "Know the day"), opportunity, actor=member)

    shown = page(browser, "discovery:detail", member, reference="OPP-1")

    for words in (
        "How sure are we?",
        "Assumption",
        "People cancel.",
        "Concerns: Weekend collectors",
        "Disagrees",
        "I forget what I asked for",
        "I waited three weeks",
        "Arrival estimate",
        "Know the day",
        "framed this opportunity",
        "Retire, with a reason",
    ):
        assert words in shown


def test_editing_keeps_what_was_typed_when_it_is_refused(browser, member):
    make_opportunity(member)
    here = address("discovery:edit", member, reference="OPP-1")

    held = opened(browser, here)
    refused = browser.post(here, held | {"title": "", "concerns": "Sam"})
    assert refused.status_code == 422
    assert 'value="Sam"' in refused.content.decode()
    saved = browser.post(here, fields(refused) | {"title": "Reworded"}, follow=True)
    assert "OPP-1 is saved." in saved.content.decode()


def test_placing_is_undone_from_the_toast(browser, member):
    make_opportunity(member, "Whole")
    make_opportunity(member, "Part")

    assert "Whole" in page(browser, "discovery:tree-place", member, reference="OPP-2", query="?q=whole")
    placed = send(browser, "discovery:tree-place", member, {"other": "OPP-1"}, reference="OPP-2")
    assert "OPP-2 stands under OPP-1." in placed.content.decode()
    take_back(browser, placed)
    assert not Link.objects.exists()

    send(browser, "discovery:tree-place", member, {"other": "OPP-1"}, reference="OPP-2")
    taken = send(browser, "discovery:tree-place-removal", member, reference="OPP-2")
    assert not Link.objects.exists()
    take_back(browser, taken)
    assert Link.objects.get().target.reference == "OPP-1"


def test_a_circle_is_refused_by_a_page_that_names_it(browser, member):
    top, part = make_opportunity(member, "Top"), make_opportunity(member, "Part")
    actions.place_under(part, top, actor=member)

    response = send(browser, "discovery:tree-place", member, {"other": "OPP-2"}, reference="OPP-1")

    assert response.status_code == 409
    assert "OPP-1 → OPP-2 → OPP-1" in response.content.decode()


def test_retiring_asks_for_a_reason_and_can_be_undone(browser, member):
    make_opportunity(member)

    refused = send(browser, "discovery:retirement", member, {"reason": ""}, reference="OPP-1")
    assert refused.status_code == 422
    retired = send(browser, "discovery:retirement", member, {"reason": "Fines ended."}, reference="OPP-1")
    text = retired.content.decode()
    assert "OPP-1 is retired." in text
    assert "Fines ended." in text
    assert "Undo" in text
    assert "OPP-1 is open again." in send(browser, "discovery:reopening", member, reference="OPP-1").content.decode()


def test_a_successor_is_named_on_the_page_of_what_it_superseded(browser, member):
    make_opportunity(member, "Old")
    make_opportunity(member, "New")
    page(browser, "discovery:succession", member, reference="OPP-1")

    data = {"other": "OPP-2", "reason": "Better words."}
    response = send(browser, "discovery:succession", member, data, reference="OPP-1")

    assert "Its place took" in response.content.decode()


SEEN_BY = {"list": {}, "detail": {"reference": "OPP-1"}}
WRITTEN_BY_FRAMERS = {"new": {}, "tree-place": {"reference": "OPP-1"}, "edit": {"reference": "OPP-1"}}
WRITTEN_BY_EDITORS = {"retirement": {"reference": "OPP-1"}, "succession": {"reference": "OPP-1"}}


@pytest.mark.parametrize("name", [*SEEN_BY, *WRITTEN_BY_FRAMERS, *WRITTEN_BY_EDITORS])
def test_pages_of_another_workspace_are_not_there(client, member, name):
    make_opportunity(member)
    client.force_login(make_member().user)
    kwargs = {} if name in ("list", "new") else {"reference": "OPP-1"}

    assert client.get(address(f"discovery:{name}", member, **kwargs)).status_code == 404


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (Role.READER, "list", 200),
        (Role.READER, "detail", 200),
        (Role.READER, "new", 403),
        (Role.READER, "tree-place", 403),
        (Role.CONTRIBUTOR, "new", 200),
        (Role.CONTRIBUTOR, "retirement", 403),
        (Role.CONTRIBUTOR, "succession", 403),
        (Role.EDITOR, "retirement", 200),
        (Role.GUEST, "detail", 404),
    ],
)
def test_each_role_opens_what_it_may(client, member, role, name, status):
    make_opportunity(member)
    client.force_login(make_member(role, like=member).user)
    kwargs = {} if name in ("list", "new") else {"reference": "OPP-1"}

    assert client.get(address(f"discovery:{name}", member, **kwargs)).status_code == status


@pytest.mark.parametrize("name", ["edit", "retirement", "succession", "reopening", "tree-place-removal"])
def test_a_reader_writes_nothing(client, member, name):
    make_opportunity(member)
    client.force_login(make_member(Role.READER, like=member).user)

    data = {"title": "x", "product": "", "reason": "x", "other": "OPP-1"}
    assert client.post(address(f"discovery:{name}", member, reference="OPP-1"), data).status_code == 403


def test_a_readers_record_has_no_buttons_that_write(client, member):
    make_opportunity(member)
    client.force_login(make_member(Role.READER, like=member).user)

    shown = page(client, "discovery:detail", member, reference="OPP-1").partition("<main")[2]

    for words in ("Edit", "Retire", "More actions", "Add a roadmap item", "Link an insight", "Add evidence"):
        assert words not in shown
