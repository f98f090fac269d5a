"""Decisions: what was decided, by whom, on what evidence and against whose dissent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allied.domains.decisions.models.charter import Right
from allied.kernel.nodes.models import Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.words import _

TEXT_LENGTH = 4_000
LINE_LENGTH = 300
REASON_LENGTH = 500
MOST_OPTIONS = 12


class State(models.TextChoices):
    """The states that the catalogue of kinds gives a decision. They stand on its node."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    DECIDED = "decided", _("Decided")
    DROPPED = "dropped", _("Dropped")


class Decision(Threaded):
    """A question with options, put to one person who decides it, with what both sides say in their own words.

    The question is the title of its node and the state stands there too. ``waived_because`` says why
    ``waived_by``, a leader, let it be decided although the sides had not worded each other's case. ``right`` is the
    row of the charter by which it is decided; None where no charter held.
    """

    context = models.TextField(blank=True)
    decider = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Right, null=True, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    waived_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    waived_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
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
    side = models.CharField(max_length=10, choices=Side, help_text=_("Whose wording it is."))
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


class Consent(models.Model):
    """Someone whom the charter makes agree: what they answered in its working days, or how it was settled after."""

    class Answer(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        DISAGREES = "disagrees", _("Disagrees")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="consents")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True)
    settlement = models.CharField(max_length=REASON_LENGTH, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="decisions_consent_is_one_a_person"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="decisions_consent_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(settlement="", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(settlement="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="decisions_consent_settlement_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.answer or 'not answered'}"

    @property
    def is_given(self) -> bool:
        return self.answer == self.Answer.AGREES or bool(self.settlement)
