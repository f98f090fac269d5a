"""What the state of feedback allows. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from collections.abc import Sequence

from allied.domains.feedback.models import Duplicate, Feedback
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Link
from allied.kernel.words import _

MOST_AT_ONCE = 500
ON_BEHALF = "on_behalf"


def method_of(method: str, *, on_behalf_of: str, own_words: bool) -> str:
    """What is passed on for somebody is an opinion, by whatever way it came, unless it quotes them."""
    if not on_behalf_of:
        return method
    if not own_words:
        return ON_BEHALF
    return "feedback" if method == ON_BEHALF else method


def check_can_dismiss(items: Sequence[Feedback]) -> None:
    """What stands as evidence is not set aside behind the claim's back."""
    check_not_too_many(len(items))
    used = Link.objects.filter(source__in=[item.pk for item in items]).select_related("source", "target").first()
    if used is not None:
        raise InvalidState(
            _(
                "%(reference)s is used by %(reference2)s. Take that link away first. Nothing was changed.",
                reference=used.source.reference,
                reference2=used.target.reference,
            )
        )


def check_not_too_many(count: int) -> None:
    """One request changes a number of items that a person can answer for."""
    if not count:
        raise BadInput(node=_("Select at least one item first. Nothing was changed."))
    if count > MOST_AT_ONCE:
        raise BadInput(
            node=_(
                "%(count)s items are selected; %(most_at_once)s fit in one go. Nothing was changed.",
                count=f"{count:,}",
                most_at_once=MOST_AT_ONCE,
            )
        )


def check_can_be_duplicate(item: Feedback, of: Feedback) -> None:
    """The same words that came in twice, of one person; not two people who say the same: both of those count."""
    mine, other = item.node.reference, of.node.reference
    if item.pk == of.pk:
        raise BadInput(
            of=_("%(mine)s cannot be a duplicate of itself. Choose another item. Nothing was changed.", mine=mine)
        )
    if item.product_id != of.product_id:
        raise BadInput(
            of=_("%(mine)s and %(other)s are about different products. Nothing was changed.", mine=mine, other=other)
        )
    if item.person_key and of.person_key and item.person_key != of.person_key:
        raise BadInput(
            of=_(
                "%(mine)s and %(other)s come from two people. Both count, so neither is a duplicate. "
                "Put them into one theme instead. Nothing was changed.",
                mine=mine,
                other=other,
            )
        )
    if Duplicate.objects.filter(of=item).exists():
        raise BadInput(
            of=_(
                "%(mine)s has duplicates of its own. Mark %(other)s as a duplicate of %(mine)s "
                "instead. Nothing was changed.",
                mine=mine,
                other=other,
            )
        )


def check_can_be_assigned(member: Member, actor: Member) -> None:
    """Only somebody who is here and may read it."""
    if member.workspace_id != actor.workspace_id or member.deactivated_at is not None or member.role == Role.GUEST:
        raise BadInput(member=_("Choose a member of this workspace who is active. Nothing was changed."))
