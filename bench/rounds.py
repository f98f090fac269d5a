"""Fifty hand in ballots while two others close the round, 200 times on each database: ``python -m bench.rounds``.

No ballot may be lost, none come in after the close, and each round end in one state. PostgreSQL as in ``bench``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from time import perf_counter

from bench.__main__ import fresh
from tools.postgres import postgres

TIMES = 200


def here(times: int) -> int:
    """Measure on the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allied.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from allied.domains.prioritization.tests.builders import make_team  # noqa: PLC0415
    from allied.domains.prioritization.tests.rush import rush  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    ux, product = make_team(25, 25)
    began, came, broken = perf_counter(), [], 0
    for turn in range(times):
        try:
            came.append(rush(ux, product, turn=turn))
        except Exception as reason:  # noqa: BLE001  whatever broke is what is counted
            broken += 1
            print(f"round {turn}: {type(reason).__name__}: {reason}")
    took = (perf_counter() - began) / times
    print(
        f"{'MISSED' if broken else 'ok    '} {connection.vendor}: {times} rounds, {broken} broken; "
        f"{min(came, default=0)} to {max(came, default=0)} of 50 ballots before it; {took * 1000:.0f} ms a round",
        flush=True,
    )
    return 1 if broken else 0


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    if "--here" in sys.argv:
        return here(times)
    held = _run("", times)
    with postgres() as url:
        if not url:
            print("PostgreSQL is left out: no server was found (Debian: apt-get install postgresql).")
        else:
            with fresh(url) as empty:
                held &= _run(empty, times)
    return 0 if held else 1


def _run(url: str, times: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="allied-bench-") as home:
        env = {**os.environ, "ALLIED_HOME": home, "ALLIED_DATABASE_URL": url}
        return subprocess.run([sys.executable, "-m", "bench.rounds", str(times), "--here"], env=env).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
