"""How what happens to an insight reads in a history, after the name of who did it."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.talk.telling import concerns, makes_owners
from allied.kernel.words import _

FIELDS = {
    "claim": "the claim",
    "summary": "the summary",
    "scope": "the scope",
    "what_would_change": "what would change our mind",
    "product": "the product",
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
    verb = "supports" if details["relation"] == "supports" else "disagrees with"
    moved = f": it is {details['now']}, it was {details['was']}" if details["was"] != details["now"] else ""
    return f"confirmed that {details['evidence']} {verb} it{moved}"


def _new_owners(details: dict[str, Any]) -> list[int]:
    return [details["new"][side] for side in details["changed"] if details["new"][side]]


def _planned(details: dict[str, Any]) -> str:
    return f"set the next review to {_day(details['new'])}" if details["new"] else "took the review date away"


def _reviewed(details: dict[str, Any]) -> str:
    after = f"; next on {_day(details['new'])}" if details["new"] else ""
    return f"read it again: it still stands{after}"


def _day(on: str) -> str:
    return f"{date.fromisoformat(on):%-d %B %Y}"


def _edited(details: dict[str, Any]) -> str:
    *most, last = [FIELDS[name] for name in details["changed"]]
    return f"changed {', '.join(most)} and {last}" if most else f"changed {last}"
