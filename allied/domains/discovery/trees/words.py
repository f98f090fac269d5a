"""How what happens in a tree reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

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
}


def register() -> None:
    for kind in (kind for kind in SORTS if kind != "opportunity"):
        word(f"{kind}.added", _("added it"), icon=KINDS[kind].icon)
        word(f"{kind}.edited", _edited, icon="pen-line")
        word(f"{kind}.retired", _("retired it: {reason}"), icon="archive", tone="warn")
        word(f"{kind}.reopened", _("reopened it"), icon="archive-restore", tone="good")
    word("outcome.focused", _focused, icon="target")


def _edited(details: dict[str, Any]) -> str:
    return _("changed %(fields)s", fields=series(_FIELDS[name] for name in details["changed"]))


def _focused(details: dict[str, Any]) -> str:
    on = details["on"]
    return _("put %(on)s first", on=on) if on else _("put none of its opportunities first any more")
