"""Change a field of a row where it stands, one row or many, through the action that its record page calls too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from allied.kernel.activity.editions import edition
from allied.kernel.custom_fields.queries import fields_of
from allied.kernel.errors import BadInput, Conflict, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.people.queries import products_once
from allied.kernel.personal import undo
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _
from allied.web.lists.custom_edits import custom_edits
from allied.web.lists.edit import Edit as Edit  # slices find it beside ``register``

MOST = 200  # rows in one change, so that nobody else waits for long
UNDO = "list.changed"


def references(keys: Sequence[str]) -> dict[str, str]:
    """The references of nodes by their ids, those too that are archived by now."""
    return {node.pk: node.reference for node in Node.objects.filter(pk__in=keys).only("kind", "number")}


@dataclass(frozen=True)
class Editing:
    """What of a list can be changed in place.

    ``find`` gives a row by its reference, or raises NotVisible; ``rows`` gives all that an actor may read, to be found
    by their primary keys; ``names`` says what those keys are called.
    """

    find: Callable[..., Any]
    rows: Callable[..., QuerySet[Any]]
    edits: Mapping[str, Edit]
    kind: str = ""  # of the objects, where their custom fields can be changed here too
    names: Callable[[Sequence[str]], Mapping[str, str]] = references


_editing: dict[str, Editing] = {}


def register(list_key: str, offered: Editing) -> None:
    """Say what can be changed in a list. Slices do this in ``AppConfig.ready``."""
    _editing[list_key] = offered


def editing(list_key: str) -> Editing | None:
    """What was registered, without custom fields."""
    return _editing.get(list_key)


def editing_for(list_key: str, *, actor: Member) -> Editing | None:
    """The same with the custom fields of the actor's workspace: two queries."""
    found = _editing.get(list_key)
    if found is None or not found.kind:
        return found
    more = custom_edits(fields_of(found.kind, actor=actor), found.kind)
    return replace(found, edits={**found.edits, **more})


def change(row: Any, edit: Edit, text: str, *, actor: Member, seen: str | None = None) -> str:
    """Put ``text`` into the field and return what stood there.

    Raises:
        Conflict: somebody else changed this field since ``seen``; what they did to others is kept.
        BadInput, Denied, InvalidState: as the action says.
    """
    offered = edit.choices(actor)
    if offered and text not in offered:
        raise BadInput(**{edit.name: _("This is none of the choices. Choose again. Nothing was changed.")})
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
        raise InvalidState(
            _(
                "%(references)s rows are chosen; %(most)s can be changed at once. Nothing was changed.",
                references=len(references),
                most=MOST,
            )
        )
    found, edit = field_of(list_key, field, actor)
    text, changed = edit.tidy(text, actor), []
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
    found, edit = field_of(given["list"], given["field"], actor)
    back, kept = 0, []
    for reference, before in given["before"]:
        row = found.find(reference, actor=actor)
        if edit.said(row)[edit.name] != given["after"]:
            kept.append(str(row.pk))
            continue
        change(row, edit, before, actor=actor)
        back += 1
    others = _(" %(kept)s: changed since, left so.", kept=", ".join(found.names(kept).values())) if kept else ""
    return _(
        "%(back)s %(value)s as before.%(others)s",
        back=back,
        value=_("row is") if back == 1 else _("rows are"),
        others=others,
    )


def field_of(list_key: str, field: str, actor: Member) -> tuple[Editing, Edit]:
    """What can be changed in the list, and of it one field.

    Raises:
        InvalidState: the field is no longer there, as a custom field that was archived.
    """
    found = editing_for(list_key, actor=actor)
    if found is None or field not in found.edits:
        raise InvalidState(_("This field was archived or is no longer changed here. Nothing was changed."))
    return found, found.edits[field]


def register_undo() -> None:
    undo.register(UNDO, _put_back)


def products_or_none(actor: Member) -> dict[str, str]:
    """The products of a workspace as the choices of an edit."""
    return {"": _("The whole workspace")} | {str(one.pk): one.name for one in products_once(actor)}
