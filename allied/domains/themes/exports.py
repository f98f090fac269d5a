"""Which feedback is in which theme, as a CSV file."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator

from allied.domains.themes import queries
from allied.kernel.people.models import Member, Product

BLOCK = 65_536


def csv_blocks(product: Product, *, actor: Member) -> Iterator[str]:
    """The file in blocks of some ten thousand characters: a head line, then one line a piece of feedback."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(queries.COLUMNS)
    for row in queries.placed(product, actor=actor):
        writer.writerow(dataclasses.astuple(row))
        if buffer.tell() > BLOCK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def themes_csv(product: Product, *, actor: Member) -> bytes:
    """The whole file."""
    return "".join(csv_blocks(product, actor=actor)).encode()
