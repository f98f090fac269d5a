"""What the state of feedback and imports allows. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from allied.domains.feedback import files
from allied.domains.feedback.models import Feedback, Import
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.importing.reading import Mapping, NotAMapping
from allied.kernel.thread.models import Link

UNDO_WITHIN = timedelta(days=30)
MOST_AT_ONCE = 500


def check_can_change(imported: Import) -> None:
    """A file's columns are chosen before it runs."""
    if imported.state != Import.State.DRAFT:
        raise InvalidState(f"{imported} has started already, so its columns stand. Nothing was changed.")


def check_can_start(imported: Import) -> None:
    """A draft starts once; what was stopped goes on where it was."""
    if imported.state not in {Import.State.DRAFT, Import.State.STOPPED}:
        raise InvalidState(f"{imported} is {imported.get_state_display().lower()}. Nothing was changed.")


def check_file_is_kept(imported: Import) -> None:
    """Uploads are removed when their import is over, and drafts after a while."""
    if not files.readable(imported.file_key).exists():
        raise InvalidState(files.GONE)


def check_mapping(imported: Import, mapping: Mapping) -> None:
    """The choices fit the file and each other. Refused with a sentence for each column, ``use-<index>``."""
    if len(mapping.uses) != len(imported.columns):
        raise BadInput(whole="The file has other columns by now. Open the import again. Nothing was changed.")
    try:
        mapping.check()
    except NotAMapping as refusal:
        fields = {"whole" if place < 0 else f"use-{place}": words for place, words in refusal.places.items()}
        raise BadInput(**fields) from None


def check_can_stop(imported: Import) -> None:
    """Only what runs can be stopped."""
    if imported.state != Import.State.RUNNING:
        raise InvalidState(f"{imported} does not run, so there is nothing to stop. Nothing was changed.")


def check_can_undo(imported: Import) -> None:
    """What an import brought can be taken back for a while after it ended."""
    if imported.state not in {Import.State.DONE, Import.State.STOPPED}:
        raise InvalidState(f"{imported} has not ended, so there is nothing to undo. Nothing was changed.")
    if imported.finished_at and timezone.now() > imported.finished_at + UNDO_WITHIN:
        raise InvalidState(
            f"{imported} ended more than {UNDO_WITHIN.days} days ago. "
            "Mark single items as not useful instead. Nothing was changed."
        )


def check_can_dismiss(items: Sequence[Feedback]) -> None:
    """What stands as evidence is not set aside behind the claim's back."""
    check_not_too_many(len(items))
    used = Link.objects.filter(source__in=[item.pk for item in items]).select_related("source", "target").first()
    if used is not None:
        raise InvalidState(
            f"{used.source.reference} is used by {used.target.reference}. Take that link away first. "
            "Nothing was changed."
        )


def check_not_too_many(count: int) -> None:
    """One request changes a number of items that a person can answer for."""
    if not count:
        raise BadInput(node="Select at least one item first. Nothing was changed.")
    if count > MOST_AT_ONCE:
        raise BadInput(node=f"{count:,} items are selected; {MOST_AT_ONCE} fit in one go. Nothing was changed.")
