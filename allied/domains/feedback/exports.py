"""Feedback and refused rows as CSV files, written whole before the answer begins: a slow reader holds nothing up.

A cell that a spreadsheet would run as a formula is written with an apostrophe in front; the import takes it off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from django.db.models import QuerySet

from allied.domains.feedback.models import Feedback, Import, ImportRow
from allied.kernel.importing.reading import guarded

IN_MEMORY = 1024 * 1024
COLUMNS = (
    "reference",
    "source",
    "source_id",
    "received_at",
    "author",
    "person",
    "rating",
    "product",
    "text",
    "method",
)


def feedback_csv(found: QuerySet[Feedback]) -> IO[bytes]:
    """One row an item, with a column for each segment that occurs."""
    names = sorted({name for segments in found.values_list("segments", flat=True).iterator() for name in segments})
    rows = (_row(item, names) for item in found.iterator(chunk_size=1_000))
    return _written([*COLUMNS, *names], rows)


def left_out_csv(imported: Import) -> IO[bytes]:
    """The rows that were left out, as they stood in the file, with the reason in front."""
    names = [column["name"] for column in imported.columns]
    rows = ImportRow.objects.filter(of=imported, outcome=ImportRow.Outcome.LEFT_OUT, cells__isnull=False)
    found = ([row.number, row.sentence, *(row.cells or [])] for row in rows.order_by("number").iterator())
    return _written(["row", "reason", *names], found)


def _row(item: Feedback, names: Sequence[str]) -> list[object]:
    return [
        item.node.reference,
        item.source,
        item.source_id,
        item.received_at.isoformat(),
        item.author,
        item.person_key,
        item.rating_words,
        item.product.name if item.node.product else "",
        item.text,
        item.method,
        *[item.segments.get(name, "") for name in names],
    ]


def _written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(map(guarded, head))
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    text.detach()
    file.seek(0)
    return file
