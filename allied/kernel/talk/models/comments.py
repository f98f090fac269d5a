from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.nodes.models import Node, readable
from allied.kernel.people.models import Member, Workspace

TEXT_LENGTH = 10_000


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Member) -> Self:
        """Those on objects that the actor may read, deleted ones too."""
        return self.filter(readable(actor))


class Comment(models.Model):
    """What one member says about one object, in Markdown. A reply belongs to the comment that began the discussion.

    Whole discussions are resolved and reopened, so only a first comment is. A deleted comment can be brought back for
    30 days; then its text is erased, and the row stays only while replies need it.
    """

    id = models.CharField(primary_key=True, max_length=40)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="comments")
    reply_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, reply_to__isnull=True),
                name="talk_comment_resolution_is_whole_and_of_a_first_one",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="talk_comment_deletion_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["node", "id"], name="talk_comments_of_node")]

    def __str__(self) -> str:
        return self.id

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None

    @property
    def root_id(self) -> str:
        """The comment that began this discussion."""
        return self.reply_to_id or self.id


class Mention(models.Model):
    """A member whom a comment names as it stands now."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="talk_mention_is_once_a_comment")]

    def __str__(self) -> str:
        return f"{self.member} in {self.comment}"
