"""How the roadmap is narrowed and ordered, as a board and as a table alike."""

from __future__ import annotations

import dataclasses
from functools import partial

from django.db.models import Q, QuerySet

from allied.domains.roadmap import queries
from allied.domains.roadmap.models import Horizon, Item, State
from allied.domains.roadmap.queries import Card
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.people.sides import speakers
from allied.kernel.thread.levels import Level
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.jinja import drawn
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

Found = QuerySet[Item]

STATES = [
    Option("", _("items")),
    Option(State.IDEA, _("ideas")),
    Option(State.PROPOSED, _("proposed items")),
    Option(State.COMMITTED, _("committed items")),
    Option(State.IN_PROGRESS, _("items in progress")),
    Option(State.SHIPPED, _("shipped items")),
    Option(State.READ_BACK, _("items read back")),
    Option(State.DROPPED, _("dropped items")),
]
EVIDENCE = [
    Option("", _("any evidence")),
    *(Option(level.value, _("a problem that is %(label)s", label=level.label)) for level in Level),
    Option("none", _("no opportunity")),
]
GAPS = [
    Option("", _("with or without gaps")),
    Option("some", _("that have gaps")),
    Option("none", _("that have no gap")),
]
PLACE = Sort("place", _("in the order of the roadmap"), ("-horizon", "position", "pk"))


def item_list(request: MemberRequest, *, is_board: bool = False) -> FieldList[Item, Card]:
    """The items that the address asks for; those on the roadmap, if it does not say. A board has its own order."""
    member = request.member
    rows = queries.items(actor=member, product=request.layout.product)
    filters = [
        Filter("state", _("State"), STATES, lambda found, state: found.filter(node__state=state)),
        _owner_filter(member),
        Filter(
            "evidence", _("Evidence"), EVIDENCE, lambda found, level: found.filter(queries.addressing(level)), _("with")
        ),
        Filter("gaps", _("Gaps"), GAPS, _by_gaps),
    ]
    search = partial(queries.matching, actor=member)
    found = FieldList(request, rows, _spec(request, is_board=is_board), filters=filters, search=search)
    if request.GET.get("state") != State.DROPPED and not found.asks_for("state"):
        found.leave_out(Q(node__state=State.DROPPED))
    return found


def _spec(request: MemberRequest, *, is_board: bool) -> Spec[Item, Card]:
    return Spec(
        key="items",
        noun=_("items"),
        kind="item",
        fields=_fields(request),
        columns=["horizon", "state", "problem", "outcome", "owners"],
        orders=[PLACE],
        shown=partial(queries.cards, actor=request.member),
        reference=lambda item: item.node.reference,
        is_board=is_board,
    )


def _fields(request: MemberRequest) -> list[Field[Card]]:
    return [
        nodes.title(_("Item")),
        Field(
            "horizon",
            _("Horizon"),
            Kind.CHOICE,
            read=lambda card: card.item.get_horizon_display(),
            path="horizon",
            options=dict(Horizon.choices),
            sort=("-horizon", "position"),
            sort_words=_("nearest first"),
        ),
        dataclasses.replace(nodes.state("item"), draw=lambda card: drawn("roadmap/_cells.html", "state", card)),
        Field(
            "problem",
            _("Problem and solution"),
            Kind.TEXT,
            read=lambda card: card.problem.strength.level.label if card.problem else None,
            draw=lambda card: drawn("roadmap/_cells.html", "problem", card),
            is_wide=True,
        ),
        Field(
            "outcome",
            _("Outcome"),
            Kind.TEXT,
            read=lambda card: card.item.outcome,
            path="outcome",
            can_group=False,
            is_wide=True,
            nothing=_("None yet"),
        ),
        Field(
            "owners",
            _("Owners"),
            Kind.LABELS,
            read=lambda card: [owner.name for owner in card.owners],
            draw=lambda card: drawn("roadmap/_cells.html", "owners", card),
            nothing=_("Nobody yet"),
        ),
        _owner("ux", _("UX owner"), request.member),
        _owner("product", _("Product owner"), request.member),
        nodes.product(request.layout.products),
        nodes.author(request, _("Added by")),
        nodes.changed(),
        nodes.added(),
        nodes.labels(request),
        Field(
            "gaps",
            _("Gaps"),
            Kind.LABELS,
            read=lambda card: [gap.name for gap in card.gaps],
            draw=lambda card: drawn("roadmap/_cells.html", "gaps", card),
        ),
    ]


def _owner(side: str, label: str, member: Member) -> Field[Card]:
    return Field(
        f"{side}_owner",
        label,
        Kind.PERSON,
        read=lambda card: getattr(card.item, f"{side}_owner"),
        path=f"{side}_owner",
        options=nodes.team(member),
        sort=(f"{side}_owner__name",),
        may_be_empty=True,
        nothing=_("Nobody yet"),
        group_words=_("Nobody yet"),
    )


def _owner_filter(member: Member) -> Filter[Item]:
    owners = {one.pk: one for side in (Side.UX, Side.PRODUCT) for one in speakers(side, actor=member)}
    options = [Option("", _("anyone")), Option("me", _("me")), Option("nobody", _("nobody"))]
    options += [Option(str(one.pk), one.name) for one in owners.values() if one.pk != member.pk]
    return Filter("owner", _("Owner"), options, partial(_owned_by, member), _("owned by"))


def _owned_by(member: Member, found: Found, value: str) -> Found:
    if value == "nobody":
        return found.filter(ux_owner=None, product_owner=None)
    pk = member.pk if value == "me" else int(value)
    return found.filter(Q(ux_owner=pk) | Q(product_owner=pk))


def _by_gaps(found: Found, value: str) -> Found:
    return found.filter(queries.with_gaps()) if value == "some" else found.exclude(queries.with_gaps())
