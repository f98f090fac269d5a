"""The tables of talk."""

from allied.kernel.talk.models.comments import TEXT_LENGTH, Comment, CommentQuerySet, Mention
from allied.kernel.talk.models.follows import (
    USUAL,
    Follow,
    Happening,
    Notification,
    NotificationQuerySet,
    Reminder,
    Swept,
    Way,
    Wish,
)

__all__ = [
    "TEXT_LENGTH",
    "USUAL",
    "Comment",
    "CommentQuerySet",
    "Follow",
    "Happening",
    "Mention",
    "Notification",
    "NotificationQuerySet",
    "Reminder",
    "Swept",
    "Way",
    "Wish",
]
