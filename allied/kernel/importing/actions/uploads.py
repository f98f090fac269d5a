"""Take a file in, find out how it is read, and let a person say what its columns become."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from allied.kernel import activity
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.importing import custom, files, memory, presets, rules
from allied.kernel.importing.models import Import
from allied.kernel.importing.presets import preset_named, recognize
from allied.kernel.importing.reading import (
    ENCODINGS,
    Column,
    Dialect,
    Format,
    Guess,
    Layout,
    Mapping,
    NoTable,
    detect_encoding,
    detect_format,
    examine,
    profile,
    rewrite_as_table,
)
from allied.kernel.importing.reading.formats.mail import NO_MAIL
from allied.kernel.importing.targets import target_named
from allied.kernel.nodes.actions import take_numbers
from allied.kernel.people.models import Member, Product
from allied.kernel.text import clean
from allied.kernel.words import _, kept

# What differs from one export of the same source to the next.
_OF_ONE_EXPORT = re.compile(
    r"\b(?:\d+|q[1-4]|v\d+|export|final|csv|xlsx|jsonl?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b",
    re.IGNORECASE,
)


def upload_import(
    *,
    file_name: str,
    chunks: Iterable[bytes],
    product: Product,
    actor: Member,
    source: str = "",
    target: str = "feedback",
    preset: str = "",
) -> Import:
    """Keep a file and guess what its columns mean. ``target`` names what its rows become; nothing becomes it yet.

    ``preset`` names the export that it is; without one it is recognized by its columns.

    Raises:
        Denied: the actor may not import.
        NotVisible: the product is in another workspace.
        BadInput: the file is too large, or no table, or there is no such target.
    """
    becomes = target_named(target)
    _require_preset(preset, target)
    # The file is read before the transaction opens: 100,000 rows take seconds, and SQLite has one writer.
    rules.require(actor, becomes)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    name = clean(PurePath(file_name.replace("\\", "/")).name, field="file", limit=200, single_line=True)
    key, size = files.keep(chunks)
    imported = Import(
        workspace=actor.workspace,
        product=product,
        target=becomes.name,
        preset=preset,
        created_by=actor,
        file_name=name or _("Pasted rows"),
        file_key=key,
        size=size,
        source=clean(source, field="source", limit=60, single_line=True) or source_from(name),
        undated_on=timezone.localdate(timezone=actor.workspace.zone),
    )
    try:
        _read(imported, encoding=detect_encoding(files.original(key)).name, form=None)
        with transaction.atomic():
            imported.number = take_numbers(actor.workspace_id, "import", 1)
            imported.save()
            activity.record("import.uploaded", None, actor=actor, number=imported.number, size=size)
    except BaseException:
        files.forget(key)  # no row will ever name it
        raise
    return imported


def source_from(file_name: str) -> str:
    """A name for where the rows come from, out of the file's: ``support-desk-q3.csv`` is “Support desk”.

    A file of mail is called by its subject, so all share one name: a message that comes again is then known.
    """
    if PurePath(file_name).suffix.lower() in {".eml", ".mbox"}:
        return "E-mail"
    stem = re.sub(r"[\W_]+", " ", PurePath(file_name).stem)
    return " ".join(_OF_ONE_EXPORT.sub(" ", stem).split())[:60].capitalize() or _("File")


def change_layout(
    imported: Import, *, encoding: str, has_header: bool, actor: Member, sheet: str = "", form: str = ""
) -> Import:
    """Read the file another way than was guessed; the guesses about its columns are made anew.

    ``form`` is a format that the file's text can have, ``sheet`` one of its workbook's; blank leaves them as they are.

    Raises:
        Denied: the actor may not import.
        InvalidState: the import has started, or its file is gone.
        BadInput: there is no such encoding or sheet, or the file is no table that way.
    """
    rules.require(actor, target_named(imported.target))
    rules.check_can_change(imported)
    if encoding not in ENCODINGS:
        raise BadInput(encoding=_("Choose one of the listed encodings. Nothing was changed."))
    if sheet and sheet not in imported.sheets:
        raise BadInput(sheet=_("Choose one of the listed sheets. Nothing was changed."))
    chosen = Format(form) if imported.is_text and form in {Format.TABLE, Format.NOTES} else Format(imported.format)
    _read(imported, encoding=encoding, form=chosen, has_header=has_header, sheet=sheet or imported.sheet)
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
    rules.require(actor, target_named(imported.target))
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


def _read(
    imported: Import, *, encoding: str, form: Format | None, has_header: bool | None = None, sheet: str = ""
) -> None:
    """Fill in how the file is read and what its columns probably mean. Without ``form`` the content tells it."""
    if not files.original(imported.file_key).exists():
        raise InvalidState(files.GONE)
    try:
        layout = _rewrite(imported, encoding, form, has_header, sheet)
    except NoTable as refusal:
        raise BadInput(file=_("%(refusal)s Nothing was stored.", refusal=refusal)) from None
    dialect = layout.dialect
    imported.delimiter, imported.quote, imported.escape = dialect.delimiter, dialect.quote, dialect.escape
    imported.has_header = layout.has_header
    imported.columns = [{"name": name} for name in layout.names]
    found, imported.rows = profile(layout.names, (record.cells for record in files.body(imported)))
    if not imported.rows:
        raise BadInput(file=_("The file has a row of names and no rows below it. Nothing was stored."))
    mapping, guesses = _guess(imported, found)
    imported.mapping = mapping.as_json()
    imported.columns = [_column(column, made) for column, made in zip(found, guesses, strict=True)]


def _guess(imported: Import, columns: list[Column]) -> tuple[Mapping, list[Guess]]:
    """The likeliest mapping: as an earlier import of the source had it, or the tool's preset says, or values tell."""
    target, names = target_named(imported.target), imported.layout.names
    vocabulary, guessed = custom.vocabulary_of(imported), target.guess(columns)
    chosen = preset_named(imported.preset) if imported.preset else recognize(names, target.name)
    imported.preset = chosen.name if chosen else ""
    if chosen is not None:
        guessed = presets.apply(chosen, target.name, names, guessed, vocabulary)
    guessed = custom.guess(imported, columns, guessed)
    earlier = memory.remembered(imported)
    imported.mapped_like = earlier.number if earlier else None
    return memory.apply(earlier, imported, guessed, vocabulary) if earlier else guessed


def _require_preset(name: str, target: str) -> None:
    if name and target not in preset_named(name).becomes:
        known = ", ".join(preset_named(name).becomes)
        raise BadInput(
            preset=_("%(label)s can become %(known)s. Nothing was stored.", label=preset_named(name).label, known=known)
        )


def _rewrite(imported: Import, encoding: str, form: Format | None, has_header: bool | None, sheet: str) -> Layout:
    """Rewrite the upload as a table of one kind; return how that is laid out."""
    source, target = files.original(imported.file_key), files.readable(imported.file_key)
    form = form or detect_format(source, encoding)
    if form != Format.MAIL and PurePath(imported.file_name).suffix.lower() == ".eml":
        raise NoTable(NO_MAIL)
    made = rewrite_as_table(source, target, form, encoding=encoding, sheet=sheet)
    imported.encoding, imported.unreadable = encoding, made.unreadable
    imported.format, imported.sheets, imported.sheet = form.value, list(made.sheets), made.sheet
    known = Dialect(",", marks_broken=True) if made.is_comma_separated else None
    return examine(target, has_header=has_header if made.has_header is None else made.has_header, dialect=known)


def _column(column: Column, made: Guess) -> dict[str, object]:
    return {
        "name": column.name,
        "samples": list(column.samples),
        "sure": made.sure.value,
        "why": kept(made.why),
        "orders": [column.day_first, column.month_first, column.ordered],
        "guess": str(made.use.meaning),
    }
