"""How acts on feedback are taken back, where no page of its own does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from allied.domains.feedback import actions, queries
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.triage import set_label
from allied.kernel.activity.editions import edition
from allied.kernel.errors import InvalidState
from allied.kernel.labels.models import Label
from allied.kernel.labels.queries import label_by_id
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _


def of_dismissal(items: Sequence[Feedback]) -> Undo:
    """Takes them back into the inbox."""
    return Undo("feedback.dismissed", _named(items))


def of_restoration(items: Sequence[Feedback]) -> Undo:
    """Sets them aside again."""
    return Undo("feedback.restored", _named(items))


def of_edit(item: Feedback, before: dict[str, str], moment: datetime) -> Undo | None:
    """Puts back what stood before, unless somebody has changed it since; None where nothing changed.

    ``moment`` is when it was received, of which ``before`` says the day alone.
    """
    after = actions.said(item)
    given = {"to": before, "seen": edition(after), "moment": moment.isoformat()}
    return None if after == before else Undo("feedback.edited", _named([item]) | given, item.node)


def of_segments(item: Feedback, before: dict[str, str]) -> Undo | None:
    """Puts back the segments that stood before, unless somebody has changed them since; None where nothing changed."""
    if item.segments == before:
        return None
    given = {**_named([item]), "to": before, "seen": item.segments}
    return Undo("feedback.segmented", given, item.node)


def of_assignment(items: Sequence[Feedback], before: dict[str, int | None], to: Member | None) -> Undo:
    """Gives each back to whom it had, unless somebody has assigned it anew since."""
    was = {item.node.reference: before[item.node.reference] for item in items}
    return Undo("feedback.assigned", {**_named(items), "was": was, "to": to.pk if to else None})


def of_labelling(items: Sequence[Feedback], label: Label, *, is_on: bool) -> Undo:
    """Takes the label off again, or puts it back."""
    return Undo("feedback.labelled", {**_named(items), "label": label.pk, "is_on": is_on})


def of_duplicates(items: Sequence[Feedback], of: Feedback) -> Undo:
    """Lets them stand for themselves again."""
    return Undo("feedback.duplicated", {**_named(items), "of": of.node.reference})


def of_declined(item: Feedback, other: Feedback) -> Undo:
    """Lets the pair be proposed again."""
    return Undo("feedback.not_duplicate", {**_named([item]), "of": other.node.reference})


def _named(items: Sequence[Feedback]) -> dict[str, Any]:
    return {"references": [item.node.reference for item in items]}


def _restore(given: dict[str, Any], *, actor: Member) -> str:
    count = actions.restore_feedback(queries.feedback_by_references(given["references"], actor=actor), actor=actor)
    return _("%(counted)s back in the inbox.", counted=_counted(count))


def _dismiss(given: dict[str, Any], *, actor: Member) -> str:
    count = actions.dismiss_feedback(queries.feedback_by_references(given["references"], actor=actor), actor=actor)
    return _("%(counted)s set aside again.", counted=_counted(count))


def _edit_as_before(given: dict[str, Any], *, actor: Member) -> str:
    (reference,) = given["references"]
    item, moment = queries.feedback_by_reference(reference, actor=actor), datetime.fromisoformat(given["moment"])
    wording, day = actions.worded(item, given["to"]), given["to"]["received_on"]
    if day == moment.astimezone(item.workspace.zone).date().isoformat():
        wording = replace(wording, received_at=moment)
    actions.edit_feedback(item, wording, actor=actor, seen=given["seen"])
    return _("%(given)s reads as it did before.", given=reference)


def _segment_as_before(given: dict[str, Any], *, actor: Member) -> str:
    (reference,) = given["references"]
    item = queries.feedback_by_reference(reference, actor=actor)
    if item.segments != given["seen"]:
        raise InvalidState(
            _(
                "The segments of %(reference)s were changed again since. Nothing was saved over them.",
                reference=reference,
            )
        )
    actions.edit_segments(item, given["to"], actor=actor)
    return _("%(reference)s has the segments that it had before.", reference=reference)


def _assign_as_before(given: dict[str, Any], *, actor: Member) -> str:
    items = queries.feedback_by_references(given["references"], actor=actor)
    since = [item.node.reference for item in items if item.assigned_to_id != given["to"]]
    if since:
        raise InvalidState(_("%(since)s was assigned anew since. Nothing was changed.", since=since[0]))
    known = {one.pk: one for one in members(actor=actor)}
    for item in items:
        actions.assign_feedback([item], known.get(given["was"][item.node.reference] or 0), actor=actor)
    return _("%(counted)s assigned as before.", counted=_counted(len(items)))


def _label_as_before(given: dict[str, Any], *, actor: Member) -> str:
    items = queries.feedback_by_references(given["references"], actor=actor)
    label = label_by_id(given["label"], actor=actor)
    set_label(items, label, is_on=not given["is_on"], actor=actor)
    return _(
        "%(counted)s %(value)s the label %(name)s again.",
        counted=_counted(len(items)),
        value=_("without") if given["is_on"] else _("with"),
        name=label.name,
    )


def _propose_again(given: dict[str, Any], *, actor: Member) -> str:
    (reference,) = given["references"]
    item, other = (queries.feedback_by_reference(each, actor=actor) for each in (reference, given["of"]))
    actions.propose_again(item, other, actor=actor)
    return _("%(reference)s is proposed as a duplicate of %(given)s again.", reference=reference, given=given["of"])


def _unmark(given: dict[str, Any], *, actor: Member) -> str:
    items = queries.feedback_by_references(given["references"], actor=actor)
    changed = actions.unmark_duplicates(items, actor=actor)
    return _("%(counted)s back in the inbox, with the links it had.", counted=_counted(len(changed)))


def _counted(count: int) -> str:
    return _("1 item is") if count == 1 else _("%(count)s items are", count=count)


def register_undo() -> None:
    register("feedback.edited", _edit_as_before)
    register("feedback.dismissed", _restore)
    register("feedback.restored", _dismiss)
    register("feedback.segmented", _segment_as_before)
    register("feedback.assigned", _assign_as_before)
    register("feedback.labelled", _label_as_before)
    register("feedback.duplicated", _unmark)
    register("feedback.not_duplicate", _propose_again)
