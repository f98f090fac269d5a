"""What the state of a release allows."""

from __future__ import annotations

from datetime import date

from allied.domains.roadmap.models import Release
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.words import _


def check_can_ship(release: Release, items: int, shipped_on: date, *, today: date) -> None:
    """A planned release with something in it ships on a day that has come."""
    reference = release.node.reference
    if release.is_shipped:
        raise InvalidState(_("%(reference)s has shipped already. Nothing was changed.", reference=reference))
    if not items:
        raise InvalidState(
            _("%(reference)s delivers no item yet. Link what it ships first. Nothing was changed.", reference=reference)
        )
    if shipped_on > today:
        raise BadInput(shipped_on=_("This day is still to come. Choose the day on which it shipped."))


def check_can_take_back(release: Release) -> None:
    if not release.is_shipped:
        raise InvalidState(_("%(reference)s has not shipped. Nothing was changed.", reference=release.node.reference))


def check_step(release: Release, step: str) -> None:
    if step not in release.steps:
        raise BadInput(
            step=_(
                "%(reference)s has no such step. Open it again: somebody may have reworded it. Nothing was changed.",
                reference=release.node.reference,
            )
        )


def check_may_draft(release: Release, *, over: bool) -> None:
    if release.notes and not over:
        raise InvalidState(
            _(
                "%(reference)s has notes already. Say that they may be written over. Nothing was changed.",
                reference=release.node.reference,
            )
        )
