"""The ways in: the first page, set-up, an invitation, a demo person."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allied.kernel.errors import AlliedError, BadInput, NotVisible, TooMany
from allied.kernel.membership import invitations, workspaces
from allied.kernel.people.models import Invitation, Member, User
from allied.kernel.people.queries import memberships
from allied.kernel.templates.actions import add_starters
from allied.kernel.words import _
from allied.site.entrance import rules
from allied.site.entrance.forms import JoinForm, SetUpForm
from allied.web.http import error_page, refused, render, toast

INVITATION_ONLY = _("Accounts here come by invitation. Ask an owner or administrator of the workspace for a link.")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
@never_cache
def front_door(request: HttpRequest) -> HttpResponse:
    """GET /: to one's workspace, to sign-in, or to set-up on an empty installation."""
    if not Member.objects.exists():
        return redirect("set-up")
    if not isinstance(request.user, User):
        return redirect("account_login")
    first = memberships(request.user).first()
    if first is None:
        return render(request, "entrance/no-workspace.html", {"email": request.user.email})
    return redirect("home", workspace=first.workspace.slug)


@require_http_methods(["GET", "POST"])
@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """GET, POST /set-up: make the first workspace and its owner."""
    if not rules.may_set_up():
        return refused(
            request, NotVisible(_("This installation is set up. Sign in, or ask its owner for an invitation."))
        )
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, _set_up(request, form))
        except BadInput as refusal:
            form.refuse(refusal)
        except TooMany as refusal:
            return refused(request, refusal)
    page = {"form": form, "needs_code": rules.needs_code(request)}
    return render(request, "entrance/set-up.html", page, status=422 if form.errors else 200)


@transaction.atomic
def _set_up(request: HttpRequest, form: SetUpForm) -> Member:
    given = form.cleaned_data
    rules.check_code(request, given["code"])
    __, owner = workspaces.set_up_workspace(
        name=given["name"], product_name=given["product_name"], time_zone=given["time_zone"], owner=form.person()
    )
    add_starters(actor=owner)
    return owner


@require_http_methods(["GET", "POST"])
@never_cache
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """GET, POST /join/<secret>: accept an invitation, with a new account or the one that is signed in."""
    try:
        invitation = _invitation(request, secret)
        initial = {"person_name": invitation.name, "email": invitation.email, "discipline": invitation.discipline}
        form = JoinForm(request.POST or None, initial=initial)
        if request.method == "POST" and isinstance(request.user, User):
            return _enter(request, invitations.accept_as(secret, request.user))
        if request.method == "POST" and form.is_valid():
            return _join(request, form, secret, invitation)
    except NotVisible as over:
        return _quiet(error_page(request, 404, str(over), title=_("This link no longer works")))
    except AlliedError as refusal:
        return _quiet(refused(request, refusal))
    return _quiet(_join_page(request, form, invitation))


def _invitation(request: HttpRequest, secret: str) -> Invitation:
    """The open invitation behind the link. Raises: NotVisible, TooMany."""
    rules.check_guesses(request)
    try:
        return invitations.open_invitation(secret)
    except NotVisible:
        rules.note_guess(request)
        raise


def _join(request: HttpRequest, form: JoinForm, secret: str, invitation: object) -> HttpResponse:
    try:
        return _enter(request, invitations.accept_as_new_person(secret, form.person()))
    except BadInput as refusal:
        form.refuse(refusal)
    return _quiet(_join_page(request, form, invitation))


def _join_page(request: HttpRequest, form: JoinForm, invitation: object) -> HttpResponse:
    page = {"form": form, "invitation": invitation}
    return render(request, "entrance/join.html", page, status=422 if form.errors else 200)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: send it nowhere and let nobody index it."""
    response.headers["Referrer-Policy"] = "strict-origin"  # "no-referrer" would make the join form come from nowhere
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """POST /demo-sign-in: enter as a person of the demo, while nothing but demos is here."""
    try:
        member = rules.demo_member(int(request.POST.get("member", "0") or 0))
    except (NotVisible, ValueError):
        return refused(request, NotVisible(_("There is no such demo person. Sign in with your own account.")))
    return _enter(request, member)


def _enter(request: HttpRequest, member: Member) -> HttpResponse:
    user = member.user
    assert user is not None  # noqa: S101  members without an account cannot come in
    if request.user.is_authenticated and request.user != user:
        logout(request)
    if request.user != user:
        login(request, user, backend=BACKEND)
    toast(request, _("You are in %(name)s as %(name2)s.", name=member.workspace.name, name2=member.name))
    return redirect("home", workspace=member.workspace.slug)


class SignIn(account.LoginView):  # type: ignore[misc]  # allauth carries no types
    """GET, POST /sign-in. Beside the form it offers the people of a demo that stands alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"demo": rules.demo_members(), "may_set_up": rules.may_set_up()}
        return {**super().get_context_data(**kwargs), **more}


class ResetPassword(account.PasswordResetView):  # type: ignore[misc]  # allauth carries no types
    """GET, POST /password/reset. Without e-mail it says whom to ask instead."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "has_email": settings.HAS_EMAIL}


@require_GET
def sign_up_is_by_invitation(request: HttpRequest) -> HttpResponse:
    """GET /sign-up: allauth links here; there is no open sign-up."""
    return refused(request, NotVisible(INVITATION_ONLY))
