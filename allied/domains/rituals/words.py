"""How what happens to a meeting reads in a history, after the name of who did it, and whom it concerns."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.talk.telling import concerns
from allied.kernel.words import _, numbered


def register() -> None:
    word("meeting.planned", _("planned this meeting"), icon="calendar")
    word("meeting.edited", _("changed what it is for, when or where"), icon="pen-line")
    word("meeting.moved", _moved, icon="clock", tone="warn")
    word("meeting.cancelled", _("cancelled it: {reason}"), icon="calendar-x", tone="warn")
    word("meeting.revived", _("planned it again, for {to}"), icon="calendar")
    word("meeting.held", _("began to hold it"), icon="users", tone="good")
    word("meeting.not_held", _("said that it was not held after all"), icon="undo-2")
    word("meeting.closed", _("closed its minutes"), icon="badge-check", tone="good")
    word("meeting.reopened", _("opened its minutes again"), icon="undo-2")
    word("meeting.soon", _soon, icon="clock")
    word("quorum.set", _quorum, icon="users")
    _agenda()
    _people()
    _outcomes()


def _agenda() -> None:
    word("meeting.agenda_added", _added, icon="plus")
    word("meeting.agenda_removed", _("took {other} off the agenda"), icon="x")
    word("meeting.agenda_ordered", _("moved {other} to place {place} of the agenda"), icon="arrow-up-down")
    word("meeting.agenda_timed", _("gave {other} {minutes} minutes"), icon="clock")
    word("meeting.feasibility_stated", _("said for {voice} whether {other} can be done"), icon="pen-line")
    word("meeting.stated", _("stated what {voice} thinks of {other}"), icon="pen-line")
    word("meeting.noted", _("took notes on {other}"), icon="pen-line")


def _people() -> None:
    word("meeting.invited", lambda told: _("asked %(people)s", people=_many(told["people"])), icon="users")
    word("meeting.uninvited", lambda told: _("no longer asks %(people)s", people=_many(told["people"])), icon="users")
    word("meeting.coming", _("comes to it"), icon="check")
    word("meeting.declined", _("cannot come"), icon="x")
    word("meeting.present", _("noted that {name} is there"), icon="check")
    word("meeting.absent", _("noted that {name} is not there"), icon="x")
    for verb in ("meeting.invited", "meeting.uninvited", "meeting.closed"):
        concerns(verb, lambda told: told["told"])


def _outcomes() -> None:
    word("meeting.decided", _("recorded that {other} is decided, in {decision}"), icon="gavel", tone="good")
    word("meeting.follow_up", _("recorded a follow-up on {other}: {name}, until {due_on}"), icon="clock")
    word("meeting.parked", _("parked {other}"), icon="archive")
    word("meeting.outcome_taken_back", _("took back what had come of {other}"), icon="undo-2")
    word("meeting.follow_up_done", _("finished the follow-up on {other}"), icon="check", tone="good")
    word("meeting.follow_up_open", _("said that the follow-up on {other} is not done after all"), icon="undo-2")
    word("meeting.follow_up_due", _("has until {due_on} to finish the follow-up on {other}"), icon="clock")
    concerns("meeting.follow_up", lambda told: [told["owner"]])


def _many(people: int) -> str:
    return numbered(people, "person", "people")


def _added(told: dict[str, Any]) -> str:
    if not told["more"]:
        return _("put %(other)s on the agenda", other=told["other"])
    return _("put %(other)s and %(more)s more on the agenda", other=told["other"], more=told["more"])


def _moved(told: dict[str, Any]) -> str:
    if not told["place"]:
        return _("moved it to %(to)s", to=told["to"])
    return _("moved it to %(to)s, %(place)s", to=told["to"], place=told["place"])


def _soon(told: dict[str, Any]) -> str:
    return _(
        "holds it on %(to)s. New on its agenda since %(since)s: %(news)s of %(many)s. "
        "Read what changed before you come",
        **{name: told[name] for name in ("to", "since", "news", "many")},
    )


def _quorum(told: dict[str, Any]) -> str:
    return _(
        "set whom a meeting on %(type)s needs: UX %(ux)s, Product %(product)s, engineering %(engineering)s",
        **{name: told[name] for name in ("ux", "product", "engineering")},
        type=str(told["type"]).lower(),
    )
