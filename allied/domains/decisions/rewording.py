"""The texts of a decision whose history is kept, and how a draft's are put back."""

from __future__ import annotations

from allied.domains.decisions import actions, queries
from allied.domains.decisions.editing import save
from allied.kernel.access import Permission
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists.editing import Edit

LABELS = {"question": _("Question"), "context": _("Context"), "options": _("Options")}


def register() -> None:
    edits = {name: Edit(name, actions.said, save, Permission.DECISION_DRAFT) for name in ("question", "context")}
    rewording.register("decision", queries.decision_by_reference, LABELS, edits)
