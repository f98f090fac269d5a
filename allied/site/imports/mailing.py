"""Send each person whom an import invited their own link by e-mail, in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from allied.kernel import activity, jobs
from allied.kernel.errors import InvalidState
from allied.kernel.importing import queries, rules
from allied.kernel.importing.models import Import
from allied.kernel.importing.targets import target_named
from allied.kernel.jobs.models import Job
from allied.kernel.membership.invitations import LIFETIME, renew_links
from allied.kernel.people.models import Invitation, Member
from allied.kernel.talk.mail import site
from allied.kernel.words import _
from allied.site.workspace.mail import send_invitation

TASK: Final = "imports.mail_links"
OPEN: Final = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def mail_links(imported: Import, *, actor: Member) -> Job:
    """Queue a letter to each open invitation that has an address, with a link made for it; older links stop then.

    Raises:
        Denied: the actor may not invite.
        InvalidState: mail is off, nobody with an address waits, or the letters are on their way.
    """
    rules.require(actor, target_named(imported.target))
    if not settings.HAS_EMAIL:
        raise InvalidState(_("This server sends no e-mail. Make the links and hand them over. Nothing was changed."))
    last = mailing(imported)
    if last is not None and last.state in OPEN:
        raise InvalidState(_("The letters are on their way. Nothing was changed."))
    count = _addressed(imported, actor).count()
    if not count:
        raise InvalidState(_("Nobody with an e-mail address waits for a link. Nothing was changed."))
    activity.record("invitation.links_mailed", None, actor=actor, number=imported.number, count=count)
    return jobs.enqueue(TASK, {"import": imported.pk}, actor=actor, total=count)


def mailing(imported: Import) -> Job | None:
    """The last time that letters were sent for this import."""
    return Job.objects.filter(task=TASK, payload__import=imported.pk).order_by("-pk").first()


def addressed(imported: Import, *, actor: Member) -> int:
    """How many people who wait have an address."""
    return _addressed(imported, actor).count()


def mail_aside(job: Job, keep: Callable[[int], None]) -> None:
    """Write the letters one by one, outside of the step's transaction; a link that was made for the job is not made
    again, so that after a kill it goes on with the next person."""
    imported = Import.objects.select_related("workspace").get(pk=job.payload["import"])
    assert job.actor is not None  # noqa: S101  a person asked for it
    done = job.done
    waiting = _addressed(imported, job.actor).filter(expires_at__lt=job.created_at + LIFETIME).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        for one, secret in renew_links(Invitation.objects.filter(pk=pk), actor=job.actor):
            link = site() + reverse("join", kwargs={"secret": secret})
            if not send_invitation(to=one.email, link=link, actor=job.actor):
                _note_failure(job, one)
        done += 1
        keep(done)


@jobs.task(TASK, work=mail_aside)
def mail_step(job: Job) -> bool:
    """All letters are written by now."""
    return False


def _note_failure(job: Job, one: Invitation) -> None:
    """Keep to whom the server took no letter, so that the page can name them."""
    with transaction.atomic():
        held = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
        held.cursor = {"failed": [*held.cursor.get("failed", []), one.pk]}
        held.save(update_fields=["cursor"])


def _addressed(imported: Import, actor: Member) -> QuerySet[Invitation]:
    return queries.invited(imported, actor=actor).exclude(email="")
