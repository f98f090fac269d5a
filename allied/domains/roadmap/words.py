"""How what happens to an item reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.domains.roadmap.models import Horizon
from allied.kernel.activity.history import word
from allied.kernel.talk.telling import makes_owners
from allied.kernel.words import _, said, series

FIELDS = {
    "title": _("the title"),
    "problem": _("the problem"),
    "outcome": _("the outcome"),
    "product": _("the product"),
}


def register() -> None:
    word("item.added", _("added this item"), icon="milestone")
    word("item.edited", _edited, icon="pen-line")
    word("item.owners_assigned", _("assigned the owners"), icon="users")
    word("item.moved", _moved, icon="arrow-right")
    word("item.proposed", _("proposed it"), icon="circle-dot")
    word("item.proposal_withdrawn", _("withdrew the proposal"), icon="undo-2")
    word("item.committed", _committed, icon="badge-check", tone="good")
    word("item.uncommitted", _("took back the commitment: {reason}"), icon="undo-2", tone="warn")
    word("item.dropped", _("dropped it: {reason}"), icon="archive", tone="warn")
    word("item.restored", _("restored it as {new}"), icon="archive-restore", tone="good")
    word("item.planned", _planned, icon="calendar")
    word("item.started", _("started it"), icon="timer")
    word("item.stopped", _("said that nobody works on it yet"), icon="undo-2")
    word("item.shipped", _shipped, icon="package", tone="good")
    word("item.unshipped", _("took back that it shipped: {reason}"), icon="undo-2", tone="warn")
    word("item.read_back", _("read back what it changed: {result}"), icon="trending-up", tone="good")
    word("item.unread", _("took back what was read"), icon="undo-2", tone="warn")
    makes_owners("item.owners_assigned", _new_owners)


def _new_owners(details: dict[str, Any]) -> list[int]:
    return [details["new"][side] for side in details["changed"] if details["new"][side]]


def _edited(details: dict[str, Any]) -> str:
    return _("changed %(fields)s", fields=series(FIELDS[name] for name in details["changed"]))


def _moved(details: dict[str, Any]) -> str:
    old, new = Horizon(details["old"]), Horizon(details["new"])
    if old == new:
        return _("moved it within %(lane)s", lane=new.label)
    return _("moved it from %(old)s to %(new)s", old=old.label, new=new.label)


PLAN = {
    "measure": _("what it aims at"),
    "baseline": _("where it begins"),
    "goal": _("the goal"),
    "tested": _("how it was tested"),
    "due_on": _("by when"),
    "begins_on": _("when it begins"),
    "ends_on": _("when it ends"),
    "confidence": _("how sure the team is"),
    "size": _("the size"),
}


def _planned(details: dict[str, Any]) -> str:
    names = [PLAN.get(name, _("the effort")) for name in details["changed"]]
    return _("planned %(fields)s", fields=series(dict.fromkeys(names)))


def _shipped(details: dict[str, Any]) -> str:
    if details["untested"]:
        return _("shipped it untested, on %(on)s: %(because)s", on=details["on"], because=details["untested"])
    return _("shipped it, on %(on)s", on=details["on"])


def _committed(details: dict[str, Any]) -> str:
    if gaps := ", ".join(map(said, details["gaps"])):
        return _("committed it, knowing that these are missing: %(gaps)s", gaps=gaps)
    return _("committed it")
