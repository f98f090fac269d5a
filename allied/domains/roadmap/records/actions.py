"""Add and reword what is told about a delivery. Every kind by the same acts; what only one kind does is its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from allied.domains.roadmap.records.sorts import SORTS, Detail, Sort, sort_of, value_of
from allied.kernel import access, activity
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import members
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.words import _

T = TypeVar("T", bound=Threaded)


def said(record: Threaded) -> dict[str, str]:
    """Everything that ``edit_record`` sets, as forms give it."""
    return texts(record) | {"product": str(record.node.product_id or "")}


def texts(record: Threaded) -> dict[str, str]:
    details = {one.name: value_of(record, one) for one in sort_of(record).details}
    return {"title": record.node.title, **details}


@transaction.atomic
def add_record(
    model: type[T],
    *,
    title: str,
    actor: Member,
    details: Mapping[str, Any] | None = None,
    product: Product | None = None,
    **more: Any,
) -> T:
    """Add a release, a finding or a debt. ``more`` are columns that no form fills.

    Raises:
        Denied: the actor may not add this kind.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, or a field is missing, too long or none of its options.
    """
    sort = next(one for one in SORTS.values() if one.model is model)
    access.require(actor, sort.add)
    _require_own(product, actor)
    values = cleaned(sort, details or {}, actor)
    node = nodes.create(sort.kind, title=title, actor=actor, product=product)
    record = model(node=node, **values, **more)
    record.save(force_insert=True)
    _index(record)
    activity.record(f"{sort.kind}.added", node, actor=actor)
    return record


@transaction.atomic
def edit_record(
    record: T,
    *,
    title: str,
    actor: Member,
    details: Mapping[str, Any],
    product: Product | None = None,
    seen: str | None = None,
) -> T:
    """Reword it, or move it to another product; the trail names the fields that changed.

    Raises:
        Denied: the actor may edit neither this one nor all of its kind.
        InvalidState: its state keeps it as it was.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        NotVisible: the product is in another workspace.
        BadInput: as for ``add_record``.
    """
    sort = sort_of(record)
    access.require(actor, sort.permission_for(record.node, actor), record.node)
    _require_own(product, actor)
    lock(record)
    check_is_open(record)
    require_unchanged(seen, said(record), record.node, actor=actor)
    before, values = texts(record), cleaned(sort, details, actor)
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    record.save(update_fields=changed)
    if title.split() != record.node.title.split():
        nodes.retitle(record.node, title)
        changed.insert(0, "title")
    if record.node.product_id != (product.pk if product else None):
        nodes.move_to(record.node, product)
        changed.append("product")
    if changed:
        nodes.touch(record.node)
        _index(record)
        record_edit(f"{sort.kind}.edited", record.node, changed, before, texts(record), actor=actor)
    return record


def lock(record: Threaded) -> None:
    """Read record and node again and hold the node's row, so that rules judge what stands now."""
    node = nodes.lock(record.node)
    record.refresh_from_db()
    record.node = node


def check_is_open(record: Threaded) -> None:
    node = record.node
    if node.state in sort_of(record).closed:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s and is kept as it was. Nothing was changed.",
                reference=node.reference,
                state=node.state_label.lower(),
            )
        )


def cleaned(sort: Sort, details: Mapping[str, Any], actor: Member) -> dict[str, Any]:
    """Every field of the kind as it is kept.

    Raises:
        BadInput: by field: it is missing, too long or none of its options.
    """
    values = {one.name: _value(one, details.get(one.name), actor) for one in sort.details}
    if sort.check is not None:
        sort.check(values)
    return values


def _index(record: Threaded) -> None:
    told = (value_of(record, one) for one in sort_of(record).details if one.is_text)
    index(record.node, *told)


def _value(detail: Detail, value: Any, actor: Member) -> Any:
    found: Any
    if detail.is_person:
        found = _person(detail, value, actor)
    elif detail.is_day:
        found = _day(detail, value)
    elif detail.most:
        found = _number(detail, value)
    else:
        found = _text(detail, "" if value is None else str(value))
    if detail.needed and found in (None, ""):
        raise BadInput(**{detail.name: detail.needed})
    return found


def _text(detail: Detail, text: str) -> str:
    if detail.options and text and text not in detail.options:
        options = ", ".join(detail.options)
        raise BadInput(**{detail.name: _("Choose one of %(options)s. Nothing was changed.", options=options)})
    return clean(text, field=detail.name, limit=detail.limit, single_line=not detail.is_long)


def _day(detail: Detail, value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value).strip()) if value else None
    except ValueError:
        sentence = _("Write a day such as 2026-03-31. Nothing was changed.")
        raise BadInput(**{detail.name: sentence}) from None


def _number(detail: Detail, value: Any) -> int | None:
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > detail.most:
        sentence = _("Write a whole number from 0 to %(most)s. Nothing was changed.", most=f"{detail.most:,}")
        raise BadInput(**{detail.name: sentence})
    return int(text)


def _person(detail: Detail, value: Any, actor: Member) -> Member | None:
    if isinstance(value, Member) or not value:
        found = value or None
    else:
        found = members(actor=actor).filter(pk=int(value)).first() if str(value).isdigit() else None
    if value and (found is None or found.workspace_id != actor.workspace_id):
        raise BadInput(**{detail.name: _("There is no such member in this workspace. Nothing was changed.")})
    return found


def _require_own(product: Product | None, actor: Member) -> None:
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
