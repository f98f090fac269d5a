"""How the list of decisions is narrowed and ordered."""

from __future__ import annotations

from allied.domains.decisions import queries
from allied.domains.decisions.models import Decision, State
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

SORTS = [
    Sort("changed", _("changed last first"), ("-node__updated_at", "-pk")),
    Sort("question", _("questions from A to Z"), ("node__title", "pk")),
]


def decision_list(request: MemberRequest) -> Listing[Decision]:
    """The decisions that the address asks for."""
    rows = queries.decisions(actor=request.member)
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    states = [
        Option("", _("all decisions")),
        *(Option(state.value, _("decisions that are %(label)s", label=state.label.lower())) for state in State),
    ]
    by_state: Filter[Decision] = Filter(
        "state", _("State"), states, lambda found, value: found.filter(node__state=value)
    )
    return Listing(request, rows, sorts=SORTS, filters=[by_state])
