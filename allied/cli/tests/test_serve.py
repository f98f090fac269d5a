"""`allied serve` as a process of its own: it starts, answers, keeps its worker, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.slow


def environment(home: Path, database: str) -> dict[str, str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("ALLIED_", "PYTHONDONT"))}
    env |= {"ALLIED_HOME": str(home), "PYTHONPATH": str(settings.ROOT), "DJANGO_SETTINGS_MODULE": "allied.settings"}
    return env | ({"ALLIED_DATABASE_URL": database} if database else {})


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of an empty database of the kind that the tests run on; "" is SQLite in the home."""
    if connection.vendor == "sqlite":
        yield ""
        return
    from_url = os.environ["ALLIED_DATABASE_URL"]
    name = f"serve_{os.environ.get('ALLIED_TEST_NAME', 'test')}_{os.getpid()}"
    with psycopg.connect(from_url, autocommit=True) as opened:
        opened.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        yield re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", from_url)
        opened.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


class Served:
    """One running `allied serve`."""

    def __init__(self, env: dict[str, str], *words: str) -> None:
        command = [sys.executable, "-m", "allied.cli", "serve", "--port", "0", *words]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.said: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def workers(self) -> list[int]:
        return children(self.process.pid)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture(autouse=True)
def front_end() -> None:
    if not (settings.UI / ".vite" / "manifest.json").exists():
        pytest.fail("The front end is not built. Run: make setup")


@pytest.fixture
def served(tmp_path: Path, database: str) -> Iterator[Served]:
    running = Served(environment(tmp_path / "home", database))
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.communicate()


def children(parent: int) -> list[int]:
    """Living processes whose parent is ``parent``."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, ppid = place.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(ppid) == parent and state != "Z":
            found.append(int(place.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(found: Callable[[], Any], seconds: float = 20.0) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if it := found():
            return it
        time.sleep(0.1)
    return found()


def test_it_is_ready_answers_and_stops_with_its_worker(served: Served) -> None:
    assert served.get("/healthz")[0] == 200
    assert served.get("/readyz") == (200, '{"database": "ok", "migrations": "ok", "front_end": "ok"}')
    assert served.get("/no/such/page")[0] == 404
    (worker,) = until(served.workers)

    assert served.stop() == 0
    assert not is_alive(worker)


def test_a_worker_that_dies_is_replaced(served: Served) -> None:
    (first,) = until(served.workers)

    os.kill(first, signal.SIGKILL)

    assert until(lambda: [pid for pid in served.workers() if pid != first])


def test_a_worker_ends_when_its_parent_was_killed(served: Served) -> None:
    (worker,) = until(served.workers)

    served.process.kill()

    assert until(lambda: not is_alive(worker), 15)


def test_a_taken_port_is_said_before_the_database_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "allied.cli", "serve", "--port", str(port)]
        done = subprocess.run(command, env=environment(tmp_path, ""), capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"Try: allied serve --port {port + 1 if port < 65535 else 8001}")
    assert not (tmp_path / "allied.sqlite3").exists()
