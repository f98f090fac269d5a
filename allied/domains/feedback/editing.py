"""What of feedback can be changed in a list, and what the history of its fields is called."""

from __future__ import annotations

from typing import Any

from allied.domains.feedback import actions, queries
from allied.domains.feedback.companies.actions import edit_company, set_company
from allied.domains.feedback.companies.actions import said as company_said
from allied.domains.feedback.companies.queries import companies, company_by_reference
from allied.domains.feedback.models import Company, Feedback
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing


def _save(item: Feedback, words: dict[str, str], *, actor: Member, seen: str) -> None:
    if words["state"] == "not_useful":
        actions.dismiss_feedback([item], actor=actor)
    else:
        actions.unmark_duplicates([item], actor=actor)
        actions.restore_feedback([item], actor=actor)


def _correct(item: Feedback, words: dict[str, str], *, actor: Member, seen: str) -> None:
    actions.edit_feedback(item, actions.worded(item, words), actor=actor, seen=seen)


def _said(name: str, **more: Any) -> Edit:
    return Edit(name, actions.said, _correct, Permission.FEEDBACK_EDIT, **more)


def _assign(item: Feedback, words: dict[str, str], *, actor: Member, seen: str) -> None:
    wanted = words["assigned"]
    member = members(actor=actor).filter(pk=int(wanted)).first() if wanted else None
    actions.assign_feedback([item], member, actor=actor)


def _rename(company: Company, words: dict[str, str], *, actor: Member, seen: str) -> None:
    edit_company(company, name=words["name"], also=words["also"].splitlines(), actor=actor, seen=seen)


def register() -> None:
    state = Edit(
        "state",
        lambda item: {"state": item.node.state},
        _save,
        Permission.FEEDBACK_EDIT,
        options=lambda _: {name: KINDS["feedback"].states[name] for name in ("new", "not_useful")},
    )
    hold("feedback", edit=Permission.FEEDBACK_EDIT)
    assigned = Edit(
        "assigned",
        lambda item: {"assigned": str(item.assigned_to_id or "")},
        _assign,
        Permission.FEEDBACK_EDIT,
        options=lambda actor: (
            {"": _("Nobody")} | {str(one.pk): one.name for one in members(actor=actor) if one.is_active}
        ),
    )
    company = Edit(
        "company",
        lambda item: {"company": item.company.name if item.company else ""},
        lambda item, words, *, actor, seen: set_company([item], words["company"], actor=actor),
        Permission.FEEDBACK_EDIT,
    )
    edits = {"state": state, "assigned": assigned, "company": company}
    edits |= {"text": _said("text", is_long=True), "author": _said("author"), "on_behalf_of": _said("on_behalf_of")}
    edits |= {"received": _said("received_on"), "rating": _said("rating")}
    edits["method"] = _said("method", options=lambda __: {one.name: one.label for one in METHODS.values()})
    name = Edit("name", company_said, _rename, Permission.FEEDBACK_EDIT)
    editing.register(
        "companies",
        Editing(company_by_reference, companies, {"title": name}, kind="company"),
    )
    editing.register("feedback", Editing(queries.feedback_by_reference, queries.feedback, edits, kind="feedback"))
    labels = {
        "text": _("What they said or wrote"),
        "author": _("Who said or entered it"),
        "on_behalf_of": _("On behalf of"),
        "received_on": _("On which day"),
        "rating": _("Rating"),
        "segments": _("Segments"),
    }
    rewording.register("feedback", queries.feedback_by_reference, labels, {name: _said(name) for name in labels})
