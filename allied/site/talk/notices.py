"""Follow, the list of notifications, how one is told, and the link that ends e-mail."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.talk import following, notices
from allied.kernel.talk.mail import unsubscribing
from allied.kernel.talk.models import Happening, Notification, Way
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.forms import Form, posted
from allied.web.http import MemberRequest, error_page, is_htmx, member_view, render, toast
from allied.web.jinja import macro, url
from allied.web.listing import Filter, Listing, Option, Sort
from allied.web.talk import following as following_of

SORTS = [Sort("newest", _("newest first"), ("-pk",))]
FILTERS: list[Filter[Notification]] = [
    Filter(
        "show",
        _("Show"),
        [Option("", _("what you have not read")), Option("all", _("all notifications"))],
        lambda found, __: found,
    ),
    Filter(
        "kind",
        _("Kind"),
        [Option("", _("of any kind")), *(Option(kind.value, _("“%(kind)s”", kind=kind.label)) for kind in Happening)],
        lambda found, value: found.filter(happening=value),
    ),
]
UNDONE_AT_MOST = 200  # an address holds no more
LONGEST_ID = 18


@require_POST
@member_view(permission=Permission.WORKSPACE_READ)
def follow(request: MemberRequest, reference: str) -> HttpResponse:
    return _turn(request, reference, is_on=True)


@require_POST
@member_view(permission=Permission.WORKSPACE_READ)
def unfollow(request: MemberRequest, reference: str) -> HttpResponse:
    return _turn(request, reference, is_on=False)


def _turn(request: MemberRequest, reference: str, *, is_on: bool) -> HttpResponse:
    node = node_by_reference(reference, actor=request.member)
    (following.follow if is_on else following.unfollow)(node, actor=request.member)
    if is_htmx(request):
        return HttpResponse(macro("follow", following_of(node, actor=request.member)))
    toast(
        request,
        _("You follow %(reference)s.", reference=reference)
        if is_on
        else _("You no longer follow %(reference)s.", reference=reference),
        url("talk:unfollow" if is_on else "talk:follow", reference=reference),
    )
    return redirect(url_of(node, workspace_slug=request.member.workspace.slug) + "#discussion")


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
def notifications(request: MemberRequest) -> HttpResponse:
    """GET: what one was told, unread first of all."""
    rows = notices.notifications(actor=request.member)
    rows = rows if request.GET.get("show") == "all" else rows.filter(read_at=None)
    listing = Listing(request, rows, sorts=SORTS, filters=FILTERS)
    page = listing.page()
    shown = {"listing": listing, "page": page, "found": notices.in_words(page.items)}
    shown |= {"has_email": settings.HAS_EMAIL, "labels": dict(Happening.choices)}
    return render(request, "talk/notifications.html", shown, fragment="list")


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
def notification(request: MemberRequest, notification_id: int) -> HttpResponse:
    """GET leads to what it is about, which counts as read."""
    row = notices.notification_by_id(notification_id, actor=request.member)
    notices.mark_read([row.pk], actor=request.member)
    (notice,) = notices.in_words([row])
    return redirect(url_of(row.node, workspace_slug=request.member.workspace.slug) + notice.anchor)


@require_POST
@member_view(permission=Permission.WORKSPACE_READ)
def reading(request: MemberRequest) -> HttpResponse:
    """POST marks the named ones as read; without names all."""
    numbers = _numbers(request.POST.getlist("id"))
    read = notices.mark_read(numbers or None, actor=request.member)
    undo = f"{url('talk:reading-undo')}?{urlencode({'id': read}, doseq=True)}"
    toast(
        request,
        _("%(read)s marked as read.", read=plural(len(read), "notification")),
        undo if len(read) <= UNDONE_AT_MOST else "",
    )
    return redirect("talk:notifications", workspace=request.member.workspace.slug)


@require_POST
@member_view(permission=Permission.WORKSPACE_READ)
def reading_undo(request: MemberRequest) -> HttpResponse:
    """POST ?id=…: they wait again."""
    notices.mark_unread(_numbers(request.GET.getlist("id")), actor=request.member)
    toast(request, _("They wait for you again."))
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("talk:notifications", workspace=request.member.workspace.slug)


class WaysForm(Form):
    """How to be told, kind by kind."""

    owner = forms.ChoiceField(label=Happening.OWNER.label, choices=Way.choices)
    clock = forms.ChoiceField(label=Happening.CLOCK.label, choices=Way.choices)
    mention = forms.ChoiceField(label=Happening.MENTION.label, choices=Way.choices)
    reply = forms.ChoiceField(label=Happening.REPLY.label, choices=Way.choices)
    comment = forms.ChoiceField(label=Happening.COMMENT.label, choices=Way.choices)
    change = forms.ChoiceField(label=Happening.CHANGE.label, choices=Way.choices)


@member_view(permission=Permission.WORKSPACE_READ)
def ways(request: MemberRequest) -> HttpResponse:
    """GET, POST: how one is told of each kind of happening."""
    now = {str(kind): str(way) for kind, way in following.ways_of(request.member).items()}
    form = WaysForm(posted(request), initial=now)
    if request.method == "POST" and form.is_valid():
        following.choose_ways(form.cleaned_data, actor=request.member)
        toast(request, _("It is saved how you are told."))
        return redirect("talk:ways", workspace=request.member.workspace.slug)
    shown = {"form": form, "has_email": settings.HAS_EMAIL}
    return render(request, "talk/ways.html", shown, status=form.status)


@csrf_exempt  # the signed address itself is the permission, and mail programs post to it on their own
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST ends e-mail of one kind, or of any. Works without sign-in."""
    try:
        member, happening = unsubscribing(token)
    except NotVisible as refusal:
        return error_page(request, 404, str(refusal))
    if is_done := request.method == "POST":
        following.stop_mail(member, happening)
    what = Happening(happening).label if happening else ""
    return render(request, "talk/unsubscribe.html", {"what": what, "to": member, "is_done": is_done})


def _numbers(given: list[str]) -> list[int]:
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID]
