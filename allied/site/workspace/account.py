"""One's own account in a workspace: profile, preferences, access tokens, leaving."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from allied.kernel.errors import BadInput
from allied.kernel.membership import members, tokens
from allied.kernel.membership.preferences import change_preferences
from allied.kernel.words import _
from allied.site.workspace import queries, undo
from allied.site.workspace.forms import PreferencesForm, ProfileForm, TokenForm
from allied.web import appearance
from allied.web.http import MemberRequest, member_view, render, toast


@require_http_methods(["GET", "POST"])
@member_view
def account(request: MemberRequest) -> HttpResponse:
    """GET, POST /account: one's own name and discipline, preferences and tokens."""
    me = request.member
    form = ProfileForm(request.POST or None, initial={"name": me.name, "discipline": me.discipline})
    if request.method == "POST" and form.is_valid():
        try:
            now = members.change_profile(me.pk, actor=me, **form.cleaned_data)
            toast(request, _("Your profile is saved."), undo=undo.of_profile(me, now))
            return redirect("account", workspace=request.member.workspace.slug)
        except BadInput as refusal:
            form.refuse(refusal)
    return _page(request, form, TokenForm())


@require_POST
@member_view
def preferences(request: MemberRequest) -> HttpResponse:
    """POST /account/preferences: how Allied is for this person, everywhere."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, _profile(request), TokenForm(), preferences_form=form)
    try:
        change_preferences(request.user, **form.cleaned_data)
    except BadInput as refusal:
        form.refuse(refusal)
        return _page(request, _profile(request), TokenForm(), preferences_form=form)
    toast(request, _("Your preferences are saved. They hold in every workspace."))
    response = redirect("account", workspace=request.member.workspace.slug)
    chosen = appearance.Appearance(form.cleaned_data["theme"], form.cleaned_data["density"])
    appearance.keep(response, chosen, secure=settings.SESSION_COOKIE_SECURE)
    return response


def _profile(request: MemberRequest) -> ProfileForm:
    return ProfileForm(initial={"name": request.member.name, "discipline": request.member.discipline})


def _preferred(request: MemberRequest) -> PreferencesForm:
    kept, shown = request.layout.preferences, request.layout.appearance
    names = ("pronouns", "time_zone", "dates", "single_keys")
    said = {name: getattr(kept, name) for name in names}
    return PreferencesForm(initial={**said, "theme": shown.theme, "density": shown.density})


def _page(
    request: MemberRequest,
    form: ProfileForm,
    token_form: TokenForm,
    secret: str = "",
    preferences_form: PreferencesForm | None = None,
) -> HttpResponse:
    chosen = preferences_form or _preferred(request)
    page = {
        "form": form,
        "preferences_form": chosen,
        "token_form": token_form,
        "tokens": queries.access_tokens(actor=request.member),
        "secret": secret,
    }
    status = 422 if form.errors or token_form.errors or chosen.errors else 201 if secret else 200
    response = render(request, "workspace/account.html", page, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@member_view
def token_new(request: MemberRequest) -> HttpResponse:
    """POST /account/tokens: make a token; its secret is shown once, on this answer."""
    me, form, profile = request.member, TokenForm(request.POST), _profile(request)
    if not form.is_valid():
        return _page(request, profile, form)
    try:
        __, secret = tokens.make_access_token(actor=me, **form.cleaned_data)
    except BadInput as refusal:
        form.refuse(refusal)
        return _page(request, profile, form)
    return _page(request, profile, TokenForm(), secret)


@require_POST
@member_view
def token_revocation(request: MemberRequest, token_id: int) -> HttpResponse:
    """POST /account/tokens/<id>/revocation."""
    tokens.revoke_access_token(token_id, actor=request.member)
    toast(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("account", workspace=request.member.workspace.slug)
