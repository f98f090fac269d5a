"""Rows a second of an import beside a raw bulk insert of the same rows, and the memory of the process."""

from __future__ import annotations

import csv
import io
import random
import resource
from time import perf_counter

from django.db import connection, transaction

from allied.kernel.importing.actions import start_import, upload_import
from allied.kernel.jobs.runner import run_now
from bench.world import World, _sentence

ROWS = 100_000
GOAL_MB = 300


def measure(world: World, rows: int = ROWS) -> str:
    """One line: seconds, rows a second, the ratio to a raw insert, peak memory of this process."""
    chance = random.Random(3)
    texts = [_sentence(chance, 18) for _ in range(rows)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "created", "comment", "requester", "branch"])
    for number, text in enumerate(texts):
        writer.writerow([f"T-{number}", "2026-03-01 10:00", text, f"borrower-{number % 9_000}", "ALD"])
    data = out.getvalue().encode()
    imported = upload_import(file_name="tickets.csv", chunks=[data], product=world.product, actor=world.member)
    began = perf_counter()
    started = start_import(imported, actor=world.member)
    assert started.job is not None
    run_now(started.job)
    ours = perf_counter() - began
    imported.refresh_from_db()
    assert imported.stored == rows, imported.stored
    raw = _raw(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"import of {rows:,} rows: {ours:.1f} s, {rows / ours:,.0f} rows/s; raw insert of the texts {raw:.1f} s "
        f"({ours / raw:.1f} ×); peak memory of the whole process {peak:.0f} MB"
    )


def _raw(texts: list[str]) -> float:
    """The same texts into one bare table by executemany, 500 a transaction as the import does."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_raw (id integer PRIMARY KEY, source_id text, body text, author text)")
    began = perf_counter()
    for start in range(0, len(texts), 500):
        with transaction.atomic(), connection.cursor() as cursor:
            rows = [(at, f"T-{at}", texts[at], "x") for at in range(start, min(start + 500, len(texts)))]
            cursor.executemany("INSERT INTO bench_raw VALUES (%s, %s, %s, %s)", rows)
    took = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_raw")
    return took
