"""Follow an object, or stop; how one is told. Each is the member's own, so it leaves no activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.models import USUAL, Follow, Happening, Way, Wish
from allied.kernel.words import _


@transaction.atomic
def follow(node: Node, *, actor: Member) -> None:
    """Be told of what happens to an object. Following twice is the same as once.

    Raises:
        NotVisible: it is in another workspace.
        Denied: the actor reads nothing here.
    """
    access.require(actor, Permission.WORKSPACE_READ, node)
    Follow.objects.update_or_create(node=node, member=actor, defaults={"is_on": True, "why": Follow.Why.CHOSEN})


@transaction.atomic
def unfollow(node: Node, *, actor: Member) -> None:
    """Be told no more, unless somebody mentions the actor. Nothing but following anew takes this back.

    Raises:
        NotVisible: it is in another workspace.
        Denied: the actor reads nothing here.
    """
    access.require(actor, Permission.WORKSPACE_READ, node)
    Follow.objects.update_or_create(
        node=node, member=actor, defaults={"is_on": False}, create_defaults={"is_on": False, "why": Follow.Why.CHOSEN}
    )


def follow_by_itself(node: Node, members: Iterable[int], why: Follow.Why, *, since: datetime) -> None:
    """Let those members follow who neither do nor have stopped."""
    rows = [Follow(node=node, member_id=member, why=why, since=since) for member in members]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def ways_of(member: Member) -> dict[Happening, Way]:
    """How a member is told of each kind of happening: one query."""
    chosen = Wish.objects.filter(member=member).values_list("happening", "way")
    return {**USUAL, **{Happening(happening): Way(way) for happening, way in chosen}}


@transaction.atomic
def choose_ways(ways: Mapping[str, str], *, actor: Member) -> None:
    """Say how to be told, kind by kind. What is not named stays.

    Raises:
        BadInput: no such kind of happening, or no such way.
    """
    for happening, way in ways.items():
        if happening not in Happening.values or way not in Way.values:
            raise BadInput(**{happening: _("Choose one of the ways offered. Nothing was changed.")})
        Wish.objects.update_or_create(member=actor, happening=happening, defaults={"way": way})


@transaction.atomic
def stop_mail(member: Member, happening: str = "") -> None:
    """No more e-mail to a member of one kind, or of any; the list of notifications goes on."""
    for kind, way in ways_of(member).items():
        if way in (Way.INSTANT, Way.DAILY) and happening in ("", kind):
            Wish.objects.update_or_create(member=member, happening=kind, defaults={"way": Way.APP})
