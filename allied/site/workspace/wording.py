"""The settings of the connected model: what it is is for all to see, changing it for who manages the workspace."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from allied.integrations.wording import actions
from allied.integrations.wording.models import MODEL_LENGTH, URL_LENGTH, Connection
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.words import _
from allied.web.forms import Form, required
from allied.web.http import MemberRequest, member_view, render, toast


class ModelForm(Form):
    base_url = forms.CharField(
        label=_("Address"),
        max_length=URL_LENGTH,
        help_text=_(
            "Of a server that speaks as OpenAI’s does, up to what stands before /chat/completions, such as "
            "https://models.example.org/v1."
        ),
        error_messages=required(_("Write the address of the server.")),
    )
    model = forms.CharField(
        label=_("Model"), max_length=MODEL_LENGTH, error_messages=required(_("Write the name of the model."))
    )
    api_key = forms.CharField(
        label=_("Key"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and never shown. Leave it empty to keep the one that is there."),
    )
    is_on = forms.BooleanField(
        label=_("Let members send quotes to this model to have answers worded"),
        required=False,
        help_text=_("Only when somebody presses “Word this answer”, and only the quotes of that answer."),
    )


@require_http_methods(["GET", "POST"])
@member_view
def model(request: MemberRequest) -> HttpResponse:
    """GET, POST /settings/model: which model is connected."""
    now = Connection.objects.filter(pk=request.member.workspace_id).first()
    known = {"base_url": now.base_url, "model": now.model, "is_on": now.is_on} if now else {}
    form = ModelForm(request.POST or None, initial=known)
    if request.method == "POST":
        saved = form.attempt(lambda: actions.connect_model(**form.cleaned_data, actor=request.member))
    else:
        saved = None
    if saved:
        toast(request, _("The model is saved."))
        return redirect("settings:model", workspace=request.member.workspace.slug)
    page = {"form": form, "now": now, "may": access.can(request.member, Permission.WORKSPACE_MANAGE)}
    return render(request, "workspace/model.html", page, status=422 if form.errors else 200)


@require_POST
@member_view
def model_trial(request: MemberRequest) -> HttpResponse:
    """POST /settings/model/trial: ask the model for one word. No quotes are sent."""
    said = actions.try_model(actor=request.member)
    toast(request, _("The model answers: “%(said)s”.", said=said))
    return redirect("settings:model", workspace=request.member.workspace.slug)


@require_POST
@member_view
def model_removal(request: MemberRequest) -> HttpResponse:
    """POST /settings/model/removal."""
    actions.disconnect_model(actor=request.member)
    toast(request, _("The model and its key are forgotten."))
    return redirect("settings:model", workspace=request.member.workspace.slug)
