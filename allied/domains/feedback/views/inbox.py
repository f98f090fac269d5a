"""The inbox: what came in, narrowed, read one by one, selected and set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.feedback import actions, exports, queries, undo
from allied.domains.feedback.listing import Inbox
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.views.triage import onward, what_sorts
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.words import _
from allied.web.http import MemberRequest, member_view, render, toast
from allied.web.listing import Page
from allied.web.lists.saved import begins_with_default

SAMPLE = Path(__file__).parent.parent / "samples" / "sample-feedback.csv"


@require_safe
@member_view
@begins_with_default("feedback")
def feedback(request: MemberRequest) -> HttpResponse:
    listing = Inbox(request)
    sheet = listing.sheet()
    page = sheet.page
    shown = {"listing": listing, "page": page, "sheet": sheet}
    shown["is_empty"] = not page.items and queries.is_empty(actor=request.member)
    beside = _beside(request, page)
    shown |= beside | what_may_be_done(request) | what_sorts(request, None if listing.is_table else beside["item"])
    return render(request, "feedback/list.html", shown, fragment="list")


def _beside(request: MemberRequest, page: Page[Feedback]) -> dict[str, Any]:
    """The item that stands beside the list: the one that the address names, else the first."""
    items = page.items
    wanted = request.GET.get("item", "")
    place = next((at for at, item in enumerate(items) if item.node.reference == wanted), 0)
    item = items[place] if items else None
    return {
        "item": item,
        "is_open": bool(wanted and item and item.node.reference == wanted),
        "uses": queries.uses_of(item, actor=request.member) if item and item.uses else [],
        "before": items[place - 1] if place else None,
        "after": items[place + 1] if place + 1 < len(items) else None,
        "selected": set(request.GET.getlist("node")),
    }


def what_may_be_done(request: MemberRequest) -> dict[str, Any]:
    """Which buttons the reader gets."""
    member = request.member
    return {
        "may_add": access.can(member, Permission.FEEDBACK_ADD),
        "may_import": access.can(member, Permission.FEEDBACK_IMPORT),
        "may_edit": access.can(member, Permission.FEEDBACK_EDIT),
        "may_link": access.can(member, Permission.THREAD_LINK),
        "may_draft": access.can(member, Permission.INSIGHT_DRAFT),
    }


@require_POST
@member_view
def dismissal(request: MemberRequest) -> HttpResponse:
    """Set the selected items aside."""
    items = queries.feedback_by_references(request.POST.getlist("node"), actor=request.member)
    back = undo.of_dismissal([item for item in items if item.node.state == "new"])
    count = actions.dismiss_feedback(items, actor=request.member)
    toast(request, _("%(counted)s set aside as not useful.", counted=_counted(count)), undo=back if count else None)
    return onward(request)


@require_POST
@member_view
def dismissal_undo(request: MemberRequest) -> HttpResponse:
    """Take items back into the inbox; they are named in the form or the address."""
    references = request.POST.getlist("node") or request.GET.getlist("node")
    items = queries.feedback_by_references(references, actor=request.member)
    back = undo.of_restoration([item for item in items if item.node.state == "not_useful"])
    count = actions.restore_feedback(items, actor=request.member)
    toast(request, _("%(counted)s back in the inbox.", counted=_counted(count)), undo=back if count else None)
    return onward(request)


def _counted(count: int) -> str:
    return _("1 item is") if count == 1 else _("%(count)s items are", count=count)


@require_safe
@member_view
def export(request: MemberRequest) -> FileResponse:
    """Everything that the filters let through, as a file that can be imported again."""
    return FileResponse(
        exports.feedback_csv(Inbox(request).rows), as_attachment=True, filename="feedback.csv", content_type="text/csv"
    )


@require_safe
@member_view
def sample(request: MemberRequest) -> FileResponse:
    """A file to try the import with."""
    return FileResponse(SAMPLE.open("rb"), as_attachment=True, filename="sample-feedback.csv", content_type="text/csv")
