"""Some hundred rows of an import on their way into the database: each is stored, here already, or left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time

from allied.domains.feedback.actions.storing import store
from allied.domains.feedback.models import Feedback, Import, ImportRow
from allied.domains.feedback.people import person_key
from allied.domains.feedback.sameness import already_here, digests, here_sentence, key
from allied.kernel import bulk
from allied.kernel.importing.reading import Item, ItemReader, LeftOut, Record
from allied.kernel.text import excerpt

BEGINNING = 100
LONGEST_CELL = 5_000
Outcome = ImportRow.Outcome


class Chunk:
    """Sorts rows into drafts and results; ``store`` writes both with a fixed number of statements."""

    def __init__(self, imported: Import, rows: Sequence[Record], reader: ItemReader) -> None:
        self.imported = imported
        self.rows = {row.number: row for row in rows}
        self.drafts: list[Feedback] = []
        self.reasons: Counter[str] = Counter()
        self.already_here = self.hidden = self.undated = 0
        self.filled = [0] * len(imported.columns)
        self._names = digests(imported, rows)
        self._results: list[ImportRow] = []
        self._remarks: dict[int, str] = {}
        self._sort([reader.read(row) for row in rows])

    def store(self) -> None:
        """Write everything, in the caller's transaction."""
        for draft in store(self.drafts, product=self.imported.product, actor=self.imported.created_by):
            if draft.row in self._remarks:
                self._result(draft.row, Outcome.NOTED, self._remarks[draft.row], draft.text, node_id=draft.node_id)
        bulk.insert(self._results)

    def _sort(self, items: Sequence[Item | LeftOut]) -> None:
        here = already_here(self.imported, [self._key(item) for item in items if isinstance(item, Item)])
        met: dict[str, int] = {}
        for item in items:
            if isinstance(item, LeftOut):
                self._leave_out(item)
            elif stored := here.get(self._key(item)):
                self._find_here(item, stored)
            elif self._key(item) in met:
                self._repeat(item, met[self._key(item)])
            else:
                met[self._key(item)] = item.number
                self._draft(item)

    def _key(self, item: Item) -> str:
        return key(item, self._names)

    def _draft(self, item: Item) -> None:
        received_at = item.received_at or day_start(self.imported)
        self.drafts.append(
            Feedback(
                workspace=self.imported.workspace,
                text=item.text,
                received_at=received_at,
                is_dated=item.received_at is not None,
                author=item.author,
                person_key=person_key(self.imported.workspace_id, item.person),
                source=self.imported.source,
                source_id=item.source_id,
                digest="" if item.source_id else self._names[item.number],
                source_import=self.imported,
                row=item.number,
                rating=item.rating,
                segments=item.segments,
                raw=item.raw,
            )
        )
        self._count(item)

    def _count(self, item: Item) -> None:
        self.hidden += bool(item.hidden)
        self.undated += item.received_at is None
        for place, cell in enumerate(self.rows[item.number].cells[: len(self.filled)]):
            self.filled[place] += bool(cell.strip())
        if item.remarks:
            self._remarks[item.number] = " ".join(item.remarks)

    def _find_here(self, item: Item, stored: Feedback) -> None:
        self.already_here += 1
        self._result(item.number, Outcome.ALREADY_HERE, here_sentence(item, stored), item.text, node_id=stored.pk)

    def _repeat(self, item: Item, first: int) -> None:
        self.already_here += 1
        self._result(item.number, Outcome.ALREADY_HERE, f"Same source ID as row {first} of this file.", item.text)

    def _leave_out(self, item: LeftOut) -> None:
        self.reasons[item.reason.value] += 1
        cells = [cell[:LONGEST_CELL].replace("\0", "�") for cell in self.rows[item.number].cells]
        self._result(item.number, Outcome.LEFT_OUT, item.sentence, item.text, reason=item.reason.value, cells=cells)

    def _result(
        self,
        number: int,
        outcome: str,
        sentence: str,
        text: str,
        *,
        reason: str = "",
        cells: list[str] | None = None,
        node_id: str | None = None,
    ) -> None:
        self._results.append(
            ImportRow(
                of=self.imported,
                number=number,
                outcome=outcome,
                reason=reason,
                sentence=sentence,
                beginning=excerpt(text, BEGINNING),
                cells=cells,
                node_id=node_id,
            )
        )


def day_start(imported: Import) -> datetime:
    """The moment that rows without a date get: noon of the chosen day, so that no zone moves it to another."""
    return datetime.combine(imported.undated_on, time(12), imported.workspace.zone).astimezone(UTC)
