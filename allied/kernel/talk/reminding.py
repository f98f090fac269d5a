"""Remind people that a clock is about to run out, or has: each of them once, however often a job asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from allied.kernel import activity
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Reminder


@transaction.atomic
def remind(node: Node, verb: str, whom: Iterable[int], *, once: str, actor: Member, **details: Any) -> bool:
    """Tell these members alone, by their numbers, as they wish to be told; whether it is the first time.

    ``once`` names the reminder among those of the node. ``actor`` is the person of whom the activity speaks, and may
    be among those who are told. The clock does this; it needs no permission.
    """
    _given, is_new = Reminder.objects.get_or_create(node=node, once=once)
    if is_new:
        activity.record(verb, node, actor=actor, reminded=sorted(set(whom)), is_reminder=True, **details)
    return is_new
