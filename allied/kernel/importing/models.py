"""What is on its way in by file, what came of each row, and what came from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from allied.kernel.importing.reading import (
    ENCODINGS,
    FORMATS,
    LEFT_OUT,
    RAW,
    Dialect,
    Format,
    Layout,
    Mapping,
    Use,
)
from allied.kernel.importing.targets import hidden_from
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Invitation, Member, Product, Workspace
from allied.kernel.thread.models import Link
from allied.kernel.words import _


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Member) -> Self:
        """Those of the actor's workspace, each with its product and who brought it."""
        if actor.role == Role.GUEST:
            return self.none()
        found = self.filter(workspace_id=actor.workspace_id).exclude(target__in=hidden_from(actor))
        return found.select_related("product", "created_by", "job")


class Import(models.Model):
    """One file on its way in: how it is read, what its columns become, how far it is, what came of it.

    Not a node: what counts is what it brings. ``offset`` and ``row`` say where reading goes on, and are
    written in the same transaction as the rows up to there.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Waiting for its columns to be checked")
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    target = models.CharField(max_length=30, default="feedback")  # of importing.targets
    preset = models.CharField(max_length=30, blank=True)  # of importing.presets
    mapped_like = models.PositiveIntegerField(null=True)  # the number of the import whose mapping was taken
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
    updated = models.PositiveIntegerField(default=0)
    already_here = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    linked = models.PositiveIntegerField(default=0)  # links that the file gave
    unlinked = models.PositiveIntegerField(default=0)  # links whose other end is not here
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
            models.UniqueConstraint(fields=["workspace", "number"], name="importing_import_number_is_unique"),
            models.CheckConstraint(
                condition=Q(
                    read=models.F("stored") + models.F("updated") + models.F("already_here") + models.F("left_out")
                ),
                name="importing_import_every_row_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="importing_import_undoing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.number}"

    @property
    def layout(self) -> Layout:
        names = tuple(column["name"] for column in self.columns)
        dialect = Dialect(self.delimiter, self.quote, self.escape, marks_broken=not self.is_text)
        return Layout(dialect, self.has_header, names)

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
        if self.format == Format.MAIL:
            return label  # each message says by itself what its characters are
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


class ImportRow(models.Model):
    """What became of a row that was not simply stored. Rows that were are told by what the import brought."""

    class Outcome(models.TextChoices):
        UPDATED = "updated", _("Brought up to date")
        NOTED = "noted", _("Stored with a remark")
        ALREADY_HERE = "already_here", _("Already here")
        LEFT_OUT = "left_out", _("Left out")

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="results")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.CharField(max_length=30, blank=True)
    sentence = models.TextField()
    beginning = models.CharField(max_length=120, blank=True)
    cells = models.JSONField(null=True)  # as they stood in the file, of rows left out, until they are forgotten
    before = models.JSONField(null=True)  # of rows brought up to date: what the object said before
    node = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")

    url: str  # of the node's page; set by the page that lists them

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="importing_row_has_one_result")]
        indexes = [models.Index(fields=["of", "outcome", "number"], name="importing_rows_in_order")]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.get_outcome_display()}"


class Origin(models.Model):
    """Where an object came from: the row of a file, by its id there or by what it says.

    ``values`` are those of the file when it was read last: a later file changes what differs from them, and leaves
    what somebody edited in Allied meanwhile. ``raw`` holds the columns that are kept and not shown.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=30)
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=210)  # "id:" and the source id, or "row:" and a digest
    node = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="origins")
    made_by = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="origins")
    row = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "target", "source", "key"], name="importing_origin_is_once"),
        ]
        indexes = [models.Index(fields=["workspace", "key"], name="importing_origin_by_key")]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


class BroughtPerson(models.Model):
    """Somebody whom a file named, by address: invited by it, or here already and brought up to date.

    ``values`` are those of the file when it was read last, as an origin's are.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=60)
    email = models.EmailField(max_length=254)
    source_id = models.CharField(max_length=200, blank=True)
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="people_brought")
    row = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "email"], name="importing_person_is_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: row {self.row}"


class WantedLink(models.Model):
    """A link that a row asks for. It is made when every row is in, since its other end may come further down."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="wanted_links")
    row = models.PositiveIntegerField()
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=30)
    value = models.CharField(max_length=300)
    is_done = models.BooleanField(default=False)
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["of", "is_done", "id"], name="importing_links_to_make")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


@dataclass(frozen=True)
class Loss:
    """How much of one column an import kept: ``kept`` values in the rows that were stored or brought up to date."""

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
    if use.meaning == LEFT_OUT:
        return Loss(column, "dropped", use, 0)
    return Loss(column, "kept raw" if use.meaning == RAW else "mapped", use, kept)


def tallies(imported: Import) -> dict[str, Any]:
    """The counts of an import, as activity and answers hold them."""
    names = ("rows", "read", "stored", "updated", "already_here", "left_out", "linked", "unlinked", "undated", "hidden")
    return {name: getattr(imported, name) for name in names}
