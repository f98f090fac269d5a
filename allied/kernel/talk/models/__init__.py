"""The tables of talk."""

from allied.kernel.talk.models.comments import TEXT_LENGTH, Comment, CommentQuerySet, Mention

__all__ = ["TEXT_LENGTH", "Comment", "CommentQuerySet", "Mention"]
