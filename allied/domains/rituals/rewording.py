"""The texts of a meeting whose history is kept. They are changed in its own form, with its time."""

from __future__ import annotations

from allied.domains.rituals import queries
from allied.kernel.words import _
from allied.web import rewording


def register() -> None:
    labels = {"title": _("Title"), "purpose": _("Purpose"), "place": _("Where")}
    rewording.register("meeting", queries.meeting_by_reference, labels)
