"""What reaches people together, on one day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from allied.domains.roadmap.models.item import whole
from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.kernel.words import _

STEP_LENGTH = 200


class ReleaseState(models.TextChoices):
    """The states that the catalogue of kinds gives a release. They stand on its node."""

    PLANNED = "planned", _("Planned")
    SHIPPED = "shipped", _("Shipped")


class Release(Threaded):
    """What reaches people together, on one day: a marker on every chart of what it may have changed.

    Its name and state are its node's; the items that it delivers are links. ``notes`` are Markdown, for the changelog.
    ``checklist`` is one step a line; a ``Tick`` says who did which of them.
    """

    planned_on = models.DateField(null=True)
    notes = models.TextField(blank=True)
    checklist = models.TextField(blank=True)
    shipped_on = models.DateField(null=True)
    shipped_at = models.DateTimeField(null=True)
    shipped_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=whole("shipped"), name="roadmap_release_shipping_is_whole"),
            models.CheckConstraint(
                condition=Q(shipped_on__isnull=True, shipped_at__isnull=True)
                | Q(shipped_on__isnull=False, shipped_at__isnull=False),
                name="roadmap_release_shipping_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["-shipped_on", "-node"], name="roadmap_release_newest_first")]

    @property
    def on(self) -> date | None:
        """The day on which it shipped, or is planned to; None while nobody said."""
        return self.shipped_on or self.planned_on

    @property
    def is_shipped(self) -> bool:
        return self.shipped_at is not None

    @property
    def steps(self) -> list[str]:
        """The checklist, each step once, in its order."""
        return list(dict.fromkeys(line.strip() for line in self.checklist.splitlines() if line.strip()))


class Tick(models.Model):
    """That somebody did a step of a release's checklist. A step that is reworded has to be done again."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="ticks")
    step = models.CharField(max_length=STEP_LENGTH)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "step"], name="roadmap_tick_is_once"),
        ]

    def __str__(self) -> str:
        return self.step
