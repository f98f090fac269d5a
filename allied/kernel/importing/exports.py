"""Rows as CSV files, written whole before the answer begins: a slow reader holds nothing up.

A cell that a spreadsheet would run as a formula is written with an apostrophe in front; the import takes it off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO

from allied.kernel.importing.models import Import, ImportRow
from allied.kernel.importing.reading import guarded
from allied.kernel.people.models import Invitation
from allied.kernel.words import _

IN_MEMORY = 1024 * 1024


def left_out_csv(imported: Import) -> IO[bytes]:
    """The rows that were left out, as they stood in the file, with the reason in front."""
    names = [column["name"] for column in imported.columns]
    rows = ImportRow.objects.filter(of=imported, outcome=ImportRow.Outcome.LEFT_OUT, cells__isnull=False)
    found = ([row.number, row.sentence, *(row.cells or [])] for row in rows.order_by("number").iterator())
    return written([str(_("row")), str(_("reason")), *names], found)


def links_csv(found: Iterable[tuple[Invitation, str]]) -> IO[bytes]:
    """Invitations with the address at which each is accepted."""
    head = [str(word) for word in (_("name"), _("email"), _("role"), _("discipline"), _("link"), _("works until"))]
    rows = (
        [one.name, one.email, one.role, one.discipline, link, f"{one.expires_at:%Y-%m-%d %H:%M} UTC"]
        for one, link in found
    )
    return written(head, rows)


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """A file of these rows below these names, at its beginning."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(map(guarded, head))
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    text.detach()
    file.seek(0)
    return file
