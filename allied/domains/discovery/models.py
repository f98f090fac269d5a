"""What is worth solving, and for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member


class Opportunity(Threaded):
    """A need, pain or wish of people that, if we met it, would move an outcome. Never a solution.

    Title and state are the node's. What it is part of, what supports it and what addresses it are links.
    """

    description = models.TextField(blank=True)
    concerns = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="discovery_opportunity_end_is_whole",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.node.state == "open"
