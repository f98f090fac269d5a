"""How the list of predictions is narrowed and ordered."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet

from allied.domains.decisions.models import Prediction, PredictionState
from allied.domains.decisions.readback import queries
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Filter, Listing, Option, Sort

Found = QuerySet[Prediction]
SORTS = [
    Sort("day", _("by their day"), ("read_on", "pk")),
    Sort("changed", _("changed last first"), ("-node__updated_at", "-pk")),
    Sort("measure", _("measures from A to Z"), ("node__title", "pk")),
]
STATES = [
    Option("", _("all predictions")),
    Option("due", _("predictions that are due")),
    *(Option(state.value, _("predictions that are: %(label)s", label=state.label)) for state in PredictionState),
]
SIDES = [Option("", _("anyone")), *(Option(side.value, side.label) for side in Side)]


def prediction_list(request: MemberRequest) -> Listing[Prediction]:
    """The predictions that the address asks for."""
    rows = queries.predictions(actor=request.member)
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    by_state: Filter[Prediction] = Filter("state", _("State"), STATES, partial(_in_state, request.member))
    by_side: Filter[Prediction] = Filter(
        "side", _("Side"), SIDES, lambda found, value: found.filter(side=value), _("said by")
    )
    return Listing(request, rows, sorts=SORTS, filters=[by_state, by_side])


def _in_state(member: Member, found: Found, value: str) -> Found:
    if value == "due":
        waiting = [PredictionState.OPEN, PredictionState.DISPUTED]
        return found.filter(node__state__in=waiting, read_on__lte=today_in(member.workspace))
    return found.filter(node__state=value)
