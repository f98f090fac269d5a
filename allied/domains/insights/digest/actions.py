"""Send digests by e-mail: one claim to whom one chooses, a product's week to who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from allied.domains.insights.digest.one import digest
from allied.domains.insights.digest.weekly import Week, weekly
from allied.domains.insights.models import DigestReader, Insight
from allied.domains.insights.queries import insight_by_reference
from allied.kernel import access, activity, jobs
from allied.kernel.access import Permission
from allied.kernel.errors import AlliedError, BadInput, InvalidState, NotVisible
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member, Product
from allied.kernel.talk.mail import site
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _, speaking
from allied.web.memo import Memo, markdown

MOST: Final = 100
A_STEP: Final = 20
log = structlog.get_logger()


@transaction.atomic
def send_digest(insight: Insight, to: Sequence[Member], *, actor: Member) -> int:
    """Send the digest of a claim, quotes included, to members of the workspace; return how many.

    Raises:
        Denied: the actor may not comment, so may not address people either.
        InvalidState: this installation sends no e-mail.
        BadInput: nobody is chosen, or more than 100 people.
    """
    access.require(actor, Permission.COMMENT_ADD, insight.node)
    if not settings.HAS_EMAIL:
        raise InvalidState(_("This installation sends no e-mail. Save the digest as Markdown or PDF instead."))
    reached = [one for one in to if one.workspace_id == actor.workspace_id and one.is_active and one.user_id]
    if not 1 <= len(reached) <= MOST:
        raise BadInput(to=_("Choose between 1 and %(MOST)s people. Nothing was sent.", MOST=MOST))
    ids = sorted(one.pk for one in reached)
    jobs.enqueue("insights.mail_digest", {"reference": insight.node.reference, "to": ids}, actor=actor)
    activity.record("insight.digest_sent", insight.node, actor=actor, count=len(ids), quiet=True)
    return len(ids)


@transaction.atomic
def read_weekly(product: Product, *, wants: bool, actor: Member) -> None:
    """Get the weekly digest of a product by e-mail each Monday, or no more. One's own choice leaves no activity.

    Raises:
        Denied: the actor reads nothing here.
        NotVisible: the product is in another workspace.
    """
    access.require(actor, Permission.WORKSPACE_READ)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    if wants:
        last = Week.of(today_in(actor.workspace)).first
        DigestReader.objects.get_or_create(member=actor, product=product, defaults={"sent_for": last})
    else:
        DigestReader.objects.filter(member=actor, product=product).delete()


@jobs.task("insights.mail_digest")
def mail_digest(job: Job) -> bool:
    """One digest to each person, as that person may read it."""
    for member in Member.objects.filter(pk__in=job.payload["to"]).select_related("user", "workspace"):
        try:
            memo = digest(insight_by_reference(job.payload["reference"], actor=member), actor=member)
        except AlliedError:
            continue  # gone meanwhile, or not theirs to read
        _mail_after_commit(memo, member)
    return False


@jobs.task("insights.mail_weekly", every=timedelta(hours=1))
def mail_weekly(job: Job) -> bool:
    """The week that ended, to who asked for it and has not had it. A row is noted before its e-mail goes."""
    if not settings.HAS_EMAIL:
        return False
    after = job.cursor.get("after", 0)
    readers = DigestReader.objects.filter(pk__gt=after, member__deactivated_at=None).order_by("pk")
    rows = list(readers.select_related("member__user", "member__workspace", "product")[:A_STEP])
    for row in rows:
        this = Week.of(today_in(row.member.workspace))
        if row.sent_for < this.first:
            row.sent_for = this.first
            row.save(update_fields=["sent_for"])
            last = Week.of(this.first - timedelta(days=1))
            with speaking(settings.LANGUAGE_CODE):
                _mail_after_commit(weekly(row.product, last, actor=row.member), row.member)
    job.cursor = {"after": rows[-1].pk if rows else after}
    return len(rows) == A_STEP


def _mail_after_commit(memo: Memo, member: Member) -> None:
    if member.user is not None and member.is_active:
        text = markdown(memo, site=site())
        message = EmailMessage(f"{memo.kind}: {memo.title}"[:200], text, None, [member.user.email])
        transaction.on_commit(partial(_send, message), robust=True)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as failure:  # SMTP errors are OSErrors; neither address nor words belong in a log
        log.warning("mail.failed", kind="digest", reason=type(failure).__name__)
