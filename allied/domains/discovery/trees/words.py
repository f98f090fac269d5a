"""How what happens in a tree reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.domains.discovery.trees.results import said_in_short
from allied.domains.discovery.trees.sorts import SORTS
from allied.kernel.activity.history import word
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.words import _, series

_FIELDS = {
    "title": _("the title"),
    "description": _("the description"),
    "product": _("the product"),
    "measure": _("how it is measured"),
    "baseline": _("where it begins"),
    "goal": _("the goal"),
    "due_on": _("by when"),
    "risk": _("what kind of assumption it is"),
    "importance": _("how much rests on it"),
    "test": _("how we find out"),
    "test_on": _("when it is tested"),
    "method": _("the method"),
    "expects": _("what we would see if it holds"),
}


def register() -> None:
    for kind in (kind for kind in SORTS if kind != "opportunity"):
        word(f"{kind}.added", _("added it"), icon=KINDS[kind].icon)
        word(f"{kind}.edited", _edited, icon="pen-line")
        word(f"{kind}.retired", _("retired it: {reason}"), icon="archive", tone="warn")
        word(f"{kind}.reopened", _("reopened it"), icon="archive-restore", tone="good")
    word("experiment.started", _("started it"), icon="flask-conical")
    word("experiment.stopped", _("put it back to planned"), icon="undo-2")
    word("experiment.concluded", _concluded, icon="flask-conical")
    word("experiment.result_taken_back", _("took its result back"), icon="undo-2", tone="warn")
    word("outcome.focused", _focused, icon="target")


def _edited(details: dict[str, Any]) -> str:
    return _("changed %(fields)s", fields=series(_FIELDS[name] for name in details["changed"]))


def _focused(details: dict[str, Any]) -> str:
    on = details["on"]
    return _("put %(on)s first", on=on) if on else _("put none of its opportunities first any more")


def _concluded(details: dict[str, Any]) -> str:
    words = said_in_short(details["result"], details["n"], details["bore_out"])
    return _("recorded its result: %(words)s", words=words)
