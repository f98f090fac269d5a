"""What the trash keeps of an object besides the object itself."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member


class Trashed(models.Model):
    """An object in the trash. ``links`` are those that it had, as rows, so that a restore ties them again."""

    node = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    links = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.node)


class Merged(models.Model):
    """A pointer: the object was merged into another. ``moved`` is what that moved, so that it can be taken back."""

    node = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.node} is in {self.into}"
