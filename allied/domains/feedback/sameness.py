"""When two rows are the same row, so that importing a file again adds nothing twice.

By the source id, where a file has one. Else by a digest of what the row says, and the how-manieth row of the file
it is that says so: ten people may all have written “Thank you”. The counts are kept in this process while an import
runs, and worked out again by reading the file from its beginning where another process goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import takewhile

from allied.domains.feedback import files
from allied.domains.feedback.models import Feedback, Import
from allied.kernel.importing.reading import Item, Meaning, Record

TELLING = (Meaning.TEXT, Meaning.RECEIVED, Meaning.PERSON, Meaning.AUTHOR, Meaning.RATING)

# By import: the row up to which was counted, and how often each digest came.
_counted: dict[int, tuple[int, Counter[bytes]]] = {}


def digests(imported: Import, rows: Sequence[Record]) -> dict[int, str]:
    """A name for each of ``rows``, by row number. They are the next ones after ``imported.row``."""
    places = [place for meaning in TELLING if (place := imported.choices.place(meaning)) is not None]
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


def key(item: Item, names: dict[int, str]) -> str:
    """What the row is recognized by."""
    return f"id:{item.source_id}" if item.source_id else f"row:{names[item.number]}"


def already_here(imported: Import, keys: Iterable[str]) -> dict[str, Feedback]:
    """The stored feedback of the same product and source, by these keys."""
    known = list(keys)
    ids = [each[3:] for each in known if each.startswith("id:")]
    names = [each[4:] for each in known if each.startswith("row:")]
    same = Feedback.objects.filter(product_id=imported.product_id, source=imported.source).select_related("node")
    found: dict[str, Feedback] = {}
    if ids:
        found |= {f"id:{item.source_id}": item for item in same.filter(source_id__in=ids).exclude(source_id="")}
    if names:
        found |= {f"row:{item.digest}": item for item in same.filter(digest__in=names).exclude(digest="")}
    return found


def here_sentence(item: Item, stored: Feedback) -> str:
    """Why a row is not stored again."""
    what = "source ID" if item.source_id else "text, date and person"
    sentence = f"Same {what} as {stored.node.reference}, which was here before."
    if item.text != stored.text:
        sentence += f" Its text differs; {stored.node.reference} is left as it is."
    return sentence


def _counts_before(imported: Import, places: Sequence[int]) -> Counter[bytes]:
    reached, counts = _counted.pop(imported.pk, (-1, Counter()))
    if reached == imported.row:
        return counts
    before = takewhile(lambda row: row.number <= imported.row, files.body(imported)) if imported.row else ()
    return Counter(_digest(row, places) for row in before)


def _digest(row: Record, places: Sequence[int]) -> bytes:
    said = "\x1f".join(row.cells[place].strip() if place < len(row.cells) else "" for place in places)
    return blake2b(said.encode(), digest_size=12).digest()
