from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.activity.models import Activity
from allied.kernel.nodes.models import Node, readable
from allied.kernel.people.models import Member
from allied.kernel.words import _


class Follow(models.Model):
    """Whether a member wants to be told of what happens to an object. Once they have stopped, nothing starts it again
    but themselves."""

    class Why(models.TextChoices):
        CHOSEN = "chosen", _("You chose to")
        AUTHOR = "author", _("You made it")
        OWNER = "owner", _("You own it")
        COMMENT = "comment", _("You commented on it")
        MENTION = "mention", _("You were mentioned in it")

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="follows")
    is_on = models.BooleanField(default=True)
    why = models.CharField(max_length=10, choices=Why)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "member"], name="talk_follow_is_once_a_member"),
            models.CheckConstraint(
                condition=Q(why__in=["chosen", "author", "owner", "comment", "mention"]),
                name="talk_follow_why_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} follows {self.node}"


class Happening(models.TextChoices):
    """The kinds of what a member is told, the most personal first: of several that apply, the first one counts."""

    OWNER = "owner", _("You become an owner")
    CLOCK = "clock", _("A clock of yours is about to run out, or has")
    MENTION = "mention", _("Somebody mentions you")
    REPLY = "reply", _("Somebody replies in a discussion of yours, or resolves it")
    COMMENT = "comment", _("Somebody comments on what you follow")
    CHANGE = "change", _("Something that you follow changes")


class Way(models.TextChoices):
    """How a member is told. All but ``never`` put it into the list of notifications too."""

    INSTANT = "instant", _("In Allied and by e-mail at once")
    DAILY = "daily", _("In Allied and in a daily e-mail")
    APP = "app", _("In Allied only")
    NEVER = "never", _("Not at all")


USUAL = {
    Happening.OWNER: Way.INSTANT,
    Happening.CLOCK: Way.INSTANT,
    Happening.MENTION: Way.INSTANT,
    Happening.REPLY: Way.INSTANT,
    Happening.COMMENT: Way.DAILY,
    Happening.CHANGE: Way.DAILY,
}


class Wish(models.Model):
    """How one member wants to be told of one kind of happening, where that is not the usual way."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="wishes")
    happening = models.CharField(max_length=10, choices=Happening)
    way = models.CharField(max_length=10, choices=Way)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "happening"], name="talk_wish_is_once_a_happening"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="talk_wish_way_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.happening}: {self.way}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, actor: Member) -> Self:
        """Those of the actor, on objects that they may still read."""
        return self.filter(readable(actor), member=actor)


class Notification(models.Model):
    """That a member is told of one activity. Holds ids alone; the words come from the activity when it is read."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notifications")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    happening = models.CharField(max_length=10, choices=Happening)
    way = models.CharField(max_length=10, choices=Way)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "activity"], name="talk_notification_is_once_an_activity"),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="talk_newest_notifications"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="talk_unread"),
            models.Index(fields=["way", "member"], condition=Q(mailed_at=None), name="talk_not_mailed"),
        ]

    def __str__(self) -> str:
        return f"{self.happening} for {self.member}"


class Reminder(models.Model):
    """That a reminder was given: which one of this object, so that it is given once."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    once = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "once"], name="talk_reminder_is_given_once")]

    def __str__(self) -> str:
        return f"{self.once} of {self.node_id}"


class Swept(models.Model):
    """The last activity that was told for certain. Where a process ends between commit and telling, it goes on here."""

    task = models.CharField(max_length=60, primary_key=True)
    activity = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.task}: {self.activity}"
