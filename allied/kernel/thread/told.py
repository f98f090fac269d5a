"""How what happens on the thread reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.words import _

_MANY = {
    "supports": "support",
    "contradicts": "contradict",
    "part_of": "are part of",
    "addresses": "address",
    "derived_from": "are derived from",
    "concerns": "concern",
    "blocks": "block",
    "duplicates": "duplicate",
    "supersedes": "supersede",
}


def register() -> None:
    word("thread.linked", _linked, icon="link")
    word("thread.unlinked", _unlinked, icon="link-2-off")
    word("thread.superseded", _superseded, icon="layers", tone="warn")
    word("strength.half_life_changed", _half_life_changed, icon="hourglass")
    word("hold.placed", _("held it: {forbids}"), icon="shield-ban", tone="bad")
    word("hold.lifted", _("lifted a hold: {forbids}"), icon="circle-check", tone="good")


def _linked(details: dict[str, Any]) -> str:
    return f"linked {_sources(details)}, which {_verb(details)} it"


def _unlinked(details: dict[str, Any]) -> str:
    links = "link" if _more(details) == 0 else "links"
    return f"took the {links} away by which {_sources(details)} {_verb(details)} it"


def _superseded(details: dict[str, Any]) -> str:
    return f"let {details['other']} take its place" + (f": {details['reason']}" if details["reason"] else "")


def _half_life_changed(details: dict[str, Any]) -> str:
    months = details["new"]
    return "said that its evidence does not age" if months is None else f"set its half-life to {months} months"


def _sources(details: dict[str, Any]) -> str:
    more = _more(details)
    return f"{details['other']} and {more} more" if more else str(details["other"])


def _verb(details: dict[str, Any]) -> str:
    relation = details["relation"]
    return _MANY[relation] if _more(details) else RELATIONS[relation].forward


def _more(details: dict[str, Any]) -> int:
    return len(details.get("sources", [""])) - 1
