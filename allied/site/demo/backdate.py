"""Give what the demo made the day on which it would have been made.

Actions always write the present. Only the demo has a past that nobody acted in, so only the demo rewrites times.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from allied.kernel.activity.models import Activity
from allied.kernel.nodes.models import Node
from allied.kernel.thread.models import Link

# Relations by which the newer object points at the older one, so the link is as old as its source.
OUTWARD = ("addresses", "part_of", "supersedes", "tests", "underlies")


def backdate(node: Node, moment: datetime) -> None:
    """Let the node, its links and its history begin at ``moment``, one hour an event."""
    Node.objects.filter(pk=node.pk).update(created_at=moment, updated_at=moment)
    Link.objects.filter(Q(target=node) | Q(source=node, relation__in=OUTWARD)).update(created_at=moment)
    of_node = Q(node=node) & ~Q(verb="thread.linked", details__relation__in=OUTWARD)
    begun_here = Q(verb="thread.linked", details__relation__in=OUTWARD, details__source=node.pk)
    for hours, entry in enumerate(Activity.objects.filter(of_node | begun_here).order_by("pk")):
        Activity.objects.filter(pk=entry.pk).update(at=moment + timedelta(hours=hours))


@contextmanager
def happened(moment: datetime, *, apart: timedelta = timedelta(minutes=20)) -> Iterator[None]:
    """Let what the block writes have happened from ``moment`` on, one event each ``apart``, and never later than now.

    What the block itself has given a day keeps it.
    """
    began = timezone.now()
    yield
    moment = min(moment, began)
    entries = list(Activity.objects.filter(workspace__is_demo=True, at__gte=began).order_by("pk"))
    for number, entry in enumerate(entries):
        entry.at = min(moment + number * apart, began)
    Activity.objects.bulk_update(entries, ["at"], batch_size=500)
    nodes, links = Node.objects.filter(workspace__is_demo=True), Link.objects.filter(workspace__is_demo=True)
    nodes.filter(created_at__gte=began).update(created_at=moment)
    nodes.filter(updated_at__gte=began).update(updated_at=moment)
    links.filter(created_at__gte=began).update(created_at=moment)
