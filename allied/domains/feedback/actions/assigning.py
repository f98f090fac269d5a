"""Say who looks after an item."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from allied.domains.feedback import rules
from allied.domains.feedback.models import Feedback
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member


@transaction.atomic
def assign_feedback(items: Sequence[Feedback], member: Member | None, *, actor: Member) -> list[Feedback]:
    """Let a member look after these items, or nobody; return those that changed. It changes nothing that counts.

    Raises:
        Denied: the actor may not correct feedback.
        BadInput: the member is not active here, or too many items are named.
    """
    for item in items:
        access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    rules.check_not_too_many(len(items))
    if member is not None:
        rules.check_can_be_assigned(member, actor)
    changed = [item for item in items if item.assigned_to_id != (member.pk if member else None)]
    Feedback.objects.filter(pk__in=[item.pk for item in changed]).update(assigned_to=member)
    for item in changed:
        item.assigned_to = member
        nodes.touch(item.node)
        activity.record("feedback.assigned", item.node, actor=actor, to=member.name if member else "")
    return changed
