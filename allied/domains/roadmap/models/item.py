"""What we agreed to try for, in which order, and who stands behind it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.kernel.words import _

REASON_LENGTH = 500


class State(models.TextChoices):
    """The states that the catalogue of kinds gives an item. They stand on its node."""

    IDEA = "idea", _("Idea")
    PROPOSED = "proposed", _("Proposed")
    COMMITTED = "committed", _("Committed")
    DROPPED = "dropped", _("Dropped")


class Horizon(models.TextChoices):
    """How near. Never a date: a horizon says how sure we are that we will try."""

    NOW = "now", _("Now")
    NEXT = "next", _("Next")
    LATER = "later", _("Later")


def whole(name: str) -> Q:
    """Who and when come together or not at all."""
    neither = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return neither | Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})


class Item(Threaded):
    """An outcome that a team tries for, worded as what changes for people or the business, not as a feature.

    Title and state are the node's. The opportunity that it addresses is a link. ``position`` orders the items of
    one horizon in one workspace; the numbers leave gaps, so that a move writes one row. A dropped item keeps its
    place and what it had reached, so that it can come back as it was.
    """

    problem = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    ux_owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    product_owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    horizon = models.CharField(max_length=5, choices=Horizon, default=Horizon.LATER)
    position = models.BigIntegerField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_because = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="roadmap_item_horizon_is_known"),
            models.CheckConstraint(condition=whole("proposed"), name="roadmap_item_proposal_is_whole"),
            models.CheckConstraint(condition=whole("committed"), name="roadmap_item_commitment_is_whole"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, dropped_because="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(dropped_because=""),
                name="roadmap_item_drop_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(ux_owner__isnull=True) | Q(product_owner__isnull=True) | ~Q(ux_owner=F("product_owner")),
                name="roadmap_item_owners_are_two_people",
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=True)
                | Q(proposed_at__isnull=False, ux_owner__isnull=False, product_owner__isnull=False)
                & ~Q(problem="")
                & ~Q(outcome=""),
                name="roadmap_item_commitment_has_its_ground",
            ),
        ]
        indexes = [models.Index(fields=["-horizon", "position"], name="roadmap_item_in_order")]

    @property
    def state(self) -> State:
        return State(self.node.state)
