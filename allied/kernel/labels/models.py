"""Labels and what they stand on."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _

NAME_LENGTH = 40


class Tone(models.TextChoices):
    """The color of a label. It repeats nothing but the name, which always stands beside it."""

    PLAIN = "", _("Plain")
    NOTE = "note", _("Blue")
    GOOD = "good", _("Green")
    WARN = "warn", _("Yellow")
    BAD = "bad", _("Red")


class LabelQuerySet(models.QuerySet["Label"]):
    def visible_to(self, actor: Member) -> Self:
        """Those of the actor's workspace that stand."""
        if actor.role == Role.GUEST:
            return self.none()
        return self.filter(workspace_id=actor.workspace_id, ended_at=None)


class Label(models.Model):
    """One word of a workspace. A label that was deleted or merged keeps its places, so that it can come back."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=NAME_LENGTH)
    tone = models.CharField(max_length=10, choices=Tone, blank=True, default=Tone.PLAIN)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")

    objects = LabelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=Q(ended_at=None), name="labels_label_name_is_unique"
            ),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="labels_label_tone_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """That a label stands on an object. ``through`` is the label whose merge put it there."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="labellings")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="labellings")
    through = models.ForeignKey(Label, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "label"], name="labels_labelling_is_once")]
        indexes = [models.Index(fields=["label", "node"], name="labels_nodes_of_label")]

    def __str__(self) -> str:
        return f"{self.label} on {self.node}"
