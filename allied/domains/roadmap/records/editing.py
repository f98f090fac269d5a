"""What can be changed in a list or put back from a history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from allied.domains.roadmap.records import actions, queries, undo
from allied.domains.roadmap.records.sorts import SORTS, Detail
from allied.kernel.custom_fields.holders import hold
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing, products_or_none


def register(kind: str, list_key: str) -> None:
    """Let the fields of a kind be changed in its list, put back from its history, and joined by custom ones."""
    sort = SORTS[kind]
    hold(kind, edit=sort.edit, own=sort.add, own_states=set(sort.own))
    find = partial(queries.by_reference, model=sort.model)
    edits = {"title": Edit("title", actions.said, undo.save, sort.edit)}
    edits |= {one.name: _edit(one, kind) for one in sort.details}
    edits["product"] = Edit("product", actions.said, undo.save, sort.edit, options=products_or_none)
    editing.register(list_key, Editing(find, partial(queries.records, sort.model), edits, kind=kind))
    worded = {one.name: one.label for one in sort.details if one.is_text}
    rewording.register(kind, find, sort.labels, {name: edits[name] for name in ("title", *worded)})


def _edit(detail: Detail, kind: str) -> Edit:
    offered: Callable[[Member], dict[str, str]] | None = _team if detail.is_person else None
    if detail.options:
        offered = partial(_options, detail)
    return Edit(detail.name, actions.said, undo.save, SORTS[kind].edit, options=offered, is_long=detail.is_long)


def _options(detail: Detail, __: Member) -> dict[str, str]:
    return {"": _("Not said yet"), **detail.options}


def _team(actor: Member) -> dict[str, str]:
    return {"": _("Nobody yet")} | {str(one.pk): one.name for one in members(actor=actor).filter(deactivated_at=None)}
