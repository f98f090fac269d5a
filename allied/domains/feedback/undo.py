"""How acts on feedback are taken back, where no page of its own does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allied.domains.feedback import actions, queries
from allied.domains.feedback.models import Feedback
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register


def of_dismissal(items: Sequence[Feedback]) -> Undo:
    """Takes them back into the inbox."""
    return Undo("feedback.dismissed", _named(items))


def of_restoration(items: Sequence[Feedback]) -> Undo:
    """Sets them aside again."""
    return Undo("feedback.restored", _named(items))


def of_segments(item: Feedback, before: dict[str, str]) -> Undo | None:
    """Puts back the segments that stood before, unless somebody has changed them since; None where nothing changed."""
    if item.segments == before:
        return None
    given = {**_named([item]), "to": before, "seen": item.segments}
    return Undo("feedback.segmented", given, item.node)


def _named(items: Sequence[Feedback]) -> dict[str, Any]:
    return {"references": [item.node.reference for item in items]}


def _restore(given: dict[str, Any], *, actor: Member) -> str:
    count = actions.restore_feedback(queries.feedback_by_references(given["references"], actor=actor), actor=actor)
    return f"{_counted(count)} back in the inbox."


def _dismiss(given: dict[str, Any], *, actor: Member) -> str:
    count = actions.dismiss_feedback(queries.feedback_by_references(given["references"], actor=actor), actor=actor)
    return f"{_counted(count)} set aside again."


def _segment_as_before(given: dict[str, Any], *, actor: Member) -> str:
    (reference,) = given["references"]
    item = queries.feedback_by_reference(reference, actor=actor)
    if item.segments != given["seen"]:
        raise InvalidState(f"The segments of {reference} were changed again since. Nothing was saved over them.")
    actions.edit_segments(item, given["to"], actor=actor)
    return f"{reference} has the segments that it had before."


def _counted(count: int) -> str:
    return "1 item is" if count == 1 else f"{count} items are"


def register_undo() -> None:
    register("feedback.dismissed", _restore)
    register("feedback.restored", _dismiss)
    register("feedback.segmented", _segment_as_before)
