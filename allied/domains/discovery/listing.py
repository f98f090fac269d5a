"""How the list of opportunities is narrowed, ordered and laid out."""

from __future__ import annotations

from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from allied.domains.discovery import queries
from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.queries import Row
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Link
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest
from allied.web.jinja import drawn
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import Band, FieldList, Sheet, Spec
from allied.web.lists.fieldlist import Row as TableRow
from allied.web.lists.fields import Field, Kind

Found = QuerySet[Opportunity]

ENDED = {
    "retired": _("retired opportunities"),
    "superseded": _("superseded opportunities"),
    "all": _("all opportunities"),
}
STATES = [Option("", _("open opportunities")), *(Option(*pair) for pair in ENDED.items())]
LEVELS = [Option(level.value, _("strength %(label)s", label=level.label)) for level in Level]
ITEMS = [
    Option("", _("with or without roadmap items")),
    Option("some", _("that an item addresses")),
    Option("none", _("that no item addresses")),
]
ORDERS = [
    Sort("tree", _("as a tree"), ("-node__updated_at", "-pk")),
    Sort("changed", _("changed last first"), ("-node__updated_at", "-pk")),
]


class OpportunityList(FieldList[Opportunity, Row]):
    """The opportunities that the address asks for; the open ones, if it does not say.

    As a tree, a page holds the opportunities on top; filters, groups and search make it flat, since they break a tree.
    """

    def __init__(self, request: MemberRequest) -> None:
        self.actor = request.member
        rows = queries.opportunities(actor=self.actor)
        if request.layout.product is not None:
            rows = rows.filter(node__product=request.layout.product)
        search = partial(queries.matching, actor=self.actor)
        super().__init__(request, rows, _spec(request), filters=FILTERS, search=search)
        if request.GET.get("state", "") not in ENDED and not self.asks_for("state"):
            self.leave_out(~Q(node__state="open"))
        self.is_tree = self.sort.key == "tree" and not self.is_filtered and self.group is None
        self.is_cut = False
        if self.is_tree:
            self.rows = queries.tops(self.rows)

    def sheet(self) -> Sheet[Row]:
        """As a tree each opportunity is followed by its parts and theirs."""
        if not self.is_tree:
            return super().sheet()
        page = self.page()
        rows, self.is_cut = queries.tree(page.items, actor=self.actor)
        self.loaded(rows)
        return Sheet(
            page, [Band("", None, [TableRow(row.node.reference, row, row.node.reference, row.depth) for row in rows])]
        )


def _spec(request: MemberRequest) -> Spec[Opportunity, Row]:
    return Spec(
        key="opportunities",
        noun=_("opportunities"),
        kind="opportunity",
        fields=[
            nodes.title(_("Opportunity"), note=_("concerns")),
            *nodes.claim(),
            Field(
                "supported",
                _("Supported by"),
                Kind.TEXT,
                read=lambda row: _(
                    "%(insights)s, %(evidence)s of evidence",
                    insights=plural(row.insights, "insight"),
                    evidence=plural(row.evidence, "piece"),
                ),
                draw=lambda row: drawn("discovery/_cells.html", "support", row),
            ),
            Field(
                "items",
                _("Roadmap items"),
                Kind.NUMBER,
                lambda row: row.items,
                draw=lambda row: drawn("discovery/_cells.html", "items", row),
            ),
            nodes.changed(),
            nodes.state("opportunity"),
            nodes.product(request.layout.products),
            nodes.author(request),
            nodes.added(),
            nodes.labels(request),
            Field(
                "concerns", _("Concerns"), Kind.TEXT, lambda row: row.concerns, "concerns", nothing=_("Nobody has said")
            ),
            Field(
                "description",
                _("Description"),
                Kind.TEXT,
                read=lambda row: row.opportunity.description,
                path="description",
                can_group=False,
                is_wide=True,
            ),
        ],
        columns=["strength", "people", "supported", "items", "changed"],
        orders=ORDERS,
        shown=partial(queries.rows, actor=request.member),
        reference=lambda opportunity: opportunity.node.reference,
    )


def _in_state(found: Found, value: str) -> Found:
    return found if value == "all" else found.filter(node__state=value)


def _of_level(found: Found, value: str) -> Found:
    if value == "disputed":
        return found.exclude(node__strength__flag=Flag.NONE)
    return found.filter(node__strength__level=value)


def _by_items(found: Found, value: str) -> Found:
    live = Link.objects.filter(relation="addresses", target=OuterRef("pk"), source__archived_at=None)
    addressed = Exists(live.exclude(source__state="dropped"))
    return found.filter(addressed) if value == "some" else found.exclude(addressed)


FILTERS = [
    Filter("state", _("State"), STATES, _in_state),
    Filter(
        "strength",
        _("Strength"),
        [Option("", _("any strength")), *LEVELS, Option("disputed", _("evidence that disagrees"))],
        _of_level,
        before=_("with"),
    ),
    Filter("items", _("Roadmap items"), ITEMS, _by_items),
]
