"""Run an import: a job that stores a few hundred rows a step and may be killed between any two of them."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from time import sleep

from django.db import transaction
from django.utils import timezone

from allied.kernel import activity, jobs
from allied.kernel.errors import InvalidState
from allied.kernel.importing import files, linking, rules
from allied.kernel.importing.chunks import Chunk
from allied.kernel.importing.models import Import, tallies
from allied.kernel.importing.targets import target_named
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member
from allied.kernel.words import _

CHUNK = 250  # rows a step: SQLite has one writer, and nobody should wait for it over 100 ms
WAIT_SECONDS = 0.2


@transaction.atomic
def start_import(imported: Import, *, actor: Member) -> Import:
    """Let the rows come in, in the background.

    Raises:
        Denied: the actor may not import.
        InvalidState: it was started before, or its file is gone.
        BadInput: the mapping does not fit the file.
    """
    return _queue(imported, "import.started", actor)


@transaction.atomic
def resume_import(imported: Import, *, actor: Member) -> Import:
    """Go on with a stopped import at the row where it stopped.

    Raises:
        Denied: the actor may not import.
        InvalidState: it is not stopped, or its file is gone.
    """
    return _queue(imported, "import.resumed", actor)


@transaction.atomic
def stop_import(imported: Import, *, actor: Member) -> Import:
    """Stop between two steps; what is stored stays, and the import may go on or be undone later.

    Raises:
        Denied: the actor may not import.
        InvalidState: it does not run.
    """
    rules.require(actor, target_named(imported.target))
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    rules.check_can_stop(imported)
    target_named(imported.target).finish(imported)
    imported.state, imported.finished_at = Import.State.STOPPED, timezone.now()
    imported.save(update_fields=["state", "finished_at", "people"])
    if imported.job:
        jobs.cancel(imported.job, actor=actor)
    activity.record("import.stopped", None, actor=actor, number=imported.number, **tallies(imported))
    return imported


def run_import(imported: Import) -> Import:
    """Run a started import to its end, for the command line; where a worker has it already, wait for that.

    Raises:
        InvalidState: it failed, with what is known of the reason.
    """
    while imported.state == Import.State.RUNNING:
        if not runner.run_all():
            sleep(WAIT_SECONDS)
        imported = Import.objects.select_related("job").get(pk=imported.pk)
        if imported.job and imported.job.state == Job.State.FAILED:
            raise InvalidState(_("The import stopped: %(error)s What is stored is safe.", error=imported.job.error))
    return imported


def _queue(imported: Import, verb: str, actor: Member) -> Import:
    rules.require(actor, target_named(imported.target))
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    rules.check_can_start(imported)
    rules.check_mapping(imported, imported.choices)
    rules.check_file_is_kept(imported)
    imported.job = jobs.enqueue("importing.run", {"import": imported.pk}, actor=actor, total=imported.rows)
    imported.state, imported.finished_at = Import.State.RUNNING, None
    imported.started_at = imported.started_at or timezone.now()
    imported.filled = imported.filled or [0] * len(imported.columns)
    imported.save(update_fields=["job", "state", "started_at", "finished_at", "filled"])
    activity.record(verb, None, actor=actor, number=imported.number)
    return imported


@jobs.task("importing.run")
def import_step(job: Job) -> bool:
    """Store the next rows, then make the links that they ask for; the runner commits each step with its cursor."""
    imported = Import.objects.select_for_update().get(pk=job.payload["import"])
    if imported.state != Import.State.RUNNING:
        return False
    has_more = _take_in(imported) or linking.make_some(imported)
    job.done, job.cursor = imported.read, {"row": imported.row}
    if not has_more:
        _finish(imported, job)
    imported.save()
    return has_more


def _take_in(imported: Import) -> bool:
    """Store the next rows; whether there may be more of them."""
    records = list(islice(files.body(imported, offset=imported.offset, row=imported.row), CHUNK))
    if not records:
        return False
    chunk = Chunk(imported, target_named(imported.target), records)
    chunk.store()
    imported.read += len(records)
    for name in ("stored", "updated", "already_here", "left_out", "hidden", "undated"):
        setattr(imported, name, getattr(imported, name) + chunk.counts[name])
    imported.filled = [before + now for before, now in zip(imported.filled, chunk.filled, strict=True)]
    imported.reasons = dict(Counter(imported.reasons) + chunk.reasons)
    imported.offset, imported.row = records[-1].end, records[-1].number
    return len(records) == CHUNK


def _finish(imported: Import, job: Job) -> None:
    target_named(imported.target).finish(imported)
    imported.state, imported.finished_at = Import.State.DONE, timezone.now()
    assert job.actor is not None  # noqa: S101  start_import gave it one
    verb = f"{imported.target}.imported"
    activity.record(verb, None, actor=job.actor, number=imported.number, **tallies(imported))
    transaction.on_commit(lambda: files.forget(imported.file_key))
