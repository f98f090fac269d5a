"""make test: every check with its time and result, and one last line that sums up.

The quick checks run two at a time. Then the tests, in two processes each: on SQLite, in the browser, and on PostgreSQL
those that ask a database. A check that fails does not stop the others.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tools.chromium import chromium
from tools.install import NODE
from tools.postgres import postgres
from tools.steps import ROOT, Failed

BIN = Path(sys.executable).parent
MODULES = ROOT / "node_modules"
Command = tuple[str | Path, ...]
QUICK: dict[str, Command] = {
    "mypy": (BIN / "mypy",),
    "ruff": (BIN / "ruff", "check", "-q", "."),
    "ruff format": (BIN / "ruff", "format", "-q", "--check", "."),
    "biome": (NODE, MODULES / "@biomejs/biome/bin/biome", "ci", "--error-on-warnings"),
    "tsc": (NODE, MODULES / "typescript/bin/tsc"),
    "import contracts": (BIN / "lint-imports", "--no-cache"),
    "django checks": (BIN / "django-admin", "check", "--fail-level", "WARNING"),
    "migrations are complete": (BIN / "django-admin", "makemigrations", "--check", "--dry-run"),
}
PYTEST: Command = (BIN / "pytest", "--durations", "5", "--durations-min", "5")
BY_MODULE: Command = ("-n", "2", "--dist", "loadscope")  # what a module has made is made once
ONE_BY_ONE: Command = ("-n", "2", "--dist", "worksteal")  # the slow ones are spread over both
DJANGO = {"DJANGO_SETTINGS_MODULE": "allied.settings.test", "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True)
class Result:
    """How one check ended: ``state`` is "ok", "FAILED" or "skipped"; ``broken`` are its tests that did not pass."""

    name: str
    state: str
    seconds: float = 0.0
    said: str = ""
    broken: tuple[str, ...] = ()

    def tell(self) -> Result:
        said = "" if self.state == "ok" and "Warning" not in self.said else self.said.rstrip()
        print(*filter(None, [said, f"--- {self.name}: {self.state} ({self.seconds:.1f} s)"]), sep="\n", flush=True)
        return self


def check(name: str, command: Command, env: dict[str, str] | None = None, *, live: bool = False) -> Result:
    """Run one check. ``live``: its output goes to the terminal as it comes."""
    began, lines = time.monotonic(), list[str]()
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        for line in running.stdout or ():
            lines.append(line)
            if live:
                print(line, end="", flush=True)
    state = "FAILED" if running.returncode else "ok"
    broken = tuple(line.rstrip() for line in lines if line.startswith(("FAILED ", "ERROR ")))
    return Result(name, state, time.monotonic() - began, "" if live else "".join(lines), broken).tell()


def quick_checks() -> list[Result]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda name: check(name, QUICK[name], DJANGO), QUICK))


def browser_tests() -> Result:
    """Those that fail are run once more, alone: a fault fails again, a busy machine does not. Both runs are shown."""
    name, command = "tests in the browser", (*PYTEST, *ONE_BY_ONE, "-m", "browser")
    try:
        env = {"ALLIED_CHROMIUM": chromium()}
        first = check(name, command, env, live=True)
        if first.state == "ok":
            return first
        again = f"{name}, on the second try; mend what failed above"
        second = check(again, (*command, "--last-failed"), env, live=True)
        return replace(second, broken=(*first.broken, *second.broken))
    except Failed as failure:
        return Result(name, "FAILED", said=str(failure)).tell()


def postgres_tests() -> Result:
    """Without a server the tests are skipped, which a person may accept and a CI run may not."""
    name = "tests on PostgreSQL"
    with postgres() as url:
        if url:
            mine = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]  # clones share a server
            env = {"ALLIED_DATABASE_URL": url, "ALLIED_TEST_NAME": mine}
            return check(name, (*PYTEST, *BY_MODULE, "-m", "database and not browser"), env, live=True)
    state = "FAILED" if os.environ.get("CI") == "true" else "skipped"
    said = "No PostgreSQL server and no programs to start one. Debian, Ubuntu: apt-get install postgresql"
    return Result(name, state, said=said).tell()


def main() -> int:
    began = time.monotonic()
    for name in [name for name in os.environ if name.startswith("ALLIED_") and "TEST" not in name]:
        if name != "ALLIED_CHROMIUM":
            del os.environ[name]  # the caller's own installation is no part of the tests
    results = quick_checks()
    results.append(check("tests on SQLite", (*PYTEST, *BY_MODULE, "-m", "not browser"), live=True))
    results.append(browser_tests())
    results.append(postgres_tests())
    print("\n" + "\n".join(f"{result.seconds:7.1f} s  {result.state:7}  {result.name}" for result in results))
    print(*(line[:300] for result in results for line in result.broken), sep="\n")
    print(summary(results, time.monotonic() - began))
    return 1 if any(result.state == "FAILED" for result in results) else 0


def summary(results: list[Result], seconds: float) -> str:
    named = {state: [r.name for r in results if r.state == state] for state in ("FAILED", "skipped")}
    passed = sum(result.state == "ok" for result in results)
    parts = [f"{passed} of {len(results)} checks passed in {seconds:.0f} s"]
    parts += [f"{state}: {', '.join(names)}" for state, names in named.items() if names]
    return f"make test: {'; '.join(parts)}"


if __name__ == "__main__":
    sys.exit(main())
