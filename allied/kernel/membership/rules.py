"""What holds for the people of a workspace whoever asks."""

from __future__ import annotations

from allied.kernel.access import Permission, can
from allied.kernel.errors import Denied, InvalidState
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.words import _


def check_may_give(actor: Member, role: str) -> None:
    """Only an owner makes another owner."""
    if role == Role.OWNER and not can(actor, Permission.WORKSPACE_OWN):
        raise Denied(_("Only an owner can make somebody an owner. Choose another role, or ask an owner."))


def check_an_owner_stays(member: Member) -> None:
    """The last active owner neither leaves nor becomes something else."""
    if member.role != Role.OWNER:
        return
    others = Member.objects.filter(
        workspace_id=member.workspace_id, role=Role.OWNER, deactivated_at=None, user__isnull=False
    ).exclude(pk=member.pk)
    if not others.exists():
        raise InvalidState(
            _(
                "%(name)s is the last owner here. Make somebody else an owner first. Nothing was changed.",
                name=member.name,
            )
        )
