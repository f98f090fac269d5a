"""How acts on a meeting are taken back, where no page of its own does it."""

from __future__ import annotations

from typing import Any

from allied.domains.rituals import actions, agenda, attending, queries
from allied.domains.rituals.models import AgendaItem, Meeting
from allied.domains.rituals.rules import Needs
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members, product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _


def of_edit(found: Meeting, before: dict[str, str]) -> Undo | None:
    """Puts back what stood before, unless somebody has changed it since; None where nothing changed."""
    after = actions.said(found)
    return None if after == before else _undo("meeting.edited", found, to=before, seen=edition(after))


def of_adding(found: Meeting, made: list[AgendaItem]) -> Undo | None:
    """Takes off the agenda again what was put there."""
    return _undo("meeting.agenda_added", found, items=[one.pk for one in made]) if made else None


def of_removal(item: AgendaItem) -> Undo:
    """Puts it back where it stood, with what was said on it."""
    return _undo("meeting.agenda_removed", item.meeting, item=item.pk)


def of_place(item: AgendaItem, stood_behind: int | None) -> Undo:
    return _undo("meeting.agenda_ordered", item.meeting, item=item.pk, after=stood_behind)


def of_time(item: AgendaItem, before: int) -> Undo:
    return _undo("meeting.agenda_timed", item.meeting, item=item.pk, to=before)


def of_attendees(found: Meeting, before: list[int]) -> Undo:
    """Asks those again who were asked, and nobody else."""
    return _undo("meeting.attendees", found, to=before)


def of_quorum(kind: str, before: Needs) -> Undo:
    """Puts back what the type of meeting needed."""
    return Undo("quorum.set", {"type": kind, "to": [before.ux, before.product, before.engineering]})


def _undo(name: str, found: Meeting, **given: Any) -> Undo:
    return Undo(name, {"reference": found.node.reference, **given}, found.node)


def _edit_back(given: dict[str, Any], *, actor: Member) -> str:
    found, told = _found(given, actor), dict(given["to"])
    plan = actions.planned(told, product_by_id(told["product"], actor=actor))
    actions.edit_meeting(found, plan, actor=actor, seen=given["seen"])
    return _("%(given)s is as it was before.", given=given["reference"])


def _take_off(given: dict[str, Any], *, actor: Member) -> str:
    found = _found(given, actor)
    for number in given["items"]:
        agenda.remove_from_agenda(queries.agenda_item(found, number, actor=actor), actor=actor)
    return _("The agenda of %(given)s is as it was before.", given=given["reference"])


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    agenda.put_back(_item(given, actor), actor=actor)
    return _("It stands on the agenda of %(given)s again.", given=given["reference"])


def _place_back(given: dict[str, Any], *, actor: Member) -> str:
    agenda.place_on_agenda(_item(given, actor), given["after"], actor=actor)
    return _("It stands where it did before.")


def _time_back(given: dict[str, Any], *, actor: Member) -> str:
    agenda.give_time(_item(given, actor), given["to"], actor=actor)
    return _("It has as many minutes as before.")


def _ask_back(given: dict[str, Any], *, actor: Member) -> str:
    people = members(actor=actor).filter(pk__in=given["to"], deactivated_at=None)
    attending.set_attendees(_found(given, actor), list(people), actor=actor)
    return _("The same people as before are asked to %(given)s.", given=given["reference"])


def _quorum_back(given: dict[str, Any], *, actor: Member) -> str:
    actions.set_quorum(given["type"], Needs(*given["to"]), actor=actor)
    return _("The quorum is as it was before.")


def _found(given: dict[str, Any], actor: Member) -> Meeting:
    return queries.meeting_by_reference(given["reference"], actor=actor)


def _item(given: dict[str, Any], actor: Member) -> AgendaItem:
    return queries.agenda_item(_found(given, actor), given["item"], actor=actor)


def register_undo() -> None:
    register("meeting.edited", _edit_back)
    register("meeting.agenda_added", _take_off)
    register("meeting.agenda_removed", _put_back)
    register("meeting.agenda_ordered", _place_back)
    register("meeting.agenda_timed", _time_back)
    register("meeting.attendees", _ask_back)
    register("quorum.set", _quorum_back)
