"""What the pages of an import show: its steps, its columns, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Fields
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from allied.kernel.custom_fields.models import Type
from allied.kernel.importing import files, queries, rules
from allied.kernel.importing.actions.undoing import used_of
from allied.kernel.importing.custom import fields_of, vocabulary_of
from allied.kernel.importing.models import Import, Loss, losses
from allied.kernel.importing.presets import Preset, preset_named
from allied.kernel.importing.preview import Preview, preview
from allied.kernel.importing.reading import SEGMENT, Mapping, segment_names
from allied.kernel.importing.reading.personal import Personal
from allied.kernel.importing.reading.rows import Reason
from allied.kernel.importing.targets import Target, target_named
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _, of_kept, said
from allied.site.imports.mailing import addressed, mailing
from allied.web.formats import number, plural, span
from allied.web.running import duration, time_left

Step = tuple[str, str, str]


@dataclass(frozen=True)
class ColumnRow:
    """One column of the file with what it becomes."""

    index: int
    name: str
    samples: list[str]
    options: list[tuple[str, str]]
    meaning: str
    sure: str
    why: str
    error: str


@dataclass(frozen=True)
class Columns:
    """The page on which a person says what the columns mean."""

    imported: Import
    target: Target
    rows: list[ColumnRow]
    sources: list[str]
    order: str
    orders: str  # what the dates themselves say about day and month; "" where it does not matter
    errors: Fields[str, str]
    preview: Preview | None  # None while the choices do not fit together, or the file is gone
    may_import: bool
    is_gone: bool

    @property
    def details(self) -> list[tuple[Personal, str]]:
        """What can be hidden in texts, with its words."""
        return [
            (Personal.EMAIL, _("E-mail addresses")),
            (Personal.PHONE, _("Phone numbers")),
            (Personal.CARD, _("Card numbers, told by their check sum")),
        ]

    @property
    def preset(self) -> Preset | None:
        """The export of another tool that the file was recognized as."""
        return preset_named(self.imported.preset) if self.imported.preset else None

    @property
    def to_check(self) -> int:
        return sum(row.sure != "Sure" for row in self.rows)

    @property
    def file_words(self) -> str:
        imported = self.imported
        unreadable = (
            _(" %(unreadable)s could not be read.", unreadable=plural(imported.unreadable, "character"))
            if imported.unreadable
            else ""
        )
        return f"{imported.shape_words}, {plural(imported.rows, 'row')}.{unreadable}"

    @property
    def steps(self) -> list[Step]:
        problems = self.preview.left_out if self.preview else 0
        return steps(
            self.imported,
            1,
            columns=_("%(to_check)s to check", to_check=self.to_check),
            rows=_("%(problems)s with a problem", problems=problems) if problems else "",
        )


def steps(imported: Import, current: int, *, columns: str = "", rows: str = "", run: str = "") -> list[Step]:
    """The five steps, those before ``current`` done."""
    file = f"{plural(imported.rows, 'row')}, {plural(len(imported.columns), 'column')}"
    words = [(_("File"), file), (_("Columns"), columns), (_("Rows"), rows), (_("Run"), run), (_("Result"), "")]
    states = ["done"] * current + ["current"] + [""] * (4 - current)
    return [(title, text, state) for (title, text), state in zip(words, states, strict=True)]


def columns(imported: Import, errors: Fields[str, str], *, actor: Member) -> Columns:
    """The page of a draft. ``errors`` are the sentences of a refusal, by field."""
    mapping = imported.choices
    names = segment_names([column["name"] for column in imported.columns])
    fields = fields_of(imported)
    labels = vocabulary_of(imported, fields).labels
    rows = [_column(imported, labels, place, names[place], errors) for place in range(len(imported.columns))]
    is_gone = not files.readable(imported.file_key).exists()
    target = target_named(imported.target)
    is_complete = all(mapping.place(meaning) is not None for meaning in target.vocabulary.required)
    is_readable = not errors and not is_gone and is_complete
    return Columns(
        imported=imported,
        target=target,
        rows=sorted(rows, key=lambda row: (not row.error, row.sure == "Sure")),
        sources=queries.sources(imported, actor=actor),
        order="day" if mapping.day_first else "month",
        orders=_orders(imported, mapping, [name for name, one in fields.items() if one.type == Type.DATE]),
        errors=errors,
        preview=preview(imported) if is_readable else None,
        may_import=rules.may(actor, target) and not is_gone,
        is_gone=is_gone,
    )


def _column(
    imported: Import, labels: Fields[str, str], place: int, segment: str, errors: Fields[str, str]
) -> ColumnRow:
    column, use = imported.columns[place], imported.choices.uses[place]
    gone = {} if use.meaning in labels else {use.meaning: _("A field that is archived by now")}
    is_guess = use.meaning == column["guess"]
    return ColumnRow(
        index=place,
        name=column["name"],
        samples=[_masked(value) for value in column["samples"]],
        options=[
            (name, _("Segment: %(segment)s", segment=segment) if name == SEGMENT else label)
            for name, label in {**labels, **gone}.items()
        ],
        meaning=use.meaning,
        sure=column["sure"] if is_guess else _("Sure"),
        why=of_kept(column["why"]) if is_guess else _("Your choice."),
        error=errors.get(f"use-{place}", ""),
    )


def _masked(value: str) -> str:
    """An address is recognized by its form; nobody needs to read whose it is."""
    name, at, host = value.partition("@")
    return f"{name[:1]}•••@{host}" if at and "." in host and " " not in value else value


def _orders(imported: Import, mapping: Mapping, days: Collection[str]) -> str:
    found = [
        imported.columns[place]["orders"] for place, use in enumerate(mapping.uses) if use.meaning in {"date", *days}
    ]
    if not any(ordered for __, __, ordered in found):
        return ""
    day, month = sum(each[0] for each in found), sum(each[1] for each in found)
    return _(
        "%(day)s of the dates only fit day first, %(month)s only month first.", day=number(day), month=number(month)
    )


@dataclass(frozen=True)
class Running:
    """An import on its way, or on its way back."""

    imported: Import
    done: int
    total: int
    left: str
    failure: str

    @property
    def is_undoing(self) -> bool:
        return self.imported.state == Import.State.UNDOING

    @property
    def steps(self) -> list[Step]:
        share = f"{100 * self.done // self.total} %" if self.total else ""
        return steps(self.imported, 3, columns=_("%(columns)s decided", columns=len(self.imported.columns)), run=share)


def running(imported: Import) -> Running:
    """How far an import is, and how long it will still take at its pace so far."""
    job, total = imported.job, imported.rows
    done = imported.read
    if imported.state == Import.State.UNDOING:
        done, total = (job.done, job.total or 0) if job else (0, 0)
    failure = ""
    if job and job.state == job.State.FAILED:
        failure = job.error or _("The import stopped for a reason that is in the server’s log.")
    return Running(imported, done, total, time_left(job, total - done), failure)


@dataclass(frozen=True)
class LossRow:
    """One column with how much of it was kept."""

    name: str
    outcome: str
    tone: str
    icon: str
    kept: str
    note: str


@dataclass(frozen=True)
class Staying:
    """An object that undoing would leave, with its page."""

    node: Node
    url: str


@dataclass(frozen=True)
class Result:
    """What came of an import."""

    imported: Import
    tally: list[tuple[str, int, str]]
    losses: list[LossRow]
    target: Target
    staying: list[Staying]  # in use, which undoing would leave
    invited: int  # people who wait for their link
    addressed: int  # of them those to whom a letter could go
    mailing: Job | None  # the last time that letters were sent
    unsent: int  # people to whom the mail server took none then
    may_undo: bool
    undo_until: str
    took: str

    @property
    def steps(self) -> list[Step]:
        left_out = self.imported.left_out
        return steps(
            self.imported,
            4,
            columns=_("%(columns)s decided", columns=len(self.imported.columns)),
            rows=_("%(left_out)s left out", left_out=left_out),
            run=self.took,
        )

    @property
    def has_cells(self) -> bool:
        return self.imported.left_out > 0 and self.imported.state != Import.State.UNDONE


def result(imported: Import, *, actor: Member) -> Result:
    """The page of an import that is over."""
    finished = imported.finished_at or timezone.now()
    until = finished + rules.UNDO_WITHIN
    can_undo = imported.state in {Import.State.DONE, Import.State.STOPPED} and timezone.now() < until
    took = (finished - (imported.started_at or finished)).total_seconds()
    is_of_people = target_named(imported.target).is_of_people
    sent = mailing(imported) if is_of_people else None
    return Result(
        imported=imported,
        tally=_tally(imported),
        losses=_losses(imported),
        target=target_named(imported.target),
        staying=_staying(imported, actor) if can_undo else [],
        invited=queries.invited(imported, actor=actor).count() if is_of_people else 0,
        addressed=addressed(imported, actor=actor) if is_of_people and settings.HAS_EMAIL else 0,
        mailing=sent,
        unsent=len(sent.cursor.get("failed", [])) if sent else 0,
        may_undo=can_undo and rules.may(actor, target_named(imported.target)),
        undo_until=span((until - timezone.now()).days),
        took=duration(took),
    )


def _staying(imported: Import, actor: Member) -> list[Staying]:
    found = used_of(imported).order_by("pk")[:20]
    return [Staying(node, url_of(node, workspace_slug=actor.workspace.slug)) for node in found]


def _tally(imported: Import) -> list[tuple[str, int, str]]:
    mild = {Reason.NO_TEXT, Reason.NO_TITLE, Reason.NO_ADDRESS}
    reasons = [(said(reason), count, "warn" if reason in mild else "bad") for reason, count in imported.reasons.items()]
    shown = [(_("stored"), imported.stored, "good")]
    shown += [(_("brought up to date"), imported.updated, "good")] if imported.updated else []
    shown += [(_("already here"), imported.already_here, "note"), *reasons]
    shown += [(_("links made"), imported.linked, "good")] if imported.linked else []
    shown += [(_("links missing"), imported.unlinked, "warn")] if imported.unlinked else []
    return [*shown, *([(_("people, counted once"), imported.people, "")] if imported.target == "feedback" else [])]


def _losses(imported: Import) -> list[LossRow]:
    labels = vocabulary_of(imported, fields_of(imported, archived=True)).labels
    return [_loss(imported, loss, labels) for loss in losses(imported)]


def _loss(imported: Import, loss: Loss, labels: Fields[str, str]) -> LossRow:
    kept = _("%(kept)s of %(stored)s", kept=number(loss.kept), stored=number(imported.stored + imported.updated))
    if loss.outcome == "dropped":
        return LossRow(loss.column, _("Dropped"), "warn", "x", kept, _("Your choice in step 2."))
    if loss.outcome == "kept raw":
        return LossRow(loss.column, _("Kept raw"), "note", "archive", kept, _("Kept as it came, not searched."))
    use = loss.use
    label = _("Segment: %(name)s", name=use.name) if use.meaning == SEGMENT else labels.get(use.meaning, use.meaning)
    return LossRow(loss.column, _("Mapped"), "good", "circle-check", kept, f"{label}.{_note(imported, use.meaning)}")


def _note(imported: Import, meaning: str) -> str:
    if meaning == "text" and imported.hidden:
        return _(" Details hidden in %(hidden)s.", hidden=plural(imported.hidden, "comment"))
    if meaning == "date" and imported.undated:
        return _(
            " %(undated)s without a date got %(undated_on)s.",
            undated=plural(imported.undated, "row"),
            undated_on=f"{imported.undated_on:%-d %b %Y}",
        )
    return _(" As a code; the address is not kept.") if meaning == "person" else ""
