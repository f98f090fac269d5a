"""A target whose rows are objects with a few texts: the slice says how one is made, read and changed, no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet

from allied.kernel import bulk
from allied.kernel.errors import InvalidState
from allied.kernel.importing import custom
from allied.kernel.importing.fields import Field, FieldReader, FieldRow, guess_fields
from allied.kernel.importing.models import Import, Origin
from allied.kernel.importing.reading import Column, Guess, Mapping, Row
from allied.kernel.importing.targets import Here, Reader, Target, Updated
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.words import _

Values = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Records(Target):
    """``add`` makes nodes for many rows in few statements, ``current`` tells what nodes say by field, and ``change``
    sets some of it through the slice's own action."""

    fields: tuple[Field, ...]
    add: Callable[[Sequence[Values], Product, Member], list[Node]]
    current: Callable[[Collection[str]], dict[str, Values]]
    change: Callable[[Node, Values, Member], None]

    def guess(self, columns: Sequence[Column]) -> tuple[Mapping, list[Guess]]:
        return guess_fields(columns, self.fields)

    def reader(self, imported: Import) -> Reader:
        return FieldReader(imported.layout.names, imported.choices, self.fields, custom.CustomReader(imported))

    def here(self, imported: Import, keys: Collection[str]) -> dict[str, Here]:
        known = Origin.objects.filter(
            product_id=imported.product_id, target=self.name, source=imported.source, key__in=keys, node__isnull=False
        )
        return {
            each.key: Here(
                each.node.pk, each.node.reference, each, each.row if each.made_by_id == imported.pk else None
            )
            for each in known.select_related("node")
            if each.node is not None
        }

    def changes(self, imported: Import, row: Row, here: Here) -> list[str]:
        return self._labels(_read(row), _differing(_read(row).values, here.stored.values))

    def create(self, imported: Import, rows: Sequence[tuple[Row, str]]) -> list[str | None]:
        found = [_read(row) for row, __ in rows]
        made = self.add([row.values for row in found], imported.product, imported.created_by)
        bulk.insert(
            [
                Origin(
                    workspace_id=imported.workspace_id,
                    product_id=imported.product_id,
                    target=self.name,
                    source=imported.source,
                    key=key,
                    node=node,
                    made_by=imported,
                    row=row.number,
                    values=row.values,
                    raw=row.raw,
                )
                for node, row, (__, key) in zip(made, found, rows, strict=True)
            ]
        )
        custom.fill_new(imported, [(node, row.custom) for node, row in zip(made, found, strict=True)])
        return [node.pk for node in made]

    def update(self, imported: Import, row: Row, here: Here) -> Updated:
        """Set what the file says otherwise than last time; what somebody edited here since stays."""
        origin, said = cast(Origin, here.stored), _read(row)
        assert origin.node is not None  # noqa: S101  ``here`` asks for those with a node
        wanted = {name: said.values[name] for name in _differing(said.values, origin.values)}
        now = self._now(origin.node, wanted, imported.created_by)
        changed, kept = custom.merge(wanted, {name: _before(origin, name, now) for name in wanted}, now)
        self._change(origin.node, changed, imported.created_by)
        origin.values, origin.raw = {**origin.values, **said.values}, said.raw
        origin.save(update_fields=["values", "raw"])
        return Updated({name: now[name] for name in changed}, self._remark(said, kept))

    def put_back(self, node: Node, before: dict[str, Any], *, actor: Member) -> None:
        origin = Origin.objects.filter(node=node, target=self.name).first()
        now = self._now(node, before, actor)
        if origin is None or any(now[name] != origin.values.get(name) for name in before):
            raise InvalidState(
                _("%(reference)s was changed after the import. Nothing was changed.", reference=node.reference)
            )
        self._change(node, before, actor)
        origin.values = {**origin.values, **before}
        origin.save(update_fields=["values"])

    def brought(self, imported: Import) -> QuerySet[Node]:
        return Node.objects.filter(pk__in=Origin.objects.filter(made_by=imported, target=self.name).values("node"))

    def facts(self, row: Row) -> list[tuple[str, str]]:
        said = _read(row)
        labels = {each.name: each.label for each in self.fields}
        shown = labels.keys() - {self.fields[0].name}
        texts = [(labels[name], text) for name, text in said.values.items() if name in shown and text]
        added = [(each.label, each.words) for each in said.custom if each.words]
        return [*texts, *added, *((labels[each.field], each.value) for each in said.wanted)]

    def _now(self, node: Node, names: Collection[str], actor: Member) -> Values:
        """What an object says by now: of its own fields all, of custom ones these."""
        meanings = [name for name in names if custom.is_custom(name)]
        return self.current([node.pk])[node.pk] | custom.current([node], meanings, actor=actor)[node.pk]

    def _change(self, node: Node, values: Values, actor: Member) -> None:
        added = {name: text for name, text in values.items() if custom.is_custom(name)}
        if len(added) < len(values):
            self.change(node, {name: text for name, text in values.items() if name not in added}, actor)
        custom.change(node, added, actor=actor)

    def _labels(self, row: FieldRow, names: Collection[str]) -> list[str]:
        own = [each.label.lower() for each in self.fields if each.name in names]
        return [*own, *(f"“{each.label}”" for each in row.custom if each.meaning in names)]

    def _remark(self, row: FieldRow, kept: Collection[str]) -> str:
        return custom.remark_on_kept(self._labels(row, kept))


def _read(row: Row) -> FieldRow:
    assert isinstance(row, FieldRow)  # noqa: S101  what ``reader`` gives
    return row


def _before(origin: Origin, name: str, now: Values) -> str:
    """What the file said last. Where it did not, a custom field was empty, and another is what it was made with."""
    said: str = origin.values.get(name, "" if custom.is_custom(name) else now[name])
    return said


def _differing(new: Values, old: Values) -> list[str]:
    return [name for name, text in new.items() if old.get(name, "") != text]
