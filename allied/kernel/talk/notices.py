"""What a member was told, and what they make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from allied.kernel.activity.history import Event, worded
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.mail import anchor
from allied.kernel.talk.models import Follow, Notification, NotificationQuerySet
from allied.kernel.words import _

COUNTED = 100


@dataclass(frozen=True)
class Notice:
    """A notification with its words: who did what to which node."""

    row: Notification
    event: Event
    anchor: str


def waiting_for(member: Member) -> int:
    """How many are unread, up to ``COUNTED``: one query."""
    return Notification.objects.of(member).filter(read_at=None)[:COUNTED].count()


def notifications(*, actor: Member) -> NotificationQuerySet:
    """All of the actor's, newest first."""
    found = Notification.objects.of(actor).select_related("node", "activity__actor", "activity__node")
    return found.order_by("-pk")


def notification_by_id(number: int, *, actor: Member) -> Notification:
    """Raises: NotVisible, where the actor has none of that number."""
    found = notifications(actor=actor).filter(pk=number).first()
    if found is None:
        raise NotVisible(_("There is no such notification, or it is not yours."))
    return found


def in_words(rows: Sequence[Notification]) -> list[Notice]:
    """These with their words: at most one query."""
    events = worded([row.activity for row in rows])
    return [Notice(row, event, anchor(row)) for row, event in zip(rows, events, strict=True)]


def followers(node: Node) -> set[int]:
    """The members who follow a node: one query."""
    return set(Follow.objects.filter(node=node, is_on=True).values_list("member_id", flat=True))


@transaction.atomic
def mark_read(numbers: Sequence[int] | None, *, actor: Member) -> list[int]:
    """Mark these of the actor's as read, or all; return those that were unread."""
    unread = Notification.objects.filter(member=actor, read_at=None)
    if numbers is not None:
        unread = unread.filter(pk__in=numbers)
    found = list(unread.values_list("pk", flat=True))
    Notification.objects.filter(pk__in=found).update(read_at=timezone.now())
    return found


@transaction.atomic
def mark_unread(numbers: Sequence[int], *, actor: Member) -> list[int]:
    """Let these of the actor's wait again; return those that were read."""
    read = Notification.objects.filter(member=actor, pk__in=numbers).exclude(read_at=None)
    found = list(read.values_list("pk", flat=True))
    Notification.objects.filter(pk__in=found).update(read_at=None)
    return found
