"""What the views of every slice share: the member, whole pages and fragments, toasts, refusals."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import timedelta
from functools import wraps
from typing import Any, overload

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from jinja2_fragments import render_block
from markupsafe import Markup

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition
from allied.kernel.activity.figures import at_one_moment
from allied.kernel.disposal.queries import merged_by_reference
from allied.kernel.errors import AlliedError, BadInput, Denied, InvalidState, NotVisible, TooMany
from allied.kernel.membership.members import note_active
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Member, User
from allied.kernel.people.queries import member_for, preferences_of
from allied.kernel.personal import actions as personal
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _
from allied.web import formats
from allied.web.jinja import engine, macro, url
from allied.web.layout import Layout, context

View = Callable[..., HttpResponseBase]
STATUS: dict[type[AlliedError], int] = {NotVisible: 404, Denied: 403, InvalidState: 409, BadInput: 422, TooMany: 429}
BAD_REQUEST = 400
READING = ("GET", "HEAD")
WENT_ON = (204, 302)  # a form that is shown again is answered with its page
NOT_A_MEMBER = _("There is no such page, or it is in a workspace that you do not belong to.")


class MemberRequest(HttpRequest):
    """A request inside a workspace, by somebody who belongs to it. ``layout.product`` is the product they chose."""

    member: Member
    layout: Layout
    user: User


@overload
def member_view(view: View, /) -> View: ...
@overload
def member_view(*, permission: Permission | None = None) -> Callable[[View], View]: ...
def member_view(view: View | None = None, /, *, permission: Permission | None = None) -> View | Callable[[View], View]:
    """Resolve the member from ``workspace`` in the address (the view does not get it) and turn refusals into pages.

    Signed out → the sign-in page and back; not a member → 404; without ``permission`` → 403. Dates read in the
    member's time zone, which is the workspace's unless they chose another.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, workspace: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            try:
                _enter(request, workspace, permission)
                with at_one_moment() if request.method in READING else nullcontext():
                    answer = inner(request, *args, **kwargs)
                _strike_off(request, answer)  # type: ignore[arg-type]  # it has a member since it was entered
                return answer
            except AlliedError as refusal:
                return _led_on(request, refusal, kwargs.get("reference", "")) or refused(request, refusal)

        guarded.requires_member = True  # type: ignore[attr-defined]  # read by the guard test that walks every URL
        guarded.permission = permission  # type: ignore[attr-defined]  # read there too
        return guarded

    return decorate(view) if view else decorate


def _enter(request: HttpRequest, workspace: str, permission: Permission | None) -> None:
    assert isinstance(request.user, User)  # noqa: S101  the caller asked whether somebody is signed in
    member = member_for(request.user, workspace)
    if member is None:
        raise NotVisible(NOT_A_MEMBER)
    request.member = member  # type: ignore[attr-defined]
    request.layout = Layout(request)  # type: ignore[attr-defined]
    preferred = preferences_of(member.user)
    timezone.activate(preferred.time_zone or member.workspace.zone)
    formats.write_dates(preferred.dates)
    if request.method == "POST":  # to open an object is one: reading alone never waits for who writes
        note_active(member)
    if permission:
        access.require(member, permission)


def _strike_off(request: MemberRequest, answer: HttpResponseBase) -> None:
    """After a post that took something back, it no longer stands among what the member could undo; nor is a form that
    was taken still a draft."""
    if request.method == "POST" and answer.status_code < BAD_REQUEST:
        personal.note_undone(request.get_full_path(), actor=request.member)
        if answer.status_code in WENT_ON and (place := request.POST.get("drafted")):
            personal.discard_draft(place, actor=request.member)


def _led_on(request: HttpRequest, refusal: AlliedError, reference: str) -> HttpResponse | None:
    """The way from an object that was merged to where it is now."""
    member: Member | None = getattr(request, "member", None)
    if member is None or not reference or request.method != "GET" or not isinstance(refusal, NotVisible):
        return None
    try:
        into = merged_by_reference(reference, actor=member).into
    except NotVisible:
        return None
    messages.info(request, f"{reference} was merged into {into.reference}, which is shown here.")
    return redirect(url_of(into, workspace_slug=member.workspace.slug))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(request.get_full_path()).url})
    return redirect_to_login(request.get_full_path())


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part of a page asks, not the browser for a page (back and forward ask for pages)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def render(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; when HTMX asks and ``fragment`` names a block of it, that block alone, with any toasts behind it."""
    layout: Layout | None = getattr(request, "layout", None)
    if layout and values:
        layout.shows(values.values())
    if not (fragment and is_htmx(request)):
        text = engine().get_template(template).render(dict(values or {}), request)
    else:
        everything = {"request": request, **context(request), **(values or {})}
        text = Markup(render_block(engine().env, template, fragment, **everything)) + waiting_toasts(request)  # noqa: S704
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def waiting_toasts(request: HttpRequest) -> Markup:
    """The messages that wait, as an addition to the corner of the page that is already open."""
    waiting = list(messages.get_messages(request))
    if not waiting:
        return Markup("")
    return Markup('<div hx-swap-oob="beforeend:#toasts">{}</div>').format(macro("toasts", waiting))


def toast(
    request: HttpRequest, text: str, undo_url: str = "", *, undo: Undo | None = None, within: timedelta | None = None
) -> None:
    """Say what happened, on this answer or the next page; a button undoes it, by a post to ``undo_url`` or by ``undo``.

    The act stands in the member's list of what they did too, where it can be undone ``within`` that time, or for as
    long as its rules allow.
    """
    member = getattr(request, "member", None)
    if member and undo:
        undo_url = personal.note_undo(text, undo, _undo_address, actor=member, within=within)
    elif member and undo_url:
        personal.note_act(text, undo_url, actor=member, within=within)
    messages.success(request, text, extra_tags=undo_url)


def saved(
    request: HttpRequest, text: str, place: str, now: Mapping[str, Any], *, undo: Undo | None = None
) -> HttpResponse:
    """After a form changed what stands: say so and go to ``place``.

    A form that saves by itself stays open: it gets the edition of what is said ``now``, to go on from, and its saves
    of one sitting stand as one act among what the member can undo.
    """
    if not request.headers.get("X-Autosave"):
        toast(request, text, undo=undo)
        return go_to(request, place)
    member = getattr(request, "member", None)
    if member and undo:
        personal.note_undo(text, undo, _undo_address, actor=member, within=None, goes_on=True)
    return HttpResponse(status=204, headers={"X-Seen": edition(now)})


def _undo_address(act_id: int) -> str:
    return url("web:undo", act_id=act_id)


def redirect_or_refresh(request: HttpRequest, url_name: str, /, **kwargs: Any) -> HttpResponse:
    """Go to a page after a write. HTMX gets the header that makes the browser go there."""
    return go_to(request, url(url_name, **kwargs))


def go_to(request: HttpRequest, place: str) -> HttpResponse:
    """Go to an address of ours after a write."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return redirect(place)


def refused(request: HttpRequest, refusal: AlliedError) -> HttpResponse:
    """A refusal as an answer: an error page, or for HTMX a toast that leaves the page as it is."""
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    if is_htmx(request):
        shown = macro("toast", str(refusal), tone="bad")
        return HttpResponse(shown, status=status, headers={"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"})
    return error_page(request, status, str(refusal))


def error_page(request: HttpRequest, status: int, sentence: str = "", *, title: str = "") -> HttpResponse:
    """The page for a refusal or a failure; inside the frame when the reader is a member, plain otherwise."""
    frame = "layouts/base.html" if getattr(request, "member", None) else "layouts/front.html"
    words = {"status": status, "title": title, "sentence": sentence, "frame": frame}
    return render(request, "web/error.html", words, status=status)
