"""How the list of meetings is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from allied.domains.rituals import queries
from allied.domains.rituals.models import Meeting, State, Type
from allied.kernel.words import _
from allied.web.formats import time
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind


def meeting_list(request: MemberRequest) -> FieldList[Meeting, Meeting]:
    """The meetings that the address asks for: those that come first, unless another order is chosen."""
    rows = queries.with_counts(queries.meetings(actor=request.member))
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    spec = Spec(
        key="meetings",
        noun=_("meetings"),
        kind="meeting",
        fields=[
            nodes.title(_("Meeting"), sort_words=_("titles from A to Z")),
            _starts(),
            Field(
                "type",
                _("Type"),
                Kind.CHOICE,
                read=lambda row: row.get_type_display(),
                path="type",
                options=dict(Type.choices),
            ),
            nodes.state("meeting"),
            _count("on_agenda", _("On the agenda"), _("longest agenda first")),
            _count("decided", _("Decided"), _("most decisions first")),
            _count("asked", _("People"), _("most people first")),
            Field("place", _("Where"), Kind.TEXT, read=lambda row: row.place or None, path="place", can_group=False),
            nodes.labels(request),
            nodes.product(request.layout.products),
            nodes.author(request, _("Planned by")),
            nodes.changed(),
        ],
        columns=["starts", "type", "state", "on_agenda", "decided", "asked"],
        orders=[Sort("newest", _("by their time, the latest first"), ("-starts_at", "-pk"))],
        shown=_as_they_are,
        reference=lambda found: found.node.reference,
    )
    return FieldList(request, rows, spec, filters=[_time()], search=partial(queries.matching, actor=request.member))


def _starts() -> Field[Any]:
    return Field(
        "starts",
        _("When"),
        Kind.DATE,
        read=lambda row: row.starts_at,
        path="starts_at",
        sort_words=_("by when they begin"),
        draw=lambda row: time(row.starts_at, "clock"),
        is_moment=True,
    )


def _count(key: str, label: str, words: str) -> Field[Any]:
    return Field(key, label, Kind.NUMBER, read=lambda row: getattr(row, key), path=key, sort_words=words)


def _time() -> Filter[Meeting]:
    options = [
        Option("", _("all meetings")),
        Option("coming", _("meetings that come")),
        Option("past", _("meetings that were")),
    ]
    return Filter("when", _("Time"), options, _when)


def _when(found: QuerySet[Meeting], value: str) -> QuerySet[Meeting]:
    if value == "coming":
        return found.filter(starts_at__gte=timezone.now(), node__state=State.PLANNED)
    return found.filter(starts_at__lt=timezone.now()) if value == "past" else found


def _as_they_are(found: Sequence[Meeting]) -> list[Meeting]:
    return list(found)
