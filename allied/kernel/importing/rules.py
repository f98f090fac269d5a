"""What the state of an import allows. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from allied.kernel import access
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.importing import files
from allied.kernel.importing.custom import vocabulary_of
from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import Mapping, NotAMapping
from allied.kernel.importing.reading.personal import Personal
from allied.kernel.importing.targets import Target
from allied.kernel.people.models import Member
from allied.kernel.words import _

UNDO_WITHIN = timedelta(days=30)


def require(actor: Member, target: Target) -> None:
    """The actor may import this kind of object.

    Raises:
        Denied: the actor's role lacks one of the permissions that it needs.
    """
    for permission in target.needs:
        access.require(actor, permission)


def may(actor: Member, target: Target) -> bool:
    """Whether ``require`` would let this pass."""
    return all(access.can(actor, permission) for permission in target.needs)


def kinds_named(names: str) -> frozenset[str]:
    """Kinds of personal details by what programs call them: “email,phone”.

    Raises:
        BadInput: one of them is none.
    """
    wanted = {name.strip().casefold() for name in names.split(",") if name.strip()}
    known = {kind.name.casefold(): kind.value for kind in Personal}
    if strange := sorted(wanted - set(known)):
        raise BadInput(
            keep=_(
                "“%(strange)s” is none of %(known)s. Nothing was stored.",
                strange=strange[0][:40],
                known=", ".join(known),
            )
        )
    return frozenset(known[name] for name in wanted)


def check_can_change(imported: Import) -> None:
    """A file's columns are chosen before it runs."""
    if imported.state != Import.State.DRAFT:
        raise InvalidState(
            _("%(imported)s has started already, so its columns stand. Nothing was changed.", imported=imported)
        )


def check_can_start(imported: Import) -> None:
    """A draft starts once; what was stopped goes on where it was."""
    if imported.state not in {Import.State.DRAFT, Import.State.STOPPED}:
        raise InvalidState(
            _(
                "%(imported)s is %(get_state_display)s. Nothing was changed.",
                imported=imported,
                get_state_display=imported.get_state_display().lower(),
            )
        )


def check_file_is_kept(imported: Import) -> None:
    """Uploads are removed when their import is over, and drafts after a while."""
    if not files.readable(imported.file_key).exists():
        raise InvalidState(files.GONE)


def check_mapping(imported: Import, mapping: Mapping) -> None:
    """The choices fit the file and each other. Refused with a sentence for each column, ``use-<index>``."""
    if len(mapping.uses) != len(imported.columns):
        raise BadInput(whole=_("The file has other columns by now. Open the import again. Nothing was changed."))
    try:
        mapping.check(vocabulary_of(imported))
    except NotAMapping as refusal:
        fields = {"whole" if place < 0 else f"use-{place}": words for place, words in refusal.places.items()}
        raise BadInput(**fields) from None


def check_can_stop(imported: Import) -> None:
    """Only what runs can be stopped."""
    if imported.state != Import.State.RUNNING:
        raise InvalidState(
            _("%(imported)s does not run, so there is nothing to stop. Nothing was changed.", imported=imported)
        )


def check_can_undo(imported: Import) -> None:
    """What an import brought can be taken back for a while after it ended."""
    if imported.state not in {Import.State.DONE, Import.State.STOPPED}:
        raise InvalidState(
            _("%(imported)s has not ended, so there is nothing to undo. Nothing was changed.", imported=imported)
        )
    if imported.finished_at and timezone.now() > imported.finished_at + UNDO_WITHIN:
        raise InvalidState(
            _(
                "%(imported)s ended more than %(days)s days ago. Mark single items as not useful "
                "instead. Nothing was changed.",
                imported=imported,
                days=UNDO_WITHIN.days,
            )
        )
