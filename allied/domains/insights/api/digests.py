"""Digests for programs: what they say, and the same as Markdown."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Field, Query, Schema

from allied.domains.insights.api.insights import resource, router
from allied.domains.insights.digest.one import digest
from allied.domains.insights.digest.weekly import Week, weekly
from allied.kernel.talk.mail import site
from allied.kernel.thread.strength import today_in
from allied.web.api import ApiRequest, answers
from allied.web.api.finding import product_filter
from allied.web.memo import Memo, markdown


class CiteShape(Schema):
    label: str
    href: str = Field(description="The page inside of this installation.")


class LineShape(Schema):
    text: str
    is_quote: bool
    who: str
    note: str
    cites: list[CiteShape]


class SectionShape(Schema):
    heading: str
    lines: list[LineShape]


class DigestShape(Schema):
    kind: str
    title: str
    lede: str
    sections: list[SectionShape]
    foot: str
    words: int
    seconds: int
    markdown: str


class WeekQuery(Schema):
    product: str = Field(description="The slug of a product.")
    on: date | None = Field(None, description="A day of the week; today if left out.")


@router.get("/weekly/digest", response=DigestShape, summary="Read a product's week")
def weekly_digest(request: ApiRequest, query: Query[WeekQuery]) -> HttpResponse:
    product = product_filter(query.product, actor=request.member)
    week = Week.of(query.on or today_in(request.member.workspace))
    return answers.one(request, _shape(weekly(product, week, actor=request.member)))


@router.get("/{id}/digest", response=DigestShape, summary="Read a claim in a minute")
def insight_digest(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    found = resource.find(request, id)
    return answers.one(request, _shape(digest(found, actor=request.member)))


def _shape(memo: Memo) -> DigestShape:
    sections = [
        SectionShape(
            heading=section.heading,
            lines=[
                LineShape(
                    text=line.text,
                    is_quote=line.is_quote,
                    who=line.who,
                    note=line.note,
                    cites=[CiteShape(label=cite.label, href=cite.url) for cite in line.cites],
                )
                for line in section.lines
            ],
        )
        for section in memo.sections
    ]
    return DigestShape(
        kind=memo.kind,
        title=memo.title,
        lede=memo.lede,
        sections=sections,
        foot=memo.foot,
        words=memo.words,
        seconds=memo.seconds,
        markdown=markdown(memo, site=site()),
    )
