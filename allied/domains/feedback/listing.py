"""How the inbox is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from allied.domains.feedback import queries
from allied.domains.feedback.companies import queries as companies
from allied.domains.feedback.fields import fields, joined
from allied.domains.feedback.models import Facet, Feedback
from allied.kernel.custom_fields.models import CustomField
from allied.kernel.people.models import Member, Product
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Option, Sort
from allied.web.lists.fieldlist import FieldList, Spec

Found = QuerySet[Feedback]
DISMISSED = "not_useful"
ENDED = (DISMISSED, "duplicate")

SHOWN = [
    Option("", _("all feedback")),
    Option("unused", _("unused feedback")),
    Option("used", _("feedback in use")),
    Option("mine", _("feedback assigned to me")),
    Option("unassigned", _("feedback assigned to nobody")),
    Option("likely", _("likely duplicates")),
    Option("duplicate", _("duplicates")),
    Option(DISMISSED, _("feedback set aside")),
]
RECEIVED = [
    Option("", _("any time")),
    *(Option(str(days), _("the last %(days)s days", days=days)) for days in (7, 30, 90, 365)),
    Option("older", _("more than a year ago")),
]
RATINGS = {"low": (0, 2.5), "middle": (2.5, 3.5), "high": (3.5, 5.5), "above": (5.5, 10_000_000)}
RATED = [
    Option("", _("any rating")),
    Option("low", _("a rating up to 2")),
    Option("middle", _("a rating of 3")),
    Option("high", _("a rating of 4 or 5")),
    Option("above", _("a rating above 5")),
    Option("none", _("no rating")),
]
ORDERS = [
    Sort("newest", _("newest first"), ("-received_at", "-pk")),
    Sort("oldest", _("oldest first"), ("received_at", "pk")),
    Sort("added", _("added last first"), ("-pk",)),
]


class Inbox(FieldList[Feedback, Feedback]):
    """The feedback that the address asks for: without what was set aside, unless it asks for that.

    One item beside the list, or a table where the address asks for ``layout=table`` or for groups.
    """

    def __init__(self, request: MemberRequest) -> None:
        actor, chosen = request.member, request.layout.product
        rows: Found = queries.feedback(actor=actor)
        rows = rows.filter(product=chosen) if chosen else rows
        search, facets = partial(queries.matching, actor=actor), queries.segments(actor=actor)
        known = companies.fields(actor=actor)
        filters, rows = _filters(request, facets), rows.alias(**joined(facets, known))
        super().__init__(request, rows, _spec(request, facets, known), filters=filters, search=search)
        if request.GET.get("show") not in ENDED and not self.asks_for("state"):
            self.leave_out(Q(pk__in=queries.out_of_the_inbox(actor=actor)))
        self.is_table = request.GET.get("layout") == "table" or self.group is not None

    @property
    def layouts(self) -> list[dict[str, Any]]:
        """The two layouts, with the same filters."""
        beside = {"label": _("One by one"), "icon": "panel-right", "url": self.url(layout="", group="", item="")}
        table = {"label": _("Table"), "icon": "table", "url": self.url(layout="table", item="")}
        return [beside | {"current": not self.is_table}, table | {"current": self.is_table}]


def _spec(request: MemberRequest, facets: Sequence[Facet], known: Sequence[CustomField]) -> Spec[Feedback, Feedback]:
    return Spec(
        key="feedback",
        noun=_("feedback"),
        kind="feedback",
        fields=fields(request, facets, known),
        columns=["received", "source", "author", "rating", "uses"],
        orders=ORDERS,
        shown=list,
        reference=lambda item: item.node.reference,
    )


def _filters(request: MemberRequest, segments: Sequence[Facet]) -> list[Filter[Feedback]]:
    sources = queries.sources(actor=request.member)
    products = request.layout.products if request.layout.product is None else []
    return [
        Filter("show", _("Which feedback"), SHOWN, partial(_shown, request.member)),
        *([_from(sources)] if len(sources) > 1 else []),
        *([_about(products)] if len(products) > 1 else []),
        Filter("received", _("When it came"), RECEIVED, _received, before=_("of")),
        Filter("rating", _("Rating"), RATED, _rated, before=_("with")),
        *([_by(segments)] if segments else []),
    ]


def _shown(actor: Member, found: Found, value: str) -> Found:
    if value in ENDED:
        return found.filter(pk__in=queries.in_state(value, actor=actor))
    if value == "likely":
        return found.filter(queries.is_likely_duplicate())
    if value in ("mine", "unassigned"):
        return found.filter(assigned_to=actor if value == "mine" else None)
    return found.filter(queries.used()) if value == "used" else found.exclude(queries.used())


def _from(sources: Sequence[str]) -> Filter[Feedback]:
    options = [Option("", _("any source")), *(Option(source, source) for source in sources)]
    return Filter("source", _("Source"), options, lambda found, value: found.filter(source=value), before=_("from"))


def _about(products: Sequence[Product]) -> Filter[Feedback]:
    options = [Option("", _("any product")), *(Option(product.slug, product.name) for product in products)]
    return Filter(
        "product", _("Product"), options, lambda found, slug: found.filter(product__slug=slug), before="about"
    )


def _received(found: Found, value: str) -> Found:
    if value == "older":
        return found.filter(received_at__lt=timezone.now() - timedelta(days=365))
    return found.filter(received_at__gte=timezone.now() - timedelta(days=int(value)))


def _rated(found: Found, value: str) -> Found:
    if value == "none":
        return found.filter(rating=None)
    low, high = RATINGS[value]
    return found.filter(rating__gte=low, rating__lt=high)


def _by(segments: Sequence[Facet]) -> Filter[Feedback]:
    by_key = {str(facet.pk): facet for facet in segments}
    options = [Option("", _("everyone")), *(Option(key, str(facet)) for key, facet in by_key.items())]

    def apply(found: Found, key: str) -> Found:
        facet = by_key[key]
        return found.alias(group=KeyTransform(facet.name, "segments")).filter(group=facet.value)

    return Filter("segment", _("Segment"), options, apply, before=_("from"))
