"""When two rows are the same row, so that importing a file again adds nothing twice.

By the source id, where a file has one. Else by a digest of what the row says, and the how-manieth row of the file
it is that says so: ten people may all have written “Thank you”. The counts are kept in this process while an import
runs, and worked out again by reading the file from its beginning where another process goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from itertools import takewhile

from allied.kernel.importing import files
from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import Record, Row
from allied.kernel.importing.targets import Target

# By import: the row up to which was counted, and how often each digest came.
_counted: dict[int, tuple[int, Counter[bytes]]] = {}


def digests(imported: Import, target: Target, rows: Sequence[Record]) -> dict[int, str]:
    """A name for each of ``rows``, by row number. They are the next ones after ``imported.row``."""
    choices = imported.choices
    places = [place for meaning in target.telling if (place := choices.place(meaning)) is not None]
    counts = _counts_before(imported, places)
    names = {}
    for row in rows:
        said = _digest(row, places)
        counts[said] += 1
        names[row.number] = f"{said.hex()}-{counts[said]}"
    _counted.clear()  # one import at a time in one process
    if rows and imported.state == Import.State.RUNNING:
        _counted[imported.pk] = rows[-1].number, counts
    return names


def key(row: Row, names: dict[int, str]) -> str:
    """What the row is recognized by."""
    return f"id:{row.identity}" if row.source_id else f"row:{names[row.number]}"


def _counts_before(imported: Import, places: Sequence[int]) -> Counter[bytes]:
    reached, counts = _counted.pop(imported.pk, (-1, Counter()))
    if reached == imported.row:
        return counts
    before = takewhile(lambda row: row.number <= imported.row, files.body(imported)) if imported.row else ()
    return Counter(_digest(row, places) for row in before)


def _digest(row: Record, places: Sequence[int]) -> bytes:
    said = "\x1f".join(row.cells[place].strip() if place < len(row.cells) else "" for place in places)
    return blake2b(said.encode(), digest_size=12).digest()
