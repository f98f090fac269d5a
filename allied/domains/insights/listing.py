"""How the list of insights is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan

from allied.domains.insights import queries
from allied.domains.insights.models import ENDED, Insight, State
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Product
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_read_with, today_in
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.facets import Facet, exclusive, facets
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

Found = QuerySet[Insight]

STATES = {"all": _("all insights")} | {
    state.value: _("%(label)s insights", label=state.label.lower()) for state in State
}
STATES_OFFERED = [("", _("insights that stand")), *STATES.items()]
FACETS: Final = ("strength", "state", "dispute", "owners", "freshness", "product", "labels")
OWNERS: Final = {
    "both": _("UX and product"),
    "ux": _("UX only"),
    "product": _("Product only"),
    "nobody": _("Nobody yet"),
}
DISPUTES: Final = {
    "none": _("Not disputed"),
    **{flag.value: flag.label for flag in (Flag.CONTESTED, Flag.CONTRADICTED)},
}
QUARTER, YEAR = timedelta(days=91), timedelta(days=365)
FRESHNESS: Final = {
    "quarter": _("Under 3 months"),
    "year": _("3 to 12 months"),
    "older": _("Over a year"),
    "none": _("No evidence yet"),
}
AUTHORS = [Option("", _("anyone")), Option("me", _("me"))]


@dataclass(frozen=True)
class Shown:
    """An insight as a list shows it."""

    insight: Insight
    strength: Strength

    @property
    def node(self) -> Node:
        return self.insight.node


def insight_list(request: MemberRequest) -> FieldList[Insight, Shown]:
    """The insights that the address asks for; those that stand, if it does not say."""
    member, layout = request.member, request.layout
    rows = queries.insights(actor=member)
    if layout.product is not None:
        rows = rows.filter(node__product=layout.product)
    filters = [
        Filter("state", _("State"), [Option(*pair) for pair in STATES_OFFERED], _in_state),
        Filter("strength", _("Strength"), _levels(), _of_level, before=_("with")),
        Filter("by", _("Author"), AUTHORS, lambda found, __: found.filter(node__created_by=member.pk), before=_("by")),
        *_products(layout.products, layout.product),
    ]
    found = FieldList(request, rows, _spec(request), filters=filters, search=partial(queries.matching, actor=member))
    if request.GET.get("state", "") not in STATES and not found.asks_for("state"):
        found.leave_out(Q(node__state__in=ENDED), about="state")
    return found


def insight_facets(request: MemberRequest, listing: FieldList[Insight, Shown]) -> list[Facet]:
    """How many insights each value would leave, where one asks; by product only where one works on all of them."""
    if "facets" not in request.GET:
        return []
    return facets(listing, [key for key in FACETS if key != "product" or request.layout.product is None])


def _spec(request: MemberRequest) -> Spec[Insight, Shown]:
    return Spec(
        key="insights",
        noun=_("insights"),
        kind="insight",
        fields=[
            nodes.title(_("Claim"), sort_words=_("claims from A to Z")),
            *nodes.claim(),
            nodes.state("insight"),
            _owners(),
            _dispute(),
            _freshness(today_in(request.member.workspace)),
            nodes.product(request.layout.products),
            nodes.author(request),
            nodes.changed(),
            nodes.added(),
            nodes.labels(request),
            _text("summary", _("Summary")),
            _text("scope", _("Scope")),
            _text("what_would_change", _("What would change our mind")),
            Field(
                "published",
                _("Published"),
                Kind.DATE,
                read=lambda row: row.insight.published_at,
                path="published_at",
                is_moment=True,
                nothing=_("Not yet"),
                sort_words=_("published last first"),
            ),
        ],
        columns=["strength", "people", "state", "newest", "product", "author"],
        orders=[Sort("changed", _("changed last first"), ("-node__updated_at", "-pk"))],
        shown=partial(_shown, today=today_in(request.member.workspace)),
        reference=lambda insight: insight.node.reference,
    )


def _owners() -> Field[Shown]:
    has = {side: Q(**{f"{side}_owner__isnull": False}) for side in ("ux", "product")}
    conditions = {
        "both": has["ux"] & has["product"],
        "ux": has["ux"] & ~has["product"],
        "product": has["product"] & ~has["ux"],
        "nobody": ~has["ux"] & ~has["product"],
    }
    return Field(
        "owners",
        _("Owners"),
        Kind.CHOICE,
        read=lambda row: OWNERS[_side(row.insight)],
        options=OWNERS,
        narrow=exclusive(conditions),
    )


def _side(insight: Insight) -> str:
    if insight.ux_owner_id and insight.product_owner_id:
        return "both"
    return "ux" if insight.ux_owner_id else "product" if insight.product_owner_id else "nobody"


def _dispute() -> Field[Shown]:
    path = "node__strength__flag"
    disputed = {flag: Q(**{path: flag}) for flag in (Flag.CONTESTED.value, Flag.CONTRADICTED.value)}
    return Field(
        "dispute",
        _("Dispute"),
        Kind.CHOICE,
        read=lambda row: DISPUTES[row.strength.flag.value or "none"],
        options=DISPUTES,
        narrow=exclusive({"none": Q(**{path: Flag.NONE}) | Q(**{f"{path}__isnull": True}), **disputed}),
    )


def _freshness(today: date) -> Field[Shown]:
    """How old the newest evidence is. The day stands as text in the figures of a claim, and compares as such."""
    text = NullIf(KeyTextTransform("newest_on", "node__strength__details"), Value("null"))  # SQLite says it in words
    newest = Coalesce(text, Value(""), output_field=CharField())
    quarter, year = (Value((today - age).isoformat()) for age in (QUARTER, YEAR))
    conditions = {
        "quarter": Q(GreaterThanOrEqual(newest, quarter)),
        "year": Q(GreaterThanOrEqual(newest, year)) & Q(LessThan(newest, quarter)),
        "older": Q(LessThan(newest, year)) & ~Q(Exact(newest, Value(""))),
        "none": Q(Exact(newest, Value(""))),
    }
    return Field(
        "freshness",
        _("Age of newest evidence"),
        Kind.CHOICE,
        read=lambda row: FRESHNESS[_age(row.strength.newest_on, today)],
        options=FRESHNESS,
        narrow=exclusive(conditions),
    )


def _age(newest: date | None, today: date) -> str:
    if newest is None:
        return "none"
    return "quarter" if newest >= today - QUARTER else "year" if newest >= today - YEAR else "older"


def _text(name: str, label: str) -> Field[Shown]:
    return Field(
        name,
        label,
        Kind.TEXT,
        read=lambda row: getattr(row.insight, name),
        path=name,
        can_group=False,
        is_wide=True,
        nothing=_("Nobody has said"),
    )


def _shown(insights: Sequence[Insight], *, today: date) -> list[Shown]:
    strengths = strength_read_with([insight.node for insight in insights], today=today)
    return [Shown(insight, strengths[insight.pk]) for insight in insights]


def _in_state(found: Found, value: str) -> Found:
    return found if value == "all" else found.filter(node__state=value)


def _levels() -> list[Option]:
    levels = [Option(level.value, _("strength %(label)s", label=level.label)) for level in Level]
    return [Option("", _("any strength")), *levels, Option("disputed", _("evidence that disagrees"))]


def _of_level(found: Found, value: str) -> Found:
    if value == "disputed":
        return found.exclude(node__strength__flag=Flag.NONE)
    return found.filter(node__strength__level=value)


def _products(products: list[Product], chosen: Product | None) -> list[Filter[Insight]]:
    if chosen is not None or len(products) < 2:
        return []
    options = [Option("", _("any product")), *(Option(product.slug, product.name) for product in products)]
    return [Filter("product", _("Product"), options, _about, before=_("about"))]


def _about(found: Found, slug: str) -> Found:
    return found.filter(node__product__slug=slug)


def evidence_list(request: MemberRequest, insight: Insight) -> Listing[Link]:
    """Everything that supports or contradicts one claim directly."""
    stances = [
        Option("", _("everything linked")),
        Option("supports", _("what supports it")),
        Option("contradicts", _("what disagrees")),
    ]
    return Listing(
        request,
        queries.bearing_links(insight, actor=request.member),
        sorts=[
            Sort("added", _("linked last first"), ("-pk",)),
            Sort("title", _("by its first words"), ("source__title", "pk")),
        ],
        filters=[Filter("stance", _("Stance"), stances, lambda found, stance: found.filter(relation=stance))],
    )
