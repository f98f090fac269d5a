"""How the list of decisions is narrowed, ordered and laid out."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from allied.domains.decisions import queries
from allied.domains.decisions.models import Decision, State
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.jinja import drawn
from allied.web.listing import Filter, Option, Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

STATES = [
    Option("", _("all decisions")),
    Option("contested", _("decisions that are contested")),
    *(Option(state.value, _("decisions that are %(label)s", label=state.label.lower())) for state in State),
]


def decision_list(request: MemberRequest) -> FieldList[Decision, Decision]:
    """The decisions that the address asks for, changed last first."""
    rows = queries.with_choice(queries.decisions(actor=request.member))
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    by_state: Filter[Decision] = Filter("state", _("State"), STATES, _in_state)
    search = partial(queries.matching, actor=request.member)
    return FieldList(request, rows, _spec(request), filters=[by_state], search=search)


def _in_state(found: QuerySet[Decision], value: str) -> QuerySet[Decision]:
    return queries.contested(found) if value == "contested" else found.filter(node__state=value)


def _spec(request: MemberRequest) -> Spec[Decision, Decision]:
    return Spec(
        key="decisions",
        noun=_("decisions"),
        kind="decision",
        fields=[
            nodes.title(_("Question"), sort_words=_("questions from A to Z")),
            nodes.state("decision", lambda row: drawn("decisions/_parts.html", "state_tag", row.node)),
            Field(
                "choice",
                _("Decided"),
                Kind.TEXT,
                read=lambda row: getattr(row, "chosen", "") or "",
                path="chosen",
                can_group=False,
                may_be_empty=True,
                nothing=_("Not yet"),
            ),
            Field(
                "decider",
                _("Who decides"),
                Kind.PERSON,
                read=lambda row: row.decider,
                path="decider",
                options=nodes.team(request.member),
                sort=("decider__name",),
            ),
            Field(
                "type",
                _("Type of decision"),
                Kind.TEXT,
                read=lambda row: row.right.decision_type if row.right else None,
                path="right__decision_type",
                may_be_empty=True,
                nothing=_("No charter held"),
            ),
            _date("review", _("Review"), "review_on", _("by the day of their review"), rises=True, nothing=_("None")),
            _date("opened", _("Opened"), "opened_at", _("opened last first"), nothing=_("Not yet")),
            _date("decided", _("Decided on"), "ended_at", _("decided last first"), nothing=_("Not yet")),
            nodes.product(request.layout.products),
            nodes.author(request),
            nodes.changed(),
            nodes.added(),
            nodes.labels(request),
            _text("reasons", _("Reasons")),
            _text("dissent", _("Dissent")),
            _text("context", _("Context")),
        ],
        columns=["state", "choice", "decider", "review"],
        orders=[Sort("changed", _("changed last first"), ("-node__updated_at", "-pk"))],
        shown=list,
        reference=lambda row: row.node.reference,
    )


def _date(key: str, label: str, name: str, words: str, *, rises: bool = False, **more: Any) -> Field[Decision]:
    return Field(
        key,
        label,
        Kind.DATE,
        read=lambda row: getattr(row, name),
        path=name,
        sort=(name,) if rises else (),
        sort_words=words,
        is_moment=name.endswith("_at"),
        may_be_empty=True,
        **more,
    )


def _text(name: str, label: str) -> Field[Decision]:
    return Field(
        name,
        label,
        Kind.TEXT,
        read=lambda row: getattr(row, name),
        path=name,
        can_group=False,
        is_wide=True,
        nothing=_("Nobody has said"),
    )
