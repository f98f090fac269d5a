"""What holds for every test, and the browser of those that need one."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, WebError, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from allied.cli.output import as_json
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

# A property test is judged by its answer, not by how busy the machine is.
hypothesis.settings.register_profile("allied", deadline=None)
hypothesis.settings.load_profile("allied")

Window = Callable[..., BrowserContext]
PATIENCE = 60_000  # milliseconds; a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE)
DATABASE = {"db", "transactional_db"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests that ask a database or a browser. Those last: Chromium's event loop stays in this thread."""
    for item in items:
        if "django_db" in item.keywords or DATABASE.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    yield
    items.sort(key=lambda item: "browser" in item.keywords)


@pytest.fixture(scope="session")
def migrated() -> Path:
    """Where an empty SQLite database waits that has all migrations: what takes 15 seconds is done once for all runs."""
    files = sorted(settings.ROOT.glob("allied/**/migrations/*.py"))
    said = b"".join([django.get_version().encode(), *(file.read_bytes() for file in files)])
    place: Path = settings.ROOT / "var" / "test-databases"
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{hashlib.sha256(said).hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, migrated: Path) -> bool:
    """Begin with the database that waits, if there is one; Django then adds what it lacks."""
    if connection.vendor != "sqlite":
        return False
    mine = Path(connection.settings_dict["TEST"]["NAME"])
    for file in mine.parent.glob(f"{mine.name}*"):
        file.unlink()
    if migrated.exists():
        shutil.copyfile(migrated, mine)
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker, migrated: Path
) -> Iterator[None]:
    """Keep a database that has just been migrated, empty, for the next run; take this run's away at its end."""
    if not django_db_keepdb:
        yield
        return
    with django_db_blocker.unblock():
        if not migrated.exists():
            made = migrated.with_suffix(f".{os.getpid()}")
            with closing(sqlite3.connect(made)) as kept:
                connection.connection.backup(kept)
            for old in migrated.parent.glob("*.sqlite3"):
                old.unlink()
            made.replace(migrated)
        yield
        connection.close()
        Path(connection.settings_dict["NAME"]).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def text_again() -> None:
    """Commands answer in sentences, whatever a test before asked for."""
    as_json.set(False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests of this process."""
    found = os.environ.get("ALLIED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        # Playwright keeps an event loop in this thread, beside which Django's ORM would refuse to work.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = play.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield launched
        launched.close()


@pytest.fixture
def window(chromium: Browser, live_server: LiveServer) -> Iterator[Window]:
    """Opens a window of its own for a person: signed in as ``member``, or out. Pages must leave the console empty.

    ``refused=True`` is for pages that answer 404 and the like, which Chromium itself reports; it reports what a test
    that went offline could not load, too, such as the icon of the page before.
    """
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def open_window(member: Member | None = None, *, refused: bool = False, **options: Any) -> BrowserContext:
        def hear(message: ConsoleMessage) -> None:
            is_refusal = refused and message.text.startswith("Failed to load resource: the server responded")
            is_offline = message.text.endswith("net::ERR_INTERNET_DISCONNECTED")
            if message.type in ("error", "warning") and not is_refusal and not is_offline:
                troubles.append(f"{message.location.get('url')}: {message.text}")

        context = chromium.new_context(base_url=live_server.url, **options)
        context.on("console", hear)
        context.on("weberror", lambda failure: troubles.append(str(failure.error)) if _is_ours(failure) else None)
        if member:
            sign_in(context, member, live_server)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
    assert not troubles


def _is_ours(failure: WebError) -> bool:
    """On a busy machine Chromium drops the fade between two pages, and reports that as an error of the page."""
    return "Transition was aborted" not in str(failure.error)


def sign_in(context: BrowserContext, member: Member, live_server: LiveServer) -> None:
    """Let the window in as that member, without the sign-in page."""
    client = Client()
    client.force_login(member.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


@pytest.fixture
def member(transactional_db: None) -> Member:
    return make_member(name="Imani Okafor")


@pytest.fixture
def browser(member: Member, window: Window) -> BrowserContext:
    """A window of ``member``."""
    return window(member)
