"""E-mail of what members are told. It names what happened and leads to it; what people wrote stays in Allied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.activity.history import worded
from allied.kernel.errors import NotVisible
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Comment, Happening, Notification, Way
from allied.kernel.words import _, speaking

SALT: Final = "allied.talk.unsubscribe"
HOUR: Final = 8  # of the workspace's own day, from which the daily e-mail may go
A_STEP: Final = 50
MOST_TRIES: Final = 5
MOST_LINES: Final = 50
log = structlog.get_logger()


@jobs.task("talk.mail")
def mail_at_once(job: Job) -> bool:
    """Mail what is instant of one activity, unless it was read meanwhile or its comment is gone."""
    waiting = _waiting(Way.INSTANT).filter(activity_id=job.payload["activity"])
    for one in waiting:
        _claim([one], tries=int(job.payload.get("tries", 0)))
    return False


@jobs.task("talk.digest", every=timedelta(hours=1))
def mail_daily(job: Job) -> bool:
    """Mail to each member once a day what waits for it, from the morning of their workspace on."""
    if not settings.HAS_EMAIL:
        return False
    after = job.cursor.get("after", 0)
    ids = _waiting(Way.DAILY).filter(member_id__gt=after).order_by("member_id").values_list("member_id", flat=True)
    members = Member.objects.filter(pk__in=list(ids.distinct()[:A_STEP])).select_related("workspace").order_by("pk")
    for member in members:
        if _is_due(member):
            _claim(list(_waiting(Way.DAILY).filter(member=member)))
        job.cursor = {"after": member.pk}
    return len(members) == A_STEP


def site() -> str:
    """The address before every path."""
    return settings.URL or "http://localhost:8000"


def unsubscribe_link(member: Member, happening: str = "") -> str:
    """An address that stops e-mail of one kind, or of any, without sign-in."""
    token = signing.dumps([member.pk, happening], salt=SALT)
    return site() + reverse("talk:unsubscribe", kwargs={"token": token})


def unsubscribing(token: str) -> tuple[Member, str]:
    """Whom an address of ``unsubscribe_link`` is for, and of which kind of happening.

    Raises:
        NotVisible: it was cut or changed, or the member is gone.
    """
    try:
        number, happening = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        number, happening = 0, ""
    member = Member.objects.select_related("workspace").filter(pk=number).first()
    if member is None:
        raise NotVisible(_("This link is not whole. Copy all of it from the e-mail, or sign in and change it there."))
    return member, happening


def _waiting(way: Way) -> Any:
    found = Notification.objects.filter(way=way, mailed_at=None, read_at=None, member__deactivated_at=None)
    return found.exclude(member__user=None).select_related("member__user", "member__workspace", "node", "activity")


def _is_due(member: Member) -> bool:
    now = timezone.now().astimezone(member.workspace.zone)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mailed = Notification.objects.filter(member=member, way=Way.DAILY, mailed_at__gte=midnight)
    return now.hour >= HOUR and not mailed.exists()


def _claim(waiting: Sequence[Notification], tries: int = 0) -> None:
    """Note them as mailed, and mail them once that is committed: the server is asked outside of the transaction."""
    now, ids = timezone.now(), [one.pk for one in waiting]
    Notification.objects.filter(pk__in=ids).update(mailed_at=now)
    transaction.on_commit(partial(_send, list(waiting), now, tries), robust=True)


def _send(waiting: Sequence[Notification], claimed_at: datetime, tries: int) -> None:
    with speaking(settings.LANGUAGE_CODE):
        message = _letter(waiting)
    if message is None:
        return
    try:
        message.send()
    except OSError as failure:  # SMTP errors are OSErrors; neither address nor words belong in a log
        log.warning("mail.failed", kind="notification", reason=type(failure).__name__)
        _give_back(waiting, claimed_at, tries)


def _give_back(waiting: Sequence[Notification], claimed_at: datetime, tries: int) -> None:
    """Let them wait again; those of the moment are tried anew, with growing pauses."""
    Notification.objects.filter(pk__in=[one.pk for one in waiting], mailed_at=claimed_at).update(mailed_at=None)
    first = waiting[0]
    if first.way == Way.INSTANT and tries < MOST_TRIES:
        payload = {"activity": first.activity_id, "tries": tries + 1}
        job = jobs.enqueue("talk.mail", payload, actor=first.member)
        job.not_before = timezone.now() + timedelta(minutes=2**tries)
        job.save(update_fields=["not_before"])


def _letter(waiting: Sequence[Notification]) -> EmailMessage | None:
    """The e-mail; None where nothing is left that the member may read."""
    member = waiting[0].member
    rows = _standing(member, waiting)
    if not rows or member.user is None:
        return None
    events = worded([row.activity for row in rows])
    lines = [f"{event.who.name} {event.words}: {_place(row)}" for event, row in zip(events, rows, strict=True)]
    is_one = len(rows) == 1
    subject = f"{rows[0].node.reference}: {Happening(rows[0].happening).label}" if is_one else _many(rows, member)
    stop = unsubscribe_link(member, rows[0].happening if is_one else "")
    more = [_("and %(value)s more", value=len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
    end = _("Stop this kind of e-mail: %(stop)s", stop=stop) if is_one else _("Stop these e-mails: %(stop)s", stop=stop)
    text = "\n\n".join(map(str, [*lines[:MOST_LINES], *more, end]))
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(str(subject), text, None, [member.user.email], headers=headers)


def _standing(member: Member, waiting: Sequence[Notification]) -> list[Notification]:
    """Those that the member may read by now, without comments that were deleted meanwhile."""
    found = Notification.objects.of(member).filter(pk__in=[one.pk for one in waiting]).order_by("pk")
    rows = list(found.select_related("node", "activity__actor", "activity__node", "member__workspace"))
    said = [row.activity.details.get("comment") for row in rows]
    gone = set(Comment.objects.filter(pk__in=filter(None, said)).exclude(deleted_at=None).values_list("pk", flat=True))
    return [row for row, comment in zip(rows, said, strict=True) if comment not in gone]


def _many(rows: Sequence[Notification], member: Member) -> str:
    return _("%(name)s: %(rows)s things happened to what you follow", name=member.workspace.name, rows=len(rows))


def _place(row: Notification) -> str:
    place = url_of(row.node, workspace_slug=row.member.workspace.slug)
    return f"{row.node.reference} {row.node.title}\n{site()}{place}{anchor(row)}"


def anchor(row: Notification) -> str:
    """Where on the record it is: the comment, if it is about one."""
    comment = row.activity.details.get("comment")
    return f"#{comment}" if comment else ""
