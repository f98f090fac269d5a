"""Open the demo from a workspace of one's own: it is loaded beside it, and whoever asked becomes its second owner."""

from __future__ import annotations

from django.db import transaction

from allied.kernel import access, activity, jobs
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState
from allied.kernel.jobs.models import Job
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, User, Workspace

TASK = "demo.open"


@transaction.atomic
def open_demo(*, actor: Member) -> Job:
    """Queue the loading of the demo, or join the one that stands here; the job's payload names the account.

    Raises:
        Denied: the actor is no owner.
    """
    access.require(actor, Permission.WORKSPACE_OWN)
    waiting = Job.objects.filter(task=TASK, state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()
    if waiting is not None:
        return waiting
    activity.record("demo.opened", None, actor=actor)
    return jobs.enqueue(TASK, {"user": actor.user_id}, actor=actor, total=1)


@jobs.task(TASK)
def open_step(job: Job) -> bool:
    """Load the demo whole, unless it is here, and let the account in."""
    from allied.site.demo.load import load_demo  # noqa: PLC0415  a thousand sentences, needed once

    workspace = Workspace.objects.filter(is_demo=True).first() or load_demo()
    user = User.objects.get(pk=job.payload["user"])
    Member.objects.get_or_create(
        workspace=workspace, user=user, defaults={"name": user.name or user.email, "role": Role.OWNER}
    )
    job.done = 1
    return False


@transaction.atomic
def close_demo(*, actor: Member) -> None:
    """Erase the demo workspace in which the actor stands, with everything in it.

    Raises:
        Denied: the actor is no owner of it.
        InvalidState: it is not a demo.
    """
    from allied.site.demo.load import remove_demo  # noqa: PLC0415

    access.require(actor, Permission.WORKSPACE_OWN)
    if not actor.workspace.is_demo:
        raise InvalidState("This workspace is not a demo, so it cannot be removed like one. Nothing was changed.")
    remove_demo()
