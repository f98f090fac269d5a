"""Letters that the settings send. Without a mail server nothing is sent, and every link can be handed over."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import send_mail

from allied.kernel.people.models import Member
from allied.kernel.words import _

log = structlog.get_logger()


def send_invitation(*, to: str, link: str, actor: Member) -> bool:
    """Mail an invitation link; False when mail is off, there is no address, or the server did not take it."""
    if not (settings.HAS_EMAIL and to):
        return False
    workspace = actor.workspace.name
    text = _(
        "%(name)s invites you to %(workspace)s on Allied.\n\nOpen this link to join. It works "
        "once, for 14 days:\n%(link)s\n\nYou did not expect this? Then do nothing; no account "
        "was made.",
        name=actor.name,
        workspace=workspace,
        link=link,
    )
    try:
        send_mail(str(_("Join %(workspace)s on Allied", workspace=workspace)), str(text), None, [to])
    except OSError as failure:  # SMTP errors are OSErrors; neither address nor link belongs in a log
        log.warning("mail.failed", kind="invitation", reason=type(failure).__name__)
        return False
    return True
