"""What keeps a claim current: who owns it, when it is read again, and why it leads to nothing for now."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from allied.domains.insights import keeping_rules as rules
from allied.domains.insights.actions import lock
from allied.domains.insights.models import REASON_LENGTH, Insight
from allied.domains.insights.rules import check_can_edit
from allied.kernel import access, activity
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.people.sides import stand_ins
from allied.kernel.text import clean
from allied.kernel.thread.strength import today_in

SIDES = ("ux_owner", "product_owner")


def said_of_owners(insight: Insight) -> dict[str, str]:
    """What ``assign_owners`` sets, as its form gives it."""
    return {"ux_owner": str(insight.ux_owner_id or ""), "product_owner": str(insight.product_owner_id or "")}


@transaction.atomic
def assign_owners(
    insight: Insight, *, ux_owner: Member | None, product_owner: Member | None, actor: Member, seen: str | None = None
) -> Insight:
    """Say who of each side answers for a claim; None leaves a side without an owner. New owners are told.

    Raises:
        Denied: the actor neither drafted nor owns it and may not edit any insight.
        InvalidState: it has ended.
        Conflict: its owners are no longer the edition that the actor has ``seen``.
        BadInput: somebody does not speak for that side, or both are one person.
    """
    _begin(insight, actor)
    require_unchanged(seen, said_of_owners(insight), insight.node, actor=actor)
    rules.check_owners(insight, {Side.UX: ux_owner, Side.PRODUCT: product_owner}, stand_ins(actor))
    before = {side: getattr(insight, f"{side}_id") for side in SIDES}
    insight.ux_owner, insight.product_owner = ux_owner, product_owner
    insight.save(update_fields=list(SIDES))
    after = {side: getattr(insight, f"{side}_id") for side in SIDES}
    if changed := [side for side in SIDES if before[side] != after[side]]:
        nodes.touch(insight.node)
        activity.record("insight.owners_assigned", insight.node, actor=actor, old=before, new=after, changed=changed)
    return insight


@transaction.atomic
def plan_review(insight: Insight, on: date | None, *, actor: Member) -> Insight:
    """Say on which day its owners read a claim again; None: on no day. It then waits on their Home.

    Raises:
        Denied: as for ``assign_owners``.
        InvalidState: it has ended.
        BadInput: the day has passed, or lies more than 10 years ahead.
    """
    _begin(insight, actor)
    if on != insight.review_on:
        rules.check_review_day(on, today=today_in(actor.workspace))
        before, insight.review_on = insight.review_on, on
        insight.save(update_fields=["review_on"])
        activity.record("insight.review_planned", insight.node, actor=actor, old=_day(before), new=_day(on))
    return insight


@transaction.atomic
def review_insight(insight: Insight, *, actor: Member, next_on: date | None = None) -> Insight:
    """Say that the claim was read again and still stands, and when to read it next.

    Raises:
        Denied: as for ``assign_owners``.
        InvalidState: it is not published.
        BadInput: the next day has passed, or lies more than 10 years ahead.
    """
    _begin(insight, actor)
    rules.check_is_published(insight, "reviewed")
    rules.check_review_day(next_on, today=today_in(actor.workspace))
    before, insight.review_on = insight.review_on, next_on
    insight.reviewed_at, insight.reviewed_by = timezone.now(), actor
    insight.save(update_fields=["review_on", "reviewed_at", "reviewed_by"])
    activity.record("insight.reviewed", insight.node, actor=actor, old=_day(before), new=_day(next_on))
    return insight


@transaction.atomic
def park_insight(insight: Insight, *, because: str, actor: Member) -> Insight:
    """Say why a published claim leads to no opportunity, item or decision for now. It stays published and counts.

    Raises:
        Denied: as for ``assign_owners``.
        InvalidState: it is not published, or parked already.
        BadInput: there is no reason, or it is too long.
    """
    _begin(insight, actor)
    rules.check_is_published(insight, "parked")
    rules.check_is_not_parked(insight)
    insight.parked_because = clean(because, field="reason", limit=REASON_LENGTH, required=True)
    insight.parked_at, insight.parked_by = timezone.now(), actor
    insight.save(update_fields=["parked_at", "parked_by", "parked_because"])
    nodes.touch(insight.node)
    activity.record("insight.parked", insight.node, actor=actor, reason=insight.parked_because)
    return insight


@transaction.atomic
def unpark_insight(insight: Insight, *, actor: Member) -> Insight:
    """Let a parked claim ask for an opportunity, item or decision again.

    Raises:
        Denied: as for ``assign_owners``.
        InvalidState: it is not parked, or has ended.
    """
    _begin(insight, actor)
    rules.check_is_parked(insight)
    reason, insight.parked_because = insight.parked_because, ""
    insight.parked_at = insight.parked_by = None
    insight.save(update_fields=["parked_at", "parked_by", "parked_because"])
    nodes.touch(insight.node)
    activity.record("insight.unparked", insight.node, actor=actor, was=reason)
    return insight


def _begin(insight: Insight, actor: Member) -> None:
    lock(insight)
    access.require(actor, rules.permission_to_keep(insight, actor), insight.node)
    check_can_edit(insight)


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
