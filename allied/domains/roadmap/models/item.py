"""What we agreed to try for, in which order, and who stands behind it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from allied.kernel.nodes.models import Threaded
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.words import _

REASON_LENGTH = 500


class State(models.TextChoices):
    """The states that the catalogue of kinds gives an item. They stand on its node."""

    IDEA = "idea", _("Idea")
    PROPOSED = "proposed", _("Proposed")
    COMMITTED = "committed", _("Committed")
    IN_PROGRESS = "in_progress", _("In progress")
    SHIPPED = "shipped", _("Shipped")
    READ_BACK = "read_back", _("Read back")
    DROPPED = "dropped", _("Dropped")


PROMISED = (State.COMMITTED, State.IN_PROGRESS, State.SHIPPED, State.READ_BACK)
OUT = (State.SHIPPED, State.READ_BACK)


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

    ``measure`` goes from ``baseline`` to ``goal`` by ``due_on``. The work is planned as ranges: days from ``begins_on``
    to ``ends_on``, of which the team is ``confidence`` percent sure, and a size in weeks. ``tested`` says how the
    solution was tested, ``untested_because`` why it shipped without; ``result`` what was read back.
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
    measure = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=60, blank=True)
    goal = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    size_low = models.PositiveSmallIntegerField(null=True)
    size_high = models.PositiveSmallIntegerField(null=True)
    tested = models.CharField(max_length=REASON_LENGTH, blank=True)
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    shipped_on = models.DateField(null=True)
    shipped_at = models.DateTimeField(null=True)
    shipped_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    untested_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    result = models.CharField(max_length=REASON_LENGTH, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_because = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="roadmap_item_horizon_is_known"),
            models.CheckConstraint(condition=whole("proposed"), name="roadmap_item_proposal_is_whole"),
            models.CheckConstraint(condition=whole("committed"), name="roadmap_item_commitment_is_whole"),
            models.CheckConstraint(condition=whole("started"), name="roadmap_item_start_is_whole"),
            models.CheckConstraint(
                condition=Q(shipped_at__isnull=True, shipped_by__isnull=True, shipped_on__isnull=True)
                | Q(shipped_at__isnull=False, shipped_by__isnull=False, shipped_on__isnull=False),
                name="roadmap_item_shipping_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True, result="")
                | Q(read_at__isnull=False, read_by__isnull=False) & ~Q(result=""),
                name="roadmap_item_reading_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(shipped_at__isnull=True) | Q(committed_at__isnull=False),
                name="roadmap_item_ships_what_was_committed",
            ),
            models.CheckConstraint(
                condition=Q(shipped_at__isnull=True) | ~Q(tested="") | ~Q(untested_because=""),
                name="roadmap_item_says_how_it_was_tested",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(begins_on__lte=F("ends_on")),
                name="roadmap_item_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(size_low__isnull=True, size_high__isnull=True) | Q(size_low__lte=F("size_high")),
                name="roadmap_item_size_is_a_range",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__lte=100),
                name="roadmap_item_confidence_is_a_percentage",
            ),
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


class Effort(models.Model):
    """How many weeks a discipline thinks that it needs for an item, as a range."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="efforts")
    discipline = models.CharField(max_length=20, choices=Discipline)
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "discipline"], name="roadmap_effort_is_one_a_discipline"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="roadmap_effort_is_a_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_discipline_display()}: {self.low} to {self.high}"
