"""How the list of findings is narrowed and ordered."""

from __future__ import annotations

from functools import partial

from allied.domains.roadmap.findings import queries
from allied.domains.roadmap.findings.queries import Row
from allied.domains.roadmap.models import Finding, FindingState, Severity
from allied.domains.roadmap.records.queries import matching
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

STATES = [
    Option("", _("all findings")),
    Option(FindingState.OPEN, _("open findings")),
    Option(FindingState.FIXED, _("fixed findings")),
]


def finding_list(request: MemberRequest) -> FieldList[Finding, Row]:
    """The findings that the address asks for, the worst first."""
    member = request.member
    by_state: Filter[Finding] = Filter(
        "state", _("State"), STATES, lambda found, state: found.filter(node__state=state)
    )
    spec = Spec(
        key="findings",
        noun=_("findings"),
        kind="finding",
        fields=[
            nodes.title(_("Finding")),
            nodes.state("finding"),
            Field(
                "severity",
                _("Severity"),
                Kind.CHOICE,
                read=lambda row: row.finding.get_severity_display(),
                path="severity",
                options=dict(Severity.choices),
                sort=("-severity",),
                sort_words=_("worst first"),
            ),
            Field("met", _("Met by"), Kind.TEXT, read=lambda row: row.met, nothing=_("Nobody counted")),
            Field(
                "items",
                _("Found in"),
                Kind.LABELS,
                read=lambda row: [node.reference for node in row.items],
                nothing=_("Not said yet"),
            ),
            Field("place", _("Where"), Kind.TEXT, read=lambda row: row.finding.place, path="place", can_group=False),
            nodes.product(request.layout.products),
            nodes.author(request, _("Added by")),
            nodes.changed(),
            nodes.added(),
            nodes.labels(request),
        ],
        columns=["state", "severity", "met", "items", "place"],
        orders=[Sort("worst", _("the worst first"), ("-severity", "-pk"))],
        shown=partial(queries.rows, actor=member),
        reference=lambda finding: finding.node.reference,
    )
    rows = queries.findings(actor=member, product=request.layout.product)
    search = partial(matching, actor=member, kind="finding")
    return FieldList(request, rows, spec, filters=[by_state], search=search)
