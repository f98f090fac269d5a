"""How the list of outcomes is narrowed and ordered."""

from __future__ import annotations

from allied.domains.discovery.models import Outcome
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

STATES = KINDS["outcome"].states
SORTS = [
    Sort("changed", _("changed last first"), ("-node__updated_at", "-pk")),
    Sort("title", _("from A to Z"), ("node__title", "pk")),
]


def outcome_list(request: MemberRequest) -> Listing[Outcome]:
    """The outcomes that the address asks for."""
    rows = Outcome.objects.visible_to(request.member)
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    states = [
        Option("", _("all outcomes")),
        *(Option(state, _("outcomes that are %(label)s", label=label.lower())) for state, label in STATES.items()),
    ]
    by_state: Filter[Outcome] = Filter(
        "state", _("State"), states, lambda found, value: found.filter(node__state=value)
    )
    return Listing(request, rows, sorts=SORTS, filters=[by_state])
