"""The rights charter: who decides what, in versions, each signed by leadership, UX and Product before it holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _

CHANGE_LENGTH = 300
TYPE_LENGTH = 60


class Charter(models.Model):
    """One version of who decides what.

    A draft until those have signed who must; then it holds until the next version does. It is never changed after.
    ``settles`` settles vetoes and business imperatives that nobody lifted in ``objection_days`` working days.
    ``commits_by_decision``: a roadmap item is committed only once a decision that it is decided by has closed.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=CHANGE_LENGTH, blank=True)
    objection_days = models.PositiveSmallIntegerField(default=10)
    settles = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    talk_again_on = models.DateField(null=True)
    commits_by_decision = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="decisions_charter_number_is_unique"),
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(in_force_at__isnull=True), name="decisions_charter_draft_is_one"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(in_force_at__isnull=False, superseded_at__isnull=True),
                name="decisions_charter_in_force_is_one",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("in_force_at")),
                name="decisions_charter_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.in_force_at is None

    @property
    def is_in_force(self) -> bool:
        return self.in_force_at is not None and self.superseded_at is None


class Right(models.Model):
    """One row of a charter: for decisions of a type, an impact and a reversibility, who decides and who has a say."""

    class Impact(models.TextChoices):
        HIGH = "high", _("High impact")
        LOW = "low", _("Low impact")

    class Reversibility(models.TextChoices):
        HARD = "hard", _("hard to undo")
        EASY = "easy", _("easy to undo")

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="rights")
    decision_type = models.CharField(max_length=TYPE_LENGTH)
    impact = models.CharField(max_length=4, choices=Impact)
    reversibility = models.CharField(max_length=4, choices=Reversibility)
    decider = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    answer_days = models.PositiveSmallIntegerField(default=5)
    escalates_to = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["decision_type", "impact", "-reversibility", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "decision_type", "impact", "reversibility"], name="decisions_right_is_one_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_type}, {self.weight}"

    @property
    def weight(self) -> str:
        """How much is at stake, such as “high impact, hard to undo”."""
        return f"{self.get_impact_display().lower()}, {self.get_reversibility_display()}"

    @property
    def case(self) -> tuple[str, str, str]:
        """What tells a row from the others of its version, and finds the same one in another version."""
        return self.decision_type, self.impact, self.reversibility


class RightHolder(models.Model):
    """A person whom a row of a charter names beside its decider."""

    class Part(models.TextChoices):
        RECOMMENDS = "recommends", _("Recommends")
        AGREES = "agrees", _("Must agree")
        INPUT = "input", _("Gives input")
        TOLD = "told", _("Is told")

    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="holders")
    part = models.CharField(max_length=10, choices=Part)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["right", "part", "member"], name="decisions_right_holder_is_once_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_part_display().lower()}"


class Signature(models.Model):
    """Who stands behind a version, and for whom: leadership, a side, or themselves."""

    class For(models.TextChoices):
        LEADERSHIP = "leadership", _("Leadership")
        UX = "ux", _("UX")
        PRODUCT = "product", _("Product")
        OTHER = "other", _("Another discipline")

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="signatures")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stands_for = models.CharField(max_length=10, choices=For)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "member", "stands_for"], name="decisions_signature_is_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.get_stands_for_display()}"
