"""Some hundred judged rows on their way into the database, with a result for each that was not simply stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from allied.kernel import bulk
from allied.kernel.errors import AlliedError
from allied.kernel.importing.custom import is_custom
from allied.kernel.importing.judging import Judged, Verdict, judge
from allied.kernel.importing.models import Import, ImportRow, WantedLink
from allied.kernel.importing.reading import LeftOut, Reason, Record, Row
from allied.kernel.importing.targets import Target
from allied.kernel.text import excerpt

BEGINNING = 100
LONGEST_CELL = 5_000
LINK_LENGTH = 300
Outcome = ImportRow.Outcome


class Chunk:
    """Does with each row what was judged. ``store`` writes all in the caller's transaction."""

    def __init__(self, imported: Import, target: Target, records: Sequence[Record]) -> None:
        self.imported, self.target = imported, target
        self.records = {record.number: record for record in records}
        self.judged = judge(imported, target, records)
        self.reasons: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.filled = [0] * len(imported.columns)
        self._typed = {place for place, use in enumerate(imported.choices.uses) if is_custom(use.meaning)}
        self._results: list[ImportRow] = []
        self._links: list[WantedLink] = []

    def store(self) -> None:
        """Write everything; new rows with a fixed number of statements, updates one by one."""
        new = [each for each in self.judged if each.verdict == Verdict.NEW]
        self._create([(each.row, each.key) for each in new if not isinstance(each.row, LeftOut)])
        for each in self.judged:
            self._settle(each)
        bulk.insert(self._results)
        bulk.insert(self._links)

    def _create(self, rows: Sequence[tuple[Row, str]]) -> None:
        made = self.target.create(self.imported, rows) if rows else []
        for (row, _), node_id in zip(rows, made, strict=True):
            self.counts["stored"] += 1
            self._keep(row, node_id)
            if row.remarks:
                self._result(row.number, Outcome.NOTED, " ".join(row.remarks), row.text, node_id=node_id)

    def _settle(self, each: Judged) -> None:
        if isinstance(each.row, LeftOut):
            self._leave_out(each.row)
        elif each.verdict == Verdict.CHANGED:
            self._update(each, each.row)
        elif each.verdict in {Verdict.SAME, Verdict.REPEATED}:
            self.counts["already_here"] += 1
            node_id = each.here.node_id if each.here else None
            self._want(each.row, node_id)
            self._result(each.number, Outcome.ALREADY_HERE, each.sentence, each.row.text, node_id=node_id)

    def _update(self, each: Judged, row: Row) -> None:
        assert each.here is not None  # noqa: S101  what is changed is here
        try:
            with transaction.atomic():
                made = self.target.update(self.imported, row, each.here)
        except AlliedError as refusal:
            return self._leave_out(LeftOut(row.number, Reason.REFUSED, str(refusal), row.text))
        self._keep(row, each.here.node_id)
        outcome = Outcome.UPDATED if made.before else Outcome.ALREADY_HERE
        self.counts["updated" if made.before else "already_here"] += 1
        sentence = " ".join(filter(None, [each.sentence, made.remark, *row.remarks]))
        return self._result(
            row.number, outcome, sentence, row.text, node_id=each.here.node_id, before=made.before or None
        )

    def _keep(self, row: Row, node_id: str | None) -> None:
        """Count what was kept of a row, and remember its links."""
        self.counts["hidden"] += bool(row.hidden)
        self.counts["undated"] += row.is_undated
        taken = {each.place for each in row.custom}
        for place, cell in enumerate(self.records[row.number].cells[: len(self.filled)]):
            self.filled[place] += bool(cell.strip()) and (place in taken or place not in self._typed)
        self._want(row, node_id)

    def _want(self, row: Row, node_id: str | None) -> None:
        if node_id is not None:
            self._links += [
                WantedLink(
                    of=self.imported,
                    row=row.number,
                    node_id=node_id,
                    field=each.field,
                    value=each.value[:LINK_LENGTH],
                )
                for each in row.wanted
            ]

    def _leave_out(self, row: LeftOut) -> None:
        self.counts["left_out"] += 1
        self.reasons[row.reason.value] += 1
        cells = [cell[:LONGEST_CELL].replace("\0", "�") for cell in self.records[row.number].cells]
        self._result(row.number, Outcome.LEFT_OUT, row.sentence, row.text, reason=row.reason.value, cells=cells)

    def _result(self, number: int, outcome: str, sentence: str, text: str, **more: Any) -> None:
        self._results.append(
            ImportRow(
                of=self.imported,
                number=number,
                outcome=outcome,
                sentence=sentence,
                beginning=excerpt(text, BEGINNING),
                **more,
            )
        )
