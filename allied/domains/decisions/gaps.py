"""What only decisions know to be missing, for every list of gaps."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from allied.domains.decisions.models import Decision, State
from allied.kernel.nodes.models import Node
from allied.kernel.thread.gaps import Gap, register
from allied.kernel.words import _


def _review_is_over(nodes: QuerySet[Node]) -> QuerySet[Node]:
    due = Decision.objects.filter(node__state=State.DECIDED, review_on__lt=timezone.localdate())
    return nodes.filter(pk__in=due.values("pk"))


def register_gaps() -> None:
    register(
        Gap(
            name="decision_to_review",
            kind="decision",
            one=_("decision whose review is overdue"),
            many=_("decisions whose review is overdue"),
            fill=_("Review it"),
            find=_review_is_over,
            is_daily=False,  # whoever decides finds it among what waits on them
        )
    )
