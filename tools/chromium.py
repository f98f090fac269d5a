"""The browser of the browser tests: one that is named, found, or installed now."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import Failed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = ("~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome", "~/Library/Caches/ms-playwright/chromium-*/*/*/*/*")


def chromium() -> str:
    """The program's path. Raises: Failed, with the command that brings one."""
    for attempt in (named, on_path, playwrights_own, from_apt, from_playwright):
        if found := attempt():
            return found
    raise Failed("No Chromium. Debian, Ubuntu: apt-get install chromium; or name one in ALLIED_CHROMIUM=/path/to/it")


def named() -> str:
    return os.environ.get("ALLIED_CHROMIUM", "")


def on_path() -> str:
    return next(filter(None, map(shutil.which, NAMES)), "")


def playwrights_own() -> str:
    found = [path for place in PLACES for path in sorted(Path.home().glob(place.removeprefix("~/")))]
    return str(found[-1]) if found else ""


def from_apt() -> str:
    """Debian's, when we may install: it brings the libraries along."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *words], env=quiet, capture_output=True, check=False)
    return on_path()


def from_playwright() -> str:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)
    return playwrights_own()
