"""Correct by hand what an item says: a slip of the pen, a name, a day, a rating, the groups of the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from allied.domains.feedback import rules
from allied.domains.feedback.actions.correcting import apply_correction
from allied.domains.feedback.actions.items import NAME_LIMIT, TEXT_LIMIT, clean_segments, known_method, not_ahead
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.people import person_key
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import BadInput
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread import strength
from allied.kernel.words import _

# By what ``said`` calls it: the field of the row. Of those but the method, both wordings are kept.
EDITED: Final = {
    "text": "text",
    "author": "author",
    "on_behalf_of": "on_behalf_of",
    "method": "method",
    "received_on": "received_at",
    "rating": "rating",
    "segments": "segments",
}
WORDED: Final = [name for name in EDITED if name != "method"]
LARGEST: Final = Decimal(99_999)


@dataclass(frozen=True)
class Wording:
    """What of an item can be corrected. Where it came from, and its name there, tell it apart and stay."""

    text: str
    received_at: datetime | None = None  # None: nobody knows
    author: str = ""
    on_behalf_of: str = ""
    method: str = "feedback"
    rating: Decimal | None = None
    segments: Mapping[str, str] | None = None


def said(item: Feedback) -> dict[str, str]:
    """Everything that ``edit_feedback`` sets, as forms give it."""
    return {
        "text": item.text,
        "author": item.author,
        "on_behalf_of": item.on_behalf_of,
        "method": item.method,
        "received_on": _day(item).isoformat() if item.is_dated else "",
        "rating": item.rating_words,
        "segments": "\n".join(f"{name}: {value}" for name, value in item.segment_list),
    }


def worded(item: Feedback, words: Mapping[str, str]) -> Wording:
    """What was filled in. A day, a rating and segments that were left as they are keep what no form shows of them.

    Raises:
        BadInput: the day is none, the rating is no number, or a line of the segments has no colon.
    """
    now = said(item)
    same = {name for name in words if words[name] == now[name]}
    return Wording(
        text=words["text"],
        author=words["author"],
        on_behalf_of=words["on_behalf_of"],
        method=words["method"],
        received_at=item.received_at if "received_on" in same else _noon(words["received_on"], item),
        rating=item.rating if "rating" in same else _number(words["rating"]),
        segments=item.segments if "segments" in same else segments_of(words["segments"]),
    )


@transaction.atomic
def edit_feedback(item: Feedback, wording: Wording, *, actor: Member, seen: str | None = None) -> Feedback:
    """Correct an item. Claims that rest on it follow; an import that is run again leaves what was corrected.

    Naming on whose behalf it was said makes it an opinion, unless the method is chosen anew along with it. Whoever was
    told apart by the name is told apart by the new one; a code that the source gave stays.

    Raises:
        Denied: the actor may not correct feedback.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        BadInput: the text is missing, something is too long, or the day lies in the future.
    """
    access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    strength.serialize(actor.workspace_id)
    _lock(item)
    before = said(item)
    require_unchanged(seen, before, item.node, actor=actor)
    values = _values(item, wording)
    changed = [name for name, field in EDITED.items() if values[field] != getattr(item, field)]
    if not changed:
        return item
    apply_correction(item, values, actor=actor)
    after = said(item)
    record_edit(
        "feedback.edited",
        item.node,
        changed,
        {name: before[name] for name in WORDED},
        {name: after[name] for name in WORDED},
        actor=actor,
    )
    return item


def segments_of(text: str) -> dict[str, str]:
    """Segments by name, from one a line.

    Raises:
        BadInput: a line has no colon.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if broken := [line for line in lines if not all(part.strip() for part in line.partition(":"))]:
        raise BadInput(
            segments=_(
                "“%(broken)s” needs a name, a colon and a value, such as branch: Ramsbury.", broken=broken[0][:40]
            )
        )
    return {name.strip(): value.strip() for name, __, value in (line.partition(":") for line in lines)}


def _values(item: Feedback, wording: Wording) -> dict[str, object]:
    """The fields as they are kept, with the code of the person where the name told them apart."""
    author = clean(wording.author, field="author", limit=NAME_LIMIT, single_line=True)
    on_behalf_of = clean(wording.on_behalf_of, field="on_behalf_of", limit=NAME_LIMIT, single_line=True)
    method = known_method(wording.method)
    if on_behalf_of and not item.on_behalf_of and method == item.method:
        method = rules.ON_BEHALF
    moved = wording.received_at != item.received_at
    received_at = not_ahead(wording.received_at) if moved and wording.received_at else item.received_at
    values: dict[str, object] = {
        "text": clean(wording.text, field="text", limit=TEXT_LIMIT, required=True),
        "author": author,
        "on_behalf_of": on_behalf_of,
        "method": method,
        "received_at": received_at if wording.received_at else _came_in(item),
        "rating": _fitting(wording.rating),
        "segments": clean_segments(wording.segments or {}),
        "is_dated": wording.received_at is not None and (item.is_dated or moved),
    }
    if item.person_key in ("", person_key(item.workspace_id, item.who)):
        values["person_key"] = person_key(item.workspace_id, on_behalf_of or author)
    return values


def _lock(item: Feedback) -> None:
    """Hold the node's row and read again what stands; what a list counted beside it stays."""
    node = nodes.lock(item.node)
    item.refresh_from_db(fields=[*CURRENT])
    item.node = node


CURRENT: Final = (*EDITED.values(), "person_key", "is_dated", "sentiment", "sentiment_chance")


def _day(item: Feedback) -> date:
    return item.received_at.astimezone(item.workspace.zone).date()


def _came_in(item: Feedback) -> datetime:
    """The moment that an item counts from whose day nobody knows: when it came in, or the day chosen for its file."""
    if item.source_import is None:
        return item.node.created_at
    return datetime.combine(item.source_import.undated_on, time(12), item.workspace.zone)


def _noon(text: str, item: Feedback) -> datetime | None:
    """Noon of that day, so that no zone moves it to another; None where none is given."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            received_on=_("Write the day as year, month and day, such as 2026-05-31. Nothing was changed.")
        ) from None
    return datetime.combine(day, time(12), item.workspace.zone)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        raise BadInput(rating=_("Write the rating as a number, such as 4 or 3.5. Nothing was changed.")) from None


def _fitting(rating: Decimal | None) -> Decimal | None:
    """The rating with the places that are kept."""
    if rating is None:
        return None
    if not rating.is_finite() or abs(rating) > LARGEST:
        raise BadInput(rating=_("A rating lies between -99,999 and 99,999. Nothing was changed."))
    return round(rating, 4)
