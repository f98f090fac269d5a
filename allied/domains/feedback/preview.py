"""What an import would do with its rows, before it does: tallies, and the rows worth a check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone

from allied.domains.feedback import files, sameness
from allied.domains.feedback.models import Feedback, Import
from allied.kernel.importing.reading import Item, ItemReader, LeftOut, Reason

CHECKED = 5_000  # rows that are read before an answer; more would keep the reader waiting
LISTED = 20

ICONS = {Reason.NO_TEXT: "text-cursor", Reason.DATE: "calendar-x", Reason.SHAPE: "columns-3"}


@dataclass(frozen=True)
class PreviewRow:
    """One row with what would happen to it, in words."""

    number: int
    text: str
    what: str
    why: str
    tone: str
    icon: str
    item: Item | None = None


@dataclass
class Preview:
    """What would become of the first ``checked`` of ``total`` rows."""

    total: int
    checked: int = 0
    ready: int = 0
    already_here: int = 0
    hidden: int = 0
    undated: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    worth: list[PreviewRow] = field(default_factory=list)
    first: list[PreviewRow] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.checked == self.total

    @property
    def left_out(self) -> int:
        return sum(self.reasons.values())

    @property
    def tally(self) -> list[tuple[str, int, str]]:
        """What the macro of that name draws."""
        tones = {Reason.NO_TEXT: "warn", Reason.DATE: "bad", Reason.SHAPE: "bad"}
        words = {Reason.NO_TEXT: "without text", Reason.DATE: "with an unreadable date", Reason.SHAPE: "broken"}
        found = [(words[reason], count, tones[reason]) for reason, count in self.reasons.items()]
        return [("ready", self.ready, "good"), ("already here", self.already_here, "note"), *found]


def preview(imported: Import) -> Preview:
    """Read the first rows of a draft as its mapping says, and compare them with what is here. Two queries at most."""
    rows = list(islice(files.body(imported), CHECKED))
    reader = ItemReader(imported.layout.names, imported.choices, imported.workspace.zone, timezone.now())
    names = sameness.digests(imported, rows)
    items = [reader.read(row) for row in rows]
    keys = {item.number: sameness.key(item, names) for item in items if isinstance(item, Item)}
    here = sameness.already_here(imported, keys.values())
    found = Preview(total=imported.rows, checked=len(rows))
    for row in _judged(items, keys, here, found):
        if row.tone != "good" and len(found.worth) < LISTED:
            found.worth.append(row)
        if len(found.first) < LISTED:
            found.first.append(row)
    return found


def _judged(
    items: list[Item | LeftOut], keys: dict[int, str], here: dict[str, Feedback], found: Preview
) -> Iterator[PreviewRow]:
    met: dict[str, int] = {}
    for item in items:
        if isinstance(item, LeftOut):
            found.reasons[item.reason] += 1
            what = f"Left out: {item.reason.value}"
            yield PreviewRow(item.number, item.text, what, item.sentence, "bad", ICONS[item.reason])
        elif stored := here.get(keys[item.number]):
            found.already_here += 1
            yield _copy(item, sameness.here_sentence(item, stored))
        elif first := met.get(keys[item.number]):
            found.already_here += 1
            yield _copy(item, f"Same source ID as row {first} of this file.")
        else:
            met[keys[item.number]] = item.number
            yield _ready(item, found)


def _copy(item: Item, why: str) -> PreviewRow:
    return PreviewRow(item.number, item.text, "Left out: already here", why, "note", "copy")


def _ready(item: Item, found: Preview) -> PreviewRow:
    found.ready += 1
    found.hidden += bool(item.hidden)
    found.undated += item.received_at is None
    if item.remarks:
        return PreviewRow(item.number, item.text, "Ready, with a remark", " ".join(item.remarks), "warn", "info", item)
    if item.hidden:
        why = "Personal details are hidden in the text."
        return PreviewRow(item.number, item.text, "Ready, details hidden", why, "note", "eye-off", item)
    return PreviewRow(item.number, item.text, "Ready", "", "good", "circle-check", item)
