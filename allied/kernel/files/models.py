"""Attachments: a file on an object, or on a comment about it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.nodes.models import Node, readable
from allied.kernel.people.models import Member, Workspace
from allied.kernel.talk.models import Comment

NAME_LENGTH = 200
DESCRIPTION_LENGTH = 500
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})  # what a browser may draw as it is


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, actor: Member) -> Self:
        """Those on objects that the actor may read; what is on a deleted comment is not."""
        standing = Q(comment=None) | Q(comment__deleted_at=None)
        return self.filter(standing, readable(actor))


class Attachment(models.Model):
    """One file under one name. Equal contents are kept once, under their SHA-256, whoever attaches them.

    ``media_type`` is what the content shows itself to be, never what a browser claimed. ``description`` stands in for
    an image where it cannot be shown or perceived.
    """

    id = models.CharField(primary_key=True, max_length=40)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="attachments")
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=NAME_LENGTH)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    description = models.CharField(max_length=DESCRIPTION_LENGTH, blank=True)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="files_attachment_removal_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["node", "id"], name="files_of_node")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether a browser may draw it in a page. SVG is not: it can hold script."""
        return self.media_type in IMAGES
