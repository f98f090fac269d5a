"""How acts on companies are taken back, where no page of its own does it."""

from __future__ import annotations

from typing import Any

from allied.domains.feedback import queries as feedback
from allied.domains.feedback.companies import actions, queries
from allied.domains.feedback.models import Company, Feedback
from allied.kernel.activity.editions import edition
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _


def of_naming(company: Company, before: dict[str, str]) -> Undo | None:
    """Calls it as before, unless somebody has called it otherwise since; None where nothing changed."""
    after = actions.said(company)
    if after == before:
        return None
    given = {"reference": company.node.reference, "to": before, "seen": edition(after)}
    return Undo("company.renamed", given, company.node)


def of_company(item: Feedback, before: str) -> Undo:
    """Lets the item come from the company that it came from before."""
    now = item.company.name if item.company else ""
    return Undo("feedback.company_set", {"reference": item.node.reference, "to": before, "seen": now}, item.node)


def _call_as_before(given: dict[str, Any], *, actor: Member) -> str:
    company = queries.company_by_reference(given["reference"], actor=actor)
    name, also = given["to"]["name"], given["to"]["also"].splitlines()
    actions.edit_company(company, name=name, also=also, actor=actor, seen=given["seen"])
    return _("%(reference)s is called as before.", reference=given["reference"])


def _come_from_as_before(given: dict[str, Any], *, actor: Member) -> str:
    item = feedback.feedback_by_reference(given["reference"], actor=actor)
    if (item.company.name if item.company else "") != given["seen"]:
        raise InvalidState(
            _(
                "The company of %(reference)s was changed again since. Nothing was saved over it.",
                reference=given["reference"],
            )
        )
    actions.set_company([item], given["to"], actor=actor)
    return _("%(reference)s has the company that it had before.", reference=given["reference"])


def register_undo() -> None:
    register("company.renamed", _call_as_before)
    register("feedback.company_set", _come_from_as_before)
