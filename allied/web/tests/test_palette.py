"""The palette: who is offered what, and what it finds."""

import re

import pytest
from django.test import Client

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.personal import queries as personal
from allied.kernel.testing import make_member, product_of
from allied.web import commands

pytestmark = pytest.mark.django_db
OPTION = re.compile(r'<(?:a|button) role="option".*?</(?:a|button)>', re.DOTALL)


@pytest.fixture
def me() -> Member:
    return make_member(Role.EDITOR)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def options(member: Member, where: str = "palette") -> list[str]:
    """The words of every option."""
    answer = signed_in(member).get(f"/w/{member.workspace.slug}/{where}")
    assert answer.status_code == 200
    found = OPTION.findall(answer.content.decode())
    return [" ".join(re.sub(r"<[^>]+>", " ", option).split()) for option in found]


def test_places_come_with_their_keys_and_commands_by_permission(me):
    reader = make_member(Role.READER, like=me)

    mine, theirs = options(me), options(reader)

    assert "Insights G I" in mine
    assert "Insights G I" in theirs
    assert "New insight" in mine
    assert "New insight" not in theirs
    assert "Invite a person" not in mine


def test_what_was_opened_last_comes_first(me):
    for claim in ("Waits are long", "Dates are missing"):
        draft_insight(Wording(claim), actor=me, product=product_of(me))
    client = signed_in(me)
    for reference in ("INS-1", "INS-2"):
        client.post(f"/w/{me.workspace.slug}/openings/{reference}")

    first, second, *_ = options(me)

    assert first.startswith("Dates are missing")
    assert second.startswith("Waits are long")


def test_a_page_tells_what_was_opened_and_asking_for_it_writes_nothing(me):
    draft_insight(Wording("Waits are long"), actor=me)
    client, place = signed_in(me), f"/w/{me.workspace.slug}"

    page = client.get(f"{place}/insights/INS-1").content.decode()
    assert f'data-opening="{place}/openings/INS-1"' in page
    assert not personal.opened(actor=me)

    client.post(f"{place}/openings/INS-1")
    assert [node.reference for node in personal.opened(actor=me)] == ["INS-1"]
    assert "data-opening" not in client.get(f"{place}/insights/INS-1/edit").content.decode()


def test_objects_are_found_by_words_and_by_reference(me):
    draft_insight(Wording("Waits are long"), actor=me)

    assert options(me, "palette/found?q=wait")[0].startswith("Waits are long")
    assert options(me, "palette/found?q=INS-1")[0].startswith("Waits are long")
    assert options(me, "palette/found?q=elephants") == []


def test_a_command_is_asked_for_by_the_beginnings_of_its_words():
    offer = commands.Offer("New insight", "/", "plus", "Do", also="draft claim")

    assert offer.answers(["ins"])
    assert offer.answers(["claim", "new"])
    assert not offer.answers(["new", "item"])


def test_a_group_is_one_of_the_known():
    with pytest.raises(ValueError, match="no group"):
        commands.register("Dance", "home", "star", group="Party")


def test_what_was_done_can_be_undone_from_the_palette(me):
    draft_insight(Wording("Waits are long"), actor=me)
    client, place = signed_in(me), f"/w/{me.workspace.slug}/insights/INS-1"
    client.post(f"{place}/retirement", {"reason": "It was the summer."})
    assert any(option.startswith("Undo: INS-1 is retired.") for option in options(me))

    client.post(f"{place}/reinstatement")

    assert not any(option.startswith("Undo: INS-1 is retired.") for option in options(me))


def test_a_star_keeps_an_object_in_the_sidebar(me):
    draft_insight(Wording("Waits are long"), actor=me)
    client, place = signed_in(me), f"/w/{me.workspace.slug}"

    page = client.post(f"{place}/favorites/INS-1", {"keep": "1"}, follow=True)
    assert "<h2>Favorites</h2>" in page.content.decode()
    assert 'aria-pressed="true" aria-label="Favorite"' in page.content.decode()

    page = client.post(f"{place}/favorites/INS-1", {"keep": ""}, follow=True)
    assert "<h2>Favorites</h2>" not in page.content.decode()
