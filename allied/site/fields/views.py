"""What the custom fields hold for one object."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from allied.kernel.custom_fields import actions, holders, queries
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.words import _
from allied.site.fields.forms import ValuesForm
from allied.web.forms import posted
from allied.web.http import MemberRequest, is_htmx, member_view, render, toast


@member_view
def on(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST: the fields of an object. HTMX gets the form alone, for the record page."""
    node = node_by_reference(reference, actor=request.member)
    holders.require(node, actor=request.member)
    filled = queries.filled(node, actor=request.member)
    form = ValuesForm(filled, posted(request), actor=request.member)
    save = lambda: actions.set_fields(  # noqa: E731
        node, form.cleaned_data, actor=request.member, seen=form.seen, fields=[one.field for one in filled]
    )
    if request.method == "POST" and (changed := form.attempt(save)) is not None:
        toast(
            request,
            _("The fields of %(reference)s are saved.", reference=reference),
            undo=actions.undo_of(node, changed),
        )
        place = url_of(node, workspace_slug=request.member.workspace.slug)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"}) if is_htmx(request) else redirect(place)
    return render(request, "fields/on.html", {"node": node, "form": form}, fragment="form", status=form.status)
