"""How Allied is for one person: theirs to say, and it holds on every page."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from allied.kernel.errors import BadInput
from allied.kernel.membership.preferences import change_preferences
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Preferences
from allied.kernel.personal.actions import note_act
from allied.kernel.testing import make_member
from allied.web import formats

pytestmark = pytest.mark.django_db

WANTED = {"pronouns": "she/her", "time_zone": "Asia/Tokyo", "dates": "de", "theme": "dark", "density": "compact"}


@pytest.fixture
def me() -> Member:
    return make_member(Role.READER)


@pytest.fixture
def browser(me) -> Client:
    client = Client()
    client.force_login(me.user)
    return client


def test_what_is_chosen_holds_on_every_page_and_on_the_next_device(me, browser):
    place = f"/w/{me.workspace.slug}"

    browser.post(f"{place}/account/preferences", WANTED)

    next_device = Client()
    next_device.force_login(me.user)
    for client in (browser, next_device):
        page = client.get(f"{place}/settings/people").content.decode()
        assert 'data-theme="dark"' in page
        assert 'data-density="compact"' in page
        assert 'data-single-keys="off"' in page
        assert "she/her" in page


def test_single_letters_are_on_until_switched_off(me, browser):
    place = f"/w/{me.workspace.slug}/account"
    assert "data-single-keys" not in browser.get(place).content.decode()

    browser.post(f"{place}/preferences", {**WANTED, "single_keys": "on"})

    assert "data-single-keys" not in browser.get(place).content.decode()


def test_a_theme_chosen_in_the_bar_is_kept_with_the_person(me, browser):
    browser.post("/appearance", {"theme": "light"})

    assert Preferences.objects.get(user=me.user).theme == "light"


def test_what_cannot_be_kept_is_refused_beside_its_field(me, browser):
    answer = browser.post(f"/w/{me.workspace.slug}/account/preferences", {**WANTED, "time_zone": "Mars/Olympus"})

    assert answer.status_code == 422
    assert not Preferences.objects.exists()
    with pytest.raises(BadInput, match="no such time zone"):
        change_preferences(me.user, time_zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("", "Tue 24 Nov 2020"),
        ("en-us", "Tue Nov 24, 2020"),
        ("iso", "2020-11-24"),
        ("de", "Di 24. Nov 2020"),
        ("fr", "mar 24 nov 2020"),
        ("nonsense", "Tue 24 Nov 2020"),
    ],
)
def test_days_are_written_as_one_reads_them(way, words):
    formats.write_dates(way)
    try:
        assert formats.day(datetime(2020, 11, 24, 12, tzinfo=UTC)) == words
    finally:
        formats.write_dates("")


def test_what_one_did_stands_with_its_undo_in_a_list_of_ones_own(me, browser):
    note_act("INS-1 is retired.", "/w/x/insights/INS-1/reinstatement", actor=me)
    place = f"/w/{me.workspace.slug}/account/acts"

    assert 'aria-label="Undo: INS-1 is retired."' in browser.get(place).content.decode()
    colleague = Client()
    colleague.force_login(make_member(like=me).user)
    assert "INS-1" not in colleague.get(place).content.decode()
