"""What a list can show of feedback. Each segment of the workspace is a field of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any, Final

from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, IsNull
from markupsafe import Markup, escape

from allied.domains.feedback import queries
from allied.domains.feedback.models import Facet, Feedback, Sentiment
from allied.kernel.custom_fields.models import CustomField
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.lists import custom, nodes
from allied.web.lists.fields import Field, Kind

OF_COMPANY: Final = custom.Of("company", "company_field_", _("Company"), lambda item: item.company)


def fields(request: MemberRequest, facets: Sequence[Facet], known: Sequence[CustomField]) -> list[Field[Feedback]]:
    """Everything about an item that is worth a column. ``known`` is what the workspace knows of companies."""
    actor = request.member
    return [
        nodes.title(_("Feedback")),
        Field("text", _("Whole text"), Kind.TEXT, lambda item: item.text, "text", can_group=False, is_wide=True),
        Field(
            "received",
            _("Received"),
            Kind.DATE,
            read=lambda item: item.received_at,
            path="received_at",
            is_moment=True,
            sort_words=_("received last first"),
        ),
        Field(
            "source",
            _("Source"),
            Kind.CHOICE,
            read=lambda item: item.source,
            path="source",
            options=lambda: {source: source for source in queries.sources(actor=actor)},
            sort_words=_("by source"),
        ),
        Field(
            "author", _("From"), Kind.TEXT, lambda item: item.author, "author", can_group=False, nothing=_("Not named")
        ),
        Field(
            "company",
            _("Company"),
            Kind.TEXT,
            read=lambda item: item.company.name if item.company else None,
            path="company__node__title",
            draw=_company,
            may_be_empty=True,
            sort_words=_("by company"),
            group_words=_("No company"),
        ),
        *custom.fields(known, actor=actor, of=OF_COMPANY),
        Field(
            "on_behalf_of",
            _("On behalf of"),
            Kind.TEXT,
            read=lambda item: item.on_behalf_of,
            path="on_behalf_of",
            nothing=_("Nobody else"),
        ),
        Field(
            "rating",
            _("Rating"),
            Kind.NUMBER,
            read=lambda item: item.rating,
            path="rating",
            sort_words=_("highest rating first"),
            may_be_empty=True,
        ),
        Field(
            "sentiment",
            _("Sentiment"),
            Kind.CHOICE,
            read=lambda item: item.get_sentiment_display() or None,
            path="sentiment",
            options=dict(Sentiment.choices),
            draw=lambda item: escape(item.sentiment_words or _("Not read yet")),
            sort_words=_("by sentiment"),
            nothing=_("Not read yet"),
        ),
        Field("uses", _("Used"), Kind.NUMBER, lambda item: item.uses, "uses", sort_words=_("most used first")),
        Field(
            "method",
            _("Learned by"),
            Kind.CHOICE,
            read=lambda item: item.method_label,
            path="method",
            options={name: method.label for name, method in METHODS.items()},
        ),
        nodes.state("feedback"),
        Field(
            "assigned",
            _("Assigned to"),
            Kind.PERSON,
            read=lambda item: item.assigned_to,
            path="assigned_to",
            options=nodes.team(actor),
            sort=("assigned_to__name",),
            may_be_empty=True,
            nothing=_("Nobody"),
        ),
        nodes.product(request.layout.products),
        *_segments(facets),
        nodes.added(),
        nodes.labels(request),
    ]


def _company(item: Feedback) -> Markup:
    return nodes.named(item.company.node) if item.company else Markup('<span class="muted">{}</span>').format(_("None"))


def _segments(facets: Sequence[Facet]) -> list[Field[Feedback]]:
    named = {name: {one.value: one.value for one in alike} for name, alike in groupby(facets, lambda one: one.name)}
    return [_segment(name, path, named[name]) for path, name in _paths(facets).items()]


def joined(facets: Sequence[Facet], known: Sequence[CustomField]) -> dict[str, Any]:
    """What a query needs so that the paths of segments and companies' fields lead somewhere. Unused they cost nothing.

    As text: compared as a key of JSON, its value would have to be JSON too.
    """
    segments = {path: Cast(KeyTextTransform(name, "segments"), TextField()) for path, name in _paths(facets).items()}
    return {**segments, **custom.joined(known, of=OF_COMPANY)}


def _paths(facets: Sequence[Facet]) -> dict[str, str]:
    """Each segment under a name that a query can have, whatever people call it."""
    return {f"segment_{at}": name for at, name in enumerate(dict.fromkeys(one.name for one in facets))}


def _segment(name: str, path: str, values: dict[str, str]) -> Field[Feedback]:
    return Field(
        f"segment.{name}",
        name.capitalize(),
        Kind.CHOICE,
        read=lambda item: item.segments.get(name),
        path=path,
        may_be_empty=True,
        group_words=_("No %(name)s", name=name),
        narrow=partial(_of_segment, name),
        options=values,
    )


def _of_segment(name: str, operator: str, value: Any) -> Q:
    found = KeyTextTransform(name, "segments")
    nothing = IsNull(found, True)
    if operator in {"empty", "filled"}:
        return Q(nothing) if operator == "empty" else ~Q(nothing)
    same = Q(Exact(found, Value(value)))
    return same if operator == "is" else Q(nothing) | ~same
