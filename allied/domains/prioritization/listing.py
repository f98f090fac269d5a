"""How the list of rounds is narrowed and ordered."""

from __future__ import annotations

from allied.domains.prioritization import queries
from allied.domains.prioritization.models import Round, State
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

SORTS = [
    Sort("changed", _("changed last first"), ("-node__updated_at", "-pk")),
    Sort("closes", _("by their deadline"), ("closes_at", "pk")),
    Sort("question", _("questions from A to Z"), ("node__title", "pk")),
]


def round_list(request: MemberRequest) -> Listing[Round]:
    """The rounds that the address asks for."""
    rows = queries.with_counts(queries.rounds(actor=request.member), actor=request.member)
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    states = [
        Option("", _("all rounds")),
        *(Option(state.value, _("rounds that are: %(label)s", label=state.label)) for state in State),
    ]
    by_state: Filter[Round] = Filter("state", _("State"), states, lambda found, value: found.filter(node__state=value))
    return Listing(request, rows, sorts=SORTS, filters=[by_state])
