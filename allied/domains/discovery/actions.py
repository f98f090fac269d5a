"""Frame opportunities, order them into a tree, and end them without losing them."""

from __future__ import annotations

from django.db import transaction

from allied.domains.discovery import rules
from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.trees.actions import (
    add_branch,
    edit_branch,
    end,
    lock,
    place_under,
    reopen_branch,
    retire_branch,
    said,
    take_out,
)
from allied.domains.discovery.trees.sorts import CONCERNS_LENGTH, DESCRIPTION_LENGTH, REASON_LENGTH
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.people.models import Member, Product
from allied.kernel.thread import actions as thread

__all__ = [
    "CONCERNS_LENGTH",
    "DESCRIPTION_LENGTH",
    "REASON_LENGTH",
    "edit_opportunity",
    "frame_opportunity",
    "place_under",
    "reopen_opportunity",
    "retire_opportunity",
    "said",
    "supersede_opportunity",
    "take_out",
]
retire_opportunity = retire_branch
reopen_opportunity = reopen_branch


def frame_opportunity(
    *, title: str, actor: Member, description: str = "", concerns: str = "", product: Product | None = None
) -> Opportunity:
    """Add an opportunity: what people need, in their terms.

    Raises:
        Denied: the actor may not add opportunities.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, or a text is too long.
    """
    details = {"concerns": concerns}
    return add_branch(Opportunity, title=title, description=description, details=details, product=product, actor=actor)


def edit_opportunity(
    opportunity: Opportunity,
    *,
    title: str,
    description: str,
    concerns: str,
    actor: Member,
    product: Product | None = None,
    seen: str | None = None,
) -> Opportunity:
    """Reword an open opportunity, or move it to another product; the trail names the fields that changed.

    Raises:
        Denied: the actor neither framed it nor may edit any opportunity.
        InvalidState: it was retired or superseded.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, or a text is too long.
    """
    return edit_branch(
        opportunity,
        title=title,
        description=description,
        details={"concerns": concerns},
        product=product,
        seen=seen,
        actor=actor,
    )


@transaction.atomic
def supersede_opportunity(old: Opportunity, *, by: Opportunity, reason: str, actor: Member) -> Opportunity:
    """Let a better framed opportunity take the place of ``old``, which is kept and struck through.

    Raises:
        Denied: the actor may not edit any opportunity.
        InvalidState: either one has ended, or they are the same.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, old.node)
    access.require(actor, Permission.OPPORTUNITY_EDIT, by.node)
    lock(old)
    lock(by)
    rules.check_can_supersede(old, by)
    thread.link(by.node, "supersedes", old.node, actor=actor)
    end(old, "superseded", reason, actor)
    activity.record("opportunity.superseded", old.node, actor=actor, other=by.pk, reason=old.ended_because)
    return old
