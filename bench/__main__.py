"""All benchmarks: ``make bench``. Pages, walks, strength and imports at 1k, 10k and 100k nodes on both databases,
then the statistics and a slow phone. ``make bench`` exits with 1 when a goal is missed, and says which.

PostgreSQL: ``ALLIED_TEST_POSTGRES_URL``, or a server that ``make test`` would use; without one it is left out in words.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tools.postgres import postgres

SIZES = (1_000, 10_000, 100_000)
MODULES = (
    "bench.stats",
    "bench.stats_decide",
    "bench.themes",
    "bench.duplicates",
    "bench.sentiment",
    "bench.phone",
    "bench.ask",
    "bench.rounds",
)


def run(url: str, size: int) -> tuple[bool, dict[str, float]]:
    """One size on one empty database, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="allied-bench-") as home:
        env = {**os.environ, "ALLIED_HOME": home, "ALLIED_DATABASE_URL": url}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [sys.executable, "-m", "bench.one", str(size)], env=env, stdout=subprocess.PIPE, text=True
        )
    lines = done.stdout.splitlines()
    print("\n".join(line for line in lines if not line.startswith("RESULT ")), flush=True)
    result = next((json.loads(line[7:]) for line in lines if line.startswith("RESULT ")), {})
    return done.returncode == 0, result


@contextmanager
def fresh(url: str) -> Iterator[str]:
    """An empty database beside the one of ``url``."""
    import psycopg  # noqa: PLC0415

    base, _, _ = url.rpartition("/")
    name = f"allied_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{base}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def growth(name: str, found: dict[int, dict[str, float]]) -> None:
    print(f"\n{name}, growth of p95 (ms): " + " / ".join(f"{size:,}" for size in found))
    for what in next(iter(found.values())):
        print(f"{what:<34} " + " / ".join(str(each.get(what, "")) for each in found.values()))


def main() -> int:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    held = True
    found: dict[int, dict[str, float]] = {}
    for size in sizes:
        is_met, found[size] = run("", size)
        held &= is_met
    growth("SQLite", found)
    with postgres() as url:
        if not url:
            print("\nPostgreSQL is left out: no server was found (Debian: apt-get install postgresql).")
        else:
            for size in sizes:
                with fresh(url) as empty:
                    is_met, found[size] = run(empty, size)
                held &= is_met
            growth("PostgreSQL", found)
    for module in MODULES:
        held &= subprocess.run([sys.executable, "-m", module]).returncode == 0
    print("\nEvery goal is met." if held else "\nA goal is missed; the lines above say which.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
