"""Who stands behind the brief of a decision, for which side, until they withdraw or what it says changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allied.domains.decisions.models.decision import Decision
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.words import _


class BriefSignature(models.Model):
    """One side's signature under the united-front brief. It is joint while one of UX and one of Product hold.

    ``content`` is the digest of the facts that were signed (``facts``): it holds while the brief says the same.
    """

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn")
        VOIDED = "voided", _("Void, because what it says changed")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    content = models.CharField(max_length=64, default="")
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[BriefSignature]] = models.Manager()

    class Meta:
        ordering = ["-side", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "side"], condition=Q(ending=""), name="decisions_brief_signature_is_one_a_side"
            ),
            models.CheckConstraint(
                condition=Q(side__in=[Side.UX, Side.PRODUCT]), name="decisions_brief_signature_has_a_side"
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True) | (~Q(ending="") & Q(ended_at__isnull=False)),
                name="decisions_brief_signature_ending_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.get_side_display()}"
