"""How acts on an opportunity are taken back, where no page of its own does it."""

from __future__ import annotations

from typing import Any

from allied.domains.discovery import actions, queries
from allied.domains.discovery.models import Opportunity
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _


def of_edit(opportunity: Opportunity, before: dict[str, str]) -> Undo | None:
    """Puts the words back that stood before, unless somebody has changed them since; None where nothing changed."""
    after, reference = actions.said(opportunity), opportunity.node.reference
    if after == before:
        return None
    given = {"reference": reference, "to": before, "seen": edition(after)}
    return Undo("opportunity.edited", given, opportunity.node)


def of_reopening(opportunity: Opportunity, reason: str, successor: str) -> Undo:
    """Ends it again, as it had ended."""
    given = {"reference": opportunity.node.reference, "reason": reason, "successor": successor}
    return Undo("opportunity.reopened", given, opportunity.node)


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    opportunity, texts = _found(given["reference"], actor), dict(given["to"])
    texts["product"] = product_by_id(texts["product"], actor=actor)
    actions.edit_opportunity(opportunity, **texts, actor=actor, seen=given["seen"])
    return _("%(given)s reads as it did before.", given=given["reference"])


def _end_again(given: dict[str, Any], *, actor: Member) -> str:
    opportunity = _found(given["reference"], actor)
    if given["successor"]:
        by = _found(given["successor"], actor)
        actions.supersede_opportunity(opportunity, by=by, reason=given["reason"], actor=actor)
    else:
        actions.retire_opportunity(opportunity, reason=given["reason"], actor=actor)
    return _(
        "%(given)s is %(state_label)s again.",
        given=given["reference"],
        state_label=opportunity.node.state_label.lower(),
    )


def _found(reference: str, actor: Member) -> Opportunity:
    return queries.opportunity_by_reference(reference, actor=actor)


def register_undo() -> None:
    register("opportunity.edited", _put_back)
    register("opportunity.reopened", _end_again)
