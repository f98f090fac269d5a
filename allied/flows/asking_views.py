"""Ask, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from allied.domains.feedback import queries as feedback
from allied.flows.asking.filters import PERIODS, STRENGTHS, Filters
from allied.integrations.wording.actions import connection_of
from allied.kernel.errors import BadInput
from allied.kernel.people.models import Member
from allied.kernel.words import _, counted, numbered
from allied.synthesis.missing import NoEmbedder
from allied.web import rates
from allied.web.http import MemberRequest, member_view, render

if TYPE_CHECKING:
    from allied.flows.asking.answers import Answer

LONGEST = 500
WORDED_A_MINUTE = 10  # by one member: each waits for another server


@require_GET
@member_view
def ask(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/ask?q=: quotes by claim, or that there is no evidence and what to do next."""
    return render(request, "flows/ask.html", _page(request), fragment="answer")


@require_POST
@member_view
def wording(request: MemberRequest) -> HttpResponse:
    """POST /w/<workspace>/ask/wording?q=: the same answer, in sentences of the connected model above its quotes."""
    page = _page(request)
    answer = page.get("answer")
    if not answer:
        raise BadInput(q=_("Write a question first. Nothing was sent."))
    from allied.flows.asking.worded import word  # noqa: PLC0415  brings numpy

    count_wording(request.member)
    page["worded"] = word(answer, actor=request.member)
    return render(request, "flows/ask.html", page, fragment="worded")


def count_wording(actor: Member) -> None:
    """Count one more answer in words, of a page or a program. Raises: TooMany."""
    rates.count(f"wording:{actor.pk}", WORDED_A_MINUTE)


def _page(request: MemberRequest) -> dict[str, Any]:
    question, filters = request.GET.get("q", "").strip()[:LONGEST], _filters(request)
    page = {"question": question, "filters": filters, "choices": _choices(request, filters), "missing": ""}
    page["connected"] = connection_of(request.member)
    page["asked"] = request.GET.urlencode()
    try:
        return page | _answered(question, filters, request)
    except NoEmbedder as missing:
        return page | {"missing": str(missing), "answer": None, "suggested": []}


def _answered(question: str, filters: Filters, request: MemberRequest) -> dict[str, object]:
    from allied.flows.asking.answers import ask as ask_of  # noqa: PLC0415  brings numpy
    from allied.flows.asking.suggestions import suggestions  # noqa: PLC0415

    found = ask_of(question, actor=request.member, filters=filters) if question else None
    suggested = suggestions(question, actor=request.member, product=filters.product)
    return {"answer": found, "suggested": suggested, "headline": _headline(found) if found else ""}


def _headline(answer: Answer) -> str:
    """How many claims and quotes answer."""
    claims = sum(group.claim is not None for group in answer.groups)
    quotes = len(answer.quotes)
    if not claims:
        return numbered(
            quotes, "quote answers this; no claim rests on them yet", "quotes answer this; no claim rests on them yet"
        )
    told = counted(claims, "%(count)s claim answers this, with %(told)s", "%(count)s claims answer this, with %(told)s")
    return told % {"count": claims, "told": numbered(quotes, "quote", "quotes")}


def _filters(request: MemberRequest) -> Filters:
    name, __, value = request.GET.get("segment", "").partition(": ")
    days, strength = request.GET.get("days", ""), request.GET.get("strength", "")
    return Filters(
        product=request.layout.product,
        source=request.GET.get("source", "")[:60],
        segment=(name, value) if value else None,
        days=int(days) if days in PERIODS and days else 0,
        strength=strength if strength in STRENGTHS else "",
    )


def _choices(request: MemberRequest, filters: Filters) -> list[tuple[str, str, str, list[tuple[str, str]], str]]:
    """(word before, name, label, options, what is chosen) of each filter."""
    sources = [("", _("everything")), *((name, name) for name in feedback.sources(actor=request.member))]
    segments = [f"{one.name}: {one.value}" for one in feedback.segments(actor=request.member)]
    by = [("", _("everyone")), *((one, one) for one in segments)]
    return [
        (_("Search in"), "source", _("Source"), sources, filters.source),
        (_("from"), "days", _("Received"), list(PERIODS.items()), str(filters.days or "")),
        (_("by"), "segment", _("Segment"), by, ": ".join(filters.segment) if filters.segment else ""),
        (_("at"), "strength", _("Strength of the claim"), list(STRENGTHS.items()), filters.strength),
    ]


urls = [
    path("w/<slug:workspace>/ask", ask, name="ask"),
    path("w/<slug:workspace>/ask/wording", wording, name="ask-wording"),
]
