"""One's own account in a workspace: profile, access tokens, leaving."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from allied.kernel.errors import BadInput
from allied.kernel.membership import members, tokens
from allied.site.workspace import queries
from allied.site.workspace.forms import ProfileForm, TokenForm
from allied.web.http import MemberRequest, member_view, render, toast


@require_http_methods(["GET", "POST"])
@member_view
def account(request: MemberRequest) -> HttpResponse:
    """GET, POST /account: one's own name and discipline, and one's tokens."""
    me = request.member
    form = ProfileForm(request.POST or None, initial={"name": me.name, "discipline": me.discipline})
    if request.method == "POST" and form.is_valid():
        try:
            members.change_profile(me.pk, actor=me, **form.cleaned_data)
            toast(request, "Your profile is saved.")
            return redirect("account", workspace=request.member.workspace.slug)
        except BadInput as refusal:
            form.refuse(refusal)
    return _page(request, form, TokenForm())


def _page(request: MemberRequest, form: ProfileForm, token_form: TokenForm, secret: str = "") -> HttpResponse:
    page = {
        "form": form,
        "token_form": token_form,
        "tokens": queries.access_tokens(actor=request.member),
        "secret": secret,
    }
    status = 422 if form.errors or token_form.errors else 201 if secret else 200
    response = render(request, "workspace/account.html", page, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@member_view
def token_new(request: MemberRequest) -> HttpResponse:
    """POST /account/tokens: make a token; its secret is shown once, on this answer."""
    me, form = request.member, TokenForm(request.POST)
    profile = ProfileForm(initial={"name": me.name, "discipline": me.discipline})
    if not form.is_valid():
        return _page(request, profile, form)
    try:
        _, secret = tokens.make_access_token(actor=me, **form.cleaned_data)
    except BadInput as refusal:
        form.refuse(refusal)
        return _page(request, profile, form)
    return _page(request, profile, TokenForm(), secret)


@require_POST
@member_view
def token_revocation(request: MemberRequest, token_id: int) -> HttpResponse:
    """POST /account/tokens/<id>/revocation."""
    tokens.revoke_access_token(token_id, actor=request.member)
    toast(request, "The token is revoked. Programs that use it are refused from now on.")
    return redirect("account", workspace=request.member.workspace.slug)
