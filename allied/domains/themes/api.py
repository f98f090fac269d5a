"""Themes for programs: run, list, steer, export. The same acts as the pages have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.themes import actions, explorer, queries
from allied.domains.themes.exports import themes_csv
from allied.domains.themes.models import Finding, Run, Theme
from allied.domains.themes.shares import Share
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.people.models import Member
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body, Whole
from allied.web.api.finding import in_body, node_in_body, product_filter, product_in_body
from allied.web.api.pages import BY_ID, Order, PageQuery, page
from allied.web.api.resource import Resource
from allied.web.api.shapes import MemberRef, href, member_or_none, member_ref, page_of, slug_of

router = Router(tags=["Themes"])
NEWEST: Final = Order(("number",), read=(int,))
QUOTES: Final = 3
ADDRESSES: Final = dict.fromkeys(
    ("size", "people", "sentiments", "quotes"), "POST /themes/runs sorts the feedback again."
) | {"state": "POST or DELETE its merger."}


class ThemePatch(Body):
    name: str = Field("", description="Later runs keep it.")
    is_pinned: bool = False
    is_hidden: bool = False


class ThemeWhole(ThemePatch, Whole):
    """The whole theme as GET gives it; read-only fields may stay in, unchanged."""


class ThemeMerger(Body):
    into: str = Field(description="The theme that takes its feedback, by id or reference.")


class ThemeRunBody(Body):
    product: str = Field(description="The slug of a product.")
    granularity: float | None = Field(None, description="0 (few broad themes) to 1 (many narrow ones); null: found.")


class ThemeMoveBody(Body):
    items: list[str] = Field(description="Pieces of feedback, by id or reference; 500 at most.")
    theme: str | None = Field(description="By id or reference; null: in no theme.")


class ThemeMoveShape(Schema):
    """What moved; later runs leave it there."""

    moved: int
    theme: str | None


class ThemeShape(Schema):
    """What many people said alike."""

    id: str
    reference: str
    href: str
    page: str
    name: str
    product: str | None
    state: str
    size: int
    people: int = Field(description="Independent people among its feedback, as far as they can be told apart.")
    kinds: dict[str, int] = Field(description="problem, request, question, praise, other: how many of each.")
    sentiments: dict[str, int] = Field(
        description="negative, neutral, positive, unclear, untold (not English): how many of each."
    )
    quotes: list[str]
    is_pinned: bool
    is_hidden: bool
    named_by: MemberRef | None
    created_at: datetime
    updated_at: datetime


class ShareShape(Schema):
    """``x`` of ``n``, as a share from 0 to 1 with its 95 % interval."""

    x: int
    n: int
    share: float
    low: float
    high: float


class MonthShape(ShareShape):
    month: str = Field(description="As 2026-03.")


class SegmentShape(ShareShape):
    """How much of what a segment says is in the theme."""

    name: str
    direction: str


class MarkerShape(Schema):
    """What happened on a day, such as a release. Never said to be the cause."""

    day: date
    label: str
    page: str


class TrendShape(Schema):
    """How a theme went in the last months in which anything came."""

    segment: str | None
    direction: str = Field(description="rising, falling, level or few: too few to tell.")
    months: list[MonthShape]
    markers: list[MarkerShape]
    segments: list[SegmentShape] = Field(description="Those that can be asked for, rising ones first.")


class TrendQuery(Schema):
    segment: str = Field("", max_length=200, description="One of its segments, as plan: pro; blank: everybody.")


class ThemePage(Schema):
    data: list[ThemeShape]
    next: str | None
    cursor: str | None


class ThemeRunShape(Schema):
    """One sorting of all feedback of a product."""

    number: int
    product: str | None
    state: str
    granularity: float = Field(description="The one that was used.")
    suggested: float
    items: int
    themes: int
    not_themed: int
    agreement: float = Field(description="Of repeated runs, 0 to 1.")
    done: int
    total: int | None
    created_at: datetime
    created_by: MemberRef
    finished_at: datetime | None


class ThemeRunPage(Schema):
    data: list[ThemeRunShape]
    next: str | None
    cursor: str | None


class ThemeQuery(PageQuery):
    product: str = Field("", description="The slug of a product.")
    state: str = Field("current", description="current, merged or ended.")


class ProductQuery(PageQuery):
    product: str = Field("", description="The slug of a product.")


@router.get("", response=ThemePage, summary="List themes")
def themes(request: ApiRequest, query: Query[ThemeQuery]) -> HttpResponse:
    return _themes.some(request, _wanted(query, request.member), query, BY_ID)


@router.get("/runs", response=ThemeRunPage, summary="List runs")
def theme_runs(request: ApiRequest, query: Query[ProductQuery]) -> HttpResponse:
    rows = Run.objects.visible_to(request.member).select_related("product", "created_by", "job")
    if query.product:
        rows = rows.filter(product=product_filter(query.product, actor=request.member))
    found = page(request, rows, query, NEWEST)
    return answers.some(request, [_run(one, actor=request.member) for one in found.rows], found)


@router.post("/runs", response={201: ThemeRunShape}, summary="Sort feedback into themes")
def run_themes(request: ApiRequest, body: ThemeRunBody) -> HttpResponse:
    product = product_in_body(body.product, actor=request.member)
    assert product is not None  # noqa: S101  a slug was given
    made = actions.start_run(product, actor=request.member, granularity=body.granularity)
    return answers.one(request, _run(made, actor=request.member), status=201)


@router.delete("/runs/last", response=ThemeRunShape, summary="Undo the last run; the answer is the one that stands")
def undo_theme_run(request: ApiRequest, product: str) -> HttpResponse:
    found = product_in_body(product, actor=request.member)
    last = queries.standing_run(found, actor=request.member) if found else None
    if last is None:
        raise NotVisible("There are no themes here yet.")
    return answers.one(request, _run(actions.undo_run(last, actor=request.member), actor=request.member))


@router.post("/moves", response=ThemeMoveShape, summary="Put feedback into a theme, or into none")
def move_feedback(request: ApiRequest, body: ThemeMoveBody) -> HttpResponse:
    items = [node_in_body(name, field="items", actor=request.member) for name in dict.fromkeys(body.items[:501])]
    name = body.theme
    theme = in_body(lambda: _themes.find(request, name), field="theme") if name else None
    was = actions.move_items(items, theme, actor=request.member)
    return answers.one(request, ThemeMoveShape(moved=len(was), theme=theme.node.reference if theme else None))


@router.get("/places", summary="Export which feedback is in which theme", response=str)
def theme_places(request: ApiRequest, product: str) -> HttpResponse:
    """CSV with the columns source_id, theme_ref, theme_name, similarity; a blank theme_ref: not themed."""
    found = product_in_body(product, actor=request.member)
    assert found is not None  # noqa: S101  a slug was given
    return HttpResponse(themes_csv(found, actor=request.member), content_type="text/csv; charset=utf-8")


@router.get("/{id}", response=ThemeShape, summary="Read a theme")
def theme(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return _themes.read(request, id)


@router.get("/{id}/trend", response=TrendShape, summary="Read how a theme went by month, of everybody or of a segment")
def theme_trend(request: ApiRequest, id: str, query: Query[TrendQuery]) -> HttpResponse:  # noqa: A002
    found = queries.standing_finding(_themes.find(request, id))
    if found is None:
        raise NotVisible("The run that stands did not find this theme, so nothing is counted for it.")
    return answers.one(request, _trend(found, query.segment, actor=request.member))


@router.put("/{id}", response=ThemeShape, summary="Name, pin and hide a theme")
def replace_theme(request: ApiRequest, id: str, body: ThemeWhole) -> HttpResponse:  # noqa: A002
    return _themes.replace(request, id, body, _edit)


@router.patch("/{id}", response=ThemeShape, summary="Name, pin or hide a theme")
def change_theme(request: ApiRequest, id: str, body: ThemePatch) -> HttpResponse:  # noqa: A002
    return _themes.change(request, id, body, _edit)


@router.post("/{id}/merger", response=ThemeShape, summary="Merge a theme into another")
def merge_theme(request: ApiRequest, id: str, body: ThemeMerger) -> HttpResponse:  # noqa: A002
    into = in_body(lambda: _themes.find(request, body.into), field="into")
    return _themes.act(request, id, actions.merge_themes, into)


@router.delete("/{id}/merger", response=ThemeShape, summary="Take a merge apart")
def unmerge_theme(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _themes.act(request, id, actions.unmerge_theme)


@router.post("/{id}/parts", response=ThemeShape, summary="Split a theme into parts")
def split_theme(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _themes.act(request, id, actions.split_theme)


def shapes(found: Sequence[Theme], *, actor: Member) -> list[ThemeShape]:
    """Many at once: their findings in the run that stands, and the quotes of all, by one query each."""
    standing = queries.standing_findings(found)
    said = queries.quotes(list(standing.values()), QUOTES)
    return [_shape(one, standing, said, actor=actor) for one in found]


def _shape(one: Theme, standing: dict[str, Any], said: dict[str, list[str]], *, actor: Member) -> ThemeShape:
    node, finding = one.node, standing.get(one.pk)
    return ThemeShape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        name=one.name,
        product=slug_of(node.product),
        state=node.state,
        size=finding.size if finding else 0,
        people=finding.people if finding else 0,
        kinds=finding.tally.get("kinds", {}) if finding else {},
        sentiments=finding.tally.get("moods", {}) if finding else {},
        quotes=said.get(one.pk, []),
        is_pinned=one.is_pinned,
        is_hidden=one.is_hidden,
        named_by=member_or_none(one.named_by),
        created_at=node.created_at,
        updated_at=node.updated_at,
    )


def _trend(found: Finding, segment: str, *, actor: Member) -> TrendShape:
    course = explorer.course(found, segment=segment, actor=actor)
    if segment and not course.segment:
        raise BadInput(segment="This segment was not counted for this theme. GET without it names those that were.")
    return TrendShape(
        segment=course.segment or None,
        direction=course.direction,
        months=[MonthShape(month=one.label, **share_of(one.share)) for one in course.months],
        markers=[MarkerShape(day=one.day, label=one.label, page=one.url) for one in course.happened],
        segments=[
            SegmentShape(name=one.name, direction=one.direction, **share_of(one.share))
            for one in explorer.segments_in(found)
        ],
    )


def share_of(share: Share) -> dict[str, Any]:
    """A share with its n and its interval, which stays between 0 and 1."""
    low, high = max(share.low, 0.0), min(share.high, 1.0)
    return {"x": share.x, "n": share.n, "share": round(share.value, 4), "low": round(low, 4), "high": round(high, 4)}


def _run(run: Run, *, actor: Member) -> ThemeRunShape:
    found = queries.summary(run, actor=actor)
    return ThemeRunShape(
        number=run.number,
        product=slug_of(run.product),
        state=run.state,
        granularity=run.used,
        suggested=run.suggested,
        items=run.items,
        themes=found.themes,
        not_themed=found.not_themed,
        agreement=run.agreement,
        done=run.job.done if run.job else 0,
        total=run.job.total if run.job else None,
        created_at=run.created_at,
        created_by=member_ref(run.created_by),
        finished_at=run.finished_at,
    )


_themes = Resource(
    "theme",
    find=queries.theme_by_reference,
    show=shapes,
    writable=("name", "is_pinned", "is_hidden"),
    addresses=ADDRESSES,
)


def _wanted(query: ThemeQuery, actor: Member) -> QuerySet[Theme]:
    found: QuerySet[Theme] = Theme.objects.visible_to(actor).select_related("named_by").filter(node__state=query.state)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    return found


def _edit(found: Theme, said: dict[str, Any], *, actor: Member) -> None:
    if said["name"] != found.name:
        actions.rename_theme(found, said["name"], actor=actor)
    actions.pin_theme(found, pinned=said["is_pinned"], actor=actor)
    actions.hide_theme(found, hidden=said["is_hidden"], actor=actor)
