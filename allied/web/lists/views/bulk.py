"""Changes of many rows: how far each is, what came of every row, stop, go on and undo."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.kernel.bulk_changes.models import BulkChange, BulkRow
from allied.kernel.bulk_changes.queries import bulk_change, bulk_changes, results
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.words import _
from allied.web import running
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.listing import Filter, Listing, Option, Sort
from allied.web.lists import bulk
from allied.web.lists.registry import registered

OUTCOMES = [
    Option("", _("every result")),
    *(Option(value, label.lower()) for value, label in BulkRow.Outcome.choices if value != BulkRow.Outcome.WAITING),
]
IN_ORDER = [Sort("order", _("in the order of the list"), ("pk",))]
NEWEST = [Sort("newest", _("newest first"), ("-pk",))]
TALLIED = [("changed", "good"), ("put_back", "good"), ("unchanged", "note"), ("refused", "bad"), ("left", "warn")]


@dataclass(frozen=True)
class Shown:
    """A bulk change as its page shows it: how far, how long still, what stopped it, and how many rows had which end."""

    change: BulkChange
    done: int
    total: int
    left: str
    failure: str
    tally: list[tuple[str, int, str]]
    may_undo: bool


@require_safe
@member_view
def all_changes(request: MemberRequest) -> HttpResponse:
    """GET /bulk-changes: those of the member that can still be looked at, the newest first."""
    listing = Listing(request, bulk_changes(actor=request.member), sorts=NEWEST)
    return render(request, "web/bulk-changes.html", {"page": listing.page()})


@require_safe
@member_view
def one(request: MemberRequest, change_id: int) -> HttpResponse:
    """GET /bulk-changes/<id>: how far it is; once it is over, each row with what came of it."""
    change = bulk_change(change_id, actor=request.member)
    shown: Filter[BulkRow] = Filter("outcome", _("Result"), OUTCOMES, lambda rows, value: rows.filter(outcome=value))
    listing = Listing(request, results(change), sorts=IN_ORDER, filters=[shown], size=50)
    page = listing.page()
    nodes = Node.objects.visible_to(request.member).in_bulk([row.key for row in page.items])
    slug = request.member.workspace.slug
    values = {
        "shown": _shown(change),
        "place": registered(change.list_key),
        "listing": listing,
        "page": page,
        "urls": {key: url_of(node, workspace_slug=slug) for key, node in nodes.items()},
        "titles": {key: node.title for key, node in nodes.items()},
    }
    return render(request, "web/bulk-change.html", values, fragment="list")


@require_safe
@member_view
def progress(request: MemberRequest, change_id: int) -> HttpResponse:
    """How far it is; when it is over, the page with the result."""
    change = bulk_change(change_id, actor=request.member)
    if not change.is_busy:
        return redirect_or_refresh(request, "web:bulk-change", change_id=change_id)
    return render(request, "web/bulk-change.html", {"shown": _shown(change)}, fragment="progress")


@require_POST
@member_view
def stop(request: MemberRequest, change_id: int) -> HttpResponse:
    """POST …/stop: what is changed stays so."""
    bulk.stop_change(change_id, actor=request.member)
    return redirect_or_refresh(request, "web:bulk-change", change_id=change_id)


@require_POST
@member_view
def resume(request: MemberRequest, change_id: int) -> HttpResponse:
    """POST …/resume: go on where it stopped."""
    bulk.resume_change(change_id, actor=request.member)
    return redirect_or_refresh(request, "web:bulk-change", change_id=change_id)


@require_POST
@member_view
def undo(request: MemberRequest, change_id: int) -> HttpResponse:
    """POST …/undo: put every row back that nobody has changed since."""
    change = bulk.undo_change(change_id, actor=request.member)
    toast(request, _("“%(change)s” is being taken back. You can leave; the work goes on.", change=change))
    return redirect_or_refresh(request, "web:bulk-change", change_id=change_id)


def _shown(change: BulkChange) -> Shown:
    far = bulk.how_far(change)
    found = far.counts
    labels = dict(BulkRow.Outcome.choices)
    tally = [(labels[name].lower(), found[name], tone) for name, tone in TALLIED if found[name] or name == "changed"]
    may_undo = change.may_be_undone and (change.is_busy or found["changed"] > 0)
    left = running.time_left(change.job, far.waiting)
    return Shown(change, far.done, far.total, left, far.failure, tally, may_undo)
