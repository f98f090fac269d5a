"""Take a file in, find out how it is read, and let a person say what its columns become."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from allied.domains.feedback import files, rules
from allied.domains.feedback.models import Import
from allied.domains.feedback.reading import (
    ENCODINGS,
    Column,
    Guess,
    Mapping,
    NoTable,
    detect_encoding,
    examine,
    guess,
    profile,
    rewrite,
)
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes.actions import take_numbers
from allied.kernel.people.models import Member, Product
from allied.kernel.text import clean

# What differs from one export of the same source to the next.
_OF_ONE_EXPORT = re.compile(
    r"\b(?:\d+|q[1-4]|v\d+|export|final|csv|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b", re.IGNORECASE
)


def upload_import(
    *, file_name: str, chunks: Iterable[bytes], product: Product, actor: Member, source: str = ""
) -> Import:
    """Keep a file and guess what its columns mean. Nothing of it becomes feedback yet.

    Raises:
        Denied: the actor may not import.
        NotVisible: the product is in another workspace.
        BadInput: the file is too large, or no table.
    """
    # The file is read before the transaction opens: 100,000 rows take seconds, and SQLite has one writer.
    access.require(actor, Permission.FEEDBACK_IMPORT)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible("There is no such product in this workspace.")
    name = clean(PurePath(file_name.replace("\\", "/")).name, field="file", limit=200, single_line=True)
    key, size = files.keep(chunks)
    imported = Import(
        workspace=actor.workspace,
        product=product,
        created_by=actor,
        file_name=name or "Pasted rows",
        file_key=key,
        size=size,
        source=clean(source, field="source", limit=60, single_line=True) or source_from(name),
        undated_on=timezone.localdate(timezone=actor.workspace.zone),
    )
    try:
        _read(imported, encoding=detect_encoding(files.original(key)).name)
        with transaction.atomic():
            imported.number = take_numbers(actor.workspace_id, "import", 1)
            imported.save()
            activity.record("import.uploaded", None, actor=actor, number=imported.number, size=size)
    except BaseException:
        files.forget(key)  # no row will ever name it
        raise
    return imported


def source_from(file_name: str) -> str:
    """A name for where the rows come from, out of the file's: ``support-desk-q3.csv`` is “Support desk”."""
    stem = re.sub(r"[\W_]+", " ", PurePath(file_name).stem)
    return " ".join(_OF_ONE_EXPORT.sub(" ", stem).split())[:60].capitalize() or "File"


def change_layout(imported: Import, *, encoding: str, has_header: bool, actor: Member) -> Import:
    """Read the file another way than was guessed; the guesses about its columns are made anew.

    Raises:
        Denied: the actor may not import.
        InvalidState: the import has started, or its file is gone.
        BadInput: there is no such encoding, or the file is no table that way.
    """
    access.require(actor, Permission.FEEDBACK_IMPORT)
    rules.check_can_change(imported)
    if encoding not in ENCODINGS:
        raise BadInput(encoding="Choose one of the listed encodings. Nothing was changed.")
    _read(imported, encoding=encoding, has_header=has_header)
    with transaction.atomic():
        rules.check_can_change(Import.objects.select_for_update().get(pk=imported.pk))
        imported.save()
        activity.record("import.reread", None, actor=actor, number=imported.number, encoding=encoding)
    return imported


@transaction.atomic
def map_import(
    imported: Import, mapping: Mapping, *, source: str, actor: Member, undated_on: date | None = None
) -> Import:
    """Say what the columns become, where the rows come from, and which day rows without a date get.

    Raises:
        Denied: the actor may not import.
        InvalidState: the import has started.
        BadInput: the choices do not fit together; fields are ``use-<index>``, or the whole.
    """
    access.require(actor, Permission.FEEDBACK_IMPORT)
    rules.check_can_change(imported)
    rules.check_mapping(imported, mapping)
    source = clean(source, field="source", limit=60, required=True, single_line=True)
    day = min(undated_on or imported.undated_on, timezone.localdate(timezone=actor.workspace.zone))
    if (mapping.as_json(), source, day) == (imported.mapping, imported.source, imported.undated_on):
        return imported
    imported.mapping, imported.source, imported.undated_on = mapping.as_json(), source, day
    imported.save(update_fields=["mapping", "source", "undated_on"])
    activity.record("import.mapped", None, actor=actor, number=imported.number)
    return imported


def _read(imported: Import, *, encoding: str, has_header: bool | None = None) -> None:
    """Fill in how the file is read and what its columns probably mean."""
    source, target = files.original(imported.file_key), files.readable(imported.file_key)
    if not source.exists():
        raise InvalidState(files.GONE)
    imported.encoding, imported.unreadable = encoding, rewrite(source, target, encoding)
    try:
        layout = examine(target, has_header=has_header)
    except NoTable as refusal:
        raise BadInput(file=f"{refusal} Nothing was stored.") from None
    dialect = layout.dialect
    imported.delimiter, imported.quote, imported.escape = dialect.delimiter, dialect.quote, dialect.escape
    imported.has_header = layout.has_header
    imported.columns = [{"name": name} for name in layout.names]
    found, imported.rows = profile(layout.names, (record.cells for record in files.body(imported)))
    if not imported.rows:
        raise BadInput(file="The file has a row of names and no rows below it. Nothing was stored.")
    mapping, guesses = guess(found)
    imported.mapping = mapping.as_json()
    imported.columns = [_column(column, made) for column, made in zip(found, guesses, strict=True)]


def _column(column: Column, made: Guess) -> dict[str, object]:
    return {
        "name": column.name,
        "samples": list(column.samples),
        "sure": made.sure.value,
        "why": made.why,
        "orders": [column.day_first, column.month_first, column.ordered],
        "guess": made.use.meaning.value,
    }
