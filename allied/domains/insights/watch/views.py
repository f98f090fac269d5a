"""The queue of new evidence near claims."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.insights.models import Suggestion
from allied.domains.insights.queries import insight_by_reference
from allied.domains.insights.watch import actions, queries
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.models import Activity
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest, go_to, member_view, render, toast
from allied.web.jinja import url

SHOWN = 20


@require_safe
@member_view
def watch(request: MemberRequest) -> HttpResponse:
    """GET: what waits near one's own claims, near all, or near one."""
    member, reference = request.member, request.GET.get("claim", "")
    claim = insight_by_reference(reference, actor=member).node if reference else None
    whose = request.GET.get("whose", "mine") if claim is None else "all"
    found = queries.waiting(
        actor=member, product=request.layout.product, is_mine=whose == "mine", claim=claim.pk if claim else ""
    )
    shown = {
        "count": found.count(),
        "offered": queries.offered(found[:SHOWN], actor=member),
        "claim": claim,
        "whose": whose,
        "may_link": access.can(member, Permission.THREAD_LINK),
        "goes_on": "next" in request.GET,
    }
    return render(request, "insights/watch.html", shown)


@require_POST
@member_view(permission=Permission.THREAD_LINK)
def judgement(request: MemberRequest, suggestion: str) -> HttpResponse:
    """POST ``as``: supports, contradicts, or dismissed."""
    found = _found(request, suggestion)
    stance = request.POST.get("as", "")
    if stance == "dismissed":
        actions.dismiss_suggestion(found, actor=request.member)
        toast(
            request,
            _(
                "%(reference)s is not about %(reference2)s.",
                reference=found.evidence.reference,
                reference2=found.claim.reference,
            ),
            undo=_undo(found),
        )
    else:
        actions.confirm_suggestion(found, stance, actor=request.member)
        toast(request, _told(found), undo=_undo(found))
    return _back(request)


def _found(request: MemberRequest, suggestion: str) -> Suggestion:
    return queries.suggestion_by_number(int(suggestion) if suggestion.isdecimal() else 0, actor=request.member)


def _told(found: Suggestion) -> str:
    """ "FBK-9 now disagrees with INS-1. It is Supported, contested, it was Supported. 3 owners are told." """
    details = Activity.objects.filter(node=found.claim, verb="insight.evidence_confirmed").latest("pk").details
    verb = "supports" if found.relation == "supports" else _("disagrees with")
    words = [
        _(
            "%(reference)s now %(verb)s %(reference2)s.",
            reference=found.evidence.reference,
            verb=verb,
            reference2=found.claim.reference,
        )
    ]
    if details["was"] != details["now"]:
        words.append(_("It is %(details)s; it was %(details2)s.", details=details["now"], details2=details["was"]))
    if details["told"]:
        count = len(details["told"])
        words.append(
            _(
                "%(count)s of what rests on it %(value)s told.",
                count=plural(count, "owner"),
                value=_("is") if count == 1 else _("are"),
            )
        )
    return " ".join(map(str, words))


def _undo(found: Suggestion) -> Undo:
    return Undo("insight.evidence_judged", {"number": found.pk}, found.claim)


def _back(request: MemberRequest) -> HttpResponse:
    """The page that the person was on; there the first that waits has the focus."""
    whose, claim = request.POST.get("whose", ""), request.POST.get("claim", "")
    query = {"claim": claim} if claim else {"whose": whose} if whose == "all" else {}
    return go_to(request, f"{url('insights:watch')}?{urlencode(query | {'next': '1'})}")
