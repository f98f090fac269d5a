"""How the list of insights is narrowed and ordered."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet

from allied.domains.insights import queries
from allied.domains.insights.models import ENDED, Insight, State
from allied.kernel.people.models import Product
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Link
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

Found = QuerySet[Insight]

STATES = {"all": "all insights"} | {state.value: f"{state.label.lower()} insights" for state in State}
STATES_OFFERED = [("", "insights that stand"), *STATES.items()]
AUTHORS = [Option("", "anyone"), Option("me", "me")]

SORTS = [
    Sort("changed", "changed last first", ("-node__updated_at", "-pk")),
    Sort("strength", "strongest first", ("-node__strength__s", "node__strength__c", "-pk")),
    Sort("people", "most people first", ("-node__strength__people_for", "-pk")),
    Sort("added", "newest first", ("-node__created_at", "-pk")),
    Sort("claim", "claims from A to Z", ("node__title", "pk")),
]


def insight_list(request: MemberRequest) -> Listing[Insight]:
    """The insights that the address asks for; those that stand, if it does not say."""
    member, layout = request.member, request.layout
    rows = queries.insights(actor=member)
    if layout.product is not None:
        rows = rows.filter(node__product=layout.product)
    if request.GET.get("state", "") not in STATES:
        rows = rows.exclude(node__state__in=ENDED)
    return Listing(
        request,
        rows,
        sorts=SORTS,
        filters=[
            Filter("state", "State", [Option(*pair) for pair in STATES_OFFERED], _in_state),
            Filter("strength", "Strength", _levels(), _of_level, before="with"),
            Filter("by", "Author", AUTHORS, lambda found, _: found.filter(node__created_by=member.pk), before="by"),
            *_products(layout.products, layout.product),
        ],
        search=partial(queries.matching, actor=member),
    )


def _in_state(found: Found, value: str) -> Found:
    return found if value == "all" else found.filter(node__state=value)


def _levels() -> list[Option]:
    levels = [Option(level.value, f"strength {level.label}") for level in Level]
    return [Option("", "any strength"), *levels, Option("disputed", "evidence that disagrees")]


def _of_level(found: Found, value: str) -> Found:
    if value == "disputed":
        return found.exclude(node__strength__flag=Flag.NONE)
    return found.filter(node__strength__level=value)


def _authors(member_id: int) -> Filter[Insight]:
    options = [Option("", "anyone"), Option("me", "me")]
    return Filter("by", "Author", options, lambda found, _: found.filter(node__created_by=member_id), before="by")


def _products(products: list[Product], chosen: Product | None) -> list[Filter[Insight]]:
    if chosen is not None or len(products) < 2:
        return []
    options = [Option("", "any product"), *(Option(product.slug, product.name) for product in products)]
    return [Filter("product", "Product", options, _about, before="about")]


def _about(found: Found, slug: str) -> Found:
    return found.filter(node__product__slug=slug)


def evidence_list(request: MemberRequest, insight: Insight) -> Listing[Link]:
    """Everything that supports or contradicts one claim directly."""
    stances = [
        Option("", "everything linked"),
        Option("supports", "what supports it"),
        Option("contradicts", "what disagrees"),
    ]
    return Listing(
        request,
        queries.bearing_links(insight, actor=request.member),
        sorts=[
            Sort("added", "linked last first", ("-pk",)),
            Sort("title", "by its first words", ("source__title", "pk")),
        ],
        filters=[Filter("stance", "Stance", stances, lambda found, stance: found.filter(relation=stance))],
    )
