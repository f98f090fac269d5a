"""Feedback that came in joins the themes of its workspace, behind the write."""

from __future__ import annotations

from typing import Final

from allied.domains.themes.actions import join_later
from allied.kernel import activity
from allied.kernel.activity.models import Activity

ARRIVED: Final = frozenset({"feedback.imported", "feedback.added", "feedback.pasted"})


@activity.subscribe
def follow(entry: Activity) -> None:
    if entry.verb in ARRIVED:
        join_later(entry.workspace_id, actor=entry.actor)
