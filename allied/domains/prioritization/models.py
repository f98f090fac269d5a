"""Prioritization rounds: two sides vote on the same things before either can read the other's ballots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.words import _

PURPOSE_LENGTH = 2_000
REASON_LENGTH = 300
MOST_CANDIDATES = 40
LOWEST, HIGHEST = 1, 5


class State(models.TextChoices):
    """The states that the catalogue of kinds gives a round. They stand on its node."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for ballots")
    CLOSED = "closed", _("Ballots open to all")
    CANCELLED = "cancelled", _("Cancelled")


class Framework(models.TextChoices):
    """What one is asked about each candidate. A round keeps the version of the definition that it was opened with."""

    VOTES = "votes", _("Votes from 1 to 5")
    RICE_RANGE = "rice_range", _("Votes, and RICE with ranges")
    RICE = "rice", _("Votes, and RICE as published")
    ICE = "ice", _("Votes, and ICE")
    WSJF = "wsjf", _("Votes, and WSJF")
    VALUE_EFFORT = "value_effort", _("Votes, and value by effort")
    WEIGHTED = "weighted", _("Votes, and weighted criteria")
    MOSCOW = "moscow", _("Votes, and MoSCoW")


class Round(Threaded):
    """A question put to both sides at once: which of these first?

    The question is the title of its node and the state stands there too. ``key`` is the round's own key, wrapped, from
    its opening until its closing destroys it; every ballot is padded to ``ballot_length`` bytes. ``seed`` repeats the
    draws of its ranges. ``criteria``: name and weight of each, where the framework has its own in every round.
    ``follows`` is the round whose ballots were discussed before this one.
    """

    purpose = models.TextField(blank=True)
    framework = models.CharField(max_length=20, choices=Framework, default=Framework.VOTES)
    framework_version = models.PositiveSmallIntegerField(default=1)
    criteria = models.JSONField(default=list)
    closes_at = models.DateTimeField(null=True)
    quorum_ux = models.PositiveSmallIntegerField(default=2)
    quorum_product = models.PositiveSmallIntegerField(default=2)
    is_named = models.BooleanField(default=False)
    seed = models.PositiveIntegerField()
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="followers")
    key = models.BinaryField(null=True)
    ballot_length = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=True) | Q(opened_at__isnull=False, ended_at__isnull=True),
                name="prioritization_round_key_lives_from_opening_to_end",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False, closes_at__isnull=False),
                name="prioritization_round_opening_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(quorum_ux__gte=1, quorum_product__gte=1), name="prioritization_round_hears_both_sides"
            ),
        ]

    @property
    def question(self) -> str:
        return self.node.title

    def quorum_of(self, side: str) -> int:
        return {Side.UX: self.quorum_ux, Side.PRODUCT: self.quorum_product}.get(Side(side), 0)


class Candidate(models.Model):
    """One of the things that a round asks about."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="candidates")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "node"], name="prioritization_candidate_stands_once"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.node_id}"


class Ballot(models.Model):
    """Who has voted, for which side, and what, as ciphertext. ``sealed`` is empty once the round has ended."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    sealed = models.BinaryField()
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="prioritization_ballot_is_one_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.member_id}"


class Vote(models.Model):
    """What one ballot said of one candidate, once the round is closed. ``member`` is known in named rounds only.

    ``estimates`` holds low, likely and high of reach, impact and effort by name, or nothing; ``figures`` those of
    frameworks that ask for one figure each, by the name of the factor.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="votes")
    ballot = models.PositiveSmallIntegerField(
        help_text=_("Which ballots belong together: a number by chance, per round.")
    )
    side = models.CharField(max_length=10, choices=Side)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    estimates = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "ballot"], name="prioritization_vote_is_one_a_ballot"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=LOWEST, score__lte=HIGHEST),
                name="prioritization_vote_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.score}"
