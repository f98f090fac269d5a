"""The measurements of one size on one database: ``python -m bench.one SIZE``. Prints rows, then ``RESULT {json}``.

``python -m bench.one SIZE --kept`` measures the world that an earlier run left in the database, which takes a minute,
and leaves out what would change it; the first run builds it. ``ALLIED_HOME`` and ``ALLIED_DATABASE_URL`` say where.
"""

from __future__ import annotations

import json
import os
import sys
from time import perf_counter


def main(size: int, *, is_kept: bool = False) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allied.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from allied.site.asgi import settle  # noqa: PLC0415
    from bench import imports, pages, trees, world  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    began = perf_counter()
    made = world.kept(size) if is_kept else world.build(size)
    settle()
    took = perf_counter() - began
    print(f"\n{connection.vendor}, {size:,} nodes (ready in {took:.0f} s), load {pages.load()}", flush=True)
    rows = []
    parts = (pages.pages, pages.others, pages.walks, trees.trees, lambda w: [pages.strength_after_a_change(w)])
    for part in parts[:4] if is_kept else parts:
        for row in part(made):
            rows.append(row)
            print(row.line(), flush=True)
    if size >= 100_000 and not is_kept:
        print(imports.measure(made), flush=True)
    print("RESULT " + json.dumps({row.what: round(row.p95, 1) for row in rows}))
    return sum(not row.is_met for row in rows)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]), is_kept="--kept" in sys.argv) else 0)
