"""Fill fields in. All faces call these; each object's own permission to edit decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from allied.kernel import activity, bulk
from allied.kernel.activity.editions import edition, require_unchanged
from allied.kernel.custom_fields import holders, queries, reading
from allied.kernel.custom_fields.models import CustomField, FieldValue
from allied.kernel.custom_fields.reading import KEPT, People
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _

UNDO = "fields.set"


@transaction.atomic
def set_fields(
    node: Node, texts: Mapping[str, str], *, actor: Member, seen: str | None = None, fields: Sequence[CustomField] = ()
) -> dict[str, list[str]]:
    """Put what was typed into fields, by their keys; return those that differ: what stood there, and what does now.

    An empty text empties the field. ``fields`` saves reading those of the kind again.

    Raises:
        NotVisible, Denied: the actor may not edit this object.
        InvalidState: it has ended, or a field is archived.
        BadInput: there is no such field, or a text is none of what it holds; each is named.
        Conflict: somebody else changed one of these fields since ``seen``.
    """
    holders.require(node, actor=actor)
    node = nodes.lock(node)
    holders.require(node, actor=actor)
    wanted = _wanted(texts, fields or queries.fields_of(node.kind, actor=actor, archived=True))
    before = queries.said(node, wanted)
    require_unchanged(seen, before, node, actor=actor)
    asked = [one for one in wanted if texts[one.key].strip() != before[one.key]]
    rows = _parsed(asked, texts, People(actor))
    changed = [one for one in asked if reading.typed(one, rows[one.key]) != before[one.key]]
    if changed:
        _write(node, changed, rows, actor)
    return {one.key: [before[one.key], reading.typed(one, rows[one.key])] for one in changed}


def _wanted(texts: Mapping[str, str], fields: Sequence[CustomField]) -> list[CustomField]:
    by_key = {one.key: one for one in fields}
    if unknown := [key for key in texts if key not in by_key]:
        raise BadInput(
            **{key: _("There is no field “%(key)s” here. %(kept)s", key=key[:60], kept=KEPT) for key in unknown}
        )
    for key in texts:
        if by_key[key].archived_at is not None:
            raise InvalidState(
                _(
                    "“%(name)s” is archived. Bring it back in the settings first. %(kept)s",
                    name=by_key[key].name,
                    kept=KEPT,
                )
            )
    return [one for one in fields if one.key in texts]


def _parsed(fields: Sequence[CustomField], texts: Mapping[str, str], people: People) -> dict[str, list[FieldValue]]:
    """What was typed, by key; all refusals at once."""
    found: dict[str, list[FieldValue]] = {}
    refused: dict[str, str] = {}
    for one in fields:
        try:
            found[one.key] = reading.parsed(one, texts[one.key], people)
        except BadInput as refusal:
            refused |= refusal.fields
    if refused:
        raise BadInput(**refused)
    return found


def _write(node: Node, changed: Sequence[CustomField], rows: Mapping[str, list[FieldValue]], actor: Member) -> None:
    stood = queries.values_of([node], changed)[node.pk]
    FieldValue.objects.filter(node=node, field__in=[one.pk for one in changed]).delete()
    made = [row for one in changed for row in rows[one.key]]
    for row in made:
        row.node = node
    FieldValue.objects.bulk_create(made)
    nodes.touch(node)
    told = [[one.name, reading.said(one, stood.get(one.pk, [])), reading.said(one, rows[one.key])] for one in changed]
    activity.record("node.fields_set", node, actor=actor, fields=told, changed=[one.key for one in changed])


@transaction.atomic
def fill_new(made: Sequence[tuple[Node, Mapping[str, str]]], fields: Sequence[CustomField], *, actor: Member) -> None:
    """Fill in fields of objects that were just made, in one statement. A text that does not fit is left out.

    For imports, which make the objects in the same transaction and tell of what does not fit by row.
    """
    people, by_key = People(actor), {one.key: one for one in fields}
    rows: list[FieldValue] = []
    for node, texts in made:
        for key, text in texts.items():
            for row in _fitting(by_key[key], text, people):
                row.node = node
                rows.append(row)
    bulk.insert(rows)


def _fitting(field: CustomField, text: str, people: People) -> list[FieldValue]:
    try:
        return reading.parsed(field, text, people)
    except BadInput:
        return []


def undo_of(node: Node, changed: Mapping[str, list[str]]) -> Undo | None:
    """Puts back what stood in the fields, unless somebody has changed them since; None where nothing changed."""
    if not changed:
        return None
    before = {key: pair[0] for key, pair in changed.items()}
    after = {key: pair[1] for key, pair in changed.items()}
    return Undo(UNDO, {"reference": node.reference, "to": before, "seen": edition(after)}, node)


def put_back(given: dict[str, Any], *, actor: Member) -> str:
    """Take ``set_fields`` back."""
    node = node_by_reference(given["reference"], actor=actor)
    set_fields(node, given["to"], actor=actor, seen=given["seen"])
    return _("The fields of %(given)s are as before.", given=given["reference"])
