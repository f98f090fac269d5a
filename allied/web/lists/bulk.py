"""One change for more rows than a request should hold: a job does it in small steps, and one undo takes it all back.

Which rows is settled when it is asked for. Each then goes through the action that its record page calls too; one that
is refused says why and stops no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity, jobs
from allied.kernel.bulk import insert
from allied.kernel.bulk_changes.models import UNDO_WITHIN, BulkChange, BulkRow
from allied.kernel.bulk_changes.queries import bulk_change, counts
from allied.kernel.errors import AlliedError, BadInput, InvalidState
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.lists import editing

CHANGE, PUT_BACK = "lists.change", "lists.put_back"
AT_ONCE = 25  # rows a step: each is an action of its own, and SQLite has one writer
LAID_OUT = 5_000  # keys that become rows in a step
Outcome = BulkRow.Outcome
State = BulkChange.State


@dataclass(frozen=True)
class Far:
    """How far a change is: rows in all, those still to do, how many had which outcome, and what stopped its work."""

    total: int
    waiting: int
    counts: Mapping[str, int]
    failure: str

    @property
    def done(self) -> int:
        return self.total - self.waiting


def how_far(change: BulkChange, found: Mapping[str, int] | None = None) -> Far:
    """One query; none where the counts were ``found``."""
    found, job = found or counts(change), change.job
    is_undoing = change.state == State.UNDOING
    waiting = found["changed"] if is_undoing else change.total - sum(found.values()) + found["waiting"]
    total = found["changed"] + found["put_back"] + found["left"] if is_undoing else change.total
    failure = ""
    if change.is_busy and job and job.state == Job.State.FAILED:
        failure = job.error or _("It stopped for a reason that is in the server’s log.")
    return Far(total, waiting, found, failure)


@transaction.atomic
def start_change(list_key: str, field: str, keys: Sequence[str], text: str, *, label: str, actor: Member) -> BulkChange:
    """Put one value into a field of all these rows, in the background. ``label`` is what the field is called.

    Raises:
        Denied: the actor may not change this field.
        InvalidState: the field is no longer there, or no row is named.
        BadInput: the value is none of the choices.
    """
    __, edit = editing.field_of(list_key, field, actor)
    access.require(actor, edit.permission)
    offered = edit.choices(actor)
    if text not in offered:
        raise BadInput(**{edit.name: _("This is none of the choices. Choose again. Nothing was changed.")})
    if not keys:
        raise InvalidState(_("No row is selected. Select some first. Nothing was changed."))
    change = BulkChange(
        workspace_id=actor.workspace_id,
        actor=actor,
        list_key=list_key,
        field=field,
        label=label[:200],
        text=edit.tidy(text, actor),
        value=str(offered[text])[:200],
        keys=list(map(str, keys)),
        total=len(keys),
    )
    change.save()
    _queue(change, CHANGE, len(keys))
    activity.record("bulk_change.started", None, actor=actor, change=change.pk, list=list_key, rows=len(keys))
    return change


@transaction.atomic
def stop_change(change_id: int, *, actor: Member) -> BulkChange:
    """Stop between two steps. What is changed stays so; it can go on, or be undone.

    Raises:
        NotVisible: it is not the actor's.
        InvalidState: it does not run.
    """
    change = _locked(change_id, actor)
    _require(change.state == State.RUNNING)
    _cancel(change)
    _end(change, State.STOPPED)
    return change


@transaction.atomic
def resume_change(change_id: int, *, actor: Member) -> BulkChange:
    """Go on where it was stopped, or where a failure stopped it.

    Raises:
        NotVisible: it is not the actor's.
        InvalidState: it is not stopped.
    """
    change = _locked(change_id, actor)
    has_failed = change.job is not None and change.job.state == Job.State.FAILED
    _require(change.state == State.STOPPED or (change.is_busy and has_failed))
    if change.state == State.STOPPED:
        change.state, change.finished_at = State.RUNNING, None
    is_undoing = change.state == State.UNDOING
    left = counts(change)[Outcome.CHANGED if is_undoing else Outcome.WAITING] + len(change.keys)
    _queue(change, PUT_BACK if is_undoing else CHANGE, left)
    activity.record("bulk_change.resumed", None, actor=actor, change=change.pk)
    return change


@transaction.atomic
def undo_change(change_id: int, *, actor: Member) -> BulkChange:
    """Put back what stood in each row that was changed, but where somebody has changed it since; in the background.

    Raises:
        NotVisible: it is not the actor's.
        InvalidState: it is undone already, or was made too long ago.
    """
    change = _locked(change_id, actor)
    _require(change.may_be_undone)
    _cancel(change)
    change.state, change.finished_at, change.keys = State.UNDOING, None, []
    _queue(change, PUT_BACK, counts(change)[Outcome.CHANGED])
    activity.record("bulk_change.undone", None, actor=actor, change=change.pk)
    return change


@jobs.task(CHANGE)
def change_step(job: Job) -> bool:
    """Change the next rows; the runner commits them with how far it is."""
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("actor__workspace").get(pk=_id(job))
    if change.state != State.RUNNING:
        return False
    if change.keys:
        _lay_out(change)
        return True
    rows = _next(change, Outcome.WAITING)
    if not rows:
        _end(change, State.DONE)
        return False
    _apply(change, rows)
    job.done += len(rows)
    return True


@jobs.task(PUT_BACK)
def put_back_step(job: Job) -> bool:
    """Put the next rows back."""
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("actor__workspace").get(pk=_id(job))
    if change.state != State.UNDOING:
        return False
    rows = _next(change, Outcome.CHANGED)
    if not rows:
        change.rows.filter(outcome=Outcome.WAITING).delete()
        _end(change, State.UNDONE)
        return False
    _put_back(change, rows)
    job.done += len(rows)
    return True


@jobs.task("lists.forget_changes", every=timedelta(hours=24))
def forget_step(job: Job) -> bool:
    """Forget what can be undone no longer, with what stood in its rows."""
    over = BulkChange.objects.filter(started_at__lt=timezone.now() - UNDO_WITHIN)
    over.exclude(state__in=[State.RUNNING, State.UNDOING]).delete()
    return False


def _lay_out(change: BulkChange) -> None:
    """A row for each of the next keys."""
    found, __ = editing.field_of(change.list_key, change.field, change.actor)
    keys, change.keys = change.keys[:LAID_OUT], change.keys[LAID_OUT:]
    names = found.names(keys)
    insert([BulkRow(of=change, key=key, reference=names.get(key, "")[:120]) for key in keys])
    change.save(update_fields=["keys"])


def _apply(change: BulkChange, rows: list[BulkRow]) -> None:
    found, edit = editing.field_of(change.list_key, change.field, change.actor)
    standing = _standing(found, rows, change.actor)
    for row in rows:
        one = standing.get(row.key)
        if one is None:
            row.outcome, row.sentence = Outcome.REFUSED, _("It is not here any longer.")
            continue
        row.before = edit.said(one)[edit.name]
        if row.before == change.text:
            row.outcome = Outcome.UNCHANGED
            continue
        refusal = _attempt(one, edit, change.text, change.actor)
        row.outcome, row.sentence = (Outcome.REFUSED, refusal) if refusal else (Outcome.CHANGED, "")
    _keep(rows)


def _put_back(change: BulkChange, rows: list[BulkRow]) -> None:
    found, edit = editing.field_of(change.list_key, change.field, change.actor)
    standing = _standing(found, rows, change.actor)
    for row in rows:
        one = standing.get(row.key)
        if one is None:
            refusal = _("It is not here any longer.")
        elif edit.said(one)[edit.name] != change.text:
            refusal = _("Somebody has changed it since.")
        else:
            refusal = _attempt(one, edit, row.before, change.actor)
        row.outcome, row.sentence = (Outcome.LEFT, refusal) if refusal else (Outcome.PUT_BACK, "")
    _keep(rows)


def _attempt(row: object, edit: editing.Edit, text: str, actor: Member) -> str:
    """Change one row and no other; return why it was refused, or ""."""
    try:
        with transaction.atomic():
            editing.change(row, edit, text, actor=actor)
    except AlliedError as refusal:
        return str(refusal)[:500]
    return ""


def _standing(found: editing.Editing, rows: Iterable[BulkRow], actor: Member) -> dict[str, object]:
    keys = [row.key for row in rows]
    return {str(one.pk): one for one in found.rows(actor=actor).filter(pk__in=keys)}


def _keep(rows: list[BulkRow]) -> None:
    BulkRow.objects.bulk_update(rows, ["outcome", "before", "sentence"])


def _next(change: BulkChange, outcome: str) -> list[BulkRow]:
    return list(change.rows.filter(outcome=outcome).order_by("pk")[:AT_ONCE])


def _id(job: Job) -> int:
    found: int = job.payload["change_id"]
    return found


def _locked(change_id: int, actor: Member) -> BulkChange:
    bulk_change(change_id, actor=actor)
    return BulkChange.objects.select_for_update(of=("self",)).select_related("job").get(pk=change_id)


def _queue(change: BulkChange, task: str, total: int) -> None:
    change.job = jobs.enqueue(task, {"change_id": change.pk}, actor=change.actor, total=total)
    change.save()


def _cancel(change: BulkChange) -> None:
    if change.job:
        jobs.cancel(change.job, actor=change.actor)


def _end(change: BulkChange, state: str) -> None:
    change.state, change.finished_at = state, timezone.now()
    change.save(update_fields=["state", "finished_at"])
    activity.record(f"bulk_change.{state}", None, actor=change.actor, change=change.pk, **counts(change))


def _require(stands: bool) -> None:
    if not stands:
        raise InvalidState(_("This bulk change has moved on meanwhile. Load the page again. Nothing was changed."))
