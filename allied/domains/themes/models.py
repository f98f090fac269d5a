"""Themes: what many people said alike. And the runs that sort a product's feedback into them."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product, Workspace
from allied.kernel.words import _


class State(models.TextChoices):
    """The states that the catalogue of kinds gives a theme. They stand on its node."""

    CURRENT = "current", _("Current")
    MERGED = "merged", _("Merged")
    ENDED = "ended", _("Not found by the last run")


class Kind(models.TextChoices):
    """What somebody wants with what they say, apart from what it is about."""

    PROBLEM = "problem", _("Problem")
    REQUEST = "request", _("Request")
    QUESTION = "question", _("Question")
    PRAISE = "praise", _("Praise")
    OTHER = "other", _("Other")


class Theme(Threaded):
    """What many people said alike. Its name is the title of its node; it stays itself from run to run.

    A theme that a person named, pinned, merged or split is *kept*: its feedback stays with it in later runs.
    """

    named_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    is_pinned = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    is_shaped = models.BooleanField(default=False)  # others were merged into it, or it was split
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    merged_items = models.JSONField(default=list)  # ids of what it held then, for taking the merge back

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["merged_into"], name="themes_merged")]

    @property
    def name(self) -> str:
        return self.node.title

    @property
    def is_kept(self) -> bool:
        """Whether a person gave it a shape that later runs respect."""
        return self.is_shaped or self.is_pinned or self.is_hidden or self.named_by_id is not None


def new_key() -> str:
    """The name of a run's working files: never used twice, in no other database either."""
    return secrets.token_hex(16)


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, actor: Member) -> Self:
        if actor.role == Role.GUEST:
            return self.none()
        return self.filter(workspace_id=actor.workspace_id)


class Run(models.Model):
    """One sorting of all feedback of a product. The last one that is done and not undone is what people work with.

    ``granularity`` is 0 (coarsest) to 1 (finest) as asked, None: as the texts suggest. ``basis`` is what later
    feedback is compared by: the mean of all vectors, 32-bit floats.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    file_key = models.CharField(max_length=32, default=new_key)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    granularity = models.FloatField(null=True)
    used = models.FloatField(default=0)  # the granularity that was used
    suggested = models.FloatField(default=0)
    counts = models.JSONField(default=list)  # about how many themes each stop would have, coarsest first
    agreement = models.FloatField(default=0)  # of repeated runs, 0..1
    items = models.PositiveIntegerField(default=0)
    months = models.JSONField(default=dict)  # how much of all came in each month, "2026-03"
    segment_months = models.JSONField(default=dict)  # the same by segment, "plan: pro"
    model = models.CharField(max_length=60, blank=True)
    basis = models.BinaryField(default=b"")
    addressed = models.JSONField(default=list)  # names left out, learnt
    filler = models.JSONField(default=list)  # words that name nothing here, learnt
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="themes_run_number_is_unique"),
            models.UniqueConstraint(
                fields=["product"], condition=Q(state="running"), name="themes_run_is_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="themes_run_undoing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.number}"


def last_run(product_id: int) -> Run | None:
    """The run that people work with now: the last that is done and not undone."""
    return Run.objects.filter(product=product_id, state=Run.State.DONE).order_by("-number").first()


class Finding(models.Model):
    """A theme as one run found it: its name then, its most central quote, its middle, and what it counts.

    ``centre`` is a unit vector of 32-bit floats, ``floor`` the cosine below which feedback does not belong.
    ``tally`` holds counts by month, by kind and by segment.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="findings")
    name = models.CharField(max_length=300)
    quotes = models.JSONField(default=list)  # ids of feedback, the most central first
    centre = models.BinaryField()
    floor = models.FloatField()
    size = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    tally = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "theme"], name="themes_finding_is_once_a_run")]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """Where one piece of feedback stands in one run: in a theme, or in none."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="places")
    item = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="places")
    nearness = models.FloatField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    sentiment = models.CharField(max_length=10, blank=True)  # as its words tell it; blank in runs of before

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "item"], name="themes_place_is_once_a_run")]
        indexes = [models.Index(fields=["run", "theme", "-nearness"], name="themes_place_of_theme")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.theme_id or 'none'}"


class Choice(models.Model):
    """A person put this piece of feedback into this theme, or into none. Later runs leave it there."""

    item = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.item_id} in {self.theme_id or 'none'}"
