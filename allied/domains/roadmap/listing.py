"""How the roadmap is narrowed and ordered, as a board and as a table alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db.models import Q, QuerySet

from allied.domains.roadmap import queries
from allied.domains.roadmap.models import Item, State
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.thread.levels import Level
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

Found = QuerySet[Item]

STATES = [
    Option("", "items"),
    Option(State.IDEA, "ideas"),
    Option(State.PROPOSED, "proposed items"),
    Option(State.COMMITTED, "committed items"),
    Option(State.DROPPED, "dropped items"),
]
EVIDENCE = [
    Option("", "any evidence"),
    *(Option(level.value, f"a problem that is {level.label}") for level in Level),
    Option("none", "no opportunity"),
]
GAPS = [Option("", "with or without gaps"), Option("some", "that have gaps"), Option("none", "that have no gap")]
SORTS = [
    Sort("place", "in the order of the roadmap", ("-horizon", "position", "pk")),
    Sort("title", "from A to Z", ("node__title", "pk")),
    Sort("state", "by state", ("node__state", "-horizon", "position", "pk")),
    Sort("changed", "changed last first", ("-node__updated_at", "-pk")),
]


def item_list(request: MemberRequest, *, sorts: Sequence[Sort]) -> Listing[Item]:
    """The items that the address asks for; those on the roadmap, if it does not say."""
    member = request.member
    rows = queries.items(actor=member, product=request.layout.product)
    if request.GET.get("state") != State.DROPPED:
        rows = queries.on_roadmap(rows)
    filters = [
        Filter("state", "State", STATES, lambda found, state: found.filter(node__state=state)),
        _owner_filter(member),
        Filter("evidence", "Evidence", EVIDENCE, lambda found, level: found.filter(queries.addressing(level)), "with"),
        Filter("gaps", "Gaps", GAPS, _by_gaps),
    ]
    return Listing(request, rows, sorts=sorts, filters=filters, search=partial(queries.matching, actor=member))


def _owner_filter(member: Member) -> Filter[Item]:
    owners = {one.pk: one for side in (Side.UX, Side.PRODUCT) for one in queries.owner_choices(side, actor=member)}
    options = [Option("", "anyone"), Option("me", "me"), Option("nobody", "nobody")]
    options += [Option(str(one.pk), one.name) for one in owners.values() if one.pk != member.pk]
    return Filter("owner", "Owner", options, partial(_owned_by, member), "owned by")


def _owned_by(member: Member, found: Found, value: str) -> Found:
    if value == "nobody":
        return found.filter(ux_owner=None, product_owner=None)
    pk = member.pk if value == "me" else int(value)
    return found.filter(Q(ux_owner=pk) | Q(product_owner=pk))


def _by_gaps(found: Found, value: str) -> Found:
    return found.filter(queries.with_gaps()) if value == "some" else found.exclude(queries.with_gaps())
