"""“Draft the decision from here”, on a thing of an agenda."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import path

from allied.domains.decisions.forms import DecisionForm
from allied.domains.decisions.models import Decision
from allied.domains.rituals import queries
from allied.domains.rituals.models import AgendaItem, Outcome
from allied.flows.decision_from_meeting import decision_from_meeting, words_from
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url


@member_view(permission=Permission.DECISION_DRAFT)
def decision(request: MemberRequest, reference: str, agenda_id: int) -> HttpResponse:
    """GET words the decision; POST drafts it and records it in the minutes."""
    found = queries.meeting_by_reference(reference, actor=request.member)
    point = queries.whole(found, actor=request.member).point(agenda_id)
    form = DecisionForm(posted(request), actor=request.member, initial=words_from(point.item))
    refused = False
    if request.method == "POST":
        try:
            made = form.attempt(partial(_make, form, point.item, request.member))
        except InvalidState as refusal:
            form.add_error(None, str(refusal))
            made, refused = None, True
        if made is not None:
            words = _(
                "%(reference)s is drafted, and %(meeting)s names it.", reference=made.node.reference, meeting=reference
            )
            toast(request, words, url("rituals:outcome-removal", reference=reference, agenda_id=agenda_id))
            return redirect_or_refresh(request, "decisions:detail", reference=made.node.reference)
    shown = {"form": form, "point": point, "meeting": found, "is_open": point.item.outcome != Outcome.DECIDED}
    return render(request, "flows/decision_from_meeting.html", shown, status=409 if refused else form.status)


def _make(form: DecisionForm, item: AgendaItem, actor: Member) -> Decision:
    return decision_from_meeting(item, form.draft(), actor=actor)


urls = [
    path(
        "w/<slug:workspace>/meetings/<str:reference>/agenda/<int:agenda_id>/decision",
        decision,
        name="decision-from-meeting",
    )
]
