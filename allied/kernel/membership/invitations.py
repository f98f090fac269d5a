"""Bring people in by a link that works once, for a while, without e-mail."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.membership import rules
from allied.kernel.membership.secrets import hashed, new_secret
from allied.kernel.membership.workspaces import Person, account_of, require_usable
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Invitation, Member, User
from allied.kernel.text import clean
from allied.kernel.words import _

LIFETIME = timedelta(days=14)
INVITABLE = [Role.OWNER, Role.ADMINISTRATOR, Role.EDITOR, Role.CONTRIBUTOR, Role.READER]


@transaction.atomic
def invite(*, role: str, discipline: str, actor: Member, name: str = "", email: str = "") -> tuple[Invitation, str]:
    """Make an invitation; return it and the secret of its link, which is shown once and never stored.

    Raises:
        Denied: the actor may not invite, or may not give this role.
        BadInput: role or discipline is not one that can be given.
    """
    access.require(actor, Permission.MEMBER_INVITE)
    _check(role, discipline, actor)
    secret = new_secret()
    invitation = Invitation.objects.create(
        workspace_id=actor.workspace_id,
        email=clean(email, field="email", limit=254, single_line=True).lower(),
        name=clean(name, field="name", limit=120, single_line=True),
        role=role,
        discipline=discipline,
        token_hash=hashed(secret),
        invited_by=actor,
        expires_at=timezone.now() + LIFETIME,
    )
    activity.record("member.invited", None, actor=actor, invitation=invitation.pk, role=role)
    return invitation, secret


def open_ones(*, actor: Member) -> QuerySet[Invitation]:
    """The invitations of the actor's workspace that can still be accepted."""
    found = Invitation.objects.filter(workspace_id=actor.workspace_id, accepted_at=None, revoked_at=None)
    return found.filter(expires_at__gt=timezone.now())


@transaction.atomic
def change_invitation(
    invitation_id: int, *, role: str, discipline: str, name: str, email: str, actor: Member
) -> Invitation:
    """Say anew whom an open invitation is for and as what they join. Its link goes on working.

    Raises:
        Denied: the actor may not invite, or may not give this role.
        NotVisible: there is no open invitation of that number.
        BadInput: role or discipline is not one that can be given.
    """
    access.require(actor, Permission.MEMBER_INVITE)
    _check(role, discipline, actor)
    found = open_ones(actor=actor).select_for_update().filter(pk=invitation_id).first()
    if found is None:
        raise NotVisible(_("There is no such open invitation in this workspace."))
    found.role, found.discipline = role, discipline
    found.name = clean(name, field="name", limit=120, single_line=True)
    found.email = clean(email, field="email", limit=254, single_line=True).lower()
    found.save(update_fields=["role", "discipline", "name", "email"])
    activity.record("invitation.changed", None, actor=actor, invitation=found.pk, role=role)
    return found


@transaction.atomic
def renew_links(wanted: QuerySet[Invitation], *, actor: Member) -> list[tuple[Invitation, str]]:
    """Make new links for open invitations of the actor's workspace; those made before stop working.

    Raises:
        Denied: the actor may not invite.
    """
    access.require(actor, Permission.MEMBER_INVITE)
    made = []
    for one in open_ones(actor=actor).select_for_update().filter(pk__in=wanted.values("pk")).order_by("pk"):
        secret = new_secret()
        one.token_hash, one.expires_at = hashed(secret), timezone.now() + LIFETIME
        one.save(update_fields=["token_hash", "expires_at"])
        made.append((one, secret))
    activity.record("invitation.links_renewed", None, actor=actor, invitations=[one.pk for one, __ in made])
    return made


def _check(role: str, discipline: str, actor: Member) -> None:
    if role not in INVITABLE:
        raise BadInput(role=_("Choose a role from the list."))
    if discipline not in Discipline.values:
        raise BadInput(discipline=_("Choose a discipline from the list."))
    rules.check_may_give(actor, role)


def open_invitation(secret: str) -> Invitation:
    """The invitation behind a link.

    Raises:
        NotVisible: there is none, or it was used, revoked or has expired.
    """
    found = Invitation.objects.select_related("workspace", "invited_by").filter(token_hash=hashed(secret)).first()
    if found is None or not found.is_open:
        raise NotVisible(
            _(
                "This invitation no longer works: it was used, taken back, or is older than 14 days. "
                "Ask the person who sent it for a new link."
            )
        )
    return found


@transaction.atomic
def accept_as_new_person(secret: str, person: Person) -> Member:
    """Make an account and join. The discipline is the person's own word; the role is the invitation's.

    Raises:
        NotVisible: the link no longer works.
        BadInput: a field cannot be used.
    """
    invitation = _locked(secret)
    require_usable(person)
    return _join(invitation, account_of(person), name=person.name, discipline=person.discipline)


@transaction.atomic
def accept_as(secret: str, user: User) -> Member:
    """Join with an account that exists. Who is a member already keeps what they are."""
    invitation = _locked(secret)
    already = Member.objects.filter(workspace=invitation.workspace, user=user).first()
    if already is not None:
        raise InvalidState(
            _("You are a member of %(name)s already. The invitation stays open.", name=invitation.workspace.name)
        )
    return _join(invitation, user, name=user.name or user.email, discipline=invitation.discipline)


def _locked(secret: str) -> Invitation:
    found = open_invitation(secret)
    again = Invitation.objects.select_for_update().select_related(None).get(pk=found.pk)
    if not again.is_open:
        raise NotVisible(_("This invitation was used a moment ago. Ask for a new link."))
    return found


def _join(invitation: Invitation, user: User, *, name: str, discipline: str) -> Member:
    member = Member.objects.create(
        workspace=invitation.workspace,
        user=user,
        name=clean(name, field="person_name", limit=120, required=True, single_line=True),
        role=invitation.role,
        discipline=discipline,
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), member
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    activity.record("member.joined", None, actor=member, invitation=invitation.pk, role=invitation.role)
    return member


@transaction.atomic
def revoke_invitation(invitation_id: int, *, actor: Member) -> None:
    """Take an invitation back; its link stops working at once."""
    access.require(actor, Permission.MEMBER_INVITE)
    found = Invitation.objects.select_for_update().filter(workspace_id=actor.workspace_id, pk=invitation_id).first()
    if found is None:
        raise NotVisible(_("There is no such invitation in this workspace."))
    if found.accepted_at is not None:
        raise InvalidState(_("This invitation was accepted already. Deactivate the member instead."))
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        activity.record("invitation.revoked", None, actor=actor, invitation=found.pk)
