"""Give what the demo made the day on which it would have been made.

Actions always write the present. Only the demo has a past that nobody acted in, so only the demo rewrites times.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allied.kernel.activity.models import Activity
from allied.kernel.nodes.models import Node
from allied.kernel.thread.models import Link


def backdate(node: Node, moment: datetime) -> None:
    """Let the node, its links and its history begin at ``moment``, one hour an event."""
    Node.objects.filter(pk=node.pk).update(created_at=moment, updated_at=moment)
    Link.objects.filter(target=node).update(created_at=moment)
    for hours, entry in enumerate(Activity.objects.filter(node=node).order_by("pk")):
        Activity.objects.filter(pk=entry.pk).update(at=moment + timedelta(hours=hours))
