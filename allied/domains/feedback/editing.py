"""What of feedback can be changed in a list: whether it is set aside."""

from __future__ import annotations

from allied.domains.feedback import actions, queries
from allied.domains.feedback.models import Feedback
from allied.kernel.access import Permission
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member
from allied.web.lists import editing
from allied.web.lists.editing import Edit


def _save(item: Feedback, words: dict[str, str], *, actor: Member, seen: str) -> None:
    if words["state"] == "not_useful":
        actions.dismiss_feedback([item], actor=actor)
    else:
        actions.restore_feedback([item], actor=actor)


def register() -> None:
    state = Edit(
        "state",
        lambda item: {"state": item.node.state},
        _save,
        Permission.FEEDBACK_EDIT,
        options=lambda _: KINDS["feedback"].states,
    )
    editing.register("feedback", queries.feedback_by_reference, {"state": state})
