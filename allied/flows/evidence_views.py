"""“Add as evidence to…”."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import path

from allied.flows.evidence import STANCES, Added, add_evidence, stance_of
from allied.flows.linking import tied
from allied.flows.picking import candidates, selected, selection
from allied.kernel.access import Permission
from allied.kernel.nodes.bindings import binding
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_by_references
from allied.kernel.thread.models import NOTE_LENGTH
from allied.kernel.words import _, listed
from allied.web.formats import plural
from allied.web.forms import Form
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url


class EvidenceForm(Form):
    """How the selection bears on the chosen claims. The claims themselves are ticked in the list beside it."""

    stance = forms.ChoiceField(
        label=_("How does it bear on them?"),
        choices=[("supports", _("It supports the claim")), ("contradicts", _("It disagrees with the claim"))],
        widget=forms.RadioSelect,
        initial="supports",
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Why it bears on the claim, where that is not plain."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
    )
    claim = forms.CharField(required=False, widget=forms.HiddenInput)


@member_view(permission=Permission.THREAD_LINK)
def evidence(request: MemberRequest) -> HttpResponse:
    """GET offers claims, found by words; POST adds the selection to those that are ticked."""
    data = request.POST if "stance" in request.POST else None
    nodes = selection((data or request.GET or request.POST).getlist("node"), actor=request.member)
    stance = (data or request.GET).get("stance", "supports")
    form = EvidenceForm(data, initial={"stance": stance})
    if data and (added := form.attempt(partial(_add, request, nodes, form))):
        return _added(request, nodes, added)
    shown = {"form": form, "selected": selected(nodes, actor=request.member), **_offer(request, nodes, stance)}
    return render(request, "flows/evidence.html", shown, fragment="found", status=form.status)


def _add(request: MemberRequest, nodes: list[Node], form: EvidenceForm) -> Added:
    claims = nodes_by_references(request.POST.getlist("claims"), actor=request.member)
    given = form.cleaned_data
    return add_evidence(nodes, given["stance"], claims, actor=request.member, note=given["note"])


def _offer(request: MemberRequest, nodes: list[Node], stance: str) -> dict[str, Any]:
    way = stance_of(stance, nodes)
    text = (request.GET.get("q") or request.POST.get("q", "")).strip()
    ticked = request.POST.getlist("claims") or request.GET.getlist("claims")
    found = candidates(
        way.kinds,
        actor=request.member,
        text=text,
        chosen=ticked,
        without={node.pk for node in nodes},
        tied=tied(nodes, way),
    )
    return {"found": found, "text": text, "ticked": ticked, "name": "claims"}


def _added(request: MemberRequest, nodes: list[Node], added: Added) -> HttpResponse:
    undo = url("flows:unlink") + "?" + urlencode({"link": [link.pk for link in added.links]}, doseq=True)
    toast(request, _words(added), undo)
    claim = added.links[0].target
    return redirect_or_refresh(request, binding(claim.kind).url_name, reference=claim.reference)


def _words(added: Added) -> str:
    """ "3 pieces of evidence support INS-12 now. INS-12 is Emerging, it was Anecdotal." """
    claims = list(dict.fromkeys(link.target.reference for link in added.links))
    count = len({link.source_id for link in added.links})
    verb = STANCES[added.links[0].relation]
    verb = verb if count == 1 else {"supports": _("support"), _("disagrees with"): _("disagree with")}[verb]
    sentences = [
        _(
            "%(count)s of evidence now %(verb)s %(claims)s.",
            count=plural(count, "piece"),
            verb=verb,
            claims=listed(claims),
        )
    ]
    sentences += [
        _(
            "%(reference)s is %(now)s, it was %(before)s.",
            reference=moved.node.reference,
            now=moved.now,
            before=moved.before,
        )
        for moved in added.moved
    ]
    return " ".join(map(str, sentences))


urls = [path("w/<slug:workspace>/evidence/add", evidence, name="add-evidence")]
