"""How the list of opportunities is narrowed, ordered and laid out."""

from __future__ import annotations

from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from allied.domains.discovery import queries
from allied.domains.discovery.models import Opportunity
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Link
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

Found = QuerySet[Opportunity]

ENDED = {"retired": "retired opportunities", "superseded": "superseded opportunities", "all": "all opportunities"}
STATES = [Option("", "open opportunities"), *(Option(*pair) for pair in ENDED.items())]
LEVELS = [Option(level.value, f"strength {level.label}") for level in Level]
ITEMS = [
    Option("", "with or without roadmap items"),
    Option("some", "that an item addresses"),
    Option("none", "that no item addresses"),
]
SORTS = [
    Sort("tree", "as a tree", ("-node__updated_at", "-pk")),
    Sort("changed", "changed last first", ("-node__updated_at", "-pk")),
    Sort("strength", "strongest first", ("-node__strength__s", "node__strength__c", "-pk")),
    Sort("people", "most people first", ("-node__strength__people_for", "-pk")),
    Sort("title", "from A to Z", ("node__title", "pk")),
]


class OpportunityList(Listing[Opportunity]):
    """The opportunities that the address asks for; the open ones, if it does not say.

    As a tree, a page holds the opportunities on top; filters and search make it flat, since they break a tree.
    """

    def __init__(self, request: MemberRequest) -> None:
        rows = queries.opportunities(actor=request.member)
        if request.layout.product is not None:
            rows = rows.filter(node__product=request.layout.product)
        if request.GET.get("state", "") not in ENDED:
            rows = rows.filter(node__state="open")
        search = partial(queries.matching, actor=request.member)
        super().__init__(request, rows, sorts=SORTS, filters=FILTERS, search=search)
        self.is_tree = self.sort.key == "tree" and not self.is_filtered
        if self.is_tree:
            self.rows = queries.tops(self.rows)


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
    Filter("state", "State", STATES, _in_state),
    Filter(
        "strength",
        "Strength",
        [Option("", "any strength"), *LEVELS, Option("disputed", "evidence that disagrees")],
        _of_level,
        before="with",
    ),
    Filter("items", "Roadmap items", ITEMS, _by_items),
]
