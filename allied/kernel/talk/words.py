"""How talk reads in a history, after the name of who did it. The text itself is never in the trail."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.words import _


def register() -> None:
    word("comment.added", _added, icon="message-square-quote")
    word("comment.edited", _("edited a comment"), icon="pen-line")
    word("comment.deleted", _("deleted a comment"), icon="trash-2")
    word("comment.restored", _("brought a deleted comment back"), icon="archive-restore")
    word("comment.resolved", _("resolved a discussion"), icon="circle-check", tone="good")
    word("comment.reopened", _("reopened a discussion"), icon="rotate-ccw")


def _added(details: dict[str, Any]) -> str:
    return _("replied to a comment") if details["reply_to"] else _("commented")
