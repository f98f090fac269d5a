"""Questions about what a member keeps for themself."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.models import Member
from allied.kernel.personal.models import Act, Draft, Favorite, Opening

DRAFTS_LAST = timedelta(days=30)


def opened(*, actor: Member, limit: int = 8, but: Node | None = None) -> list[Node]:
    """What the actor opened last and can still read, the last first; without ``but``. One query."""
    found = Opening.objects.filter(readable_one_by_one(actor, archived_at=None), member=actor)
    found = found.select_related("node__product")
    if but is not None:
        found = found.exclude(node=but)
    return [opening.node for opening in found.order_by("-at", "-pk")[:limit]]


def favorites(*, actor: Member) -> list[Node]:
    """The actor's favorites that they can still read, in the order in which they were chosen. One query."""
    found = Favorite.objects.filter(readable_one_by_one(actor, archived_at=None), member=actor)
    return [favorite.node for favorite in found.select_related("node").order_by("at", "pk")]


def acts(*, actor: Member, limit: int = 30) -> list[Act]:
    """What the actor did that could be undone, the last first, undone ones too."""
    return list(Act.objects.filter(member=actor).order_by("-at", "-pk")[:limit])


def to_undo(*, actor: Member) -> QuerySet[Act]:
    """Of these, those that can be undone now."""
    in_time = Q(until=None) | Q(until__gt=timezone.now())
    return Act.objects.filter(in_time, member=actor, undone_at=None).order_by("-at", "-pk")


def draft_at(place: str, *, actor: Member) -> Draft | None:
    """What the actor wrote into the form of this address and has not sent."""
    return Draft.objects.filter(member=actor, place=place, at__gt=timezone.now() - DRAFTS_LAST).first()
