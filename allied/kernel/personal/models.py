"""What belongs to one member alone. Nobody else reads it, and it leaves no trail."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member

PLACE_LENGTH = 500


class Opening(models.Model):
    """When a member opened an object last."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "node"], name="personal_opening_is_once_a_node")]
        indexes = [models.Index(fields=["member", "-at", "-id"], name="personal_opened_last")]

    def __str__(self) -> str:
        return f"{self.member} opened {self.node}"


class Favorite(models.Model):
    """An object that a member keeps at hand."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "node"], name="personal_favorite_is_once_a_node")]

    def __str__(self) -> str:
        return f"{self.node}, of {self.member}"


class Act(models.Model):
    """Something that a member did and can take back: a post to ``undo_url`` undoes it, as long as its rules allow.

    ``until`` is None where the time to undo it does not run out. ``words`` are those of its toast: references and
    counts, never what people said. Where ``undo_url`` is the common one, ``name`` and ``given`` say what it does; what
    is given may hold words of the object, so the row goes when its ``node`` goes.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    undo_url = models.CharField(max_length=2000)
    name = models.CharField(max_length=60, blank=True)
    given = models.JSONField(default=dict)
    node = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-at", "-id"], name="personal_done_last")]

    def __str__(self) -> str:
        return self.words


class Draft(models.Model):
    """What a member wrote into the form of a new record and has not sent. ``place`` is the address it is sent to.

    It may hold words of people, so it goes by itself: when it is sent, discarded, or old.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=PLACE_LENGTH)
    fields = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="personal_draft_is_one_a_place")]

    def __str__(self) -> str:
        return f"{self.place}, of {self.member}"
