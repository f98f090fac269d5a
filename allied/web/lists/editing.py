"""Change a field of a row where it stands, one row or many, through the action that its record page calls too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition
from allied.kernel.errors import BadInput, Conflict, InvalidState
from allied.kernel.people.models import Member
from allied.kernel.people.queries import products
from allied.kernel.personal import undo
from allied.kernel.personal.undo import Undo

MOST = 200  # rows in one change, so that nobody else waits for long
UNDO = "list.changed"


@dataclass(frozen=True)
class Edit:
    """How one field is changed.

    ``said`` gives all that the action sets, as forms give it, and ``name`` is this field's part of it; ``save`` calls
    the action with all of it: ``save(row, words, actor=, seen=)``. ``options`` are the values offered to a member;
    without them one writes. ``permission`` says whom it is offered to; the action has the last word.
    """

    name: str
    said: Callable[[Any], dict[str, str]]
    save: Callable[..., object]
    permission: Permission
    options: Callable[[Member], Mapping[str, str]] | None = None
    is_long: bool = False

    def choices(self, actor: Member) -> dict[str, str]:
        return dict(self.options(actor)) if self.options else {}


@dataclass(frozen=True)
class Editing:
    """What of a list can be changed in place: ``find`` gives a row by its reference, or raises NotVisible."""

    find: Callable[..., Any]
    edits: Mapping[str, Edit]


_editing: dict[str, Editing] = {}


def register(list_key: str, find: Callable[..., Any], edits: Mapping[str, Edit]) -> None:
    """Say what can be changed in a list. Slices do this in ``AppConfig.ready``."""
    _editing[list_key] = Editing(find, edits)


def editing(list_key: str) -> Editing | None:
    return _editing.get(list_key)


def change(row: Any, edit: Edit, text: str, *, actor: Member, seen: str | None = None) -> str:
    """Put ``text`` into the field and return what stood there.

    Raises:
        Conflict: somebody else changed this field since ``seen``; what they did to others is kept.
        BadInput, Denied, InvalidState: as the action says.
    """
    offered = edit.choices(actor)
    if offered and text not in offered:
        raise BadInput(**{edit.name: "This is none of the choices. Choose again. Nothing was changed."})
    words = edit.said(row)
    before = words[edit.name]
    try:
        edit.save(row, words | {edit.name: text}, actor=actor, seen=seen or edition(words))
    except Conflict as conflict:
        if edit.name in conflict.changes:
            raise
        now = dict(conflict.now)
        edit.save(row, now | {edit.name: text}, actor=actor, seen=edition(now))
    return before


@transaction.atomic
def change_many(
    list_key: str, field: str, references: Sequence[str], text: str, *, actor: Member
) -> list[tuple[str, str]]:
    """Put one value into a field of several rows, all or none; return reference and former value of those that differ.

    Raises:
        InvalidState: too many rows, or one of them refuses; it is named.
        BadInput, Denied: as the action says.
    """
    if len(references) > MOST:
        raise InvalidState(f"{len(references)} rows are chosen; {MOST} can be changed at once. Nothing was changed.")
    found = _editing[list_key]
    edit, changed = found.edits[field], []
    for reference in references:
        row = found.find(reference, actor=actor)
        before = edit.said(row)[edit.name]
        if before != text:
            change(row, edit, text, actor=actor)
            changed.append((reference, before))
    return changed


def undo_of(list_key: str, field: str, changed: Sequence[tuple[str, str]], text: str) -> Undo | None:
    """Puts back what stood in each row, but where somebody has changed it since."""
    if not changed:
        return None
    return Undo(UNDO, {"list": list_key, "field": field, "before": [list(pair) for pair in changed], "after": text})


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    found = _editing[given["list"]]
    edit, back, kept = found.edits[given["field"]], 0, []
    for reference, before in given["before"]:
        row = found.find(reference, actor=actor)
        if edit.said(row)[edit.name] != given["after"]:
            kept.append(reference)
            continue
        change(row, edit, before, actor=actor)
        back += 1
    others = f" {', '.join(kept)}: changed since, left so." if kept else ""
    return f"{back} {'row is' if back == 1 else 'rows are'} as before.{others}"


def register_undo() -> None:
    undo.register(UNDO, _put_back)


def products_or_none(actor: Member) -> dict[str, str]:
    """The products of a workspace as the choices of an edit."""
    return {"": "The whole workspace"} | {str(one.pk): one.name for one in products(actor=actor)}
