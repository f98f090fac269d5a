"""How what happens to an insight reads in a history, after the name of who did it."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.talk.telling import concerns, makes_owners
from allied.kernel.words import _, series

FIELDS = {
    "claim": _("the claim"),
    "summary": _("the summary"),
    "scope": _("the scope"),
    "what_would_change": _("what would change our mind"),
    "product": _("the product"),
}


def register() -> None:
    word("insight.drafted", _("drafted this insight"), icon="pen-line")
    word("insight.edited", _edited, icon="pen-line")
    word("insight.published", _("published it"), icon="badge-check", tone="good")
    word("insight.unpublished", _("took the publication back"), icon="undo-2")
    word("insight.retired", _("retired it: {reason}"), icon="archive", tone="warn")
    word("insight.reinstated", _("brought it back; it was {was}"), icon="archive-restore")
    word("insight.owners_assigned", _("assigned the owners"), icon="users")
    word("insight.review_planned", _planned, icon="calendar")
    word("insight.reviewed", _reviewed, icon="circle-check", tone="good")
    word("insight.parked", _("parked it: {reason}"), icon="circle-dashed", tone="warn")
    word("insight.unparked", _("took it out of parking; it was parked because: {was}"), icon="undo-2")
    word("insight.evidence_confirmed", _confirmed, icon="split", tone="warn")
    word("insight.evidence_dismissed", _("said that {evidence} is not about it"), icon="archive")
    word("insight.evidence_reopened", _("let {evidence} wait again beside it"), icon="rotate-ccw")
    word("insight.digest_sent", _("sent its digest by e-mail; people: {count}"), icon="mail")
    concerns("insight.evidence_confirmed", lambda details: details["told"])
    makes_owners("insight.owners_assigned", _new_owners)


def _confirmed(details: dict[str, Any]) -> str:
    verb = "supports" if details["relation"] == "supports" else _("disagrees with")
    moved = (
        _(": it is %(now)s, it was %(was)s", now=details["now"], was=details["was"])
        if details["was"] != details["now"]
        else ""
    )
    return _("confirmed that %(evidence)s %(verb)s it%(moved)s", evidence=details["evidence"], verb=verb, moved=moved)


def _new_owners(details: dict[str, Any]) -> list[int]:
    return [details["new"][side] for side in details["changed"] if details["new"][side]]


def _planned(details: dict[str, Any]) -> str:
    return (
        _("set the next review to %(day)s", day=_day(details["new"]))
        if details["new"]
        else _("took the review date away")
    )


def _reviewed(details: dict[str, Any]) -> str:
    after = _("; next on %(day)s", day=_day(details["new"])) if details["new"] else ""
    return _("read it again: it still stands%(after)s", after=after)


def _day(on: str) -> str:
    return f"{date.fromisoformat(on):%-d %B %Y}"


def _edited(details: dict[str, Any]) -> str:
    return _("changed %(fields)s", fields=series(FIELDS[name] for name in details["changed"]))
