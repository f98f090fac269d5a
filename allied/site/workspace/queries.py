"""What the settings pages show."""

from __future__ import annotations

from dataclasses import dataclass

from allied.kernel.access.models import AccessToken
from allied.kernel.membership.invitations import open_ones
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Holiday, Invitation, Member, StandIn
from allied.kernel.people.queries import members


@dataclass(frozen=True)
class SideCover:
    """Who stands for a side: its members, or a stand-in, or nobody."""

    side: Side
    members: list[Member]
    stand_in: StandIn | None


def sides(*, actor: Member) -> list[SideCover]:
    """How UX and Product are covered in the actor's workspace: two queries."""
    active = list(members(actor=actor).filter(deactivated_at=None, user__isnull=False))
    named = {
        one.side: one for one in StandIn.objects.filter(workspace=actor.workspace).select_related("member", "named_by")
    }
    return [
        SideCover(side, [one for one in active if one.side == side], named.get(side))
        for side in (Side.UX, Side.PRODUCT)
    ]


def stand_in_of(side: str, *, actor: Member) -> int | None:
    """The id of the member who stands in for a side of the actor's workspace."""
    return StandIn.objects.filter(workspace_id=actor.workspace_id, side=side).values_list("member", flat=True).first()


def sides_of(member: Member) -> list[str]:
    """For which sides the member stands in."""
    return list(StandIn.objects.filter(member=member).values_list("side", flat=True))


def invitations(*, actor: Member) -> list[Invitation]:
    """Those that can still be accepted, newest first."""
    return list(open_ones(actor=actor).select_related("invited_by").order_by("-pk"))


def holidays(*, actor: Member) -> list[Holiday]:
    return list(Holiday.objects.filter(workspace_id=actor.workspace_id).order_by("day"))


def access_tokens(*, actor: Member) -> list[AccessToken]:
    """One's own tokens that were not revoked, newest first."""
    return list(AccessToken.objects.filter(member=actor, revoked_at=None).order_by("-pk"))
