"""Say what each member is, name stand-ins, let people go without losing what they wrote."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.membership import rules
from allied.kernel.membership.invitations import INVITABLE
from allied.kernel.people.catalogue import Discipline, Side
from allied.kernel.people.models import Member, StandIn, User, Workspace
from allied.kernel.text import clean
from allied.kernel.words import _

ACTIVE_AGAIN_AFTER = timedelta(hours=1)


def member_of(workspace_id: int, member_id: int) -> Member:
    """The member with that number, locked until the transaction ends, with the workspace's row taken first.

    Locking the workspace lets two owners who change each other at once meet one after the other.
    """
    Workspace.objects.select_for_update().get(pk=workspace_id)
    found = Member.objects.filter(workspace_id=workspace_id, pk=member_id).first()
    if found is None:
        raise NotVisible(_("There is no such member in this workspace."))
    return found


@transaction.atomic
def change_role(member_id: int, role: str, *, actor: Member) -> Member:
    """Give a member another role. The last owner keeps theirs.

    Raises:
        Denied: the actor may not manage members, or only an owner may change this one.
        InvalidState: it is the last owner.
        BadInput: the role cannot be given.
    """
    access.require(actor, Permission.MEMBER_MANAGE)
    member = member_of(actor.workspace_id, member_id)
    if role not in INVITABLE:
        raise BadInput(role=_("Choose a role from the list."))
    if role == member.role:
        return member
    rules.check_may_give(actor, role)
    rules.check_may_give(actor, member.role)  # only an owner takes ownership away
    rules.check_an_owner_stays(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    activity.record("member.role_changed", None, actor=actor, member=member.pk, role=[before, role])
    return member


@transaction.atomic
def change_profile(member_id: int, *, name: str, discipline: str, actor: Member) -> Member:
    """Change name and discipline: one's own, or, with the permission, another's. The discipline sets the side."""
    member = member_of(actor.workspace_id, member_id)
    if member.pk != actor.pk:
        access.require(actor, Permission.MEMBER_MANAGE)
    elif not actor.is_active:
        raise Denied(_("Your membership of this workspace has ended."))
    if discipline not in Discipline.values:
        raise BadInput(discipline=_("Choose a discipline from the list."))
    before = [member.name, member.discipline]
    member.name = clean(name, field="name", limit=120, required=True, single_line=True)
    member.discipline = discipline
    member.save(update_fields=["name", "discipline"])
    if before != [member.name, member.discipline]:
        activity.record("member.changed", None, actor=actor, member=member.pk, discipline=[before[1], discipline])
    return member


@transaction.atomic
def deactivate(member_id: int, *, actor: Member) -> Member:
    """End a membership. Everything that the member wrote stays theirs."""
    member = member_of(actor.workspace_id, member_id)
    if member.pk != actor.pk:
        access.require(actor, Permission.MEMBER_MANAGE)
        rules.check_may_give(actor, member.role)
    rules.check_an_owner_stays(member)
    if member.is_active:
        member.deactivated_at, member.deactivated_by = timezone.now(), actor
        member.save(update_fields=["deactivated_at", "deactivated_by"])
        StandIn.objects.filter(member=member).delete()
        activity.record("member.deactivated", None, actor=actor, member=member.pk)
    return member


@transaction.atomic
def reactivate(member_id: int, *, actor: Member) -> Member:
    """Let a former member in again, with the role they had."""
    access.require(actor, Permission.MEMBER_MANAGE)
    member = member_of(actor.workspace_id, member_id)
    rules.check_may_give(actor, member.role)
    if not member.is_active:
        member.deactivated_at = member.deactivated_by = None
        member.save(update_fields=["deactivated_at", "deactivated_by"])
        activity.record("member.reactivated", None, actor=actor, member=member.pk)
    return member


@transaction.atomic
def name_stand_in(side: str, member_id: int, *, actor: Member) -> StandIn:
    """Name who speaks for a side that the workspace lacks. Written on every signature that they give for it.

    Raises:
        InvalidState: somebody of that side is here, or the person is no longer active.
    """
    access.require(actor, Permission.WORKSPACE_OWN)
    if side not in (Side.UX, Side.PRODUCT):
        raise BadInput(side=_("A stand-in speaks for UX or for Product."))
    member = member_of(actor.workspace_id, member_id)
    if not member.is_active or member.user_id is None:
        raise InvalidState(_("A stand-in must be an active member who can sign in."))
    if present := [one for one in _active(actor.workspace_id) if one.side == side]:
        label = Side(side).label
        raise InvalidState(
            _("%(name)s stands for %(label)s here, so %(label)s needs no stand-in.", name=present[0].name, label=label)
        )
    made, __ = StandIn.objects.update_or_create(
        workspace_id=actor.workspace_id,
        side=side,
        defaults={"member": member, "named_by": actor, "named_at": timezone.now()},
    )
    activity.record("stand_in.named", None, actor=actor, side=side, member=member.pk)
    return made


@transaction.atomic
def remove_stand_in(side: str, *, actor: Member) -> None:
    """End a stand-in."""
    access.require(actor, Permission.WORKSPACE_OWN)
    deleted, __ = StandIn.objects.filter(workspace_id=actor.workspace_id, side=side).delete()
    if deleted:
        activity.record("stand_in.removed", None, actor=actor, side=side)


def note_active(member: Member) -> None:
    """Remember that the member did something. Doing more within the hour costs no write; it leaves no trail."""
    now = timezone.now()
    if member.last_active_at is None or member.last_active_at < now - ACTIVE_AGAIN_AFTER:
        Member.objects.filter(pk=member.pk).update(last_active_at=now)


def _active(workspace_id: int) -> list[Member]:
    return list(Member.objects.filter(workspace_id=workspace_id, deactivated_at=None, user__isnull=False))


def speaks_for(member: Member, side: str) -> bool:
    """Whether the member stands for that side, by discipline or as its stand-in."""
    if not member.is_active:
        return False
    return member.side == side or StandIn.objects.filter(member=member, side=side).exists()


@transaction.atomic
def make_reset_key(member_id: int, *, actor: Member) -> tuple[User, str]:
    """Make the secret of a password-reset link for a member, to be handed over in person.

    Raises:
        Denied: the actor may not manage members, or the member belongs to further workspaces.
        InvalidState: the member cannot sign in.
    """
    access.require(actor, Permission.MEMBER_MANAGE)
    member = member_of(actor.workspace_id, member_id)
    rules.check_may_give(actor, member.role)
    if member.user is None:
        raise InvalidState(_("%(name)s has no account, so there is no password to reset.", name=member.name))
    if Member.objects.filter(user=member.user, deactivated_at=None).exclude(workspace_id=actor.workspace_id).exists():
        raise Denied(
            _(
                "%(name)s also works in another workspace, so a link from here would open that one "
                "too. They can ask for an e-mail on the sign-in page, or whoever runs the server can "
                "make a link.",
                name=member.name,
            )
        )
    activity.record("member.reset_link_made", None, actor=actor, member=member.pk)
    return member.user, default_token_generator.make_token(member.user)
