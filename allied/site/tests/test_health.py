import asyncio
import json
from typing import Any

import pytest
from django.conf import settings

from allied.site import database, health
from allied.site.bridge import Message


def probe(path: str) -> tuple[int, dict[str, Any]]:
    """Ask one probe; its status and what it found."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def ask() -> None:
        route = health.Health().route(path)
        assert route is not None
        await route({}, receive, send)

    asyncio.run(ask())
    return sent[0]["status"], json.loads(sent[1]["body"])


@pytest.fixture
def all_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", dict.fromkeys(health.CHECKS, lambda: None))


def test_a_process_that_answers_is_healthy() -> None:
    assert probe("/healthz") == (200, {"process": "ok"})


def test_it_is_ready_when_everything_is(all_well: None) -> None:
    assert probe("/readyz") == (200, {"database": "ok", "migrations": "ok", "front_end": "ok"})


def test_a_database_that_does_not_answer_is_not_ready_and_its_reason_stays_in_the_log(
    all_well: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise OSError("no route to db.internal")

    monkeypatch.setitem(health.CHECKS, "database", refuse)

    status, found = probe("/readyz")

    assert (status, found["database"]) == (503, "failed")
    assert "db.internal" not in json.dumps(found)


def test_waiting_migrations_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = database.State(is_empty=False, pending=("people.0002",), unknown=())
    monkeypatch.setattr(database, "state", lambda: waiting)

    with pytest.raises(RuntimeError, match="do not fit"):
        health.check_migrations()


def test_a_front_end_that_is_not_built_is_not_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(settings, "UI", tmp_path)

    with pytest.raises(RuntimeError, match="not built"):
        health.check_front_end()


@pytest.mark.django_db
def test_the_database_of_the_tests_fits() -> None:
    health.check_migrations()


def test_other_paths_are_not_probes() -> None:
    assert health.Health().route("/w/marlow") is None
