"""How acts on an insight are taken back, where no page of its own does it."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.domains.insights import actions, keeping, queries
from allied.domains.insights.models import Insight
from allied.domains.insights.watch.actions import reopen_suggestion
from allied.domains.insights.watch.queries import suggestion_by_number
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members, product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _


def of_edit(insight: Insight, before: dict[str, str]) -> Undo | None:
    """Puts the words back that stood before, unless somebody has changed them since; None where nothing changed."""
    return _of_change("insight.edited", insight, before, actions.said(insight))


def of_half_life(insight: Insight, before: dict[str, str], months: int | None) -> Undo | None:
    """Puts the half-life back that stood before ``months``."""
    return _of_change("insight.half_life_set", insight, before, {"months": str(months or "")})


def of_reinstatement(insight: Insight, reason: str, successor: str) -> Undo:
    """Ends it again, as it had ended."""
    return Undo("insight.reinstated", _named(insight) | {"reason": reason, "successor": successor}, insight.node)


def of_owners(insight: Insight, before: dict[str, str]) -> Undo | None:
    return _of_change("insight.owners_assigned", insight, before, keeping.said_of_owners(insight))


def of_parking(insight: Insight) -> Undo:
    """Takes it out of parking."""
    return Undo("insight.parked", _named(insight), insight.node)


def of_unparking(insight: Insight, because: str) -> Undo:
    """Parks it again, for the reason that stood."""
    return Undo("insight.unparked", _named(insight) | {"reason": because}, insight.node)


def of_review_day(insight: Insight, before: date | None) -> Undo:
    """Sets the day that stood before."""
    return Undo("insight.review_planned", _named(insight) | {"on": before.isoformat() if before else ""}, insight.node)


def _of_change(name: str, insight: Insight, before: dict[str, str], after: dict[str, str]) -> Undo | None:
    given = {"to": before, "seen": edition(after)}
    return None if after == before else Undo(name, _named(insight) | given, insight.node)


def _named(insight: Insight) -> dict[str, Any]:
    return {"reference": insight.node.reference}


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    insight, texts = _found(given, actor), dict(given["to"])
    product = product_by_id(texts.pop("product"), actor=actor)
    actions.edit_insight(insight, actions.Wording(**texts), actor=actor, product=product, seen=given["seen"])
    return _("%(given)s reads as it did before.", given=given["reference"])


def _age_as_before(given: dict[str, Any], *, actor: Member) -> str:
    months = given["to"]["months"]
    actions.set_half_life(_found(given, actor), int(months) if months else None, actor=actor, seen=given["seen"])
    return _("Evidence for %(given)s ages as it did before.", given=given["reference"])


def _end_again(given: dict[str, Any], *, actor: Member) -> str:
    insight = _found(given, actor)
    if given["successor"]:
        successor = queries.insight_by_reference(given["successor"], actor=actor)
        actions.supersede_insight(insight, successor, actor=actor, reason=given["reason"])
    else:
        actions.retire_insight(insight, reason=given["reason"], actor=actor)
    return _(
        "%(given)s is %(state_label)s again.", given=given["reference"], state_label=insight.node.state_label.lower()
    )


def _assign_as_before(given: dict[str, Any], *, actor: Member) -> str:
    people = {str(member.pk): member for member in members(actor=actor)}
    owners = {side: people.get(pk) for side, pk in given["to"].items()}
    ux, product = owners["ux_owner"], owners["product_owner"]
    found, seen = _found(given, actor), given["seen"]
    keeping.assign_owners(found, ux_owner=ux, product_owner=product, actor=actor, seen=seen)
    return _("%(given)s has the owners that it had before.", given=given["reference"])


def _unpark(given: dict[str, Any], *, actor: Member) -> str:
    keeping.unpark_insight(_found(given, actor), actor=actor)
    return _("%(given)s is not parked any more.", given=given["reference"])


def _park_again(given: dict[str, Any], *, actor: Member) -> str:
    keeping.park_insight(_found(given, actor), because=given["reason"], actor=actor)
    return _("%(given)s is parked again.", given=given["reference"])


def _review_as_before(given: dict[str, Any], *, actor: Member) -> str:
    on = date.fromisoformat(given["on"]) if given["on"] else None
    keeping.plan_review(_found(given, actor), on, actor=actor)
    return _("The review of %(given)s is as it was before.", given=given["reference"])


def _let_wait(given: dict[str, Any], *, actor: Member) -> str:
    found = suggestion_by_number(given["number"], actor=actor)
    reopen_suggestion(found, actor=actor)
    return _(
        "%(reference)s waits again beside %(reference2)s.",
        reference=found.evidence.reference,
        reference2=found.claim.reference,
    )


def _found(given: dict[str, Any], actor: Member) -> Insight:
    return queries.insight_by_reference(given["reference"], actor=actor)


def register_undo() -> None:
    register("insight.edited", _put_back)
    register("insight.half_life_set", _age_as_before)
    register("insight.reinstated", _end_again)
    register("insight.owners_assigned", _assign_as_before)
    register("insight.parked", _unpark)
    register("insight.unparked", _park_again)
    register("insight.review_planned", _review_as_before)
    register("insight.evidence_judged", _let_wait)
