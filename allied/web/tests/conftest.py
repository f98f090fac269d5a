"""A browser for the tests that need one."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from allied.kernel.people.models import Member
from allied.kernel.testing import make_member


@pytest.fixture
def member(transactional_db: None) -> Member:
    return make_member(name="Imani Okafor")


@pytest.fixture
def browser(member: Member, live_server: LiveServer) -> Iterator[BrowserContext]:
    """Signed in as ``member``; fails when a page writes an error or a warning to the console."""
    client = Client()
    client.force_login(member.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    found = os.environ.get("ALLIED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    troubles: list[str] = []
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        context = launched.new_context(base_url=live_server.url)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        context.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None)
        context.on("weberror", lambda e: troubles.append(str(e.error)))
        yield context
        context.close()
        launched.close()
    assert not troubles
