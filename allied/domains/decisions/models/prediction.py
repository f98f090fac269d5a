"""What a decision or an item is said to change, and what came of it on its day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from allied.domains.decisions.models.decision import REASON_LENGTH
from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Discipline, Side
from allied.kernel.people.models import Member
from allied.kernel.words import _

UNIT_LENGTH = 30
DIGITS, PLACES = 16, 4


class PredictionState(models.TextChoices):
    """The states that the catalogue of kinds gives a prediction. They stand on its node."""

    OPEN = "open", _("Not read yet")
    HIT = "hit", _("Hit")
    MISS = "miss", _("Miss")
    UNREADABLE = "unreadable", _("Could not be read")
    DISPUTED = "disputed", _("Disputed")
    SUPERSEDED = "superseded", _("Superseded")


class Prediction(Threaded):
    """A figure that somebody expects on a day, as a range that holds it with a probability.

    What is measured is the title of its node, and who says it made the node. It never changes: another one supersedes
    it, before its day, and both are kept. ``about`` is the decision or item; None once that was erased. ``side`` and
    ``discipline`` are those of the person when it was said. ``reads`` says what came.
    """

    class Voice(models.TextChoices):
        PERSON = "person", _("In my own name")
        SIDE = "side", _("For my side")
        TEAM = "team", _("For the team, both sides together")

    about = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.CharField(max_length=UNIT_LENGTH, blank=True)
    low = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    high = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    read_on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    voice = models.CharField(max_length=6, choices=Voice)
    side = models.CharField(max_length=10, choices=Side)
    discipline = models.CharField(max_length=20, choices=Discipline)
    reads = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=REASON_LENGTH)

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="decisions_prediction_range_runs_upwards"),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=99), name="decisions_prediction_is_never_certain"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="decisions_prediction_gives_its_reason"),
        ]
        indexes = [models.Index(fields=["reads", "read_on"], name="decisions_prediction_due")]

    @property
    def measure(self) -> str:
        return self.node.title


class Reading(models.Model):
    """What came of a prediction, as one person read it: the figure with its n, or why it could not be read.

    ``low`` and ``high`` are the interval of the figure, where it has one. The newest reading of a prediction counts;
    ``note`` says why it could not be read, or what to know of the figure.
    """

    prediction = models.ForeignKey(Prediction, on_delete=models.CASCADE, related_name="readings")
    figure = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    n = models.PositiveIntegerField(null=True)
    low = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    high = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    note = models.CharField(max_length=REASON_LENGTH, blank=True)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    disputed_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    disputed_at = models.DateTimeField(null=True)
    disputed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(figure__isnull=True, n__isnull=True, low__isnull=True) & ~Q(note="")
                | Q(figure__isnull=False, n__gte=1),
                name="decisions_reading_is_a_figure_with_n_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=F("figure"), high__gte=F("figure")),
                name="decisions_reading_interval_holds_the_figure",
            ),
            models.CheckConstraint(
                condition=Q(disputed_because="", disputed_at__isnull=True, disputed_by__isnull=True)
                | (~Q(disputed_because="") & Q(disputed_at__isnull=False, disputed_by__isnull=False)),
                name="decisions_reading_dispute_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prediction_id}: {self.figure if self.figure is not None else self.note}"


class ShownCalibration(models.Model):
    """A member who lets the workspace see how their own predictions came out. Without a row only they see it."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.member)
