"""What owning, reviewing and parking a claim ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from allied.domains.insights.models import Insight, State
from allied.domains.insights.rules import permission_to_edit
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, Workspace
from allied.kernel.people.sides import StandIns, why_not
from allied.kernel.words import _

USE_WITHIN: Final = timedelta(days=14)  # after publication, to name an opportunity, item or decision, or to be parked
LONGEST_AHEAD: Final = timedelta(days=3_653)  # 10 years


def permission_to_keep(insight: Insight, actor: Member) -> Permission:
    """Its owners keep it current; others as they may edit it."""
    owns = actor.pk in (insight.ux_owner_id, insight.product_owner_id)
    return Permission.INSIGHT_DRAFT if owns else permission_to_edit(insight, actor)


def use_due_on(insight: Insight, workspace: Workspace) -> date | None:
    """The day until which a published claim names what it leads to, in the workspace's time zone."""
    if insight.published_at is None:
        return None
    return (insight.published_at + USE_WITHIN).astimezone(workspace.zone).date()


def check_owners(insight: Insight, owners: Mapping[Side, Member | None], stand_ins: StandIns) -> None:
    """Each owner speaks for their side, and they are two people."""
    workspace_id = insight.node.workspace_id
    refusals = {
        f"{side}_owner": why_not(side, member, stand_ins, workspace_id=workspace_id)
        for side, member in owners.items()
        if member
    }
    fields = {name: words for name, words in refusals.items() if words}
    named = [member.pk for member in owners.values() if member]
    if not fields and len(set(named)) < len(named):
        fields["product_owner"] = _("The two owners are two people. Choose another for one side. Nothing was changed.")
    if fields:
        raise BadInput(**fields)


def check_review_day(on: date | None, *, today: date) -> None:
    if on is None:
        return
    if on < today:
        raise BadInput(review_on=_("This day has passed. Choose today or a later day. Nothing was changed."))
    if on > today + LONGEST_AHEAD:
        raise BadInput(review_on=_("This is more than 10 years ahead. Choose a nearer day. Nothing was changed."))


def check_is_published(insight: Insight, act: str) -> None:
    if not insight.is_published:
        state = State(insight.node.state).label.lower()
        raise InvalidState(
            _(
                "%(reference)s is %(state)s. Only a published insight is %(act)s.",
                reference=insight.node.reference,
                state=state,
                act=act,
            )
        )


def check_is_not_parked(insight: Insight) -> None:
    if insight.is_parked:
        raise InvalidState(
            _(
                "%(reference)s is parked already: %(parked_because)s Nothing was changed.",
                reference=insight.node.reference,
                parked_because=insight.parked_because,
            )
        )


def check_is_parked(insight: Insight) -> None:
    if not insight.is_parked:
        raise InvalidState(_("%(reference)s is not parked. Nothing was changed.", reference=insight.node.reference))
