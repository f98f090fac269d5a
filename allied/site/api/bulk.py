"""/bulk-changes: one value put into a field of many objects, as lists do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse, QueryDict
from ninja import Field, Query, Router, Schema

from allied.kernel import access
from allied.kernel.bulk_changes import queries
from allied.kernel.bulk_changes.models import BulkChange, BulkRow
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes.catalogue import BY_LETTERS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.web import running
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import is_reference
from allied.web.api.pages import Order, PageQuery, page
from allied.web.layout import Layout
from allied.web.lists import bulk, editing
from allied.web.lists.fieldlist import FieldList
from allied.web.lists.registry import registered

router = Router(tags=["Bulk changes"])
NEWEST: Final = Order(("pk",), read=(int,))
IN_ORDER: Final = Order(("pk",), falls=False, read=(int,))
MOST: Final = 10_000  # objects that a body names
AT_ONCE: Final = 500  # of them asked for in one query


class BulkBody(Body):
    """Which field of which objects gets which value. Either ``objects`` or ``query`` says which."""

    list: str = Field(description="The list: feedback, insights, opportunities, items, decisions or pages.")
    field: str = Field(description="A field of that list; GET /bulk-changes/fields tells which.")
    value: str = Field(description="What it gets: of a field with choices one of their values.")
    objects: Sequence[str] | None = Field(None, max_length=MOST, description="By id or reference.")
    query: str | None = Field(
        None, max_length=4_000, description="Or all that the list shows at this address: what stands behind its “?”."
    )


class BulkShape(Schema):
    """A bulk change. Up to 200 objects change at once, all or none: then there is no ``number`` to ask for."""

    number: int | None
    href: str | None
    list: str
    field: str
    value: str
    state: str = Field(description="running, stopped, done, undoing or undone.")
    total: int
    done: int = Field(description="How many of them were reached.")
    changed: int
    unchanged: int = Field(description="They had this value already.")
    refused: int
    put_back: int
    left: int = Field(description="Not put back, since somebody changed them meanwhile.")
    seconds_left: int | None = Field(description="At the pace so far; null where nobody can tell yet.")
    failure: str = Field(description="What stopped its work; POST its run goes on.")
    started_at: datetime | None
    finished_at: datetime | None
    undo_until: datetime | None


class BulkPage(Schema):
    data: list[BulkShape]
    next: str | None
    cursor: str | None


class BulkRowShape(Schema):
    """One object with what came of it."""

    reference: str
    outcome: str
    before: str = Field(description="What stood there, where it was changed.")
    sentence: str = Field(description="Why it was refused, or not put back.")


class BulkRowPage(Schema):
    data: list[BulkRowShape]
    next: str | None
    cursor: str | None


class RowQuery(PageQuery):
    outcome: str = Field("", max_length=10, description="changed, unchanged, refused, put_back or left.")


class FieldQuery(Schema):
    list: str = Field(max_length=30)


class ChangeableShape(Schema):
    """A field that the token's member may change in a list."""

    field: str
    label: str
    choices: dict[str, str] | None = Field(description="Value and label of each; null: any text that the field takes.")


class ChangeableList(Schema):
    data: list[ChangeableShape]
    next: None


@router.get("/fields", response=ChangeableList, summary="List the fields of a list that can be changed in bulk")
def changeable(request: ApiRequest, query: Query[FieldQuery]) -> HttpResponse:
    found = _list(request, query.list)
    fields = [(found.by_key[key], edit) for key, edit in found.edits.items() if key in found.by_key]
    shown = [
        ChangeableShape(
            field=field.key,
            label=str(field.label),
            choices={value: str(label) for value, label in edit.choices(request.member).items()} or None,
        )
        for field, edit in fields
    ]
    return answers.listed(shown)


@router.get("", response=BulkPage, summary="List one's own bulk changes, newest first")
def changes(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    found = page(request, queries.bulk_changes(actor=request.member), query, NEWEST)
    counts = queries.counts_of(found.rows)
    return answers.some(request, [_shape(one, counts[one.pk]) for one in found.rows], found)


@router.post(
    "",
    response={200: BulkShape, 202: BulkShape},
    summary="Put one value into a field of many objects: up to 200 at once, more in the background",
)
def change(request: ApiRequest, body: BulkBody) -> HttpResponse:
    found = _list(request, body.list)
    edit = found.edits.get(body.field)
    if edit is None or body.field not in found.by_key:
        _, known = editing.field_of(body.list, body.field, request.member)
        access.require(request.member, known.permission)
    keys = _keys(request, body, found)
    if len(keys) <= editing.MOST or edit is None or not edit.options:  # what takes any text is changed at once
        return answers.shape(_at_once(body, keys, request.member))
    label = str(found.by_key[body.field].label)
    made = bulk.start_change(body.list, body.field, list(keys), body.value, label=label, actor=request.member)
    shown = _shape(queries.bulk_change(made.pk, actor=request.member))
    return answers.one(request, shown, status=202, location=shown.href or "")


@router.get("/{int:number}", response=BulkShape, summary="Read how far a bulk change is")
def one_change(request: ApiRequest, number: int) -> HttpResponse:
    return _one(request, number)


@router.get("/{int:number}/rows", response=BulkRowPage, summary="List what came of each object")
def rows(request: ApiRequest, number: int, query: Query[RowQuery]) -> HttpResponse:
    results = queries.results(queries.bulk_change(number, actor=request.member))
    if query.outcome:
        results = results.filter(outcome=query.outcome)
    found = page(request, results, query, IN_ORDER)
    return answers.some(request, [_row(one) for one in found.rows], found)


@router.post("/{int:number}/run", response=BulkShape, summary="Go on with a bulk change that stopped")
def resume(request: ApiRequest, number: int) -> HttpResponse:
    bulk.resume_change(number, actor=request.member)
    return _one(request, number)


@router.delete("/{int:number}/run", response=BulkShape, summary="Stop a bulk change between two steps")
def stop(request: ApiRequest, number: int) -> HttpResponse:
    bulk.stop_change(number, actor=request.member)
    return _one(request, number)


@router.post("/{int:number}/undo", response=BulkShape, summary="Put back what nobody has changed since")
def undo(request: ApiRequest, number: int) -> HttpResponse:
    bulk.undo_change(number, actor=request.member)
    return _one(request, number)


def _list(request: ApiRequest, key: str, query: str = "") -> FieldList[Any, Any]:
    """The list as its page would show it to the token's member, of all products.

    Raises:
        BadInput: there is no such list of objects.
    """
    offered = editing.editing(key)
    if offered is None or not offered.kind:
        raise BadInput(list=f"There is no list “{key[:30]}” whose objects can be changed here. Nothing was changed.")
    layout = Layout(request)
    layout.product = None  # a program has chosen none
    request.layout = layout  # type: ignore[attr-defined]  # what lists read of a page's request
    return registered(key).at(request, QueryDict(query))  # type: ignore[arg-type]  # it has what lists read


def _keys(request: ApiRequest, body: BulkBody, found: FieldList[Any, Any]) -> dict[str, str]:
    """The objects to be changed: reference by id, in their order.

    Raises:
        BadInput: neither or both ways say which, or one of them is not there.
    """
    if (body.objects is None) == (body.query is None):
        raise BadInput(objects="Say which objects: by name in objects, or by the address of a list in query.")
    if body.objects is not None:
        keys = _named(body.objects, found.spec.kind, request.member)
    else:
        pks = list(_list(request, body.list, body.query or "").rows.values_list("pk", flat=True))
        keys = editing.references(pks)
        keys = {pk: keys[pk] for pk in pks if pk in keys}
    if not keys:
        raise InvalidState("There is no object to be changed. Nothing was changed.")
    return keys


def _named(names: Sequence[str], kind: str, actor: Member) -> dict[str, str]:
    """Reference by id of those that are named either way: a query for each 500.

    Raises:
        BadInput: one of them is not in the actor's workspace, or of another kind.
    """
    wanted = list(dict.fromkeys(name.upper() if is_reference(name) else name for name in names))
    here = Node.objects.visible_to(actor).filter(kind=kind)
    known: dict[str, Node] = {}
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        numbers = [int(name.partition("-")[2]) for name in some if is_reference(name) and _is_of(name, kind)]
        for one in here.filter(number__in=numbers).only("kind", "number"):
            known[one.reference] = one
        for one in here.filter(pk__in=[name for name in some if not is_reference(name)]).only("kind", "number"):
            known[one.pk] = one
    if missing := next((name for name in wanted if name not in known), None):
        raise BadInput(objects=f"There is no {missing[:40]} of this kind in this workspace. Nothing was changed.")
    return {known[name].pk: known[name].reference for name in wanted}


def _is_of(reference: str, kind: str) -> bool:
    letters, _, number = reference.partition("-")
    return BY_LETTERS[letters].name == kind and len(number) < 10


def _at_once(body: BulkBody, keys: dict[str, str], actor: Member) -> BulkShape:
    try:
        changed = editing.change_many(body.list, body.field, list(keys.values()), body.value, actor=actor)
    except NotVisible as refusal:
        raise BadInput(objects=str(refusal)) from None
    return BulkShape(
        number=None,
        href=None,
        list=body.list,
        field=body.field,
        value=body.value,
        state=BulkChange.State.DONE,
        total=len(keys),
        done=len(keys),
        changed=len(changed),
        unchanged=len(keys) - len(changed),
        refused=0,
        put_back=0,
        left=0,
        seconds_left=None,
        failure="",
        started_at=None,
        finished_at=None,
        undo_until=None,
    )


def _one(request: ApiRequest, number: int) -> HttpResponse:
    return answers.one(request, _shape(queries.bulk_change(number, actor=request.member)))


def _shape(one: BulkChange, counts: Mapping[str, int] | None = None) -> BulkShape:
    far = bulk.how_far(one, counts)
    left = running.seconds_left(one.job, far.waiting) if one.is_busy else None
    return BulkShape(
        number=one.pk,
        href=f"/api/v1/bulk-changes/{one.pk}",
        list=one.list_key,
        field=one.field,
        value=one.text,
        state=one.state,
        total=far.total,
        done=far.done,
        **{name: far.counts[name] for name in ("changed", "unchanged", "refused", "put_back", "left")},
        seconds_left=None if left is None else round(left),
        failure=far.failure,
        started_at=one.started_at,
        finished_at=one.finished_at,
        undo_until=one.undo_until if one.may_be_undone else None,
    )


def _row(one: BulkRow) -> BulkRowShape:
    return BulkRowShape(reference=one.reference, outcome=one.outcome, before=one.before, sentence=one.sentence)
