from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.nodes.models import Node, readable
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Workspace


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, actor: Member) -> ActivityQuerySet:
        """What happened in the actor's workspace, to nothing that they may not read. Of what is erased, the names."""
        if actor.role == Role.GUEST:
            return self.none()
        return self.filter(Q(node=None) | readable(actor), workspace_id=actor.workspace_id)


class Activity(models.Model):
    """What happened, to what, by whom. Never changed, but that an edit goes on for a sitting (``record_edit``).

    ``details`` hold ids, field names and short values, never what a participant said. The row outlives its
    node: ``reference`` keeps the name by which people knew it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="activity")
    verb = models.CharField(max_length=60)
    node = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="activity")
    reference = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"], name="activity_newest_first"),
            models.Index(fields=["node", "-at", "-id"], name="activity_newest_of_node"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.reference}".strip()


class Rewording(models.Model):
    """What one edit changed in one text field. Never changed once its sitting is over, gone with its node."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.field} of {self.node}"
