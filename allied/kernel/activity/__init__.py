"""Record what happened; tell subscribers once it is committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from allied.kernel.activity.models import Activity
    from allied.kernel.nodes.models import Node
    from allied.kernel.people.models import Member

Subscriber = Callable[["Activity"], None]
_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> Subscriber:
    """Call ``subscriber`` with each activity after its transaction has committed. Its failure undoes nothing."""
    _subscribers.append(subscriber)
    return subscriber


def record(verb: str, node: Node | None, *, actor: Member, **details: Any) -> Activity:
    """Write one activity row in the caller's transaction and hand it to subscribers after commit.

    ``verb`` is ``noun.past`` ("insight.published"). ``node`` is None for acts on the workspace itself.
    """
    from allied.kernel.activity.models import Activity  # noqa: PLC0415  models load after this package

    entry = Activity.objects.create(
        workspace_id=actor.workspace_id,
        verb=verb,
        node=node,
        reference=node.reference if node else "",
        actor=actor,
        details=details,
    )
    tell_after_commit(entry)
    return entry


def tell_after_commit(entry: Activity) -> None:
    """Hand it to subscribers once the caller's transaction has committed."""
    for subscriber in _subscribers:
        transaction.on_commit(_telling(subscriber, entry), robust=True)


def _telling(subscriber: Subscriber, entry: Activity) -> Callable[[], None]:
    """A function, not a partial: Django names it in its log when a subscriber fails."""

    def tell() -> None:
        subscriber(entry)

    return tell
