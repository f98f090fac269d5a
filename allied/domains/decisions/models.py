"""Decisions: what was decided, by whom, on what evidence and against whose dissent; and what holds one back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Hold

TEXT_LENGTH = 4_000
LINE_LENGTH = 300
REASON_LENGTH = 500
MOST_OPTIONS = 12


class State(models.TextChoices):
    """The states that the catalogue of kinds gives a decision. They stand on its node."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    DECIDED = "decided", "Decided"
    DROPPED = "dropped", "Dropped"


class Decision(Threaded):
    """A question with options, put to one person who decides it, with what both sides say in their own words.

    The question is the title of its node and the state stands there too. ``waived_because`` says why the decider let
    it be decided although the sides had not worded each other's case.
    """

    context = models.TextField(blank=True)
    decider = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    waived_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="decisions_decision_ending_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(reasons=""), name="decisions_decision_gives_its_reasons"
            ),
        ]

    @property
    def question(self) -> str:
        return self.node.title

    @property
    def choice(self) -> Option | None:
        """The option that was decided on. Ask with the options prefetched."""
        return next((option for option in self.options.all() if option.is_chosen), None)


class Option(models.Model):
    """One thing that could be decided, with what it means for people and for the business."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    title = models.CharField(max_length=LINE_LENGTH)
    for_people = models.CharField(max_length=REASON_LENGTH, blank=True)
    for_business = models.CharField(max_length=REASON_LENGTH, blank=True)
    place = models.PositiveSmallIntegerField()
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(is_chosen=True), name="decisions_option_is_chosen_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Position(models.Model):
    """What one side says, in its own words, and the option it is for."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="positions")
    side = models.CharField(max_length=10, choices=Side)
    option = models.ForeignKey(Option, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "side"], name="decisions_position_is_one_a_side"),
            models.CheckConstraint(condition=Q(side__in=[Side.UX, Side.PRODUCT]), name="decisions_position_has_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.text}"


class SteelMan(models.Model):
    """The other side's case in one's own words, as strong as one can make it; fair once the other side says so."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="steel_men")
    side = models.CharField(max_length=10, choices=Side, help_text="Whose wording it is.")
    text = models.TextField()
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    worded_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "side"], name="decisions_steel_man_is_one_a_side"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="decisions_steel_man_acceptance_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.text}"


class Objection(models.Model):
    """A veto of UX on experience quality, or its mirror, a business imperative of Product.

    It stands on a decision or a roadmap item, cites a standard and evidence, and says what would lift it. While it
    stands, its holds forbid to decide or to commit. ``due_on`` is the last working day for an answer; then
    ``escalates_to`` settles it.
    """

    class Kind(models.TextChoices):
        VETO = "veto", "Veto"
        IMPERATIVE = "imperative", "Business imperative"

    class Ending(models.TextChoices):
        LIFTED = "lifted", "Lifted"
        OVERRIDDEN = "overridden", "Overridden"

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=12, choices=Kind)
    standard = models.CharField(max_length=30)
    reason = models.CharField(max_length=LINE_LENGTH)
    way_out = models.CharField(max_length=LINE_LENGTH)
    evidence = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    is_after_commitment = models.BooleanField(default=False)
    placed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
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
