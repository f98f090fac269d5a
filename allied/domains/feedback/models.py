"""Feedback: what people tell without being asked."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.importing.models import Import
from allied.kernel.nodes.models import Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product, Workspace
from allied.kernel.thread.methods import METHODS, OPINION
from allied.kernel.words import _

COMPANY_LENGTH: Final = 200


class Sentiment(models.TextChoices):
    """How the words of an item are meant, as ``allied.synthesis.sentiment`` tells it; blank until it was read."""

    NEGATIVE = "negative", _("Negative")
    NEUTRAL = "neutral", _("Neutral")
    POSITIVE = "positive", _("Positive")
    UNCLEAR = "unclear", _("Unclear")
    UNTOLD = "untold", _("Not told: not English")


class Company(Threaded):
    """An organization whose people tell something. Its name is the title of its node, its fields what is known of it.

    ``source_import`` is the import that first named it, where a file did.
    """

    source_import = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    n: int  # how many items name it, of how many people, and when the newest came;
    people: int  # all three from ``companies.queries`` only
    newest_at: datetime | None

    @property
    def name(self) -> str:
        return self.node.title


class CompanyName(models.Model):
    """A name or an e-mail domain by which files and people mean a company; ``key`` without case and spaces around."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=COMPANY_LENGTH)
    key = models.CharField(max_length=COMPANY_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="feedback_company_name_is_one")]

    def __str__(self) -> str:
        return self.name


class FeedbackQuerySet(ThreadedQuerySet):
    def of_workspace(self, actor: Member) -> Self:
        """Those that the actor may read, by this table alone: for counting, where a join would cost."""
        return self.none() if actor.role == Role.GUEST else self.filter(workspace_id=actor.workspace_id)

    def visible_to(self, actor: Member) -> Self:
        """Those that the actor may read, each with its node and product."""
        return self.of_workspace(actor).select_related("node", "node__product", "assigned_to", "company__node")


class Feedback(Threaded):
    """One thing that one person said or wrote on their own account: a ticket, a review, a mail, a comment.

    ``person_key`` tells people apart without saying who they are. ``source`` is where it came from and
    ``source_id`` its name there; where a file has no ids, ``digest`` stands for the row. ``method`` says
    how it came to be known; words that somebody else passed on are an opinion and never move evidence strength.
    ``on_behalf_of`` is who said it where a colleague entered it; ``method`` says whether in that person's own words.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    received_at = models.DateTimeField()
    is_dated = models.BooleanField(default=True)
    author = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    person_key = models.CharField(max_length=32, blank=True)
    company = models.ForeignKey(Company, null=True, on_delete=models.SET_NULL, related_name="feedback")
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=40, blank=True)
    source_import = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="feedback")
    row = models.PositiveIntegerField(null=True)
    rating = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    segments = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)
    method = models.CharField(max_length=30, default="feedback")  # of kernel.thread.methods
    sentiment = models.CharField(max_length=10, choices=Sentiment, blank=True)
    sentiment_chance = models.FloatField(null=True)  # of that word, 0..1
    assigned_to = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    keeps: frozenset[str]  # the fields that a person corrected; set while an import compares
    company_keys: frozenset[str]  # by which its company is known; set while an import compares
    fields_then: dict[str, str]  # what the file before said of custom fields, and what they hold now;
    fields_now: dict[str, str]  # both set while an import compares
    uses: int  # how many links lead on from it; from ``queries.feedback`` only

    objects: ClassVar[FeedbackQuerySet] = FeedbackQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "source", "source_id"], condition=~Q(source_id=""), name="feedback_source_id_is_once"
            ),
            models.UniqueConstraint(
                fields=["product", "source", "digest"], condition=~Q(digest=""), name="feedback_digest_is_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-received_at", "-node"], name="feedback_newest_first"),
            models.Index(fields=["workspace", "source", "-received_at"], name="feedback_newest_of_source"),
            models.Index(fields=["workspace", "-node"], name="feedback_added_last"),
            models.Index(fields=["source_import", "row"], name="feedback_of_import"),
            models.Index(fields=["assigned_to"], condition=Q(assigned_to__isnull=False), name="feedback_assigned"),
            models.Index(fields=["workspace"], condition=Q(sentiment=""), name="feedback_sentiment_due"),
        ]

    @property
    def method_label(self) -> str:
        return METHODS[self.method].label

    @property
    def is_opinion(self) -> bool:
        """Whether somebody else than the person it is about said it."""
        return METHODS[self.method].method_class == OPINION

    @property
    def who(self) -> str:
        """Who said it, by name; "" where nobody is named."""
        return self.on_behalf_of or self.author

    @property
    def rating_words(self) -> str:
        """The rating without zeros that nobody wrote; "" where there is none."""
        return "" if self.rating is None else f"{self.rating:.4f}".rstrip("0").rstrip(".")

    @property
    def sentiment_words(self) -> str:
        """Its sentiment with how sure that is; "" where it was not read yet."""
        if self.sentiment_chance is None:
            return self.get_sentiment_display()
        return _(
            "%(word)s, %(sure)s%% sure", word=self.get_sentiment_display(), sure=round(100 * self.sentiment_chance)
        )

    @property
    def segment_list(self) -> list[tuple[str, str]]:
        return sorted(self.segments.items())


class Duplicate(models.Model):
    """That an item came in twice: a person says so. It is kept, and counts through ``of`` alone.

    ``moved`` holds the links that it had to claims, as rows to tie again; ``tied`` the ids of those that ``of`` got.
    """

    item = models.OneToOneField(Feedback, primary_key=True, on_delete=models.CASCADE, related_name="duplicate")
    of = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="duplicates")
    marked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    moved = models.JSONField(default=list)
    tied = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.item_id} of {self.of_id}"


class Likely(models.Model):
    """That ``item`` may have come in before as ``other``: proposed by Allied, decided by people, never by itself."""

    item = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="likely")
    other = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="+")
    chance = models.FloatField()  # 0..1, by allied.synthesis.likeness
    declined_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "other"], name="feedback_likely_is_once")]

    def __str__(self) -> str:
        return f"{self.item_id} may be {self.other_id}"


class Compared(models.Model):
    """Up to which item, by id, feedback of a product was compared with what was there."""

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="+")
    upto = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.product_id} up to {self.upto}"


class Facet(models.Model):
    """A value that a filter offers: a segment such as branch: ALD, or a source, whose ``name`` is blank."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name", "value"], name="feedback_facet_is_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}" if self.name else self.value
