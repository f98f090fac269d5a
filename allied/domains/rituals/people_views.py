"""Who is asked, comes and is there; and what a meeting gives to read: pre-read, minutes, calendar file."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.rituals import attending, queries, undo
from allied.domains.rituals.forms import AttendeesForm
from allied.domains.rituals.invitation import calendar_file
from allied.domains.rituals.minutes import minutes as written_minutes
from allied.domains.rituals.models import Answer
from allied.domains.rituals.preread import preread as written_preread
from allied.domains.rituals.views import PLAN, act, go_to, meeting
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.queries import members
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, toast
from allied.web.jinja import url
from allied.web.memo_files import memo_file


@member_view(permission=PLAN)
def attendees(request: MemberRequest, reference: str) -> HttpResponse:
    found = meeting(request, reference)
    now = [str(one.member_id) for one in queries.attendees(found)]
    form = AttendeesForm(posted(request), actor=request.member, initial={"attendees": now})
    if request.method == "POST":
        before = form.attempt(lambda: attending.set_attendees(found, form.asked(), actor=request.member))
        if before is not None:
            toast(request, _("Who is asked is saved."), undo=undo.of_attendees(found, before))
            return go_to(request, found)
    return act(request, found, "attendees", form=form, status=form.status)


@require_POST
@member_view(permission=Permission.MEETING_TAKE_PART)
def answer(request: MemberRequest, reference: str) -> HttpResponse:
    found = meeting(request, reference)
    mine = attending.answer_invitation(found, request.POST.get("answer", ""), actor=request.member)
    comes = mine.answer == Answer.COMING
    toast(request, _("You come.") if comes else _("You do not come. State in writing what you think of the agenda."))
    return go_to(request, found)


@require_POST
@member_view(permission=PLAN)
def presence(request: MemberRequest, reference: str, member_id: int) -> HttpResponse:
    """POST ``present``: 1 for there, nothing for not."""
    found, person = meeting(request, reference), members(actor=request.member).filter(pk=member_id).first()
    if person is None:
        raise NotVisible(NOT_HERE)
    one = attending.mark_present(found, person, is_present=bool(request.POST.get("present")), actor=request.member)
    words = (
        _("%(name)s is there.", name=person.name) if one.is_present else _("%(name)s is not there.", name=person.name)
    )
    toast(request, words)
    return go_to(request, found)


@require_safe
@member_view
def preread(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the pre-read; ``as``: md or pdf for a file."""
    found = meeting(request, reference)
    memo = written_preread(queries.whole(found, actor=request.member), actor=request.member)
    file = memo_file(memo, request.GET.get("as", ""), f"{reference.lower()}-pre-read")
    return file or act(request, found, "preread", memo=memo)


@require_safe
@member_view
def minutes(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the minutes; ``as``: md or pdf for a file."""
    found = meeting(request, reference)
    memo = written_minutes(queries.whole(found, actor=request.member), actor=request.member)
    file = memo_file(memo, request.GET.get("as", ""), f"{reference.lower()}-minutes")
    return file or act(request, found, "minutes", memo=memo)


@require_safe
@member_view
def calendar(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the meeting as a calendar file."""
    found = meeting(request, reference)
    path = url("rituals:detail", reference=reference)
    whole = queries.whole(found, actor=request.member)
    answer = HttpResponse(calendar_file(whole, path=path), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{reference.lower()}.ics"'
    return answer
