"""What holds a decision or an item back, and the standards that it may cite."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from allied.domains.decisions.models.decision import LINE_LENGTH, REASON_LENGTH
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Workspace
from allied.kernel.thread.models import Hold
from allied.kernel.words import _


class Objection(models.Model):
    """A veto of UX on experience quality, or its mirror, a business imperative of Product.

    It stands on a decision or a roadmap item, cites a standard and evidence, and says what would lift it. While it
    stands, its holds forbid to decide or to commit. ``due_on`` is the last of its ``days`` working days for an
    answer; then ``escalates_to`` settles it.
    """

    class Kind(models.TextChoices):
        VETO = "veto", _("Veto")
        IMPERATIVE = "imperative", _("Business imperative")

    class Ending(models.TextChoices):
        LIFTED = "lifted", _("Lifted")
        OVERRIDDEN = "overridden", _("Overridden")

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=12, choices=Kind)
    standard = models.CharField(max_length=30)
    reason = models.CharField(max_length=LINE_LENGTH)
    way_out = models.CharField(max_length=LINE_LENGTH)
    evidence = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    is_after_commitment = models.BooleanField(default=False)
    placed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(default=10)
    due_on = models.DateField()
    escalates_to = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    end_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    holds = models.ManyToManyField(Hold, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(ending="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="decisions_objection_ending_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(way_out="") & ~Q(standard=""),
                name="decisions_objection_says_what_lifts_it",
            ),
        ]
        indexes = [models.Index(fields=["node"], name="decisions_objection_stands", condition=Q(ending=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"

    @property
    def stands(self) -> bool:
        return not self.ending


class Standard(models.Model):
    """A standard of this workspace's own that an objection may cite, or one of the starter set that it does not use.

    ``key`` names one of the starter set, or is the workspace's own. One that is retired is offered no more; what cites
    it keeps it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Objection.Kind)
    key = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="decisions_standard_key_is_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="decisions_standard_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
