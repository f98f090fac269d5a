"""The texts of a decision whose history is kept, and how a draft's are put back."""

from __future__ import annotations

from allied.domains.decisions import actions, queries
from allied.domains.decisions.actions import Choice, Draft
from allied.domains.decisions.models import Decision
from allied.kernel.access import Permission
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists.editing import Edit

LABELS = {"question": _("Question"), "context": _("Context"), "options": _("Options")}


def _save(found: Decision, words: dict[str, str], *, actor: Member, seen: str) -> None:
    options = [Choice(option.title, option.for_people, option.for_business) for option in found.options.all()]
    draft = Draft(words["question"], found.decider, words["context"], options, found.right)
    actions.edit_decision(found, draft, actor=actor, seen=seen)


def register() -> None:
    edits = {name: Edit(name, actions.said, _save, Permission.DECISION_DRAFT) for name in ("question", "context")}
    rewording.register("decision", queries.decision_by_reference, LABELS, edits)
