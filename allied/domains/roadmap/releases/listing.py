"""How the list of releases is narrowed and ordered."""

from __future__ import annotations

from functools import partial

from allied.domains.roadmap.models import Release, ReleaseState
from allied.domains.roadmap.records.queries import matching
from allied.domains.roadmap.releases import queries
from allied.domains.roadmap.releases.queries import Row
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

STATES = [
    Option("", _("all releases")),
    Option(ReleaseState.PLANNED, _("planned releases")),
    Option(ReleaseState.SHIPPED, _("shipped releases")),
]


def release_list(request: MemberRequest) -> FieldList[Release, Row]:
    """The releases that the address asks for, the next ones first."""
    rows = queries.releases(actor=request.member, product=request.layout.product)
    by_state: Filter[Release] = Filter(
        "state", _("State"), STATES, lambda found, state: found.filter(node__state=state)
    )
    search = partial(matching, actor=request.member, kind="release")
    spec = Spec(
        key="releases",
        noun=_("releases"),
        kind="release",
        fields=[
            nodes.title(_("Release")),
            nodes.state("release"),
            Field("day", _("Day"), Kind.DATE, read=lambda row: row.release.on, path="day", may_be_empty=True),
            Field("items", _("Roadmap items"), Kind.NUMBER, read=lambda row: row.items, nothing=_("None yet")),
            Field(
                "checklist",
                _("Checklist"),
                Kind.TEXT,
                read=lambda row: (
                    _("%(done)s of %(steps)s", done=row.done, steps=plural(row.steps, "step")) if row.steps else None
                ),
                nothing=_("None yet"),
            ),
            Field(
                "planned_on", _("Planned for"), Kind.DATE, read=lambda row: row.release.planned_on, path="planned_on"
            ),
            Field("shipped_on", _("Shipped on"), Kind.DATE, read=lambda row: row.release.shipped_on, path="shipped_on"),
            nodes.product(request.layout.products),
            nodes.author(request, _("Added by")),
            nodes.changed(),
            nodes.added(),
            nodes.labels(request),
        ],
        columns=["state", "day", "items", "checklist", "product"],
        orders=[Sort("latest", _("the latest day first"), ("-day", "-pk"), may_be_empty=True)],
        shown=queries.rows,
        reference=lambda release: release.node.reference,
    )
    return FieldList(request, rows, spec, filters=[by_state], search=search)
