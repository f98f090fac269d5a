"""What every answer carries, whatever it is: headers, cookies, nothing of the inside."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import subprocess
import sys

import pytest
import structlog
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from allied import settings as installed
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.settings import parts
from allied.site.bridge import Bridge
from allied.web.security import HEADERS

pytestmark = pytest.mark.django_db
HUGE = "9" * 5_000


@pytest.fixture(autouse=True)
def _no_limit():
    cache.clear()


@pytest.fixture
def owner():
    return make_member(Role.OWNER)


@pytest.fixture
def inside(owner):
    client = Client(raise_request_exception=False)
    client.force_login(owner.user)
    return client


@pytest.mark.parametrize(
    "place",
    ["/sign-in", "/nowhere", "/api/v1/nodes", "/api/v1/nowhere", "/w/nobody/", "/join/none", "/static/nowhere.css"],
)
def test_every_answer_has_every_header(client, place):
    answer = client.get(place)

    assert [name for name in HEADERS if name not in answer.headers] == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers.get("Cache-Control")


def test_a_host_that_is_not_ours_is_refused_with_headers(client):
    answer = client.get("/sign-in", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_pages_of_members_are_kept_nowhere(inside, owner):
    for place in (f"/w/{owner.workspace.slug}/", f"/w/{owner.workspace.slug}/feedback/export.csv"):
        answer = inside.get(place)
        assert answer.getvalue()
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_failure_tells_nothing_of_the_inside(inside, owner, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("password of the database")

    monkeypatch.setattr("allied.site.home.views.queries.first_steps", fail)

    answer = inside.get(f"/w/{owner.workspace.slug}/")

    assert answer.status_code == 500
    assert "Content-Security-Policy" in answer.headers
    assert not any(word in answer.text for word in ("password", "RuntimeError", "Traceback", "first_steps"))


@pytest.mark.parametrize("query", ["q=%00", "kind=%00", "sort=%00", "page=%00", "source=%00", "%00=1", "node=%00"])
def test_a_character_that_no_database_keeps_is_refused_in_addresses(inside, owner, query):
    for page in ("feedback", "insights", "search", "items"):
        assert inside.get(f"/w/{owner.workspace.slug}/{page}?{query}").status_code == 400


def test_a_character_that_no_database_keeps_is_refused_in_forms(inside, owner):
    slug = owner.workspace.slug
    for place, field in (
        (f"/w/{slug}/feedback/new", "text"),
        (f"/w/{slug}/insights/new", "claim"),
        (f"/w/{slug}/product", "product"),
        (f"/w/{slug}/settings/products", "product_name"),
        ("/sign-in", "login"),
        ("/set-up", "name"),
        ("/appearance", "theme"),
    ):
        answer = inside.post(place, {field: "a\0b"})

        assert answer.status_code == 400, place
        assert "cannot be stored" in answer.text


@pytest.mark.parametrize(
    "place",
    [
        f"feedback?page={HUGE}&q={HUGE}&source={HUGE}&sort=-{HUGE}",
        f"feedback/FBK-{HUGE}",
        "feedback/FBK-²",
        f"imports/{HUGE}",
        "imports/99999999999999999999",
        f"insights/INS-{HUGE}",
        "settings/people/99999999999999999999",
        f"search?q={HUGE}",
        "search?q=" + "a+" * 3_000,
        "search?q=%F0%9F%A6%8A%22%27%3A%2A+OR+NEAR%28",
        "links/new?node=INS-99999999999",
        f"evidence/new-insight?node=FBK-{HUGE}",
        f"thread/new-item?from=OPP-{HUGE}",
        "items?owner=99999999999999999999",
        "feedback?item=%EF%BF%BF",
    ],
)
def test_odd_and_huge_addresses_never_fail(inside, owner, place):
    assert inside.get(f"/w/{owner.workspace.slug}/{place}").status_code < 500


@pytest.mark.parametrize("name", ["99999999999999999999", HUGE, "²", "-1", "a"])
def test_odd_and_huge_names_in_forms_never_fail(inside, owner, name):
    slug = owner.workspace.slug
    for place, sent in (
        ("links/removal", {"link": name}),
        ("feedback/dismissal", {"node": f"FBK-{name}"}),
        ("settings/stand-ins/ux", {"member": name}),
        ("settings/calendar", {"day": name}),
        ("account/tokens", {"name": "x", "scope": "read", "days": name}),
        ("feedback/new", {"text": "x", "product": name}),
        ("items/new", {"title": "x", "product": name, "horizon": name}),
        ("insights/new", {"claim": "x", "product": name}),
    ):
        assert inside.post(f"/w/{slug}/{place}", sent).status_code < 500, place
    assert Client(raise_request_exception=False).post("/demo-sign-in", {"member": name}).status_code < 500


def test_cookies_follow_the_address_that_people_type():
    script = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS > 0)"
    )

    def told(address: str) -> list[str]:
        environ = {**os.environ, "ALLIED_URL": address, "DJANGO_SETTINGS_MODULE": "allied.settings"}
        made = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True)
        return made.stdout.split()

    assert told("https://allied.example") == [
        "__Host-allied_session", "__Host-allied_csrf", "True", "True", "True", "Lax", "True",
    ]  # fmt: skip
    assert told("") == ["allied_session", "allied_csrf", "False", "False", "True", "Lax", "False"]


def test_counted_tries_have_room_for_a_flood_of_addresses():
    assert installed.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


def test_the_log_holds_no_secret_of_a_link():
    secret, key = "kJ8-2mQzr_Xw1vYt5sLpA0bNcDeFgHiJkLmNoPqRs", "c5x2ab-0123456789abcdef0123456789abcdef"
    logger = logging.getLogger("django.request.test")
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(_formatter())
    logger.propagate = False
    logger.addHandler(handler)
    try:
        logger.error("Internal Server Error: %s", f"/join/{secret}")
        logger.error("Internal Server Error: %s", f"/password/reset/key/1-{key}/")
    finally:
        logger.removeHandler(handler)
        logger.propagate = True

    assert "Internal Server Error" in told.getvalue()
    assert secret not in told.getvalue()
    assert key not in told.getvalue()


def _formatter() -> logging.Formatter:
    chosen = parts.logging("INFO")["formatters"]["structlog"]
    return structlog.stdlib.ProcessorFormatter(
        processors=chosen["processors"], foreign_pre_chain=chosen["foreign_pre_chain"]
    )


def test_what_the_bridge_refuses_has_headers_too():
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"12345", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(Bridge(lambda *_: [], threads=1, limit=4)({"type": "http"}, receive, send))

    assert sent[0]["status"] == 413
    names = {name for name, _ in sent[0]["headers"]}
    assert {b"content-security-policy", b"x-content-type-options", b"cache-control"} <= names


def test_debug_is_off():
    assert settings.DEBUG is False
