"""How what happens on the thread reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.words import _

_MANY = {
    "supports": _("support"),
    "contradicts": _("contradict"),
    "part_of": _("are part of"),
    "moves": _("would move"),
    "addresses": _("address"),
    "underlies": _("underlie"),
    "tests": _("test"),
    "delivers": _("deliver"),
    "derived_from": _("are derived from"),
    "found_in": _("were found in"),
    "concerns": _("concern"),
    "blocks": _("block"),
    "duplicates": _("duplicate"),
    "supersedes": _("supersede"),
}


def register() -> None:
    word("thread.linked", _linked, icon="link")
    word("thread.unlinked", _unlinked, icon="link-2-off")
    word("thread.superseded", _superseded, icon="layers", tone="warn")
    word("strength.half_life_changed", _half_life_changed, icon="hourglass")
    word("hold.placed", _("held it: {forbids}"), icon="shield-ban", tone="bad")
    word("hold.lifted", _("lifted a hold: {forbids}"), icon="circle-check", tone="good")


def _linked(details: dict[str, Any]) -> str:
    return _("linked %(sources)s, which %(relation)s it", sources=_sources(details), relation=_verb(details))


def _unlinked(details: dict[str, Any]) -> str:
    sources, relation = _sources(details), _verb(details)
    if _more(details) == 0:
        return _("took the link away by which %(sources)s %(relation)s it", sources=sources, relation=relation)
    return _("took the links away by which %(sources)s %(relation)s it", sources=sources, relation=relation)


def _superseded(details: dict[str, Any]) -> str:
    if details["reason"]:
        return _("let %(other)s take its place: %(reason)s", other=details["other"], reason=details["reason"])
    return _("let %(other)s take its place", other=details["other"])


def _half_life_changed(details: dict[str, Any]) -> str:
    months = details["new"]
    if months is None:
        return _("said that its evidence does not age")
    return _("set its half-life to %(months)s months", months=months)


def _sources(details: dict[str, Any]) -> str:
    more = _more(details)
    return _("%(other)s and %(more)s more", other=details["other"], more=more) if more else str(details["other"])


def _verb(details: dict[str, Any]) -> str:
    relation = details["relation"]
    return _MANY[relation] if _more(details) else RELATIONS[relation].forward


def _more(details: dict[str, Any]) -> int:
    return len(details.get("sources", [""])) - 1
