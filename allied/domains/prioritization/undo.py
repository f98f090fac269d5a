"""How acts on a round are taken back before it is open, and the move of its deadline after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.models import Round
from allied.domains.prioritization.planning import kept, planned, restored
from allied.kernel.activity.editions import edition
from allied.kernel.errors import InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

EDITED, EXTENDED = "round.edited", "round.extended"


def before_edit(found: Round, *, actor: Member) -> dict[str, Any]:
    """The plan as it stands: what forms say of it, and what they do not say exactly."""
    return {"to": planned(found, queries.candidates(found, actor=actor)), "exactly": kept(found)}


def of_edit(found: Round, before: dict[str, Any], *, actor: Member) -> Undo | None:
    """Puts the plan back that stood before, unless somebody has changed it since; None where nothing changed."""
    now = before_edit(found, actor=actor)
    if now == before:
        return None
    given = {"reference": found.node.reference, **before, "seen": edition(now["to"])}
    return Undo(EDITED, given, found.node)


def of_extension(found: Round, before: datetime | None) -> Undo | None:
    """Sets the deadline that stood before, as long as that is not past."""
    if before is None or found.closes_at is None or before == found.closes_at:
        return None
    given = {"reference": found.node.reference, "to": before.isoformat(), "from": found.closes_at.isoformat()}
    return Undo(EXTENDED, given, found.node)


def _plan_as_before(given: dict[str, Any], *, actor: Member) -> str:
    found = queries.round_by_reference(given["reference"], actor=actor)
    known = Node.objects.visible_to(actor).in_bulk(given["to"]["candidates"])
    chosen = [known[pk] for pk in given["to"]["candidates"] if pk in known]
    plan = actions.Plan(**restored(given["to"], given["exactly"]), candidates=chosen)
    actions.edit_round(found, plan, actor=actor, seen=given["seen"])
    return _("%(reference)s asks again what it asked before.", reference=given["reference"])


def _deadline_as_before(given: dict[str, Any], *, actor: Member) -> str:
    found = queries.round_by_reference(given["reference"], actor=actor)
    if found.closes_at is None or found.closes_at.isoformat() != given["from"]:
        raise InvalidState(
            _("The deadline of %(reference)s was moved since. Nothing was changed.", reference=given["reference"])
        )
    actions.extend_round(found, datetime.fromisoformat(given["to"]), actor=actor)
    return _("%(reference)s has the deadline that it had before.", reference=given["reference"])


def register_undo() -> None:
    register(EDITED, _plan_as_before)
    register(EXTENDED, _deadline_as_before)
