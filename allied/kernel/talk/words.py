"""How talk reads in a history, after the name of who did it. The text itself is never in the trail."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word


def register() -> None:
    word("comment.added", _added, icon="message-square-quote")
    word("comment.edited", "edited a comment", icon="pen-line")
    word("comment.deleted", "deleted a comment", icon="trash-2")
    word("comment.restored", "brought a deleted comment back", icon="archive-restore")
    word("comment.resolved", "resolved a discussion", icon="circle-check", tone="good")
    word("comment.reopened", "reopened a discussion", icon="rotate-ccw")


def _added(details: dict[str, Any]) -> str:
    return "replied to a comment" if details["reply_to"] else "commented"
