"""Insights: what the team holds to be true, and how it would find out that it is not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.models import Member, Product, Workspace
from allied.kernel.words import _

SUMMARY_LENGTH = 4_000
SCOPE_LENGTH = 1_000
REASON_LENGTH = 500


class State(models.TextChoices):
    """The states that the catalogue of kinds gives an insight. They stand on its node."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    RETIRED = "retired", _("Retired")


ENDED = frozenset({State.SUPERSEDED, State.RETIRED})


class Insight(Threaded):
    """A finding that holds across evidence, worded so that a team can act on it and could be shown to be wrong.

    The claim is the title of its node and the state stands there too. ``scope`` says for whom and when it
    holds; ``what_would_change`` names the observation that would change our mind.
    """

    summary = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    what_would_change = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    ux_owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    product_owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    parked_at = models.DateTimeField(null=True)
    parked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    parked_because = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="insights_insight_publication_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="insights_insight_ending_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(ended_at__isnull=True) | Q(ended_at__gte=F("published_at")),
                name="insights_insight_ends_after_it_was_published",
            ),
            models.CheckConstraint(
                condition=Q(ux_owner__isnull=True) | Q(product_owner__isnull=True) | ~Q(ux_owner=F("product_owner")),
                name="insights_insight_owners_are_two_people",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="insights_insight_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(parked_at__isnull=True, parked_by__isnull=True, parked_because="")
                | Q(parked_at__isnull=False, parked_by__isnull=False) & ~Q(parked_because=""),
                name="insights_insight_parking_is_whole",
            ),
        ]

    @property
    def claim(self) -> str:
        return self.node.title

    @property
    def is_draft(self) -> bool:
        return self.node.state == State.DRAFT

    @property
    def is_parked(self) -> bool:
        return self.parked_at is not None

    @property
    def owners(self) -> list[Member]:
        """Who answers for it, UX first; nobody where none was named."""
        return [owner for owner in (self.ux_owner, self.product_owner) if owner]

    @property
    def is_published(self) -> bool:
        return self.node.state == State.PUBLISHED


class Suggestion(models.Model):
    """New evidence that came near a published claim, until a person says what it means for it.

    ``nearness`` is 0 to 1, of ``synthesis.relevance``; ``lean`` and ``cue`` are a guess from single words. Nothing is
    linked by it: ``relation`` is what a person confirmed, and stays blank where they dismissed it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    class Lean(models.TextChoices):
        CONTRADICTS = "contradicts", _("Seems to disagree")
        SUPPORTS = "supports", _("Seems to agree")
        UNCLEAR = "unclear", _("Unclear")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    evidence = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    nearness = models.FloatField()
    lean = models.CharField(max_length=11, choices=Lean)
    cue = models.CharField(max_length=10, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    relation = models.CharField(max_length=11, blank=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "evidence"], name="insights_suggestion_is_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", relation="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="confirmed", relation__in=["supports", "contradicts"], decided_at__isnull=False)
                | Q(state="dismissed", relation="", decided_at__isnull=False),
                name="insights_suggestion_decision_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "lean", "-nearness"],
                name="insights_suggestion_waits",
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} near {self.claim_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class Watched(models.Model):
    """Up to which fill of vectors the evidence of a workspace was compared with its claims."""

    workspace = models.OneToOneField(Workspace, primary_key=True, on_delete=models.CASCADE, related_name="+")
    generation = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.workspace_id}: {self.generation}"


class DigestReader(models.Model):
    """That a member wants a product's weekly digest by e-mail, and the Monday up to which they had it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    sent_for = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "product"], name="insights_digest_reader_is_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} reads {self.product}"
