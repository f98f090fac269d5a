"""Feedback: what people tell without being asked. And the imports that bring it in files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.importing.reading import ENCODINGS, FORMATS, Dialect, Format, Layout, Mapping, Meaning, Use
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product, Workspace
from allied.kernel.thread.methods import METHODS, OPINION


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Member) -> Self:
        """Those of the actor's workspace, each with its product and who brought it."""
        if actor.role == Role.GUEST:
            return self.none()
        return self.filter(workspace_id=actor.workspace_id).select_related("product", "created_by", "job")


class Import(models.Model):
    """One file of feedback on its way in: how it is read, what its columns become, how far it is, what came of it.

    Not a node: what counts is what it brings. ``offset`` and ``row`` say where reading goes on, and are
    written in the same transaction as the rows up to there.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Waiting for its columns to be checked"
        RUNNING = "running", "Running"
        STOPPED = "stopped", "Stopped"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    file_name = models.CharField(max_length=200)
    file_key = models.CharField(max_length=32)
    size = models.PositiveBigIntegerField()
    format = models.CharField(
        max_length=10, choices=[(each.value, label) for each, label in FORMATS.items()], default=Format.TABLE.value
    )
    sheets = models.JSONField(default=list)  # names of a workbook's sheets
    sheet = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=20)
    unreadable = models.PositiveIntegerField(default=0)
    delimiter = models.CharField(max_length=1)
    quote = models.CharField(max_length=1, blank=True)
    escape = models.CharField(max_length=1, blank=True)
    has_header = models.BooleanField()
    columns = models.JSONField(default=list)  # per column: name, samples, sure, why
    rows = models.PositiveIntegerField(default=0)

    source = models.CharField(max_length=60)
    mapping = models.JSONField(default=dict)
    undated_on = models.DateField()  # the day that rows without a date get

    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    offset = models.PositiveBigIntegerField(default=0)
    row = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    already_here = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    undated = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)  # different ones among those who can be told apart, at the end
    filled = models.JSONField(default=list)  # per column: in how many stored rows it has a value
    reasons = models.JSONField(default=dict)  # how many rows were left out for what
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="feedback_import_number_is_unique"),
            models.CheckConstraint(
                condition=Q(read=models.F("stored") + models.F("already_here") + models.F("left_out")),
                name="feedback_import_every_row_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="feedback_import_undoing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.number}"

    @property
    def layout(self) -> Layout:
        names = tuple(column["name"] for column in self.columns)
        return Layout(Dialect(self.delimiter, self.quote, self.escape), self.has_header, names)

    @property
    def is_text(self) -> bool:
        """Whether a person could open the file in an editor and find its values between separators or lines."""
        return self.format in {Format.TABLE, Format.NOTES}

    @property
    def shape_words(self) -> str:
        """How the file is read: its punctuation and characters, its sheet, or its format."""
        if self.format == Format.TABLE:
            return f"{self.layout.dialect.label}, {ENCODINGS[self.encoding]}"
        label = FORMATS[Format(self.format)]
        return (
            f"{label}, sheet “{self.sheet}”" if self.format == Format.XLSX else f"{label}, {ENCODINGS[self.encoding]}"
        )

    @property
    def choices(self) -> Mapping:
        """What the columns become."""
        return Mapping.from_json(self.mapping)

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.STOPPED, self.State.UNDONE}

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.RUNNING, self.State.UNDOING}


class FeedbackQuerySet(ThreadedQuerySet):
    def of_workspace(self, actor: Member) -> Self:
        """Those that the actor may read, by this table alone: for counting, where a join would cost."""
        return self.none() if actor.role == Role.GUEST else self.filter(workspace_id=actor.workspace_id)

    def visible_to(self, actor: Member) -> Self:
        """Those that the actor may read, each with its node and product."""
        return self.of_workspace(actor).select_related("node", "node__product")


class Feedback(Threaded):
    """One thing that one person said or wrote on their own account: a ticket, a review, a mail, a comment.

    ``person_key`` tells people apart without saying who they are. ``source`` is where it came from and
    ``source_id`` its name there; where a file has no ids, ``digest`` stands for the row. ``method`` says
    how it came to be known; words that somebody else passed on are an opinion and never move evidence strength.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    received_at = models.DateTimeField()
    is_dated = models.BooleanField(default=True)
    author = models.CharField(max_length=200, blank=True)
    person_key = models.CharField(max_length=32, blank=True)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=40, blank=True)
    source_import = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="feedback")
    row = models.PositiveIntegerField(null=True)
    rating = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    segments = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)
    method = models.CharField(max_length=30, default="feedback")  # of kernel.thread.methods

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
        ]

    @property
    def method_label(self) -> str:
        return METHODS[self.method].label

    @property
    def is_opinion(self) -> bool:
        """Whether somebody else than the person it is about said it."""
        return METHODS[self.method].method_class == OPINION

    @property
    def rating_words(self) -> str:
        """The rating without zeros that nobody wrote; "" where there is none."""
        return "" if self.rating is None else f"{self.rating:.4f}".rstrip("0").rstrip(".")

    @property
    def segment_list(self) -> list[tuple[str, str]]:
        return sorted(self.segments.items())


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


class ImportRow(models.Model):
    """What became of a row that was not simply stored. Rows that were are the feedback of the import itself."""

    class Outcome(models.TextChoices):
        NOTED = "noted", "Stored with a remark"
        ALREADY_HERE = "already_here", "Already here"
        LEFT_OUT = "left_out", "Left out"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="results")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.CharField(max_length=30, blank=True)
    sentence = models.TextField()
    beginning = models.CharField(max_length=120, blank=True)
    cells = models.JSONField(null=True)  # as they stood in the file, of rows left out, until they are forgotten
    node = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="feedback_import_row_has_one_result")]
        indexes = [models.Index(fields=["of", "outcome", "number"], name="feedback_results_in_order")]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.get_outcome_display()}"


@dataclass(frozen=True)
class Loss:
    """How much of one column an import kept: ``kept`` values in as many rows as were stored."""

    column: str
    outcome: str  # mapped, kept raw or dropped
    use: Use
    kept: int


def losses(imported: Import) -> list[Loss]:
    """What became of each column, in the order of the file."""
    filled = imported.filled or [0] * len(imported.columns)
    return [
        _loss(column["name"], use, kept)
        for column, use, kept in zip(imported.columns, imported.choices.uses, filled, strict=True)
    ]


def _loss(column: str, use: Use, kept: int) -> Loss:
    if use.meaning == Meaning.LEFT_OUT:
        return Loss(column, "dropped", use, 0)
    return Loss(column, "kept raw" if use.meaning == Meaning.RAW else "mapped", use, kept)


def tallies(imported: Import) -> dict[str, Any]:
    """The counts of an import, as activity and answers hold them."""
    names = ("rows", "read", "stored", "already_here", "left_out", "undated", "hidden")
    return {name: getattr(imported, name) for name in names}
