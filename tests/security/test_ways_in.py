"""Sign-in, sign-out, links that open doors, and what ends at once."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from allied.kernel.membership import invitations, members
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.site.entrance.rules import GUESSES, setup_code
from allied.web.security import HEADERS
from tests.security.walking import walk

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "http://localhost:9/",
    "javascript:alert(1)",
]
SET_UP = {
    "name": "Marlow",
    "product_name": "Borrow",
    "time_zone": "Europe/London",
    "person_name": "Helen",
    "email": "helen@example.org",
    "discipline": "leadership",
    "password": "marsh lantern eleven",
}


@pytest.fixture(autouse=True)
def _no_limit():
    cache.clear()


@pytest.fixture
def owner():
    return make_member(Role.OWNER)


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def session_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def enter(client, member, **more):
    return client.post("/sign-in", {"login": member.user.email, "password": PASSWORD, **more})


def test_signing_in_gives_a_new_session(client, owner):
    stranger = make_member()
    enter(client, stranger)
    before = session_of(client)
    client.post("/sign-out")

    enter(client, owner)

    assert session_of(client) not in ("", before)
    assert client.get(f"/w/{owner.workspace.slug}/").status_code == 200


def test_a_session_that_was_planted_is_not_the_one_after_sign_in(client, owner):
    planted = client.session  # an anonymous session that somebody else knows
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key

    enter(client, owner)

    assert session_of(client) != planted.session_key


def test_a_signed_out_session_opens_nothing_more(client, owner):
    enter(client, owner)
    kept = session_of(client)
    client.post("/sign-out")
    client.cookies[settings.SESSION_COOKIE_NAME] = kept

    assert client.get(f"/w/{owner.workspace.slug}/").headers["Location"].startswith("/sign-in")


def test_a_new_password_ends_every_other_session(owner):
    here, there = signed_in(owner), signed_in(owner)

    here.post(
        "/password", {"oldpassword": PASSWORD, "password1": "river stone window", "password2": "river stone window"}
    )

    assert here.get(f"/w/{owner.workspace.slug}/").status_code == 200
    assert there.get(f"/w/{owner.workspace.slug}/").status_code == 302


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_way_in_leads_elsewhere(client, owner, place):
    assert enter(client, owner, next=place).headers["Location"] == "/"
    assert client.post("/appearance", {"next": place}).headers["Location"] == "/"
    chosen = client.post(f"/w/{owner.workspace.slug}/product", {"next": place})
    assert chosen.headers["Location"] == "/"


def test_a_page_of_ours_is_led_back_to(client, owner):
    place = f"/w/{owner.workspace.slug}/insights"

    assert enter(client, owner, next=place).headers["Location"] == place


def test_a_deactivated_members_session_and_tokens_end_at_once(owner):
    member = make_member(like=owner)
    client = signed_in(member)
    _, secret = make_access_token(name="Mine", scope="read", days=1, actor=member)
    token = {"authorization": f"Bearer {secret}"}
    assert client.get(f"/w/{owner.workspace.slug}/").status_code == 200
    assert Client().get("/api/v1/nodes", headers=token).status_code == 200

    members.deactivate(member.pk, actor=owner)

    assert client.get(f"/w/{owner.workspace.slug}/").status_code == 404
    assert Client().get("/api/v1/nodes", headers=token).status_code == 401


def test_guessing_the_set_up_code_ends_soon(client):
    away = {"REMOTE_ADDR": "192.0.2.7"}
    for _ in range(GUESSES):
        assert client.post("/set-up", {**SET_UP, "code": "0000-0000-0000"}, **away).status_code == 422

    assert client.post("/set-up", {**SET_UP, "code": setup_code()}, **away).status_code == 429
    assert client.post("/set-up", {**SET_UP, "code": setup_code()}, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_guessing_invitations_ends_soon_and_other_addresses_may_go_on(client, owner):
    _, secret = invitations.invite(role="editor", discipline="product", actor=owner)
    away = {"REMOTE_ADDR": "192.0.2.7"}
    for number in range(GUESSES):
        assert client.get(f"/join/guess-{number}", **away).status_code == 404

    assert client.get(f"/join/{secret}", **away).status_code == 429
    assert client.get(f"/join/{secret}", REMOTE_ADDR="192.0.2.8").status_code == 200


def test_guessing_passwords_ends_soon(client, owner):
    answers = [client.post("/sign-in", {"login": owner.user.email, "password": f"wrong {n}"}) for n in range(12)]

    assert "Too many" in answers[-1].text
    assert "Too many" in enter(client, owner).text


def test_a_client_cannot_choose_the_address_by_which_it_is_counted(client, owner):
    for number in range(GUESSES):
        client.get(f"/join/guess-{number}", headers={"x-forwarded-for": f"198.51.100.{number}"})

    assert client.get("/join/one-more", headers={"x-forwarded-for": "198.51.100.99"}).status_code == 429


def test_links_with_a_secret_send_no_referrer_path_and_are_kept_nowhere(client, owner):
    _, secret = invitations.invite(role="editor", discipline="product", actor=owner)

    answer = client.get(f"/join/{secret}")

    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert HEADERS["Content-Security-Policy"] == answer.headers["Content-Security-Policy"]


def test_a_reset_link_works_once_and_its_key_leaves_the_address_at_once(client, owner):
    member = make_member(like=owner)
    made = signed_in(owner).post(f"/w/{owner.workspace.slug}/settings/people/{member.pk}/reset-link")
    link = next(word for word in made.text.split('"') if "/password/reset/key/" in word)
    place = link.partition("testserver")[2]

    answer = client.get(place)

    key = place.rpartition("-")[2]
    assert "no-store" in made.headers["Cache-Control"]
    assert answer.status_code == 302
    assert key not in answer.headers["Location"]
    new = {"password1": "river stone window", "password2": "river stone window"}
    assert client.post(answer.headers["Location"], new).status_code == 302
    assert Client().get(place).status_code != 302


def test_every_form_needs_its_token(owner):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner.user)
    slug = owner.workspace.slug
    for place in (f"/w/{slug}/insights/new", f"/w/{slug}/product", "/sign-out", "/appearance", "/sign-in", "/set-up"):
        for headers in ({}, {"HX-Request": "true"}):
            assert strict.post(place, {}, headers=headers).status_code == 403, place


def test_no_page_is_exempt_from_the_token():
    exempt = {route for route, page in walk(get_resolver()) if getattr(page.callback, "csrf_exempt", False)}

    by_signature = {route for route in exempt if "unsubscribe" in route}  # mail programs post there on their own
    assert all(route.startswith("api/v1/") for route in exempt - by_signature)
