"""How the list of insights is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet

from allied.domains.insights import queries
from allied.domains.insights.models import ENDED, Insight, State
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Product
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

Found = QuerySet[Insight]

STATES = {"all": _("all insights")} | {
    state.value: _("%(label)s insights", label=state.label.lower()) for state in State
}
STATES_OFFERED = [("", _("insights that stand")), *STATES.items()]
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
        found.leave_out(Q(node__state__in=ENDED))
    return found


def _spec(request: MemberRequest) -> Spec[Insight, Shown]:
    return Spec(
        key="insights",
        noun=_("insights"),
        kind="insight",
        fields=[
            nodes.title(_("Claim"), sort_words=_("claims from A to Z")),
            *nodes.claim(),
            nodes.state("insight"),
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
    strengths = strength_of([insight.node for insight in insights], today=today)
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
