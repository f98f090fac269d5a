"""What of a decision can be changed in a list: the words of a draft."""

from __future__ import annotations

from allied.domains.decisions import actions, queries
from allied.domains.decisions.actions import Choice, Draft
from allied.domains.decisions.models import Decision
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.kernel.people.models import Member
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing


def save(found: Decision, words: dict[str, str], *, actor: Member, seen: str) -> None:
    """Edit a draft with these words; who decides and the options stay as they are."""
    options = [Choice(option.title, option.for_people, option.for_business) for option in found.options.all()]
    draft = Draft(words["question"], found.decider, words["context"], options, found.right)
    actions.edit_decision(found, draft, actor=actor, seen=seen)


def _edit(name: str, *, is_long: bool = False) -> Edit:
    return Edit(name, actions.said, save, Permission.DECISION_DRAFT, is_long=is_long)


def register() -> None:
    hold("decision", edit=Permission.DECISION_DRAFT)
    edits = {"title": _edit("question"), "context": _edit("context", is_long=True)}
    editing.register("decisions", Editing(queries.decision_by_reference, queries.decisions, edits, kind="decision"))
