"""Who speaks for a side: who works on it, or the stand-in that an owner named because the workspace lacks it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from allied.kernel.errors import NotVisible
from allied.kernel.people.catalogue import SIDES, Side
from allied.kernel.people.models import Member, StandIn
from allied.kernel.words import _

StandIns = Mapping[str, int]  # side → the id of the member who speaks for it
DISCIPLINES = {Side.UX: _("UX research, design or content"), Side.PRODUCT: "product"}


def speaks_for(side: Side, member: Member | None, stand_ins: StandIns) -> bool:
    """Whether the member, still active, works on that side or is its named stand-in."""
    return bool(member and member.is_active and (member.side == side or stand_ins.get(side) == member.pk))


def stand_ins(actor: Member) -> StandIns:
    """Who speaks for a side that the workspace lacks: side → the member's id."""
    return dict(StandIn.objects.filter(workspace_id=actor.workspace_id).values_list("side", "member_id"))


def speakers(side: Side, *, actor: Member) -> list[Member]:
    """Everybody active who works on a side, and its stand-in."""
    disciplines = [discipline for discipline, its in SIDES.items() if its == side]
    spoken_for = Q(pk=stand_ins(actor).get(side))
    members = Member.objects.filter(workspace_id=actor.workspace_id, deactivated_at=None)
    return list(members.filter(Q(discipline__in=disciplines) | spoken_for).order_by("name", "pk"))


def why_not(side: Side, member: Member, stand_ins: StandIns, *, workspace_id: int) -> str:
    """Why the member cannot own something for that side; "" where they can.

    Raises:
        NotVisible: they are in another workspace.
    """
    if member.workspace_id != workspace_id:
        raise NotVisible(_("There is no such member in this workspace. Nothing was changed."))
    if speaks_for(side, member, stand_ins):
        return ""
    if not member.is_active:
        return _("%(name)s has left this workspace. Choose somebody else. Nothing was changed.", name=member.name)
    return _(
        "%(name)s works in %(get_discipline_display)s. The %(label)s owner works in "
        "%(disciplines)s, or an owner of the workspace names a stand-in for %(label)s. "
        "Nothing was changed.",
        name=member.name,
        get_discipline_display=member.get_discipline_display().lower(),
        label=side.label,
        disciplines=DISCIPLINES[side],
    )
