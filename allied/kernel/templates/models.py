"""Templates of a workspace."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Workspace

NAME_LENGTH = 80


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Member) -> Self:
        """Those of the actor's workspace that stand."""
        if actor.role == Role.GUEST:
            return self.none()
        return self.filter(workspace_id=actor.workspace_id, ended_at=None)


class Template(models.Model):
    """What a new object of a kind may start from. ``fields`` are texts by the names that the kind registered.

    A removed one keeps its row, so that it can come back.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=NAME_LENGTH)
    fields = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "kind", Lower("name"), condition=Q(ended_at=None), name="templates_name_is_unique"
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind"],
                condition=Q(ended_at=None, is_default=True),
                name="templates_one_default_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name
