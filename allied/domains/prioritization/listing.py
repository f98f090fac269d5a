"""How the list of rounds is narrowed, ordered and laid out."""

from __future__ import annotations

from functools import partial
from typing import Final

from django.db.models import Q
from markupsafe import Markup, escape

from allied.domains.prioritization import queries
from allied.domains.prioritization.models import Framework, Round, State
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.web.formats import time
from allied.web.http import MemberRequest
from allied.web.jinja import drawn, url
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.facets import exclusive
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

MINE: Final = {"in": _("Handed in"), "waits": _("Waits for you"), "none": _("None")}
CHANGED_LAST = Sort("changed", _("changed last first"), ("-node__updated_at", "-pk"))
STATES = [
    Option("", _("all rounds")),
    *(Option(state.value, _("rounds that are: %(label)s", label=state.label)) for state in State),
]


def round_list(request: MemberRequest) -> FieldList[Round, Round]:
    """The rounds that the address asks for, changed last first."""
    rows = queries.with_counts(queries.rounds(actor=request.member), actor=request.member)
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    by_state: Filter[Round] = Filter("state", _("State"), STATES, lambda found, value: found.filter(node__state=value))
    search = partial(queries.matching, actor=request.member)
    return FieldList(request, rows, _spec(request), filters=[by_state], search=search)


def _spec(request: MemberRequest) -> Spec[Round, Round]:
    return Spec(
        key="rounds",
        noun=_("rounds"),
        kind="round",
        fields=[
            nodes.title(_("Question"), sort_words=_("questions from A to Z")),
            nodes.state("round", lambda row: drawn("prioritization/_parts.html", "state_tag", row.node)),
            _closes(),
            Field(
                "framework",
                _("What people are asked"),
                Kind.CHOICE,
                read=lambda row: row.get_framework_display(),
                path="framework",
                options=dict(Framework.choices),
            ),
            _count("asked", _("Compares"), _("most compared first")),
            _count("ballots_in", _("Ballots in"), _("most ballots first")),
            _mine(),
            *(_quorum(side) for side in (Side.UX, Side.PRODUCT)),
            nodes.product(request.layout.products),
            nodes.author(request),
            nodes.changed(),
            nodes.added(),
            nodes.labels(request),
            Field(
                "purpose",
                _("What it is for"),
                Kind.TEXT,
                read=lambda row: row.purpose,
                path="purpose",
                can_group=False,
                is_wide=True,
                nothing=_("Nobody has said"),
            ),
        ],
        columns=["state", "closes", "asked", "ballots_in", "mine"],
        orders=[CHANGED_LAST],
        shown=list,
        reference=lambda row: row.node.reference,
    )


def _closes() -> Field[Round]:
    return Field(
        "closes",
        _("Ballots until"),
        Kind.DATE,
        read=lambda row: row.closes_at,
        draw=_drawn_deadline,
        path="closes_at",
        sort=("closes_at",),
        sort_words=_("by their deadline"),
        is_moment=True,
        may_be_empty=True,
        nothing=_("Not set"),
    )


def _drawn_deadline(row: Round) -> Markup:
    """With its hour: a ballot that comes later is not taken."""
    return time(row.closes_at, "clock") or Markup('<span class="muted">{}</span>').format(_("Not set"))


def _count(name: str, label: str, words: str) -> Field[Round]:
    return Field(name, label, Kind.NUMBER, read=lambda row: getattr(row, name), path=name, sort_words=words)


def _quorum(side: Side) -> Field[Round]:
    name = f"quorum_{side.value}"
    label = _("Ballots needed from %(side)s", side=side.label)
    return Field(name, label, Kind.NUMBER, read=lambda row: getattr(row, name), path=name)


def _mine() -> Field[Round]:
    """What the reader has still to do with it."""
    handed_in = Q(mine__gt=0)
    is_open = Q(node__state=State.OPEN)
    return Field(
        "mine",
        _("Your ballot"),
        Kind.CHOICE,
        read=lambda row: MINE[_mine_of(row)],
        options=MINE,
        narrow=exclusive({"in": handed_in, "waits": ~handed_in & is_open, "none": ~handed_in & ~is_open}),
        draw=_drawn_mine,
    )


def _mine_of(row: Round) -> str:
    if getattr(row, "mine", 0):
        return "in"
    return "waits" if row.node.state == State.OPEN else "none"


def _drawn_mine(row: Round) -> Markup:
    mine = _mine_of(row)
    if mine == "waits":
        place = url("prioritization:ballot", reference=row.node.reference)
        return Markup('<a class="btn btn--sm" href="{}">{}</a>').format(place, _("Vote"))
    return escape(MINE[mine]) if mine == "in" else Markup('<span class="muted">{}</span>').format(MINE[mine])
