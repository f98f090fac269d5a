"""What keeps people from using it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from allied.domains.roadmap.models.item import REASON_LENGTH, whole
from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.kernel.words import _


class FindingState(models.TextChoices):
    """The states that the catalogue of kinds gives a finding. They stand on its node."""

    OPEN = "open", _("Open")
    FIXED = "fixed", _("Fixed")


class Severity(models.TextChoices):
    """How bad a usability problem is. Source: Nielsen (1994), Severity Ratings for Usability Problems."""

    NONE = "0", _("0, no usability problem")
    COSMETIC = "1", _("1, cosmetic")
    MINOR = "2", _("2, minor")
    MAJOR = "3", _("3, major")
    CATASTROPHE = "4", _("4, catastrophe")


SEVERE = (Severity.MAJOR, Severity.CATASTROPHE)


class Finding(Threaded):
    """A usability problem: what, where, met by how many of how many people, and how bad.

    Its name and state are its node's. The items in which it was found, and the evidence that it is derived from, are
    links.
    """

    place = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    severity = models.CharField(max_length=1, choices=Severity)
    met = models.PositiveIntegerField(null=True)
    of_people = models.PositiveIntegerField(null=True)
    fixed_at = models.DateTimeField(null=True)
    fixed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    fixed_how = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="roadmap_finding_severity_is_known"),
            models.CheckConstraint(condition=whole("fixed"), name="roadmap_finding_fix_is_whole"),
            models.CheckConstraint(
                condition=Q(met__isnull=True, of_people__isnull=True)
                | Q(met__isnull=False, of_people__gte=1, met__lte=F("of_people")),
                name="roadmap_finding_is_met_by_some_of_all",
            ),
        ]

    @property
    def is_severe(self) -> bool:
        return self.severity in SEVERE
