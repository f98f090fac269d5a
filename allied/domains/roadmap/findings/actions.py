"""Mark a finding as fixed, and open it again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from allied.domains.roadmap.models import REASON_LENGTH, Finding, FindingState
from allied.domains.roadmap.records.actions import lock
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _


@transaction.atomic
def fix_finding(finding: Finding, *, how: str, actor: Member) -> Finding:
    """Say that people meet it no more, and how one knows.

    Raises:
        Denied: the actor may not edit any finding.
        InvalidState: it is not open.
        BadInput: nothing says how.
    """
    access.require(actor, Permission.FINDING_EDIT, finding.node)
    lock(finding)
    _check(finding, FindingState.OPEN)
    finding.fixed_how = clean(how, field="how", limit=REASON_LENGTH, required=True)
    finding.fixed_at, finding.fixed_by = timezone.now(), actor
    finding.save(update_fields=["fixed_at", "fixed_by", "fixed_how"])
    nodes.enter_state(finding.node, FindingState.FIXED)
    activity.record("finding.fixed", finding.node, actor=actor, how=finding.fixed_how)
    return finding


@transaction.atomic
def reopen_finding(finding: Finding, *, actor: Member) -> Finding:
    """Say that people meet it after all.

    Raises:
        Denied: the actor may not edit any finding.
        InvalidState: it is open.
    """
    access.require(actor, Permission.FINDING_EDIT, finding.node)
    lock(finding)
    _check(finding, FindingState.FIXED)
    finding.fixed_at = finding.fixed_by = None
    finding.fixed_how = ""
    finding.save(update_fields=["fixed_at", "fixed_by", "fixed_how"])
    nodes.enter_state(finding.node, FindingState.OPEN)
    activity.record("finding.reopened", finding.node, actor=actor)
    return finding


def _check(finding: Finding, wanted: FindingState) -> None:
    if finding.node.state != wanted:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s already. Nothing was changed.",
                reference=finding.node.reference,
                state=finding.node.state_label.lower(),
            )
        )
