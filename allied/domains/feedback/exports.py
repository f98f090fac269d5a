"""Feedback as a CSV file, written whole before the answer begins: a slow reader holds nothing up.

A cell that a spreadsheet would run as a formula is written with an apostrophe in front; the import takes it off again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from django.db.models import QuerySet

from allied.domains.feedback.models import Feedback
from allied.kernel.importing.exports import written

COLUMNS = (
    "reference",
    "source",
    "source_id",
    "received_at",
    "author",
    "on_behalf_of",
    "person",
    "company",
    "rating",
    "product",
    "text",
    "method",
    "sentiment",
    "sentiment_chance",
)


def feedback_csv(found: QuerySet[Feedback]) -> IO[bytes]:
    """One row an item, with a column for each segment that occurs."""
    names = sorted({name for segments in found.values_list("segments", flat=True).iterator() for name in segments})
    rows = (_row(item, names) for item in found.iterator(chunk_size=1_000))
    return written([*COLUMNS, *names], rows)


def _row(item: Feedback, names: Sequence[str]) -> list[object]:
    return [
        item.node.reference,
        item.source,
        item.source_id,
        item.received_at.isoformat(),
        item.author,
        item.on_behalf_of,
        item.person_key,
        item.company.name if item.company else "",
        item.rating_words,
        item.product.name if item.node.product else "",
        item.text,
        item.method,
        item.sentiment,
        "" if item.sentiment_chance is None else item.sentiment_chance,
        *[item.segments.get(name, "") for name in names],
    ]
