"""Run themes: a job that works the sorting out aside, then writes it in small steps."""

from __future__ import annotations

from time import sleep
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from allied.domains.themes import files, rules
from allied.domains.themes.actions.storing import conclude, store_findings, store_places
from allied.domains.themes.models import Run
from allied.kernel import access, activity, jobs
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.jobs import Keep, runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.words import _

WAIT_SECONDS: Final = 0.2
GIVEN_UP: Final = (Job.State.FAILED, Job.State.CANCELLED)


@transaction.atomic
def start_run(product: Product, *, actor: Member, granularity: float | None = None) -> Run:
    """Sort all feedback of a product into themes, in the background. None: as finely as the texts suggest.

    Raises:
        Denied: the actor may not run themes.
        InvalidState: a run goes on, or there is too little feedback.
        BadInput: the granularity is not between 0 and 1.
    """
    access.require(actor, Permission.THEME_RUN)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    rules.check_granularity(granularity)
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    for stale in Run.objects.filter(product=product, state=Run.State.RUNNING, job__state__in=GIVEN_UP):
        fail_run(stale)
    rules.check_can_run(product, _feedback(product))
    number = (Run.objects.filter(product=product).aggregate(last=Max("number"))["last"] or 0) + 1
    run = Run.objects.create(
        workspace_id=actor.workspace_id, product=product, number=number, granularity=granularity, created_by=actor
    )
    run.job = jobs.enqueue("themes.run", {"run": run.pk}, actor=actor, total=_feedback(product))
    run.save(update_fields=["job"])
    activity.record("themes.run_started", None, actor=actor, number=number, product=product.name)
    return run


def run_to_end(run: Run) -> Run:
    """Run a started run to its end, for the command line; where a worker has it already, wait for that.

    Raises:
        InvalidState: it failed, with what is known of the reason.
    """
    while run.state == Run.State.RUNNING:
        if run.job and run.job.state == Job.State.FAILED:
            fail_run(run)
            raise InvalidState(_("The run stopped: %(error)s The themes from before still stand.", error=run.job.error))
        if run.job and run.job.state == Job.State.QUEUED:
            runner.run_now(run.job)
        elif not runner.run_all():
            sleep(WAIT_SECONDS)
        run = Run.objects.select_related("job").get(pk=run.pk)
    return run


def fail_run(run: Run) -> None:
    """A run whose job failed is over; what stood before stands."""
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.FAILED, finished_at=timezone.now())
    files.forget(run.file_key)


def sort_aside(job: Job, keep: Keep) -> None:
    from allied.domains.themes import sorting  # noqa: PLC0415  heavy

    run = Run.objects.get(pk=job.payload["run"])
    if run.state == Run.State.RUNNING:
        sorting.sort(run, keep)


@jobs.task("themes.run", work=sort_aside)
def run_step(job: Job) -> bool:
    """Write what was worked out: the themes first, then some thousand places a step, then let it stand."""
    from allied.domains.themes import sorting  # noqa: PLC0415  heavy

    run = Run.objects.select_for_update().get(pk=job.payload["run"])
    if run.state != Run.State.RUNNING:
        return False
    found, cursor = sorting.result_of(run), dict(job.cursor)
    if "themes" not in cursor:
        job.cursor = {"themes": store_findings(run, found), "at": 0}
        return True
    job.cursor = cursor | {"at": store_places(run, found, cursor["themes"], cursor["at"])}
    job.done = int(len(found.items) * 0.95)
    if job.cursor["at"] < len(found.items):
        return True
    _finish(run, found, cursor["themes"], job)
    return False


def _finish(run: Run, found: Any, themes: list[str], job: Job) -> None:
    conclude(run, found, themes)
    job.done = len(found.items)
    assert job.actor is not None  # noqa: S101  start_run gave it one
    activity.record("themes.run", None, actor=job.actor, number=run.number, product=run.product.name)
    transaction.on_commit(lambda: files.forget(run.file_key))


def _feedback(product: Product) -> int:
    found = Node.objects.filter(product=product, kind="feedback", archived_at=None)
    return found.filter(state="new").count()
