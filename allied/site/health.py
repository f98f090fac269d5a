"""Is the process up, and is it ready? Answered before Django, so that a probe needs no host name and no free thread."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.db import connection

from allied.site import database
from allied.site.bridge import BARE_HEADERS, Receive, Scope, Send

PATIENCE_SECONDS = 5.0
REMEMBERED_SECONDS = 1.0

log = structlog.get_logger("allied.health")


def check_database() -> None:
    """Raises: any database error, when it does not answer."""
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """Raises: RuntimeError, when this code and the database do not fit."""
    found = database.state()
    if found.pending or found.unknown:
        raise RuntimeError("the database and this version do not fit")


def check_front_end() -> None:
    """Raises: RuntimeError, when nothing is built."""
    if not (settings.UI / ".vite" / "manifest.json").exists():
        raise RuntimeError("the front end is not built")


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "front_end": check_front_end,
}


def readiness() -> dict[str, str]:
    """ "ok" or "failed" by name. The reason is for the log alone."""
    found = {}
    for name, check in CHECKS.items():
        try:
            check()
            found[name] = "ok"
        except Exception as cause:
            log.warning("not.ready", check=name, reason=str(cause))
            found[name] = "failed"
    return found


class Health:
    """/healthz: this process answers. /readyz: it can do its work, else 503. Probes share an answer for a second."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="health")  # one database connection, for the probes alone
        self.asked: asyncio.Future[dict[str, str]] | None = None
        self.asked_at = 0.0

    def route(self, path: str) -> Callable[[Scope, Receive, Send], Awaitable[None]] | None:
        return {"/healthz": self.healthz, "/readyz": self.readyz}.get(path)

    async def healthz(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await answer(send, 200, {"process": "ok"})

    async def readyz(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            found = await asyncio.wait_for(asyncio.shield(self._readiness()), PATIENCE_SECONDS)
        except TimeoutError:
            found = {"database": "no answer"}
        await answer(send, 200 if set(found.values()) == {"ok"} else 503, found)

    def _readiness(self) -> "asyncio.Future[dict[str, str]]":
        is_old = time.monotonic() - self.asked_at > REMEMBERED_SECONDS
        if self.asked is None or (self.asked.done() and is_old):
            self.asked = asyncio.get_running_loop().run_in_executor(self.pool, readiness)
            self.asked_at = time.monotonic()
        return self.asked


async def answer(send: Send, status: int, found: dict[str, str]) -> None:
    body = json.dumps(found).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        *BARE_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
