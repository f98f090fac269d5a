"""What only insights know to be missing, for every list of gaps."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from allied.domains.insights.models import Insight, State
from allied.kernel.nodes.models import Node
from allied.kernel.thread.gaps import Gap, register
from allied.kernel.words import _


def _review_is_over(nodes: QuerySet[Node]) -> QuerySet[Node]:
    due = Insight.objects.filter(node__state=State.PUBLISHED, review_on__lt=timezone.localdate())
    return nodes.filter(pk__in=due.values("pk"))


def register_gaps() -> None:
    register(
        Gap(
            name="insight_to_review",
            kind="insight",
            one=_("insight whose review is overdue"),
            many=_("insights whose review is overdue"),
            fill=_("Review it"),
            find=_review_is_over,
            is_daily=False,  # its owners find it among what waits on them
        )
    )
