"""Pages: what a team writes down at length, with the objects it is about alive inside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from allied.kernel.nodes.models import TITLE_LENGTH, Threaded, ThreadedQuerySet
from allied.kernel.people.models import Member

TEXT_LENGTH = 100_000


class Page(Threaded):
    """A document in Markdown. Its title stands on its node; ``text`` is what its newest version says."""

    text = models.TextField(blank=True)

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    @property
    def title(self) -> str:
        return self.node.title


class Version(models.Model):
    """What a page said after somebody saved it. Saves of one person within minutes are one version."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField(blank=True)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="pages_version_number_is_unique"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="pages_version_number_begins_at_one"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"
