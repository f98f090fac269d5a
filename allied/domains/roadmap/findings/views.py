"""The pages of findings."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.roadmap.findings import actions, queries, undo
from allied.domains.roadmap.findings.listing import finding_list
from allied.domains.roadmap.models import Finding
from allied.domains.roadmap.records.forms import ReasonForm
from allied.domains.roadmap.records.queries import by_reference
from allied.domains.roadmap.records.sorts import sort_of
from allied.domains.roadmap.records.views import act_page, address
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.thread.panel import panel
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, go_to, member_view, render, toast
from allied.web.lists.saved import begins_with_default
from allied.web.thread import drawn


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
@begins_with_default("findings")
def findings(request: MemberRequest) -> HttpResponse:
    listing = finding_list(request)
    shown = {"listing": listing, "sheet": listing.sheet()}
    shown["may_add"] = access.can(request.member, Permission.FINDING_ADD)
    return render(request, "roadmap/findings/list.html", shown, fragment="list")


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, finding = request.member, _finding(request, reference)
    found, node = panel(finding.node, actor=member), finding.node
    may_link = access.can(member, Permission.THREAD_LINK, node)
    shown = {
        "finding": finding,
        "met": queries.met_in_words(finding),
        "items": queries.items_of([finding], actor=member)[finding.pk],
        "may_edit": access.can(member, sort_of(finding).permission_for(node, member), node),
        "may_fix": access.can(member, Permission.FINDING_EDIT, node),
        "may_link": may_link,
        "panel": drawn(found, workspace_slug=member.workspace.slug, may_fill=may_link),
        "events": history(node, actor=member),
    }
    return render(request, "roadmap/findings/detail.html", shown)


@member_view(permission=Permission.FINDING_EDIT)
def fix(request: MemberRequest, reference: str) -> HttpResponse:
    finding, form = _finding(request, reference), ReasonForm(posted(request))
    if request.method == "POST" and (kept := form.attempt(partial(_fix, form, finding, request))):
        toast(request, _("%(reference)s is fixed.", reference=reference), undo=undo.of_fix(kept))
        return go_to(request, address(request, kept))
    return act_page(request, finding, "roadmap/findings/fix.html", form)


def _fix(form: ReasonForm, finding: Finding, request: MemberRequest) -> Finding:
    return actions.fix_finding(finding, how=form.cleaned_data["reason"], actor=request.member)


@require_POST
@member_view
def fix_removal(request: MemberRequest, reference: str) -> HttpResponse:
    finding = _finding(request, reference)
    how = finding.fixed_how
    kept = actions.reopen_finding(finding, actor=request.member)
    toast(request, _("%(reference)s is open again.", reference=reference), undo=undo.of_reopening(kept, how))
    return go_to(request, address(request, kept))


def _finding(request: MemberRequest, reference: str) -> Finding:
    return by_reference(reference, actor=request.member, model=Finding)
