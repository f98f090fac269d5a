"""How an edit of a draft is taken back: of a decision, and of a version of the charter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allied.domains.decisions import actions, queries
from allied.domains.decisions.actions import Choice, Draft
from allied.domains.decisions.charter import undo as charter
from allied.domains.decisions.charter.queries import rights_in_force
from allied.domains.decisions.models import Decision
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

EDITED = "decision.edited"


def of_edit(found: Decision, before: Mapping[str, str]) -> Undo | None:
    """Puts the draft back that stood before, unless somebody has changed it since; None where nothing changed."""
    after = actions.said(found)
    given = {"reference": found.node.reference, "to": dict(before), "seen": edition(after)}
    return None if after == before else Undo(EDITED, given, found.node)


def _draft_as_before(given: dict[str, Any], *, actor: Member) -> str:
    found, to = queries.decision_by_reference(given["reference"], actor=actor), given["to"]
    right = next((one for one in rights_in_force(actor=actor) if str(one.pk) == to.get("right")), None)
    decider = next((one for one in members(actor=actor) if str(one.pk) == to.get("decider")), None)
    slots = sum(name.startswith("option-") for name in to)
    options = [Choice(to[f"option-{n}"], to[f"people-{n}"], to[f"business-{n}"]) for n in range(1, slots + 1)]
    draft = Draft(to["question"], decider, to["context"], options, right)
    actions.edit_decision(found, draft, actor=actor, seen=given["seen"])
    return _("%(reference)s reads as it did before.", reference=given["reference"])


def register_undo() -> None:
    register(EDITED, _draft_as_before)
    register(charter.DRAFT, charter.put_back)
