"""Custom fields changed where they stand in a list, one row or many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from allied.kernel.custom_fields import actions, holders, queries, reading
from allied.kernel.custom_fields.models import CustomField, Type
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.words import _
from allied.web.lists.custom import key_of
from allied.web.lists.edit import Edit

YES_NO: Final = {"": _("Not said"), "yes": _("Yes"), "no": _("No")}


def custom_edits(found: Sequence[CustomField], kind: str) -> dict[str, Edit]:
    """How each is changed in a cell, or in many rows at once."""
    return {key_of(one): _edit(one, kind) for one in found}


def _edit(one: CustomField, kind: str) -> Edit:
    options = partial(_choices, one) if one.type in (Type.CHOICE, Type.YES_NO, Type.PERSON) else None
    return Edit(
        one.key,
        lambda row: queries.said(row.node, [one]),
        partial(_save, one),
        holders.holder(kind).edit,
        options=options,
        tidied=partial(_tidied, one),
    )


def _save(one: CustomField, row: Any, words: dict[str, str], *, actor: Member, seen: str) -> None:
    actions.set_fields(row.node, words, actor=actor, seen=seen, fields=[one])


def _tidied(one: CustomField, text: str, actor: Member) -> str:
    return reading.typed(one, reading.parsed(one, text, reading.People(actor)))


def _choices(one: CustomField, actor: Member) -> dict[str, str]:
    if one.type == Type.YES_NO:
        return YES_NO
    if one.type == Type.PERSON:
        return {"": _("Nobody")} | {str(member.pk): member.name for member in active_members(actor)}
    return {"": _("None")} | {str(option.pk): option.label for option in reading.offered(one)}


def active_members(actor: Member) -> list[Member]:
    """Who can be named: the members that are here now."""
    return list(members(actor=actor).filter(deactivated_at=None))
