"""A list with a name: private to who saved it, or shared with the workspace."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.people.models import Member, Workspace

NAME_LENGTH = 60
QUERY_LENGTH = 2_000


class SavedList(models.Model):
    """What the address of a list said when somebody kept it. ``list_key`` names the list; ``query`` has no "?"."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=30)
    name = models.CharField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_key", "name"],
                condition=Q(deleted_at__isnull=True),
                name="saved_lists_name_is_once_an_owner",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "list_key"], name="saved_lists_of_a_list")]

    def __str__(self) -> str:
        return self.name


class DefaultList(models.Model):
    """The saved list with which a member's list begins."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=30)
    saved = models.ForeignKey(SavedList, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "list_key"], name="saved_lists_default_is_one")]

    def __str__(self) -> str:
        return f"{self.member}: {self.saved}"
