"""Takes the pictures of the README again: a demo in a folder of its own, served for as long as it takes.

`make screenshots` writes docs/screenshots/*.png. Chromium's own PNG is small enough, so nothing else is needed.
"""

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
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.chromium import chromium
from tools.steps import ROOT

PICTURES = ROOT / "docs" / "screenshots"
ALLIED = ROOT / ".venv" / "bin" / "allied"
PERSON = "Imani"
PATIENCE = 60  # seconds until the server answers
LARGEST = 300_000  # bytes; a README should open fast


class Picture(NamedTuple):
    """What is on it: the page below the workspace, and the window around it."""

    name: str
    page: str
    width: int
    height: int


TAKEN = (
    Picture("insight", "insights/INS-2", 1440, 1000),
    Picture("roadmap", "items", 1440, 1000),
    Picture("phone", "insights/INS-2", 390, 844),
)


@contextmanager
def demo() -> Iterator[str]:
    """The address of an Allied that holds nothing but the demo; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="allied-pictures-") as home:
        env = os.environ | {"ALLIED_HOME": home}
        for command in ("migrate", "demo"):
            subprocess.run([ALLIED, command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        port = _free_port()
        server = subprocess.Popen(
            [ALLIED, "serve", "--port", str(port), "--no-demo"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
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


def take(picture: Picture, browser: Browser, address: str) -> Path:
    """One picture, in light colors, of the first window of the page."""
    size: ViewportSize = {"width": picture.width, "height": picture.height}
    page = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name=f"Enter as {PERSON}").click()
    page.wait_for_url("**/w/*/")
    page.goto(page.url + picture.page)
    page.evaluate("document.fonts.ready")
    made = PICTURES / f"{picture.name}.png"
    page.screenshot(path=made)
    page.close()
    return made


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=args)
        made = [take(picture, browser, address) for picture in TAKEN]
        browser.close()
    for path in made:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    return int(any(path.stat().st_size > LARGEST for path in made))


if __name__ == "__main__":
    sys.exit(main())
