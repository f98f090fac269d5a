"""/imports: bring files in as any kind of object, and find out what became of each row."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from django.http import HttpResponse
from django.urls import reverse
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.importing import actions, queries
from allied.kernel.importing.custom import vocabulary_of
from allied.kernel.importing.models import Import, ImportRow, losses
from allied.kernel.importing.reading import NotAMapping, choose
from allied.kernel.importing.rules import kinds_named
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import product_filter
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, member_ref, node_ref_or_none

router = Router(tags=["Imports"])
NEWEST: Final = Order(("number",), read=(int,))
IN_FILE: Final = Order(("number",), falls=False, read=(int,))


class ImportForm(Schema):
    """The file comes beside these as ``file``."""

    product: str = Field(description="The slug of a product.")
    target: str = Field("feedback", description="What rows become: feedback, insight, opportunity, item or people.")
    preset: str = Field("", max_length=30, description="The export of another tool; recognized, if not given.")
    source: str = Field("", max_length=60, description="Where the rows come from; guessed from the file's name.")
    mapping: str = Field(
        "",
        max_length=20_000,
        description='JSON: meaning → column, as {"text": "comment", "date": "created", "segment": ["branch"]}. '
        "Feedback has text, date, source_id, person, author, on_behalf_of, rating, segment, supports; every target has "
        "source_id, raw, left_out, its own fields and the custom fields of its kind as fields.key. Others are guessed.",
    )
    keep: str = Field("", max_length=60, description="Personal details to leave in texts: email, phone, card.")
    start: bool = Field(True, description="False: wait as a draft until its run is posted.")


class ImportMapping(Body):
    mapping: dict[str, str | list[str]] = Field(description="Meaning → column or columns; others stay as they are.")
    source: str = Field("", description="Where the rows come from.")


class ColumnShape(Schema):
    """One column of the file and what it becomes."""

    name: str
    meaning: str
    segment: str
    is_sure: bool = Field(description="Whether the guess about it was sure.")
    outcome: str = Field(description="What became of it: mapped, kept raw or dropped.")
    kept: int = Field(description="In how many stored rows its value was kept.")


class ImportShape(Schema):
    """One file on its way in. Every row read has a result: stored, updated, already here or left out."""

    number: int
    href: str
    target: str
    preset: str = Field(description="The export of another tool that it was recognized as; empty for none.")
    state: str
    product: str
    source: str
    file_name: str
    format: str = Field(description="table, notes, xlsx, json, jsonl or mail.")
    encoding: str
    columns: list[ColumnShape]
    rows: int
    read: int
    stored: int
    updated: int = Field(description="Brought up to date by their source id.")
    already_here: int
    left_out: int
    linked: int = Field(description="Links that the file gave.")
    unlinked: int = Field(description="Links whose other end is not here.")
    undated: int
    reasons: dict[str, int]
    created_at: datetime
    created_by: MemberRef
    started_at: datetime | None
    finished_at: datetime | None


class ImportPage(Schema):
    data: list[ImportShape]
    next: str | None
    cursor: str | None


class RowShape(Schema):
    """What became of a row that was not simply stored."""

    row: int
    outcome: str
    reason: str
    sentence: str
    feedback: NodeRef | None = Field(description="The object that the row became or stands for; older name of node.")
    node: NodeRef | None = Field(description="The object that the row became or stands for, of any kind.")


class RowPage(Schema):
    data: list[RowShape]
    next: str | None
    cursor: str | None


class LinkShape(Schema):
    """An invitation with the link by which one person joins, once. It is told only now; links told before stop."""

    name: str
    email: str
    role: str
    discipline: str
    link: str
    expires_at: datetime


class LinkList(Schema):
    data: list[LinkShape]


class RowQuery(PageQuery):
    outcome: Literal["noted", "updated", "already_here", "left_out"] | None = None


@router.get("", response=ImportPage, summary="List imports")
def imports(request: ApiRequest, query: Query[PageQuery]) -> HttpResponse:
    found = page(request, queries.imports(actor=request.member), query, NEWEST)
    return answers.some(request, [shape(one) for one in found.rows], found)


@router.post("", response={201: ImportShape}, summary="Import a file")
def import_file(request: ApiRequest, said: Form[ImportForm], file: File[UploadedFile]) -> HttpResponse:
    product = product_filter(said.product, actor=request.member)
    wanted = _mapping(said.mapping)
    made = actions.upload_import(
        file_name=file.name or "",
        chunks=file.chunks(),
        product=product,
        actor=request.member,
        source=said.source,
        target=said.target,
        preset=said.preset,
    )
    try:
        made = _map(made, wanted, made.source, actor=request.member, keep=said.keep)
        if said.start:
            made = actions.start_import(made, actor=request.member)
    except BadInput as refusal:
        waits = f"The file waits as import {made.number}: PUT its mapping, then POST its run."
        raise BadInput(**{name or "whole": f"{words} {waits}" for name, words in refusal.fields.items()}) from None
    return _one(request, made.number, status=201)


@router.put("/{int:number}/mapping", response=ImportShape, summary="Say what the columns of a draft become")
def map_import(request: ApiRequest, number: int, body: ImportMapping) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    _map(imported, body.mapping, body.source or imported.source, actor=request.member)
    return _one(request, number)


@router.get("/{int:number}", response=ImportShape, summary="Read an import")
def one_import(request: ApiRequest, number: int) -> HttpResponse:
    return _one(request, number)


@router.get("/{int:number}/rows", response=RowPage, summary="List the rows that were not simply stored")
def import_rows(request: ApiRequest, number: int, query: Query[RowQuery]) -> HttpResponse:
    rows = queries.results(queries.import_by_number(number, actor=request.member), outcome=query.outcome or "")
    found = page(request, rows, query, IN_FILE)
    return answers.some(request, [_row(one) for one in found.rows], found)


@router.post("/{int:number}/run", response=ImportShape, summary="Start a draft, or go on with what was stopped")
def run_import(request: ApiRequest, number: int) -> HttpResponse:
    return _act(request, number, _start_or_resume)


@router.delete("/{int:number}/run", response=ImportShape, summary="Stop an import between two steps")
def stop_import(request: ApiRequest, number: int) -> HttpResponse:
    return _act(request, number, actions.stop_import)


@router.post("/{int:number}/undo", response=ImportShape, summary="Take back what an import brought")
def undo_import(request: ApiRequest, number: int) -> HttpResponse:
    return _act(request, number, actions.undo_import)


@router.post("/{int:number}/links", response=LinkList, summary="Make the links of those whom it invited")
def make_links(request: ApiRequest, number: int) -> HttpResponse:
    access.require(request.member, Permission.MEMBER_INVITE)
    made = actions.make_links(queries.import_by_number(number, actor=request.member), actor=request.member)
    found = [
        LinkShape(
            name=one.name,
            email=one.email,
            role=one.role,
            discipline=one.discipline,
            link=request.build_absolute_uri(reverse("join", kwargs={"secret": secret})),
            expires_at=one.expires_at,
        )
        for one, secret in made
    ]
    return answers.one(request, LinkList(data=found))


def shape(one: Import) -> ImportShape:
    return ImportShape(
        number=one.number,
        href=f"/api/v1/imports/{one.number}",
        target=one.target,
        preset=one.preset,
        state=one.state,
        product=one.product.slug,
        source=one.source,
        file_name=one.file_name,
        format=one.format,
        encoding=one.encoding,
        columns=_columns(one),
        rows=one.rows,
        read=one.read,
        stored=one.stored,
        updated=one.updated,
        already_here=one.already_here,
        left_out=one.left_out,
        linked=one.linked,
        unlinked=one.unlinked,
        undated=one.undated,
        reasons=one.reasons,
        created_at=one.created_at,
        created_by=member_ref(one.created_by),
        started_at=one.started_at,
        finished_at=one.finished_at,
    )


def _columns(one: Import) -> list[ColumnShape]:
    return [
        ColumnShape(
            name=loss.column,
            meaning=loss.use.meaning,
            segment=loss.use.name,
            is_sure=column["sure"] == "Sure",
            outcome=loss.outcome,
            kept=loss.kept,
        )
        for column, loss in zip(one.columns, losses(one), strict=True)
    ]


def _row(one: ImportRow) -> RowShape:
    return RowShape(
        row=one.number,
        outcome=one.outcome,
        reason=one.reason,
        sentence=one.sentence,
        feedback=node_ref_or_none(one.node),
        node=node_ref_or_none(one.node),
    )


def _map(imported: Import, wanted: dict[str, Any], source: str, *, actor: Member, keep: str = "") -> Import:
    pairs = [(name, one) for name, given in wanted.items() for one in ([given] if isinstance(given, str) else given)]
    try:
        mapping = choose(imported.choices, imported.layout.names, pairs, vocabulary_of(imported))
    except NotAMapping as refusal:
        raise BadInput(mapping=str(refusal)) from None
    mapping = replace(mapping, keeps=kinds_named(keep)) if keep else mapping
    return actions.map_import(imported, mapping, source=source, actor=actor)


def _mapping(text: str) -> dict[str, Any]:
    try:
        found: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(_names(given) for given in found.values()):
        raise BadInput(mapping='This must be a JSON object such as {"text": "comment"}. Nothing was stored.')
    return found


def _names(given: object) -> bool:
    return isinstance(given, str) or (isinstance(given, list) and all(isinstance(one, str) for one in given))


def _start_or_resume(imported: Import, *, actor: Member) -> Import:
    is_stopped = imported.state == Import.State.STOPPED
    return (actions.resume_import if is_stopped else actions.start_import)(imported, actor=actor)


def _act(request: ApiRequest, number: int, action: Callable[..., object]) -> HttpResponse:
    action(queries.import_by_number(number, actor=request.member), actor=request.member)
    return _one(request, number)


def _one(request: ApiRequest, number: int, *, status: int = 200) -> HttpResponse:
    made = shape(queries.import_by_number(number, actor=request.member))
    return answers.one(request, made, status=status, location=made.href if status == 201 else "")
