"""New evidence near claims for programs: list it, and say what it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.insights.models import Suggestion
from allied.domains.insights.queries import insight_by_reference
from allied.domains.insights.watch import actions, queries
from allied.kernel.nodes.bindings import quotes_of
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import reference_of
from allied.web.api.pages import BY_ID, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, member_or_none, node_ref

router = Router(tags=["Contradiction watch"])
V1: Final = "/api/v1/watch"


class SuggestionShape(Schema):
    """New evidence near a published claim. ``lean`` is a guess from single words; people decide."""

    number: int
    href: str
    claim: NodeRef
    evidence: NodeRef
    quote: str
    nearness: float = Field(description="0 to 1: half nearness in meaning, half how much of the claim it covers.")
    lean: str
    why: str
    found_at: datetime
    state: str
    relation: str = Field(description="What a person confirmed: supports, contradicts, or blank.")
    decided_at: datetime | None
    decided_by: MemberRef | None


class SuggestionPage(Schema):
    data: list[SuggestionShape]
    next: str | None
    cursor: str | None


class SuggestionQuery(PageQuery):
    claim: str = Field("", max_length=60, description="The id or reference of an insight.")
    state: Literal["waiting", "confirmed", "dismissed"] | None = None


class Confirmation(Body):
    relation: Literal["supports", "contradicts"]


@router.get("", response=SuggestionPage, summary="List new evidence near claims, newest first")
def suggestions(request: ApiRequest, query: Query[SuggestionQuery]) -> HttpResponse:
    found = queries.suggestions(actor=request.member)
    if query.claim:
        reference = reference_of(query.claim, "insight", actor=request.member)
        found = found.filter(claim=insight_by_reference(reference, actor=request.member).node)
    if query.state:
        found = found.filter(state=query.state)
    shown = page(request, found, query, BY_ID)
    return answers.some(request, shapes(shown.rows), shown)


@router.get("/{int:number}", response=SuggestionShape, summary="Read one")
def suggestion(request: ApiRequest, number: int) -> HttpResponse:
    return _read(request, number)


@router.post("/{int:number}/confirmation", response=SuggestionShape, summary="Say that it supports or contradicts")
def confirm_suggestion(request: ApiRequest, number: int, body: Confirmation) -> HttpResponse:
    actions.confirm_suggestion(_found(request, number), body.relation, actor=request.member)
    return _read(request, number)


@router.post("/{int:number}/dismissal", response=SuggestionShape, summary="Say that it is not about the claim")
def dismiss_suggestion(request: ApiRequest, number: int) -> HttpResponse:
    actions.dismiss_suggestion(_found(request, number), actor=request.member)
    return _read(request, number)


@router.delete("/{int:number}/judgement", response=SuggestionShape, summary="Let it wait again")
def reopen_suggestion(request: ApiRequest, number: int) -> HttpResponse:
    actions.reopen_suggestion(_found(request, number), actor=request.member)
    return _read(request, number)


def shapes(rows: Sequence[Suggestion]) -> list[SuggestionShape]:
    """Many at once: one query a kind of evidence."""
    quotes = quotes_of([row.evidence for row in rows])
    return [
        SuggestionShape(
            number=row.pk,
            href=f"{V1}/{row.pk}",
            claim=node_ref(row.claim),
            evidence=node_ref(row.evidence),
            quote=quotes[row.evidence_id].text if row.evidence_id in quotes else "",
            nearness=row.nearness,
            lean=row.lean,
            why=queries.REASONS[row.cue],
            found_at=row.found_at,
            state=row.state,
            relation=row.relation,
            decided_at=row.decided_at,
            decided_by=member_or_none(row.decided_by),
        )
        for row in rows
    ]


def _found(request: ApiRequest, number: int) -> Suggestion:
    return queries.suggestion_by_number(number, actor=request.member)


def _read(request: ApiRequest, number: int) -> HttpResponse:
    (shown,) = shapes([_found(request, number)])
    return answers.one(request, shown)
