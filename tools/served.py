"""An Allied that holds nothing but the demo, for as long as pictures or measures of it are taken."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tools.steps import ROOT

ALLIED = (sys.executable, "-m", "allied.cli")
PATIENCE = 60  # seconds until the server answers


@contextmanager
def demo() -> Iterator[str]:
    """The address of an Allied that holds nothing but the demo; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="allied-demo-") as home:
        env = os.environ | {"ALLIED_HOME": home}
        for command in ("migrate", "demo"):
            subprocess.run([*ALLIED, command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        port = _free_port()
        server = subprocess.Popen(
            [*ALLIED, "serve", "--port", str(port), "--no-demo"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return


def enter(page: Page, address: str, person: str) -> str:
    """Sign in as that person of the demo; the address of the workspace."""
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name=f"Enter as {person}").click()
    page.wait_for_url("**/w/*/")
    return page.url
