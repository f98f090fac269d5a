"""The table that files of other shapes are rewritten as."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from allied.kernel.importing.reading.formulas import guarded
from allied.kernel.importing.reading.records import BROKEN


class TableWriter:
    """Writes comma-separated rows; an empty one is a blank line, so that rows keep the numbers of their file."""

    def __init__(self, target: Path) -> None:
        self._file = target.open("w", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")

    def write(self, cells: Sequence[str]) -> None:
        """One row. Cells are guarded, since reading takes the guard off again."""
        self._writer.writerow([guarded(_plain(cell)) for cell in cells])

    def write_broken(self, sentence: str) -> None:
        """A row that cannot be read, with the reason that its result will give."""
        self._writer.writerow([f"{BROKEN}{sentence}"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _plain(cell: str) -> str:
    """One kind of line end, and no mark of a broken row."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace(BROKEN, "")
